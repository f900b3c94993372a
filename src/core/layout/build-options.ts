import type { Define, Evaluated, LinkerScript, LiteralTerm } from "../linker/linker-script";
import type { Configuration, ImageDeclaration } from "../project/image-set";
import { atRoot, baseName, folderOf, isInside, join } from "../project/paths";
import { remembered } from "../project/remembered";
import type { SnapshotReader, TextFile, Uri } from "../project/snapshot";
import { compiledFolder } from "../project/workspace-index";
import { buildDefines, mergedDefines, openDefines, type BuildDefines } from "../sources/build-defines";
import { cmakeTargets } from "../sources/cmake-targets";
import { compileCommands, type CompileCommand } from "../sources/compile-commands";
import { statedIncludePaths } from "../sources/include-paths";
import { parseCInteger, parseSize } from "../sources/number-literal";

/** What an image is built with: of everything that says so, as far as it does. */
export interface BuildOptions extends BuildDefines {
  /** `--defsym` as the linker takes them; null where the value is not known. */
  readonly defsyms: Readonly<Record<string, bigint | null>>;
  readonly includePaths: readonly Uri[];
}

/**
 * The defines, linker symbols and include paths of an image, the nearest to a person last: the image's build files, the
 * compilation database where those leave something open, then settings and `bootsmith.json`. A build file that may
 * build other images too only says that there is a value.
 */
export function buildOptions(
  image: ImageDeclaration,
  configuration: Configuration,
  files: SnapshotReader,
): BuildOptions {
  const flags = configuration.flags ?? image.flags;
  const read = (uris: readonly Uri[] = []): TextFile[] =>
    uris.flatMap((uri) => (uri === flags?.file ? [] : (files.text(uri) ?? [])));
  const [own, shared] = [read(image.buildFiles?.own), read(image.buildFiles?.shared)];
  const compiled = compiledWith(image, files);
  const stated = [
    buildDefines(own),
    ...shared.flatMap((file) => targetDefines(file, image)),
    ...(flags === undefined ? [] : [flags]),
  ];
  const above = buildDefines(shared);
  const plain = { ...configuration.defines, ...image.defines };
  const symbols = {
    ...filled({ ...openDefines(above.symbols), ...merge(stated, "symbols") }, compiled.symbols),
    ...asDefines({ ...configuration.symbols, ...image.symbols }),
  };
  return {
    macros: {
      ...filled({ ...openDefines(above.macros), ...merge(stated, "macros") }, compiled.macros),
      ...asDefines(plain),
    },
    symbols,
    defsyms: Object.fromEntries(Object.entries(symbols).map(([name, define]) => [name, numberOf(define)])),
    includePaths: [...new Set([...(image.includePaths ?? []), ...compiled.includePaths, ...statedFolders(own, files)])],
  };
}

function merge(list: readonly BuildDefines[], kind: "macros" | "symbols"): Record<string, Define> {
  return Object.assign({}, ...list.map((one) => one[kind])) as Record<string, Define>;
}

/** What stands in a build file goes before what a build made of it some time ago. */
function filled(
  stated: Readonly<Record<string, Define>>,
  compiled: Readonly<Record<string, Define>>,
): Record<string, Define> {
  const defines: Record<string, Define> = { ...stated };
  for (const [name, define] of Object.entries(compiled)) {
    const before = defines[name];
    if (before === undefined || before.text === name) defines[name] = define;
  }
  return defines;
}

function asDefines(values: Readonly<Record<string, string>>): Record<string, Define> {
  return Object.fromEntries(Object.entries(values).map(([name, text]) => [name, { text }]));
}

/** Folders that the image's build files name, inside the workspace. */
function statedFolders(own: readonly TextFile[], files: SnapshotReader): readonly Uri[] {
  return own
    .flatMap((file) => statedIncludePaths(file).map((path) => join(folderOf(file.uri), path)))
    .filter((folder) => files.snapshot.roots.some((root) => isInside(folder, root)));
}

/** A number of the linker's command line; an expression or another symbol is not known. */
function numberOf({ text }: Define): bigint | null {
  const value = parseCInteger(text) ?? parseSize(text);
  return value === undefined ? null : BigInt(value);
}

/** What a CMake file above several images says of the one target that links with this image's script. */
function targetDefines(file: TextFile, { linkerScript }: ImageDeclaration): BuildDefines[] {
  if (linkerScript === undefined || baseName(file.uri) !== "CMakeLists.txt") return [];
  const targets = cmakeTargets(file.text).filter(({ script }) => script !== undefined && names(script, linkerScript));
  return targets.length === 1 ? targets.map(({ calls }) => buildDefines([file], calls)) : [];
}

/** Whether a path, whose beginning may be a variable, leads to the file. */
function names(path: string, uri: Uri): boolean {
  const known = path.replace(/^.*[}>)]\//, "").replace(/^(\.\.?\/)+/, "");
  return !known.includes("$") && decodeURIComponent(uri).endsWith(`/${known}`);
}

interface Compiled extends BuildDefines {
  readonly includePaths: readonly Uri[];
}

/** The options of the image's own sources in the compilation databases around it; values that differ are not known. */
function compiledWith(image: ImageDeclaration, files: SnapshotReader): Compiled {
  const own = new Set(image.sources);
  const found = (image.compileCommands ?? []).flatMap((uri) => {
    const file = files.text(uri);
    if (file === undefined) return [];
    const commands = remembered(file, "compile commands", files, () => compileCommands(file));
    const project = compiledFolder(uri, files.snapshot.roots);
    return commands.flatMap((command) => {
      const place = placeOf(command.file, project, own);
      return place === undefined ? [] : [{ command, place }];
    });
  });
  const list = (kind: "macros" | "symbols"): BuildDefines["macros"] =>
    mergedDefines(found.map(({ command }) => command[kind]));
  const paths = found.flatMap(({ command, place }) => command.includePaths.flatMap((path) => moved(path, place)));
  const inside = paths.filter((path) => files.snapshot.roots.some((root) => isInside(path, root)));
  return { macros: list("macros"), symbols: list("symbols"), includePaths: [...new Set(inside)].slice(0, 64) };
}

/** How paths of the machine that built become places of the workspace. */
interface Place {
  readonly from: string;
  readonly to: Uri;
}

/** Path parts that a build machine may have in front of the project. */
const deepestProject = 24;

/** The project may have been built under another path: the end of the source's path tells where it is here. */
function placeOf(source: CompileCommand["file"], project: Uri, own: ReadonlySet<Uri>): Place | undefined {
  const here = atRoot(project, source);
  if (own.has(here)) return { from: "", to: atRoot(project, "/") };
  const parts = source.split("/");
  for (let skipped = 1; skipped < parts.length && skipped < deepestProject; skipped++) {
    const rest = parts.slice(skipped).join("/");
    if (own.has(join(project, rest))) return { from: parts.slice(0, skipped).join("/") + "/", to: project };
  }
  return undefined;
}

function moved(path: string, { from, to }: Place): Uri[] {
  if (from === "") return [atRoot(to, path)];
  return path.startsWith(from) ? [join(to, path.slice(from.length))] : [];
}

/**
 * The script with the places that state its `--defsym` values: the evaluator knows the numbers, not where they stand.
 */
export function withSymbolSources(
  script: LinkerScript,
  { symbols, defsyms }: BuildOptions,
  files: SnapshotReader,
): LinkerScript {
  const sources = Object.entries(symbols).flatMap(([name, { text, source }]) => {
    const value = defsyms[name];
    return source === undefined || value == null ? [] : [{ name, term: { range: source, text, value } }];
  });
  if (sources.length === 0) return script;
  const told = (term: LiteralTerm): LiteralTerm => {
    const words = files.text(term.range.uri)?.text.slice(term.range.start, term.range.end) ?? "";
    const [only, second] = sources.filter(
      ({ name, term: { value } }) => value === term.value && new RegExp(`(?<![\\w.])${name}(?![\\w.])`).test(words),
    );
    return second === undefined ? (only?.term ?? term) : term;
  };
  const evaluated = (one: Evaluated): Evaluated => ({ ...one, terms: one.terms.map(told) });
  return {
    ...script,
    regions: script.regions.map((region) => ({
      ...region,
      origin: evaluated(region.origin),
      length: evaluated(region.length),
    })),
  };
}
