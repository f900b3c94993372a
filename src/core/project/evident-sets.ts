import { findBoard } from "../mcu/boards";
import { findDevices } from "../mcu/find-device";
import { shareParts } from "../mcu/same-part";
import type { Steps } from "../steps";
import { entriesFor, type MbedConfig } from "../sources/mbed-config";
import { coreFromName } from "./core-names";
import { deviceHints, fromPlatformio, isPlatformio } from "./device-hints";
import { FileOwners } from "./image-files";
import type { Configuration, ImageDeclaration, ImageRole, ImageSet } from "./image-set";
import { hintsOfTarget, mbedConfigIn } from "./mbed-files";
import { baseName, folderOf, isInside, relativePath } from "./paths";
import { programsOf, type Program } from "./programs";
import { roleFromName } from "./roles";
import type { SnapshotReader, Uri } from "./snapshot";
import { configuredFolder, type WorkspaceIndex } from "./workspace-index";

/** An image that discovery found, with what is needed to see which others it belongs to. */
interface Found {
  readonly image: ImageDeclaration;
  readonly mbed: MbedConfig | undefined;
}

/**
 * The image sets nobody declared. Two images are one set only where that is evident: exactly one bootloader and
 * exactly one application side by side. Everything else is a set of its own, so that rules across images stay silent.
 */
export function* evidentSets(files: SnapshotReader, index: WorkspaceIndex): Steps<ImageSet[]> {
  const programs = yield* imagesOfScripts(files, index);
  const found = [...programs, ...imagesOfMbedConfigs(files, index, programs)];
  const groups = yield* grouped(found, files, index);
  const owners = new FileOwners(
    groups.flat().map(({ image }) => image),
    index,
  );
  const sets: ImageSet[] = [];
  for (const members of groups) {
    yield;
    sets.push(toSet(members, owners, files, index));
  }
  return sets;
}

/** Pairs first, then everything that is alone. */
function* grouped(found: readonly Found[], files: SnapshotReader, index: WorkspaceIndex): Steps<(readonly Found[])[]> {
  const paired = new Set<Found>();
  const groups: Found[][] = [];
  for (const bootloader of found.filter((one) => one.image.role === "bootloader")) {
    yield;
    const partner = partnerOf(bootloader, found);
    if (partner === undefined || !mayShareChip(bootloader, partner, files, index)) continue;
    paired.add(bootloader).add(partner);
    groups.push([bootloader, { ...partner, image: { ...partner.image, role: "application" } }]);
  }
  for (const one of found.filter(({ image }) => image.core !== undefined)) {
    yield;
    const other = otherCore(one, found);
    if (other === undefined || paired.has(one) || paired.has(other) || !mayShareChip(one, other, files, index))
      continue;
    paired.add(one).add(other);
    groups.push([one, other]);
  }
  return [...groups, ...found.filter((one) => !paired.has(one)).map((one) => [one])];
}

/** The program of the chip's other core: CubeIDE's `CM7` and `CM4` side by side, and no third. */
function otherCore(one: Found, found: readonly Found[]): Found | undefined {
  const { folder, core } = one.image;
  const beside = found.filter(
    ({ image }) => image !== one.image && image.core !== undefined && folderOf(image.folder) === folderOf(folder),
  );
  const [other] = beside;
  const named = coreFromName(baseName(folder)) === core && folder !== other?.image.folder;
  return named && beside.length === 1 && other?.image.core !== core ? other : undefined;
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

/** The one application beside a bootloader; undefined where there is none, or more than one. */
function partnerOf(bootloader: Found, found: readonly Found[]): Found | undefined {
  const { folder } = bootloader.image;
  const beside = found.filter(
    (one) =>
      one !== bootloader &&
      (folderOf(one.image.folder) === folderOf(folder) ||
        one.image.folder === folder ||
        one.image.folder === folderOf(folder)),
  );
  if (beside.some((one) => one.image.role === "bootloader")) return undefined;
  const applications = beside.filter((one) => one.image.role === "application");
  const candidates = applications.length > 0 ? applications : beside;
  return candidates.length === 1 ? candidates[0] : undefined;
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

function toSet(members: readonly Found[], owners: FileOwners, files: SnapshotReader, index: WorkspaceIndex): ImageSet {
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
    images,
    configurations: configurationsOf(members, files, index),
  };
}

/**
 * One configuration per target label of the set's Mbed files; else per environment of its `platformio.ini` where those
 * are for different chips; else a single one.
 */
function configurationsOf(members: readonly Found[], files: SnapshotReader, index: WorkspaceIndex): Configuration[] {
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
): Configuration[] {
  const single: Configuration = { id: "default", defines: {}, device: [] };
  const project = index.buildFiles.filter(isPlatformio).find((uri) => {
    return members.every(({ image }) => isInside(image.folder, folderOf(uri)));
  });
  const envs = project === undefined ? [] : fromPlatformio(files, project);
  const chips = new Set(envs.map(({ name }) => findDevices(name).parts.join(" ")));
  if (chips.size < 2) return [single];
  return envs.map((hint) => ({ ...single, id: hint.from.replace(/^.*\[env:|\]$/g, ""), device: [hint] }));
}

function commonFolder(folders: readonly Uri[]): Uri {
  let folder = folders[0] ?? "";
  while (!folders.every((other) => isInside(other, folder)) && folderOf(folder) !== folder) folder = folderOf(folder);
  return folder;
}
