import type { LayoutProblem } from "../layout/boot-layout";
import type { RuleLevel } from "../rules/finding";
import type { DeclaredLevels } from "../rules/levels";
import type { Steps } from "../steps";
import { withArduinoBoards } from "./arduino";
import { readBootsmithJson, type DeclaredImage, type DeclaredSet } from "./bootsmith-json";
import { evidentSets } from "./evident-sets";
import type { Configuration, DeviceHint, ImageDeclaration, ImageSet } from "./image-set";
import { deviceHints } from "./device-hints";
import { environmentsAbove, withEnvironments } from "./environments";
import { flashWrites } from "./flash-writes";
import { FileOwners } from "./image-files";
import { readMbedConfig } from "../sources/mbed-config";
import { namedConfigs } from "./mbed-files";
import { atRoot, folderOf, isInside, join } from "./paths";
import { partitionSets } from "./partition-sets";
import { programsOf, type Program } from "./programs";
import type { SnapshotReader, Uri } from "./snapshot";
import { withUploads } from "./uploads";
import { compiledFolder, configuredFolder, indexWorkspace, type WorkspaceIndex } from "./workspace-index";

/** What a folder's settings say; from VS Code or the command line. */
export interface ProjectSettings {
  /** Explicit chip: beats everything. Empty = not set. */
  readonly device: string;
  /** `-D` of every image. */
  readonly defines: Readonly<Record<string, string>>;
  /** `--defsym` of every image: name → number as text. */
  readonly symbols: Readonly<Record<string, string>>;
  /** `-I` and `-L`: folders relative to the workspace folder, or absolute. */
  readonly includePaths: readonly string[];
  /** Which tool builds Mbed projects: the keys it obeys differ. */
  readonly mbedTool: MbedTool;
  /** By finding code. */
  readonly rules: Readonly<Record<string, RuleLevel>>;
}

/** `mbed compile` of Mbed CLI 1, `mbed-tools` of Mbed CLI 2, or the CMake tools of Mbed CE. */
export type MbedTool = "mbed-cli-1" | "mbed-tools" | "mbed-ce";

/** Where nothing is set. */
export const defaultSettings: ProjectSettings = {
  device: "",
  defines: {},
  symbols: {},
  includePaths: [],
  mbedTool: "mbed-cli-1",
  rules: {},
};

export interface Discovery {
  readonly sets: readonly ImageSet[];
  readonly problems: readonly LayoutProblem[];
  /** What the members `rules` say. */
  readonly levels: readonly DeclaredLevels[];
}

/** Which images share one chip's flash, in which configurations: as `bootsmith.json` declares, else as is evident. */
export function* discover(files: SnapshotReader, settings: Readonly<Record<Uri, ProjectSettings>>): Steps<Discovery> {
  const levels: DeclaredLevels[] = [];
  const listed = indexWorkspace(files.snapshot);
  const problems: LayoutProblem[] = [];
  const index = {
    ...listed,
    mbedConfigs: [...listed.mbedConfigs, ...onlyConfigs(files, listed.mbedConfigs, problems)],
  };
  const declared = index.declarations.flatMap((uri) => {
    const file = files.text(uri);
    if (file === undefined) return [];
    const read = readBootsmithJson(file);
    problems.push(...read.problems);
    if (read.levels.length > 0) levels.push({ folder: folderOf(uri), levels: read.levels });
    return read.sets;
  });
  const programs = declared.length === 0 ? [] : yield* programsOf(files, index);
  const scripted = declared.map((set) => ({
    ...set,
    images: set.images.map((image) => withScript(image, set.images, programs, index)),
  }));
  const owners = new FileOwners(
    scripted.flatMap((set) => set.images),
    index,
  );
  const completed = scripted.map((set) => withFiles(set, owners));
  const taken = completed.flatMap((set) => set.images);
  const rest: WorkspaceIndex = {
    ...index,
    linkerScripts: index.linkerScripts.filter(
      (uri) =>
        // What a declared script includes is no program, either.
        (declared.length === 0 || programs.some(({ script }) => script === uri)) &&
        !taken.some((image) => image.linkerScript === uri || ownsFolder(image, uri, index)),
    ),
    mbedConfigs: index.mbedConfigs.filter((uri) => !taken.some((image) => image.mbedConfig === uri)),
  };
  const found = [...completed, ...(yield* evidentSets(files, rest)), ...partitionSets(files, index)];
  const built: ImageSet[] = [];
  for (const set of found) {
    yield;
    built.push({ ...set, images: set.images.map((image) => withProjectFlags(image, set, files, index)) });
  }
  const sets: ImageSet[] = [];
  for (const set of withUploads(built, flashWrites(files, index), files)) {
    yield;
    sets.push(withSettings(set, files, index, settings));
  }
  return { sets, problems, levels };
}

/** What PlatformIO's environments and Arduino's boards give an image. */
function withProjectFlags(
  image: ImageDeclaration,
  { configurations }: ImageSet,
  files: SnapshotReader,
  index: WorkspaceIndex,
): ImageDeclaration {
  const environments = environmentsAbove(image.folder, files, index);
  return withArduinoBoards(withEnvironments(image, environments, configurations), files);
}

/**
 * The configurations under other names that are their project's only one. Where there are several, which one is built
 * nobody can tell: what is wrong with each by itself is said, and no more.
 */
function onlyConfigs(files: SnapshotReader, configs: readonly Uri[], problems: LayoutProblem[]): readonly Uri[] {
  const named = namedConfigs(files);
  const all = [...configs, ...named].map(configuredFolder);
  return named.filter((uri) => {
    if (all.filter((folder) => folder === configuredFolder(uri)).length === 1) return true;
    const file = files.text(uri);
    if (file !== undefined) problems.push(...readMbedConfig(file).problems);
    return false;
  });
}

/** A declared image takes the scripts of its folder along, unless that is the whole workspace. */
function ownsFolder(image: ImageDeclaration, uri: Uri, index: WorkspaceIndex): boolean {
  return isInside(uri, image.folder) && !index.roots.includes(image.folder);
}

/** What the declaration leaves out: the only program of the image's folder, and the folder's `mbed_app.json`. */
function withScript(
  image: DeclaredImage,
  siblings: readonly DeclaredImage[],
  programs: readonly Program[],
  index: WorkspaceIndex,
): DeclaredImage {
  const alone = siblings.every((other) => other === image || other.folder !== image.folder);
  if (!alone) return image;
  const [script, second] =
    image.linkerScript === undefined ? programs.filter((one) => isInside(one.script, image.folder)) : [];
  const linkerScript = image.linkerScript ?? (second === undefined ? script?.script : undefined);
  const mbedConfig = image.mbedConfig ?? index.mbedConfigs.find((uri) => configuredFolder(uri) === image.folder);
  return {
    ...image,
    ...(linkerScript !== undefined && { linkerScript }),
    ...(mbedConfig !== undefined && { mbedConfig }),
  };
}

function withFiles(set: DeclaredSet, owners: FileOwners): ImageSet {
  const images = set.images.map((image): ImageDeclaration => {
    const found = owners.filesOf(image, set.folder);
    return {
      ...image,
      ...found,
      ...(image.sourcesDeclared && { sources: image.sources }),
      ...(image.artifacts.length > 0 && { artifacts: image.artifacts, artifactsDeclared: true }),
    };
  });
  return { ...set, images };
}

function withSettings(
  set: ImageSet,
  files: SnapshotReader,
  index: WorkspaceIndex,
  settings: Readonly<Record<Uri, ProjectSettings>>,
): ImageSet {
  const root = index.roots.find((candidate) => isInside(set.folder, candidate));
  const own = root === undefined ? undefined : settings[root];
  const explicit: DeviceHint[] =
    own === undefined || own.device === "" ? [] : [{ name: own.device, from: "setting bootsmith.device" }];
  const evident = deviceHints(set, files, index);
  return {
    ...set,
    images: set.images.map((image) => {
      const alone = set.images.length === 1 && image.folder === set.folder;
      return withBuild(withDevice(image, alone ? evident : hintsOfImage(image, set, files, index)), own, root, index);
    }),
    configurations: set.configurations.map((configuration) => ({
      ...configuration,
      ...(own !== undefined && { mbedTool: own.mbedTool }),
      defines: { ...own?.defines, ...configuration.defines },
      symbols: { ...own?.symbols, ...configuration.symbols },
      device: [...explicit, ...configuration.device, ...evident.filter((hint) => !isSuperseded(hint, configuration))],
    })),
  };
}

/** The include paths of the settings, and the compilation databases around the image. */
function withBuild(
  image: ImageDeclaration,
  settings: ProjectSettings | undefined,
  root: Uri | undefined,
  index: WorkspaceIndex,
): ImageDeclaration {
  const configured = root === undefined ? [] : (settings?.includePaths ?? []).map((path) => placeOf(root, path));
  const compileCommands = index.compileCommands.filter((uri) => {
    const project = compiledFolder(uri, index.roots);
    return isInside(image.folder, project) || isInside(project, image.folder);
  });
  return { ...image, includePaths: [...(image.includePaths ?? []), ...configured], compileCommands };
}

function placeOf(root: Uri, path: string): Uri {
  return /^(\/|[A-Za-z]:[\\/])/.test(path) ? atRoot(root, path.replaceAll("\\", "/")) : join(root, path);
}

/** A file that the configuration is made from says of the chip what it says there: one environment of several. */
function isSuperseded({ range }: DeviceHint, configuration: Configuration): boolean {
  return configuration.device.some((own) => own.range !== undefined && own.range.uri === range?.uri);
}

function withDevice(image: ImageDeclaration, device: readonly DeviceHint[]): ImageDeclaration {
  return device.length === 0 ? image : { ...image, device };
}

/** What names the chip in the image's folder, but for what belongs to another image inside it. */
function hintsOfImage(
  image: ImageDeclaration,
  set: ImageSet,
  files: SnapshotReader,
  index: WorkspaceIndex,
): readonly DeviceHint[] {
  const apart = set.images
    .map(({ folder }) => folder)
    .filter((folder) => folder !== image.folder && isInside(folder, image.folder));
  return deviceHints({ folder: image.folder, images: [image] }, files, index, apart);
}
