import type { LayoutProblem } from "../layout/boot-layout";
import type { DeclaredLevels } from "../rules/levels";
import { parseJson, type JsonValue } from "../sources/json-document";
import { parseSize } from "../sources/number-literal";
import { text } from "../text";
import type { Configuration, DeviceHint, ImageDeclaration, ImageRole, ImageSet } from "./image-set";
import { folderOf, join } from "./paths";
import { roleFromName } from "./roles";
import type { SourceRange, TextFile, Uri } from "./snapshot";

/** What `bootsmith.json` leaves out and discovery fills in from the image's folder. */
export interface DeclaredImage extends ImageDeclaration {
  readonly sourcesDeclared: boolean;
}

export interface DeclaredSet extends ImageSet {
  readonly images: readonly DeclaredImage[];
}

/**
 * Reads `bootsmith.json` (schema: media/schemas/bootsmith.schema.json). What does not fit becomes a problem at its
 * place; the rest is used.
 */
export function readBootsmithJson(file: TextFile): {
  readonly sets: readonly DeclaredSet[];
  readonly problems: readonly LayoutProblem[];
  /** What it makes of findings, by code; `range` is the code's. */
  readonly levels: DeclaredLevels["levels"];
} {
  const reader = new Reader(file);
  const { root, faults } = parseJson(file);
  for (const fault of faults.slice(0, 1))
    reader.problem(fault.range, text("This is not valid JSON: {0}.", fault.words));
  if (root?.type !== "object") {
    if (faults.length === 0)
      reader.problem(
        { uri: file.uri, start: 0, end: file.text.length },
        text('bootsmith.json holds an object with a list "sets".'),
      );
    return { sets: [], problems: reader.problems, levels: [] };
  }
  reader.knownMembers(root, ["$schema", "sets", "rules"]);
  const sets = reader.list(root, "sets").flatMap((node, index) => reader.set(node, index) ?? []);
  return { sets, problems: reader.problems, levels: reader.levels(root) };
}

const levelWords = ["error", "warning", "information", "off"] as const;

class Reader {
  readonly problems: LayoutProblem[] = [];
  private readonly folder: Uri;

  constructor(private readonly file: TextFile) {
    this.folder = folderOf(file.uri);
  }

  problem(range: SourceRange, message: LayoutProblem["message"]): void {
    this.problems.push({ code: "bootsmith-json", severity: "error", range, message });
  }

  knownMembers(node: JsonValue, names: readonly string[]): void {
    for (const { key, name } of node.properties) {
      if (!names.includes(name))
        this.problem(key.range, text('Unknown property "{0}"; known here: {1}.', name, names.join(", ")));
    }
  }

  list(node: JsonValue, name: string): readonly JsonValue[] {
    const value = node.member(name);
    if (value === undefined) return [];
    if (value.type !== "array") this.problem(value.range, text('"{0}" is a list.', name));
    return value.items;
  }

  string(node: JsonValue, name: string): string | undefined {
    const value = node.member(name);
    if (value === undefined) return undefined;
    if (value.string === undefined || value.string === "") this.problem(value.range, text('"{0}" is a text.', name));
    return value.string === "" ? undefined : value.string;
  }

  path(node: JsonValue, name: string): Uri | undefined {
    const path = this.string(node, name);
    return path === undefined ? undefined : join(this.folder, path);
  }

  defines(node: JsonValue): Readonly<Record<string, string>> {
    const defines: Record<string, string> = {};
    for (const { name, value } of node.member("defines")?.properties ?? []) {
      if (value.string === undefined) this.problem(value.range, text('A define is a text: write "{0}".', value.source));
      else defines[name] = value.string;
    }
    return defines;
  }

  levels(root: JsonValue): DeclaredLevels["levels"] {
    return (root.member("rules")?.properties ?? []).flatMap(({ key, name, value }) => {
      const level = levelWords.find((word) => word === value.string);
      if (level !== undefined) return [{ code: name, level, range: key.range }];
      this.problem(value.range, text("{0} is no level; take {1}.", value.source, levelWords.join(", ")));
      return [];
    });
  }

  /** `--defsym`: numbers, as ld takes them on its command line. */
  symbols(node: JsonValue): { readonly symbols?: Readonly<Record<string, string>> } {
    const symbols: Record<string, string> = {};
    for (const { name, value } of node.member("symbols")?.properties ?? []) {
      const size = parseSize(value.string ?? value.source);
      if (size !== undefined) symbols[name] = value.string ?? value.source;
      else
        this.problem(value.range, text('"{0}" is no number; write a symbol such as "0x8000" or "32K".', value.source));
    }
    return Object.keys(symbols).length === 0 ? {} : { symbols };
  }

  includePaths(node: JsonValue): readonly Uri[] {
    return this.list(node, "includePaths").flatMap((path) => {
      if (path.string !== undefined && path.string !== "") return [join(this.folder, path.string)];
      this.problem(path.range, text('"{0}" is no folder.', path.source));
      return [];
    });
  }

  set(node: JsonValue, index: number): DeclaredSet | undefined {
    this.knownMembers(node, ["name", "device", "defines", "symbols", "includePaths", "configurations", "images"]);
    const name = this.string(node, "name");
    if (name === undefined) {
      this.problem(node.range, text('An image set needs a "name".'));
      return undefined;
    }
    const includePaths = this.includePaths(node);
    const images = this.list(node, "images")
      .flatMap((image) => this.image(image) ?? [])
      .map((image) => withPaths(image, includePaths));
    if (images.length === 0) this.problem(node.range, text('Image set "{0}" lists no images.', name));
    const whole = { defines: this.defines(node), ...this.symbols(node), device: this.device(node) };
    const configurations = this.list(node, "configurations").flatMap((one) => this.configuration(one, whole) ?? []);
    return {
      id: `${this.file.uri}#${index}`,
      name,
      folder: this.folder,
      origin: "declared",
      images,
      configurations: configurations.length > 0 ? configurations : [{ id: "default", ...whole }],
    };
  }

  private device(node: JsonValue): readonly DeviceHint[] {
    const name = this.string(node, "device");
    const range = node.member("device")?.range;
    return name === undefined ? [] : [{ name, from: "bootsmith.json", ...(range && { range }) }];
  }

  /** @param whole what the set says for all its configurations */
  private configuration(node: JsonValue, whole: Omit<Configuration, "id">): Configuration | undefined {
    this.knownMembers(node, ["name", "target", "device", "defines", "symbols"]);
    const name = this.string(node, "name");
    if (name === undefined) return undefined;
    const target = this.string(node, "target");
    const own = this.device(node);
    const range = node.member("target")?.range;
    const byTarget = target === undefined ? [] : [{ name: target, from: "bootsmith.json", ...(range && { range }) }];
    return {
      id: name,
      ...(target !== undefined && { target }),
      defines: { ...whole.defines, ...this.defines(node) },
      symbols: { ...whole.symbols, ...this.symbols(node).symbols },
      device: [...own, ...byTarget, ...whole.device],
    };
  }

  private image(node: JsonValue): DeclaredImage | undefined {
    this.knownMembers(node, [
      "name",
      "role",
      "folder",
      "linkerScript",
      "mbedConfig",
      "sources",
      "header",
      "file",
      "core",
      "defines",
      "symbols",
      "includePaths",
    ]);
    const name = this.string(node, "name");
    if (name === undefined) {
      this.problem(node.range, text('An image needs a "name".'));
      return undefined;
    }
    const linkerScript = this.path(node, "linkerScript");
    const mbedConfig = this.path(node, "mbedConfig");
    const stated = linkerScript ?? mbedConfig;
    const artifact = this.path(node, "file");
    const core = this.string(node, "core");
    const header = this.header(node);
    return {
      id: name,
      name,
      role: this.role(node) ?? roleFromName(name) ?? "other",
      folder: this.path(node, "folder") ?? (stated === undefined ? this.folder : folderOf(stated)),
      ...(linkerScript !== undefined && { linkerScript }),
      ...(mbedConfig !== undefined && { mbedConfig }),
      sources: this.list(node, "sources").flatMap((source) =>
        source.string === undefined ? [] : [join(this.folder, source.string)],
      ),
      sourcesDeclared: node.member("sources") !== undefined,
      artifacts: artifact === undefined ? [] : [artifact],
      ...(header !== undefined && { header }),
      ...(core !== undefined && { core }),
      defines: this.defines(node),
      ...this.symbols(node),
      includePaths: this.includePaths(node),
    };
  }

  private role(node: JsonValue): ImageRole | undefined {
    const role = this.string(node, "role");
    if (role === undefined || role === "bootloader" || role === "application" || role === "other") return role;
    const range = node.member("role")?.range;
    if (range !== undefined)
      this.problem(range, text('"{0}" is no role; take bootloader, application or other.', role));
    return undefined;
  }

  private header(node: JsonValue): ImageDeclaration["header"] {
    const value = node.member("header")?.member("size");
    if (value === undefined) return undefined;
    const size = value.number ?? parseSize(value.string ?? "");
    if (size === undefined || size < 0 || !Number.isInteger(size)) {
      this.problem(value.range, text('"{0}" is no size; write bytes, such as "0x800" or "2K".', value.source));
      return undefined;
    }
    return { size, range: value.range };
  }
}

function withPaths(image: DeclaredImage, paths: readonly Uri[]): DeclaredImage {
  return { ...image, includePaths: [...(image.includePaths ?? []), ...paths] };
}
