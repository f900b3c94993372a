import type { LinkerScript } from "../linker/linker-script";
import { withoutComments } from "../sources/comments";
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
export function programsOf(files: SnapshotReader, index: WorkspaceIndex): Program[] {
  const scripts = index.linkerScripts
    .filter((uri) => {
      const file = files.text(uri);
      return (
        !isRamTwin(uri, index.linkerScripts) &&
        (file === undefined || !remembered(file, "template", files, () => isTemplate(file.text)))
      );
    })
    .map((uri) => withIncludes(uri, files, index))
    .filter((script) => script.regions.length > 0);
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

/** CubeIDE writes a `_RAM.ld` beside each `_FLASH.ld`, others `x_sram.ld` beside `x.ld`: the same program, for the debugger. */
function isRamTwin(uri: Uri, scripts: readonly Uri[]): boolean {
  const stem = /^(.*?)[_-]?s?ram\.ld$/i.exec(uri)?.[1]?.toLowerCase();
  return (
    stem !== undefined &&
    scripts.some((other) => {
      const name = other.toLowerCase();
      return name.startsWith(stem) && /^[_-]?(flash|rom)?\.ld$/.test(name.slice(stem.length));
    })
  );
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
