import { baseName, folderOf, isInside, relativePath } from "./paths";
import type { Snapshot, Uri } from "./snapshot";

/** The listing, sorted into the kinds of file that discovery looks at. Nothing is read. */
export interface WorkspaceIndex {
  readonly roots: readonly Uri[];
  readonly declarations: readonly Uri[];
  readonly linkerScripts: readonly Uri[];
  readonly mbedConfigs: readonly Uri[];
  readonly sources: readonly Uri[];
  readonly startups: readonly Uri[];
  readonly cubeProjects: readonly Uri[];
  readonly buildFiles: readonly Uri[];
  readonly artifacts: readonly Uri[];
  /** Folders that hold a build file or project file. */
  readonly projectFolders: ReadonlySet<Uri>;
}

/** Vendor code and build output: nobody states an application's address there. */
const vendorFolder = /(^|\/)(drivers|middlewares|cmsis|hal|libraries|third_party|templates|mbed-os|\.pio|\.git|node_modules)(\/|$)/i;
const buildFolder = /(^|\/)(build|out|dist|cmake-build-[^/]*|\.pio|BUILD)(\/|$)/;

const linkerScript = /(\.ld|\.lds)(\.(S|s|in|h|x))?$|(^|\/)(memory|link)\.x$/;
const projectFile = /^(Makefile|makefile|CMakeLists\.txt|platformio\.ini|\.project|Cargo\.toml|mbed_app\.json5?)$|\.ioc$|\.uvprojx$/;

export function indexWorkspace(snapshot: Snapshot): WorkspaceIndex {
  const index = {
    roots: snapshot.roots,
    declarations: [] as Uri[],
    linkerScripts: [] as Uri[],
    mbedConfigs: [] as Uri[],
    sources: [] as Uri[],
    startups: [] as Uri[],
    cubeProjects: [] as Uri[],
    buildFiles: [] as Uri[],
    artifacts: [] as Uri[],
    projectFolders: new Set<Uri>(),
  };
  for (const uri of snapshot.listing) {
    const name = baseName(uri);
    const root = snapshot.roots.find((candidate) => isInside(uri, candidate));
    const path = root === undefined ? uri : relativePath(uri, root);
    if (/\.(hex|bin)$/i.test(name)) index.artifacts.push(uri);
    if (buildFolder.test(path)) continue;
    if (projectFile.test(name)) index.projectFolders.add(name.startsWith("mbed_app") ? configuredFolder(uri) : folderOf(uri));
    if (name === "bootsmith.json") index.declarations.push(uri);
    else if (linkerScript.test(name)) index.linkerScripts.push(uri);
    else if (/^mbed_app\.json5?$/.test(name)) index.mbedConfigs.push(uri);
    else if (/\.ioc$/.test(name)) index.cubeProjects.push(uri);
    else if (/^(Makefile|makefile|CMakeLists\.txt|platformio\.ini)$|\.mk$|\.cmake$/.test(name)) index.buildFiles.push(uri);
    else if (/^startup_.*\.(s|S|c)$/.test(name)) index.startups.push(uri);
    if (/\.(c|cc|cpp|cxx|h|hpp|ino)$/.test(name) && !vendorFolder.test(path)) index.sources.push(uri);
    else if (/^system_.*\.c$/.test(name) && !/templates/i.test(path)) index.sources.push(uri);
  }
  return index;
}

/** The project an `mbed_app.json` configures: its folder, or the one above a `conf` folder (Arduino's layout). */
export function configuredFolder(config: Uri): Uri {
  const folder = folderOf(config);
  return /^(conf|config|configs)$/.test(baseName(folder)) ? folderOf(folder) : folder;
}

/** The project a linker script belongs to: the nearest folder with a project file, else its own (or the one above `ld/`). */
export function projectOfScript(script: Uri, index: WorkspaceIndex): Uri {
  const own = folderOf(script);
  const root = index.roots.find((candidate) => isInside(script, candidate)) ?? own;
  for (let folder = own; isInside(folder, root); folder = folderOf(folder)) {
    if (index.projectFolders.has(folder)) return folder;
    if (folder === root || folder === folderOf(folder)) break;
  }
  return /^(ld|lds|linker|linkerscripts?|linker_scripts?|ldscripts?|scripts|link)$/i.test(baseName(own)) && own !== root ? folderOf(own) : own;
}
