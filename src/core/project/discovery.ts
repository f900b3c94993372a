import type { LayoutProblem } from "../layout/boot-layout";
import { readBootsmithJson, type DeclaredImage } from "./bootsmith-json";
import { evidentSets } from "./evident-sets";
import type { DeviceHint, ImageDeclaration, ImageSet } from "./image-set";
import { deviceHints } from "./device-hints";
import { artifactsOf, sourcesOf } from "./image-files";
import { isInside } from "./paths";
import type { SnapshotReader, Uri } from "./snapshot";
import { indexWorkspace, type WorkspaceIndex } from "./workspace-index";

/** What a folder's settings say; from VS Code or the command line. */
export interface ProjectSettings {
  /** Explicit chip: beats everything. Empty = not set. */
  readonly device: string;
  readonly defines: Readonly<Record<string, string>>;
}

export interface Discovery {
  readonly sets: readonly ImageSet[];
  readonly problems: readonly LayoutProblem[];
}

/** Which images share one chip's flash, in which configurations: as `bootsmith.json` declares, else as is evident. */
export function discover(files: SnapshotReader, settings: Readonly<Record<Uri, ProjectSettings>>): Discovery {
  const index = indexWorkspace(files.snapshot);
  const problems: LayoutProblem[] = [];
  const declared = index.declarations.flatMap((uri) => {
    const file = files.text(uri);
    if (file === undefined) return [];
    const read = readBootsmithJson(file);
    problems.push(...read.problems);
    return read.sets.map((set) => ({ ...set, images: set.images.map((image) => completed(image, set.images, index)) }));
  });
  const taken = declared.flatMap((set) => set.images);
  const rest: WorkspaceIndex = {
    ...index,
    linkerScripts: index.linkerScripts.filter((uri) => !taken.some((image) => image.linkerScript === uri || isInside(uri, image.folder))),
    mbedConfigs: index.mbedConfigs.filter((uri) => !taken.some((image) => image.mbedConfig === uri)),
  };
  const sets = [...declared, ...evidentSets(files, rest)];
  return { sets: sets.map((set) => withSettings(set, files, index, settings)), problems };
}

function completed(image: DeclaredImage, siblings: readonly DeclaredImage[], index: WorkspaceIndex): ImageDeclaration {
  const sources = image.sourcesDeclared ? image.sources : sourcesOf(image, siblings, index);
  return { ...image, sources, artifacts: image.artifacts.length > 0 ? image.artifacts : artifactsOf(image, siblings, index) };
}

function withSettings(set: ImageSet, files: SnapshotReader, index: WorkspaceIndex, settings: Readonly<Record<Uri, ProjectSettings>>): ImageSet {
  const root = index.roots.find((candidate) => isInside(set.folder, candidate));
  const own = root === undefined ? undefined : settings[root];
  const explicit: DeviceHint[] = own === undefined || own.device === "" ? [] : [{ name: own.device, from: "setting bootsmith.device" }];
  const evident = deviceHints(set, files, index);
  return {
    ...set,
    configurations: set.configurations.map((configuration) => ({
      ...configuration,
      defines: { ...own?.defines, ...configuration.defines },
      device: [...explicit, ...configuration.device, ...evident],
    })),
  };
}
