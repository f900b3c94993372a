import { findBoard } from "../mcu/boards";
import { findDevices } from "../mcu/find-device";
import { shareParts } from "../mcu/same-part";
import type { Steps } from "../steps";
import { entriesFor, type MbedConfig } from "../sources/mbed-config";
import { coreFromName } from "./core-names";
import { deviceHints } from "./device-hints";
import { configurationsOf, environmentsAbove } from "./environments";
import { FileOwners } from "./image-files";
import type { Configuration, ImageDeclaration, ImageRole, ImageSet } from "./image-set";
import { hintsOfTarget, mbedConfigIn } from "./mbed-files";
import { baseName, folderOf, isInside, relativePath } from "./paths";
import { programsOf, type Program } from "./programs";
import type { Text } from "../text";
import { evidentPairs } from "./set-evidence";
import { roleFromName } from "./roles";
import type { SnapshotReader, Uri } from "./snapshot";
import { configuredFolder, type WorkspaceIndex } from "./workspace-index";

/** An image that discovery found, with what is needed to see which others it belongs to. */
interface Found {
  readonly image: ImageDeclaration;
  readonly mbed: MbedConfig | undefined;
}

/**
 * The image sets nobody declared. Two images are one set only where that is evident: a build or a task that names both, or
 * exactly one bootloader and exactly one application side by side. Everything else is a set of its own, so that rules
 * across images stay silent.
 */
export function* evidentSets(files: SnapshotReader, index: WorkspaceIndex): Steps<ImageSet[]> {
  const programs = yield* imagesOfScripts(files, index);
  const found = [...programs, ...imagesOfMbedConfigs(files, index, programs)];
  const groups = grouped(found, files, index);
  const owners = new FileOwners(
    groups.flatMap(({ members }) => members.map(({ image }) => image)),
    index,
  );
  const sets: ImageSet[] = [];
  for (const group of groups) {
    yield;
    sets.push(toSet(group, owners, files, index));
  }
  return sets;
}

interface Group {
  readonly members: readonly Found[];
  readonly why?: Text;
}

/** Pairs first, then everything that is alone. */
function grouped(found: readonly Found[], files: SnapshotReader, index: WorkspaceIndex): Group[] {
  const of = new Map(found.map((one) => [one.image, one]));
  const mayPair = (one: ImageDeclaration, other: ImageDeclaration): boolean => {
    const [first, second] = [of.get(one), of.get(other)];
    return first !== undefined && second !== undefined && mayShareChip(first, second, files, index);
  };
  const images = found.map(({ image }) => image);
  const groups = evidentPairs(images, files, index, mayPair).flatMap(({ one, other, why }): Group[] => {
    const [first, second] = [of.get(one), of.get(other)];
    if (first === undefined || second === undefined) return [];
    const members = one.core !== undefined && one.role !== "bootloader" ? [first, second] : asPair(first, second);
    return [{ members, why }];
  });
  const paired = new Set(groups.flatMap(({ members }) => members.map(({ image }) => image.id)));
  return [...groups, ...found.filter(({ image }) => !paired.has(image.id)).map((one) => ({ members: [one] }))];
}

function asPair(bootloader: Found, application: Found): readonly Found[] {
  return [
    { ...bootloader, image: { ...bootloader.image, role: "bootloader" } },
    { ...application, image: { ...application.image, role: "application" } },
  ];
}

function* imagesOfScripts(files: SnapshotReader, index: WorkspaceIndex): Steps<Found[]> {
  return (yield* programsOf(files, index)).map((program) => {
    const { script, folder } = program;
    const config = configOf(program, index);
    const name = program.alone ? baseName(folder) : baseName(script).replace(/\.(ld|lds|x|icf|sct|scf|scat)\b.*$/i, "");
    return found(files, index, name, {
      folder,
      linkerScript: script,
      ...(config !== undefined && { mbedConfig: config }),
    });
  });
}

/** The `mbed_app.json` of the program's project, where it cannot be another program's. */
function configOf({ project, folder, alone }: Program, index: WorkspaceIndex): Uri | undefined {
  const inFolder = index.mbedConfigs.find((candidate) => configuredFolder(candidate) === folder);
  return (
    inFolder ?? (alone ? index.mbedConfigs.find((candidate) => configuredFolder(candidate) === project) : undefined)
  );
}

function imagesOfMbedConfigs(files: SnapshotReader, index: WorkspaceIndex, programs: readonly Found[]): Found[] {
  const withScript = new Set(programs.flatMap(({ image }) => image.mbedConfig ?? []));
  return index.mbedConfigs
    .filter((uri) => !withScript.has(uri))
    .map((uri) =>
      found(files, index, baseName(configuredFolder(uri)), { folder: configuredFolder(uri), mbedConfig: uri }),
    );
}

function found(
  files: SnapshotReader,
  index: WorkspaceIndex,
  name: string,
  place: Pick<ImageDeclaration, "folder" | "linkerScript" | "mbedConfig">,
): Found {
  const mbed = place.mbedConfig === undefined ? undefined : mbedConfigIn(place.mbedConfig, "mbed-cli-1", files);
  const stated = place.linkerScript ?? place.mbedConfig ?? place.folder;
  const core = [baseName(stated), baseName(place.folder)].map(coreFromName).find((named) => named !== undefined);
  const image: ImageDeclaration = {
    ...place,
    id: stated,
    name,
    role: roleOf(stated, place.folder, mbed, index),
    ...(core !== undefined && { core }),
    sources: [],
    artifacts: [],
    defines: {},
  };
  return { image, mbed };
}

function roleOf(stated: Uri, folder: Uri, mbed: MbedConfig | undefined, index: WorkspaceIndex): ImageRole {
  const root = index.roots.find((candidate) => isInside(stated, candidate)) ?? folder;
  const names = relativePath(stated, root).split("/").reverse();
  for (const name of names) {
    const role = roleFromName(name);
    if (role !== undefined) return role;
  }
  const keys = new Set(mbed?.entries.map((entry) => entry.key));
  if (keys.has("target.bootloader_img") || keys.has("target.mbed_app_start")) return "application";
  return keys.has("target.restrict_size") ? "bootloader" : "other";
}

/** False where everything in sight names other chips for one than for the other. */
function mayShareChip(one: Found, other: Found, files: SnapshotReader, index: WorkspaceIndex): boolean {
  const [parts, others] = [partsOf(one, other, files, index), partsOf(other, one, files, index)];
  return parts.length === 0 || others.length === 0 || shareParts(parts, others);
}

/** Parts that anything in an image's folder names, but for what belongs to the other image. */
function partsOf({ image, mbed }: Found, other: Found, files: SnapshotReader, index: WorkspaceIndex): string[] {
  const { folder } = other.image;
  const apart = folder !== image.folder && isInside(folder, image.folder) ? [folder] : [];
  const evident = deviceHints({ folder: image.folder, images: [image] }, files, index, apart);
  return [...evident.map((hint) => hint.name), ...(mbed?.labels ?? [])].flatMap((name) => findDevices(name).parts);
}

function toSet({ members, why }: Group, owners: FileOwners, files: SnapshotReader, index: WorkspaceIndex): ImageSet {
  const folder = commonFolder(members.map(({ image }) => image.folder));
  const images = members.map(({ image }): ImageDeclaration => {
    const id = image.role === "other" || members.length === 1 ? image.name : image.role;
    return { ...image, id, ...owners.filesOf(image, folder) };
  });
  return {
    id: images.map((image) => image.linkerScript ?? image.mbedConfig ?? image.folder).join(" "),
    name: members.length === 1 ? (images[0]?.name ?? "") : baseName(folder),
    folder,
    origin: "evident",
    ...(why !== undefined && { why }),
    images,
    configurations: configurationsOfSet(members, files, index),
  };
}

/**
 * One configuration per target label of the set's Mbed files; else per environment of its `platformio.ini` where those
 * are for different chips; else a single one.
 */
function configurationsOfSet(
  members: readonly Found[],
  files: SnapshotReader,
  index: WorkspaceIndex,
): readonly Configuration[] {
  const configs = members.flatMap(({ mbed }) => mbed ?? []);
  const targets = [...new Set(configs.flatMap((config) => config.labels))].filter(
    (label) =>
      findBoard(label) !== undefined ||
      configs.some((config) => [...entriesFor(config, label).keys()].some((key) => key.startsWith("target."))),
  );
  if (targets.length === 0) return configurationsOfEnvs(members, files, index);
  return targets.map((target) => {
    const label = configs.flatMap((config) => config.entries).find((entry) => entry.label === target);
    return {
      id: target,
      target,
      defines: {},
      device: [
        { name: target, from: label === undefined ? "mbed_app.json" : baseName(label.keyRange.uri) },
        ...configs.slice(0, 1).flatMap((config) => hintsOfTarget(target, config.uri, files)),
      ],
    };
  });
}

function configurationsOfEnvs(
  members: readonly Found[],
  files: SnapshotReader,
  index: WorkspaceIndex,
): readonly Configuration[] {
  const single: Configuration = { id: "default", defines: {}, device: [] };
  const [first] = members;
  if (first === undefined) return [single];
  const all = environmentsAbove(commonFolder(members.map(({ image }) => image.folder)), files, index);
  // Of several images each may have environments of its own.
  const whole = members.length > 1 ? all.filter(({ script }) => script === undefined) : all;
  return (all.length === whole.length ? configurationsOf(first.image, whole) : undefined) ?? [single];
}

function commonFolder(folders: readonly Uri[]): Uri {
  let folder = folders[0] ?? "";
  while (!folders.every((other) => isInside(other, folder)) && folderOf(folder) !== folder) folder = folderOf(folder);
  return folder;
}
