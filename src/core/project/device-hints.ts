import { findBoard } from "../mcu/boards";
import {
  chipOfCube,
  chipsOfBuildFile,
  chipsOfCompileCommands,
  targetOfMbed,
  type ChipMention,
} from "../sources/chip-mentions";
import { firstComment } from "../sources/comments";
import { envsLinking, platformioEnvs } from "../sources/platformio-ini";
import type { DeviceHint, ImageSet } from "./image-set";
import { baseName, folderOf, isInside, relativePath } from "./paths";
import { remembered } from "./remembered";
import type { SnapshotReader, TextFile, Uri } from "./snapshot";
import { compiledFolder, configuredFolder, type WorkspaceIndex } from "./workspace-index";

const partNumber = /STM32[A-Z]{1,3}[0-9][0-9A-Z]{1,3}[0-9A-Z]{0,5}/i;

/** The images a hint may be about: those of a set, or one of them. */
type Place = Pick<ImageSet, "folder" | "images">;

/**
 * Every place in the folders of a set, or of one image, that names its chip, best first.
 * @param apart folders inside these that belong to other images
 */
export function deviceHints(
  place: Place,
  files: SnapshotReader,
  index: WorkspaceIndex,
  apart: readonly Uri[] = [],
): readonly DeviceHint[] {
  const near = (uris: readonly Uri[]): Uri[] =>
    uris.filter((uri) => isNear(uri, place) && !apart.some((folder) => isInside(uri, folder)));
  const read = (
    uris: readonly Uri[],
    mentions: (file: TextFile) => readonly ChipMention[],
    key: string,
  ): DeviceHint[] => uris.flatMap((uri) => fromText(files, uri, key, mentions));
  const scripts = place.images.flatMap((image) => image.linkerScript ?? []);
  const [platformio, build] = partition(near(index.buildFiles), isPlatformio);
  return [
    ...read(near(index.cubeProjects), chipOfCube, "chip of .ioc"),
    ...platformio.flatMap((uri) => fromPlatformio(files, uri, place)),
    ...scripts.flatMap((uri) => fromName(uri, partNumber.exec(baseName(uri))?.[0])),
    ...place.images.flatMap((image) => fromBoardFolder(image.folder, place.folder)),
    ...read(build, chipsOfBuildFile, "chips of build file"),
    ...index.compileCommands.flatMap((uri) => fromCompileCommands(files, uri, place, index)),
    ...near(index.startups).flatMap(fromStartup),
    ...read(
      index.mbedStates.filter((uri) => place.images.some((image) => isConfiguredBy(image.mbedConfig, uri))),
      targetOfMbed,
      "target of .mbed",
    ),
    ...scripts.flatMap((uri) => fromComment(files.text(uri))),
  ];
}

export function isPlatformio(uri: Uri): boolean {
  return baseName(uri) === "platformio.ini";
}

/** Inside an image's folder, or in the set's own and not below it: a Makefile or `.ioc` above both images. */
function isNear(uri: Uri, place: Place): boolean {
  // The cheap question first: in a repository of many boards nearly every file is elsewhere.
  const beside = isInside(uri, place.folder) && folderOf(uri) === place.folder;
  return beside || place.images.some((image) => isInside(uri, image.folder));
}

function isConfiguredBy(config: Uri | undefined, state: Uri): boolean {
  return config !== undefined && configuredFolder(config) === folderOf(state);
}

function partition(uris: readonly Uri[], holds: (uri: Uri) => boolean): [Uri[], Uri[]] {
  return [uris.filter(holds), uris.filter((uri) => !holds(uri))];
}

function fromText(
  files: SnapshotReader,
  uri: Uri,
  key: string,
  mentions: (file: TextFile) => readonly ChipMention[],
): DeviceHint[] {
  const file = files.text(uri);
  if (file === undefined) return [];
  const found = remembered(file, key, files, () => mentions(file));
  return found.map(({ name, range }) => ({ name, from: baseName(uri), range }));
}

/**
 * One hint per environment that builds an image of the place: those that link with its script, else those that are built.
 * The chip that the environment sets itself overrides the board's.
 */
function fromPlatformio(files: SnapshotReader, uri: Uri, { images }: Place): DeviceHint[] {
  const file = files.text(uri);
  if (file === undefined) return [];
  const all = platformioEnvs(file);
  const built = all.filter((env) => env.built);
  const envs = images.flatMap(({ linkerScript }) => {
    const linking = linkerScript === undefined ? [] : envsLinking(linkerScript, all);
    return linking.length > 0 ? linking : built;
  });
  return [...new Set(envs)].flatMap(({ name, board, mcu }) => {
    const stated = mcu ?? board;
    return stated === undefined
      ? []
      : [{ name: stated.text, from: `${baseName(uri)} [env:${name}]`, range: stated.range }];
  });
}

/** Defines of those sources that lie in the images' folders: one database may hold the builds of many boards. */
function fromCompileCommands(files: SnapshotReader, uri: Uri, place: Place, index: WorkspaceIndex): DeviceHint[] {
  const project = compiledFolder(uri, index.roots);
  const inside = place.images.filter(({ folder }) => isInside(folder, project) || isInside(project, folder));
  const file = inside.length === 0 ? undefined : files.text(uri);
  if (file === undefined) return [];
  const folders = inside.map(({ folder }) => (isInside(project, folder) ? "" : relativePath(folder, project)));
  const compiled = remembered(file, "chips of compile_commands", files, () => chipsOfCompileCommands(file));
  return compiled
    .filter(({ sources }) => folders.some((folder) => sources.some((source) => `/${source}`.includes(`/${folder}`))))
    .map(({ name, range }) => ({ name, from: baseName(uri), range }));
}

function fromName(uri: Uri, name: string | undefined): DeviceHint[] {
  return name === undefined ? [] : [{ name, from: `the name of ${baseName(uri)}`, range: { uri, start: 0, end: 0 } }];
}

/** `startup_stm32f411xe.s`: an `x` of a start-up file is always open, and in small letters it could be a pin letter. */
function fromStartup(uri: Uri): DeviceHint[] {
  const define = /startup_(stm32[a-z0-9]+)/i.exec(baseName(uri))?.[1];
  return fromName(uri, define?.toUpperCase().replaceAll("X", "x"));
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
  const comment = file === undefined ? undefined : firstComment(file.text);
  const name = comment === undefined ? undefined : partNumber.exec(comment)?.[0];
  if (file === undefined || name === undefined) return [];
  const start = file.text.indexOf(name);
  const range = { uri: file.uri, start, end: start + name.length };
  return [{ name, from: `the comment in ${baseName(file.uri)}`, range }];
}
