import { cmakeVariables, expanded, makeVariables } from "../sources/build-variables";
import type { ImageDeclaration } from "./image-set";
import { baseName, folderOf, isInside } from "./paths";
import type { SnapshotReader, Uri } from "./snapshot";
import { isScriptsFolder } from "./workspace-index";

/** A name without what is written this way and that: case, `-`, `_`, dots and blanks. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/[-_. ]/g, "");
}

/** What the built file of an image may be called, in the manner of {@link plainName}: after folder, script and build target. */
export function namesOf(image: ImageDeclaration, files: SnapshotReader): ReadonlySet<string> {
  const script =
    image.linkerScript === undefined ? [] : [baseName(image.linkerScript).replace(/\.(ld|lds|x)\b.*$/i, "")];
  const names = [
    image.name,
    ...[image.folder, folderOf(image.linkerScript ?? image.folder)]
      .filter((folder) => isInside(folder, image.folder) && !isScriptsFolder(folder))
      .map(baseName),
    ...script.flatMap((name) => [name, name.replace(/_flash$/i, "")]),
    ...(image.buildFiles?.own ?? []).flatMap((uri) => targetsOf(uri, files)),
  ];
  return new Set(names.filter((name) => name.length > 1).map(plainName));
}

const makeTarget = /^(TARGET|PROJECT|PROJECT_NAME|PROJ_NAME|BINARY|BIN_NAME|PROG|APP_NAME|OUTPUT|OUTPUT_NAME|NAME)$/;

/** What a build file calls the program it makes. */
function targetsOf(uri: Uri, files: SnapshotReader): readonly string[] {
  const file = files.text(uri);
  if (file === undefined) return [];
  if (/\.(cmake)$|CMakeLists\.txt$/.test(uri)) {
    const variables = cmakeVariables(file.text);
    const targets = [...file.text.matchAll(/\badd_executable[ \t]?\([ \t\n]{0,8}([^\s()]{1,100})/gi)];
    const project = variables.get("PROJECT_NAME")?.text;
    return [
      ...targets.map((match) => expanded(match[1] ?? "", variables)),
      ...(project === undefined ? [] : [project]),
    ];
  }
  if (!/makefile$|\.mk$/i.test(uri)) return [];
  const variables = makeVariables(file.text);
  return [...variables].flatMap(([name, { text }]) =>
    makeTarget.test(name) ? [expanded(text, variables).replace(/^.*\/|\.(elf|bin|hex)$/g, "")] : [],
  );
}
