import { readMbedConfig, type MbedConfig } from "../sources/mbed-config";
import { lineageOf, attributeOf, targetDefinitions, type TargetDefinition } from "../sources/mbed-targets";
import type { MbedTool } from "./discovery";
import type { DeviceHint } from "./image-set";
import { baseName, folderOf, isInside, relativePath } from "./paths";
import { remembered } from "./remembered";
import type { SnapshotReader, Uri } from "./snapshot";
import { configuredFolder } from "./workspace-index";

/** The files beside `mbed_app.json` that say something of a Mbed project. */
export interface MbedFiles {
  /** `mbed_lib.json` of the libraries in the project's folder; `certain` where no `.mbedignore` or label decides. */
  readonly libraries: readonly {
    readonly uri: Uri;
    readonly folderLabels: readonly string[];
    readonly certain: boolean;
  }[];
  /** `targets.json`, `custom_targets.json`. */
  readonly targets: readonly Uri[];
  /** A `.lib` names a library, other than Mbed OS, that its tool fetches: its files may not be there. */
  readonly fetched: boolean;
}

interface Index {
  readonly libraries: Uri[];
  readonly targets: Uri[];
  readonly references: Uri[];
  readonly ignores: Uri[];
}

const indices = new WeakMap<readonly Uri[], Index>();

function indexOf(listing: readonly Uri[]): Index {
  const known = indices.get(listing);
  if (known !== undefined) return known;
  const index: Index = { libraries: [], targets: [], references: [], ignores: [] };
  for (const uri of listing) {
    if (/\/mbed_lib\.json5?$/.test(uri)) index.libraries.push(uri);
    else if (/\/(custom_)?targets\.json5?$/.test(uri)) index.targets.push(uri);
    else if (uri.endsWith(".lib")) index.references.push(uri);
    else if (uri.endsWith("/.mbedignore")) index.ignores.push(uri);
  }
  indices.set(listing, index);
  return index;
}

/** What lies around an `mbed_app.json`. Folders that the tools never look into are left out. */
export function mbedFilesOf(config: Uri, listing: readonly Uri[]): MbedFiles {
  const index = indexOf(listing);
  const project = configuredFolder(config);
  const libraries = index.libraries.flatMap((uri) => {
    if (!isInside(uri, project)) return [];
    const folders = relativePath(folderOf(uri), project).split("/");
    if (folders.some((name) => /^(TESTS?|TEST_.*|UNITTESTS|BUILD)$/.test(name))) return [];
    const folderLabels = folders.flatMap((name) => /^TARGET_(.+)$/.exec(name)?.[1] ?? []);
    const conditional = folders.some((name) => /^(TOOLCHAIN|FEATURE|COMPONENT)_/.test(name));
    const ignored = index.ignores.some((ignore) => isInside(uri, folderOf(ignore)) || folderOf(ignore) === project);
    return [{ uri, folderLabels, certain: !conditional && !ignored }];
  });
  const targets = index.targets.filter((uri) => {
    const folder = folderOf(uri);
    return isInside(project, folder) || isInside(project, folderOf(folder)) || isInside(folder, project);
  });
  const fetched = index.references.some((uri) => isInside(uri, project) && baseName(uri) !== "mbed-os.lib");
  return { libraries, targets, fetched };
}

/** A Mbed file as a tool reads it; undefined where there is none. */
export function mbedConfigIn(uri: Uri, tool: MbedTool, files: SnapshotReader): MbedConfig | undefined {
  const file = files.text(uri);
  return file && remembered(file, `mbed config of ${tool}`, files, () => readMbedConfig(file, tool));
}

/** The targets that the workspace defines for the project of an `mbed_app.json`. */
export function targetsAround(config: Uri, files: SnapshotReader): readonly TargetDefinition[] {
  return mbedFilesOf(config, files.snapshot.listing).targets.flatMap((uri) => {
    const file = files.text(uri);
    return file === undefined ? [] : remembered(file, "mbed targets", files, () => targetDefinitions(file));
  });
}

/** What the definition of a target in the workspace says of its chip: its device name, else the board it inherits from. */
export function hintsOfTarget(target: string, config: Uri, files: SnapshotReader): readonly DeviceHint[] {
  const lineage = lineageOf(target, targetsAround(config, files));
  const [own] = lineage.definitions;
  if (own === undefined) return [];
  const device = attributeOf(lineage, "device_name")?.value;
  const from = baseName(own.key.range.uri);
  if (device?.string !== undefined) return [{ name: device.string, from, range: device.range }];
  return lineage.board === undefined ? [] : [{ name: lineage.board.target, from, range: own.key.range }];
}

/** Folders that hold the configurations of one project under names of their own, chosen by `--app-config`. */
const configFolder = /\/(conf|config|configs)\/[^/]+\.json5?$/;
const maximumNamed = 20;

/**
 * Configurations under other names than `mbed_app.json`, by what they hold; looked for only where the project is
 * Mbed's beyond doubt, and not in folders full of other JSON.
 */
export function namedConfigs(files: SnapshotReader): readonly Uri[] {
  const { listing } = files.snapshot;
  const projects = new Set(
    listing.filter((uri) => /\/(mbed-os\.lib|\.mbed|mbed_app\.json5?)$/.test(uri)).map((uri) => configuredFolder(uri)),
  );
  if (projects.size === 0) return [];
  const candidates = listing.filter(
    (uri) => configFolder.test(uri) && !/\/mbed_app\.json5?$/.test(uri) && projects.has(configuredFolder(uri)),
  );
  if (candidates.length > maximumNamed) return [];
  return candidates.filter((uri) => files.text(uri)?.text.includes('"target_overrides"') === true);
}
