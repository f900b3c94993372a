import { findBoard } from "../mcu/boards";
import type { DeviceHint, ImageSet } from "./image-set";
import { firstComment } from "../sources/comments";
import { baseName, isInside, relativePath } from "./paths";
import type { SnapshotReader, TextFile, Uri } from "./snapshot";
import type { WorkspaceIndex } from "./workspace-index";

const partNumber = /STM32[A-Z]{1,3}[0-9][0-9A-Z]{1,3}[0-9A-Z]{0,5}/i;
const deviceDefine = /(?:-D\s*|\b)(STM32[A-Z]{1,2}[0-9][0-9A-Z]{1,3}xx|STM32[A-Z]{1,2}[0-9]{2}[0-9A-Z]x[0-9A-Z])\b/;

/** Every place in the set's folders that names its chip, best first. */
export function deviceHints(
  set: Pick<ImageSet, "folder" | "images">,
  files: SnapshotReader,
  index: WorkspaceIndex,
): readonly DeviceHint[] {
  const near = (uris: readonly Uri[]): Uri[] =>
    uris.filter((uri) => set.images.some((image) => isInside(uri, image.folder)) || isBeside(uri, set));
  return [
    ...near(index.cubeProjects).flatMap((uri) => fromText(files.text(uri), /^Mcu\.(?:CPN|UserName)=(STM32\S+)$/m)),
    ...set.images.flatMap((image) => (image.linkerScript === undefined ? [] : fromScriptName(image.linkerScript))),
    ...set.images.flatMap((image) => fromBoardFolder(image.folder, set.folder)),
    ...near(index.buildFiles).flatMap((uri) => fromText(files.text(uri), deviceDefine)),
    ...near(index.startups).flatMap((uri) => fromStartup(uri)),
    ...set.images.flatMap((image) =>
      image.linkerScript === undefined ? [] : fromComment(files.text(image.linkerScript)),
    ),
  ];
}

/** In the set's own folder, not below it: a Makefile or `.ioc` above both images. */
function isBeside(uri: Uri, set: Pick<ImageSet, "folder">): boolean {
  return isInside(uri, set.folder) && !relativePath(uri, set.folder).includes("/");
}

function fromText(file: TextFile | undefined, pattern: RegExp): DeviceHint[] {
  const match = file === undefined ? null : pattern.exec(file.text);
  if (file === undefined || match?.[1] === undefined) return [];
  const start = match.index + match[0].indexOf(match[1]);
  return [{ name: match[1], from: baseName(file.uri), range: { uri: file.uri, start, end: start + match[1].length } }];
}

function fromScriptName(uri: Uri): DeviceHint[] {
  const match = partNumber.exec(baseName(uri));
  return match === null ? [] : [{ name: match[0], from: `name of ${baseName(uri)}` }];
}

function fromStartup(uri: Uri): DeviceHint[] {
  const match = /startup_(stm32[a-z0-9]+)/i.exec(baseName(uri));
  return match?.[1] === undefined ? [] : [{ name: match[1], from: `name of ${baseName(uri)}` }];
}

/** Arduino and Mbed keep a board's files in a folder of the board's name. */
function fromBoardFolder(folder: Uri, top: Uri): DeviceHint[] {
  const path = [baseName(top), ...relativePath(folder, top).split("/")];
  return path
    .reverse()
    .flatMap((name) => [name, name.replace(/^TARGET_/, "")])
    .filter((name) => findBoard(name) !== undefined)
    .map((name) => ({ name, from: `folder ${name}` }));
}

/** CubeMX writes the part into the comment at the top of the script. */
function fromComment(file: TextFile | undefined): DeviceHint[] {
  const match = file === undefined ? null : partNumber.exec(firstComment(file.text) ?? "");
  return file === undefined || match === null ? [] : [{ name: match[0], from: `comment in ${baseName(file.uri)}` }];
}
