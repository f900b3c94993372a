import { readLinkerScript } from "../linker/read-linker-script";
import { findBoard } from "../mcu/boards";
import { entriesFor, readMbedConfig, type MbedConfig } from "../sources/mbed-config";
import { artifactsOf, sourcesOf } from "./image-files";
import type { Configuration, ImageDeclaration, ImageRole, ImageSet } from "./image-set";
import { baseName, folderOf, isInside, relativePath } from "./paths";
import { roleFromName } from "./roles";
import type { SnapshotReader, Uri } from "./snapshot";
import { configuredFolder, projectOfScript, type WorkspaceIndex } from "./workspace-index";

/** An image that discovery found, with what is needed to see which others it belongs to. */
interface Found {
  readonly image: ImageDeclaration;
  readonly mbed: MbedConfig | undefined;
}

/**
 * The image sets nobody declared. Two images are one set only where that is evident: exactly one bootloader and
 * exactly one application side by side. Everything else is a set of its own, so that rules across images stay silent.
 */
export function evidentSets(files: SnapshotReader, index: WorkspaceIndex): ImageSet[] {
  const found = [...imagesOfScripts(files, index), ...imagesOfMbedConfigs(files, index)];
  const paired = new Set<Found>();
  const sets: ImageSet[] = [];
  for (const bootloader of found.filter((one) => one.image.role === "bootloader")) {
    const partner = partnerOf(bootloader, found);
    if (partner === undefined) continue;
    paired.add(bootloader).add(partner);
    sets.push(toSet([bootloader, { ...partner, image: { ...partner.image, role: "application" } }], index));
  }
  for (const single of found) if (!paired.has(single)) sets.push(toSet([single], index));
  return sets;
}

function imagesOfScripts(files: SnapshotReader, index: WorkspaceIndex): Found[] {
  const scripts = index.linkerScripts
    .map((uri) => readLinkerScript(uri, files, { defines: {}, defsyms: {}, includePaths: [] }))
    .filter((script) => script.regions.length > 0 && !isRamOnly(script.uri, index.linkerScripts));
  const included = new Set(scripts.flatMap((script) => script.files.filter((uri) => uri !== script.uri)));
  const programs = scripts.filter((script) => !included.has(script.uri)).map(({ uri }) => ({ uri, folder: projectOfScript(uri, index) }));
  return programs.map(({ uri, folder }) => {
    const config = index.mbedConfigs.find((candidate) => configuredFolder(candidate) === folder);
    const alone = programs.filter((other) => other.folder === folder).length === 1;
    const name = alone ? baseName(folder) : baseName(uri).replace(/\.ld.*$/, "");
    return found(files, index, name, { folder, linkerScript: uri, ...(config !== undefined && { mbedConfig: config }) });
  });
}

/** CubeIDE writes a `_RAM.ld` beside each `_FLASH.ld`: the same program, for the debugger. */
function isRamOnly(uri: Uri, scripts: readonly Uri[]): boolean {
  return /_ram\.ld$/i.test(uri) && scripts.some((other) => other.toLowerCase() === uri.toLowerCase().replace(/_ram\.ld$/, "_flash.ld"));
}

function imagesOfMbedConfigs(files: SnapshotReader, index: WorkspaceIndex): Found[] {
  const withScript = new Set(index.linkerScripts.map((uri) => projectOfScript(uri, index)));
  return index.mbedConfigs
    .filter((uri) => !withScript.has(configuredFolder(uri)))
    .map((uri) => found(files, index, baseName(configuredFolder(uri)), { folder: configuredFolder(uri), mbedConfig: uri }));
}

function found(files: SnapshotReader, index: WorkspaceIndex, name: string, place: Pick<ImageDeclaration, "folder" | "linkerScript" | "mbedConfig">): Found {
  const config = place.mbedConfig === undefined ? undefined : files.text(place.mbedConfig);
  const mbed = config === undefined ? undefined : readMbedConfig(config);
  const stated = place.linkerScript ?? place.mbedConfig ?? place.folder;
  const image: ImageDeclaration = {
    ...place,
    id: stated,
    name,
    role: roleOf(stated, place.folder, mbed, index),
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
  const beside = found.filter((one) => one !== bootloader && (folderOf(one.image.folder) === folderOf(folder) || one.image.folder === folder || one.image.folder === folderOf(folder)));
  if (beside.some((one) => one.image.role === "bootloader")) return undefined;
  const applications = beside.filter((one) => one.image.role === "application");
  const candidates = applications.length > 0 ? applications : beside;
  return candidates.length === 1 ? candidates[0] : undefined;
}

function toSet(members: readonly Found[], index: WorkspaceIndex): ImageSet {
  const ids = new Map(members.map(({ image }) => [image, image.role === "other" || members.length === 1 ? image.name : image.role]));
  const named = members.map(({ image }) => ({ ...image, id: ids.get(image) ?? image.id }));
  const images = named.map((image) => ({ ...image, sources: sourcesOf(image, named, index), artifacts: artifactsOf(image, named, index) }));
  const folder = commonFolder(images.map((image) => image.folder));
  return {
    id: images.map((image) => image.linkerScript ?? image.mbedConfig ?? image.folder).join(" "),
    name: members.length === 1 ? (images[0]?.name ?? "") : baseName(folder),
    folder,
    origin: "evident",
    images,
    configurations: configurationsOf(members),
  };
}

/** One configuration per target label of the set's Mbed files; one without a target where there is none. */
function configurationsOf(members: readonly Found[]): Configuration[] {
  const configs = members.flatMap(({ mbed }) => mbed ?? []);
  const targets = [...new Set(configs.flatMap((config) => config.labels))].filter(
    (label) => findBoard(label) !== undefined || configs.some((config) => [...entriesFor(config, label).keys()].some((key) => key.startsWith("target."))),
  );
  if (targets.length === 0) return [{ id: "default", defines: {}, device: [] }];
  return targets.map((target) => {
    const label = configs.flatMap((config) => config.entries).find((entry) => entry.label === target);
    return { id: target, target, defines: {}, device: [{ name: target, from: label === undefined ? "mbed_app.json" : baseName(label.keyRange.uri) }] };
  });
}

function commonFolder(folders: readonly Uri[]): Uri {
  let folder = folders[0] ?? "";
  while (!folders.every((other) => isInside(other, folder)) && folderOf(folder) !== folder) folder = folderOf(folder);
  return folder;
}
