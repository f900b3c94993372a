import type { LinkerScript } from "../linker/linker-script";
import { withoutComments } from "../sources/comments";
import type { Dialect } from "../linker/linker-script";
import { dialectOf } from "../linker/read-any-script";
import type { Steps } from "../steps";
import { linkerScriptOf } from "./linker-script-of";
import { folderOf, isInside, relativePath } from "./paths";
import { remembered } from "./remembered";
import type { SnapshotReader, Uri } from "./snapshot";
import { isScriptsFolder, projectOfScript, type WorkspaceIndex } from "./workspace-index";

/** A program that a linker script links. */
export interface Program {
  readonly script: Uri;
  /** The folder of the build that makes it. */
  readonly project: Uri;
  /** The folder whose files are its own. */
  readonly folder: Uri;
  /** No other program has the same folder. */
  readonly alone: boolean;
}

/** Every program of the workspace: scripts with a MEMORY, but for fragments that another one includes and templates. */
export function* programsOf(files: SnapshotReader, index: WorkspaceIndex): Steps<Program[]> {
  const flash = new Set(index.linkerScripts.map((uri) => uri.toLowerCase()));
  const candidates = index.linkerScripts.filter((uri) => !isRamTwin(uri, flash));
  const scripts: LinkerScript[] = [];
  for (const dialect of dialects) {
    const taken = new ProjectFolders(scripts.map(({ uri }) => projectOfScript(uri, index)));
    for (const uri of candidates) {
      if (dialectOf(uri) !== dialect || taken.touch(projectOfScript(uri, index))) continue;
      yield;
      const file = files.text(uri);
      if (file !== undefined && remembered(file, "template", files, () => isTemplate(file.text))) continue;
      const script = withIncludes(uri, files, index);
      if (script.regions.length > 0) scripts.push(script);
    }
  }
  const byUri = new Map(scripts.map((script) => [script.uri, script]));
  // Of scripts that include each other the first one is reported; neither is a program by itself.
  const included = new Set(
    scripts.flatMap(({ uri, files: read }) =>
      read.filter((other) => other !== uri && !(other < uri && byUri.get(other)?.files.includes(uri))),
    ),
  );
  const programs = scripts
    .filter((script) => !included.has(script.uri))
    .map(({ uri }) => ({ script: uri, project: projectOfScript(uri, index) }));
  const projects = [...new Set(programs.map(({ project }) => project))];
  const placed = projects.flatMap((project) =>
    narrowed(
      programs.filter((one) => one.project === project).map(({ script }) => script),
      project,
    ).map((one) => ({ ...one, project })),
  );
  return placed.map((one) => ({
    ...one,
    alone: placed.every((other) => other === one || other.folder !== one.folder),
  }));
}

/**
 * The tool chains whose scripts make programs, best first. EWARM/, MDK-ARM/ and STM32CubeIDE/ side by side build one
 * program each in its own way: only the first that a project has is analysed, the others are no further images.
 */
const dialects: readonly Dialect[] = ["gnu-ld", "iar", "arm-scatter"];

/** Project folders that have their programs already. */
class ProjectFolders {
  private readonly own: ReadonlySet<Uri>;
  private readonly above = new Set<Uri>();

  constructor(projects: readonly Uri[]) {
    this.own = new Set(projects);
    for (const project of projects) for (const folder of pathUp(project)) this.above.add(folder);
  }

  /** Whether a project is one of them, contains one, or lies inside one. */
  touch(project: Uri): boolean {
    return this.above.has(project) || pathUp(project).some((folder) => this.own.has(folder));
  }
}

/** The folder and all above it. */
function pathUp(folder: Uri): Uri[] {
  const path = [folder];
  for (let up = folderOf(folder); up !== path.at(-1); up = folderOf(up)) path.push(up);
  return path;
}

/**
 * CubeIDE writes a `_RAM.ld` beside each `_FLASH.ld`, ST's examples `_sram1_CM4.ld` beside `_flash_CM4.ld`, CubeMX a
 * `_sram.icf`, others `x_sram.ld` beside `x.ld`: the same program, for the debugger.
 */
function isRamTwin(uri: Uri, lowerCase: ReadonlySet<string>): boolean {
  const [, stem, ending = ""] = /^(.*?)[_-]?s?ram((?:\d?[_-]cm\w+)?\.(?:ld|icf|sct))$/.exec(uri.toLowerCase()) ?? [];
  return (
    stem !== undefined &&
    ["", "_flash", "-flash", "flash", "_rom", "-rom", "rom"].some((kind) =>
      lowerCase.has(`${stem}${kind}${ending.replace(/^\d/, "")}`),
    )
  );
}

/** A script with what it includes; a file that only a search path leads to is the one of that name, where there is one. */
function withIncludes(uri: Uri, files: SnapshotReader, index: WorkspaceIndex): LinkerScript {
  const script = linkerScriptOf(uri, files, { defines: {}, defsyms: {}, includePaths: [] });
  const missing = script.problems.flatMap(({ code, message: { args } }) =>
    code === "linker-script-include" && typeof args[0] === "string" ? [args[0]] : [],
  );
  const folders = missing.flatMap((name) => {
    const end = `/${name.replace(/^(\.{1,2}\/)+/, "")}`;
    const [only, second] = index.linkerScripts.filter((other) => other !== uri && other.endsWith(end));
    return only === undefined || second !== undefined ? [] : [only.slice(0, -end.length)];
  });
  return folders.length === 0
    ? script
    : linkerScriptOf(uri, files, { defines: {}, defsyms: {}, includePaths: [...new Set(folders)] });
}

/** Text that a generator fills in is no linker script yet. */
function isTemplate(text: string): boolean {
  return /@[A-Za-z_]\w*@|\$\{[A-Za-z_]\w*\}|\{\{[^{}\n]{0,200}\}\}|\{%[^%\n]{0,200}%\}/.test(withoutComments(text));
}

/**
 * Programs of one project each get the folder below it that is theirs alone: one Makefile above `boot/` and `app/`.
 * Those whose scripts stand together keep the common one.
 */
function narrowed(scripts: readonly Uri[], folder: Uri): { readonly script: Uri; readonly folder: Uri }[] {
  if (scripts.length === 1) return scripts.map((script) => ({ script, folder }));
  const byChild = new Map<string, Uri[]>();
  for (const script of scripts) {
    const own = folderOf(script);
    const child = own === folder || !isInside(own, folder) ? "" : (relativePath(own, folder).split("/")[0] ?? "");
    byChild.set(child, [...(byChild.get(child) ?? []), script]);
  }
  return [...byChild].flatMap(([child, members]) => {
    const below = child === "" ? folder : childOf(folder, members[0] ?? folder);
    if (child === "" || isScriptsFolder(below)) return members.map((script) => ({ script, folder }));
    return members.length === 1 ? members.map((script) => ({ script, folder: below })) : narrowed(members, below);
  });
}

/** The folder directly below `folder` on the way to `uri`. */
function childOf(folder: Uri, uri: Uri): Uri {
  let child = folderOf(uri);
  while (folderOf(child) !== folder && folderOf(child) !== child) child = folderOf(child);
  return child;
}
