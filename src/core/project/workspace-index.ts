import { dialectOf } from "../linker/read-any-script";
import { baseName, folderOf, isInside, join, relativePath } from "./paths";
import type { Snapshot, Uri } from "./snapshot";

/** The listing, sorted into the kinds of file that discovery looks at. Nothing is read. */
export interface WorkspaceIndex {
  readonly roots: readonly Uri[];
  readonly declarations: readonly Uri[];
  readonly linkerScripts: readonly Uri[];
  readonly mbedConfigs: readonly Uri[];
  readonly sources: readonly Uri[];
  readonly startups: readonly Uri[];
  readonly assembly: readonly Uri[];
  readonly rust: readonly Uri[];
  readonly cubeProjects: readonly Uri[];
  readonly buildFiles: readonly Uri[];
  /** `compile_commands.json`, wherever the build left it. */
  readonly compileCommands: readonly Uri[];
  /** `.mbed`: what the Mbed CLI remembers of a project. */
  readonly mbedStates: readonly Uri[];
  readonly artifacts: readonly Uri[];
  /** What a linker leaves: programs with addresses, and maps; wherever the build put them. */
  readonly linked: readonly Uri[];
  /** Tasks, debug configurations and scripts that may write a binary to a board. */
  readonly flashFiles: readonly Uri[];
  /** Devicetree overlays of Zephyr applications. */
  readonly overlays: readonly Uri[];
  /** Folders that hold a build file or project file. */
  readonly projectFolders: ReadonlySet<Uri>;
  /** Every folder in sight that holds a file or folder. */
  readonly folders: ReadonlySet<Uri>;
}

/** Vendor code and build output: nobody states an application's address there. */
const vendorFolder =
  /(^|\/)(drivers|middlewares|cmsis|hal|libraries|third_party|templates|mbed-os|\.pio|\.git|node_modules)(\/|$)/i;
const buildFolder = /(^|\/)(build|out|dist|cmake-build-[^/]*|\.pio|BUILD|Debug|Release)(\/|$)/;

/** A folder that a tool chain's project stands in, inside the project it builds (CubeMX, ST's examples). */
const toolchainFolder = /^(STM32CubeIDE|SW4STM32|TrueSTUDIO|EWARM|MDK-ARM|Atollic|GCC|gcc|arm-gcc)$/;
const scriptsFolder = /^(ld|lds|linker|linkerscripts?|linker_scripts?|ldscripts?|scripts|link|TOOLCHAIN_[A-Z_]+)$/i;
const buildFile =
  /^(Makefile|makefile|GNUmakefile|CMakeLists\.txt|CMake(User)?Presets\.json|platformio\.ini|\.cproject)$|\.(mk|cmake|uvprojx)$/;

const linkedFile = /\.(elf|axf|out|srec|s19|s28|s37|mot|map)$/i;
const linkerScript = /(\.ld|\.lds)(\.(S|s|in|h|x))?$|(^|\/)(memory|link)\.x$/;
/** Zephyr itself and its modules: samples and tests for boards that nobody here builds for. */
const zephyrTree = /(^|\/)(zephyr|modules)\//;
/** VS Code's tasks and debug configurations, J-Link Commander's scripts, and scripts whose name says that they flash. */
const flashFile =
  /(^|\/)\.vscode\/(tasks|launch)\.json$|\.jlink$|(flash|upload|program|download|burn)[^/]*\.(sh|bat|cmd|ps1)$/i;
const projectFile =
  /^(Makefile|makefile|CMakeLists\.txt|platformio\.ini|\.project|Cargo\.toml|mbed_app\.json5?)$|\.ioc$|\.uvprojx$/;

/** Whether a file's name is one that linker scripts have. */
export function isLinkerScript(uri: Uri): boolean {
  return dialectOf(uri) !== "gnu-ld" || linkerScript.test(uri);
}

/** Indices so far: a listing stays the same from one keystroke to the next. */
const indices = new WeakMap<readonly Uri[], WorkspaceIndex>();

export function indexWorkspace(snapshot: Snapshot): WorkspaceIndex {
  const known = indices.get(snapshot.listing);
  if (known !== undefined && known.roots === snapshot.roots) return known;
  const index = sorted(snapshot);
  indices.set(snapshot.listing, index);
  return index;
}

function sorted(snapshot: Snapshot): WorkspaceIndex {
  const index = {
    roots: snapshot.roots,
    declarations: [] as Uri[],
    linkerScripts: [] as Uri[],
    mbedConfigs: [] as Uri[],
    sources: [] as Uri[],
    startups: [] as Uri[],
    assembly: [] as Uri[],
    rust: [] as Uri[],
    cubeProjects: [] as Uri[],
    buildFiles: [] as Uri[],
    compileCommands: [] as Uri[],
    mbedStates: [] as Uri[],
    artifacts: [] as Uri[],
    linked: [] as Uri[],
    flashFiles: [] as Uri[],
    overlays: [] as Uri[],
    projectFolders: new Set<Uri>(),
    folders: new Set<Uri>(),
  };
  for (const uri of snapshot.listing) {
    const name = baseName(uri);
    const root = snapshot.roots.find((candidate) => isInside(uri, candidate));
    const path = root === undefined ? uri : relativePath(uri, root);
    noteFolders(uri, root, index.folders);
    if (/\.(hex|bin)$/i.test(name)) index.artifacts.push(uri);
    else if (linkedFile.test(name)) index.linked.push(uri);
    if (name === "compile_commands.json") index.compileCommands.push(uri);
    if (buildFolder.test(path)) continue;
    if (projectFile.test(name))
      index.projectFolders.add(name.startsWith("mbed_app") ? configuredFolder(uri) : folderOf(uri));
    if (name === "bootsmith.json") index.declarations.push(uri);
    else if (isLinkerScript(name)) {
      // CMSIS packs bring one for each chip and tool chain.
      if (dialectOf(name) === "gnu-ld" || !vendorFolder.test(path)) index.linkerScripts.push(uri);
    } else if (/^mbed_app\.json5?$/.test(name)) index.mbedConfigs.push(uri);
    else if (/\.ioc$/.test(name)) index.cubeProjects.push(uri);
    else if (name === ".mbed") index.mbedStates.push(uri);
    else if (buildFile.test(name)) index.buildFiles.push(uri);
    else if (/^startup_.*\.(s|S|c)$/.test(name)) index.startups.push(uri);
    if (/\.overlay$/.test(name) && !zephyrTree.test(path)) index.overlays.push(uri);
    if (flashFile.test(path)) index.flashFiles.push(uri);
    if (/\.(s|S|asm)$/.test(name)) index.assembly.push(uri);
    if (/\.rs$/.test(name) && !/(^|\/)target\//.test(path)) index.rust.push(uri);
    if (/\.(c|cc|cpp|cxx|h|hpp|ino)$/.test(name) && !vendorFolder.test(path)) index.sources.push(uri);
    else if (/^system_.*\.c$/.test(name) && !/templates/i.test(path)) index.sources.push(uri);
  }
  return index;
}

function noteFolders(uri: Uri, root: Uri | undefined, folders: Set<Uri>): void {
  for (let folder = folderOf(uri); !folders.has(folder); folder = folderOf(folder)) {
    folders.add(folder);
    if (folder === root || root === undefined) return;
  }
}

/** The project that a compilation database is of: the folder above the one it was built in. */
export function compiledFolder(commands: Uri, roots: readonly Uri[]): Uri {
  let folder = folderOf(commands);
  while (!roots.includes(folder) && buildFolder.test(baseName(folder) + "/")) folder = folderOf(folder);
  // `build/Debug`, `out/bootloader`: a build folder of several builds.
  const outer = folderOf(folder);
  return !roots.includes(folder) && buildFolder.test(baseName(outer) + "/") ? folderOf(outer) : folder;
}

/** The project an `mbed_app.json` configures: its folder, or the one above a `conf` folder (Arduino's layout). */
export function configuredFolder(config: Uri): Uri {
  const folder = folderOf(config);
  return /^(conf|config|configs)$/.test(baseName(folder)) ? folderOf(folder) : folder;
}

/**
 * The project a linker script belongs to: the nearest folder with a project file, else its own (or the one above `ld/`);
 * of a tool chain's folder the project it builds: `P/STM32CubeIDE/Boot` builds `P/Boot` where there is one, else `P`.
 */
export function projectOfScript(script: Uri, index: WorkspaceIndex): Uri {
  const own = folderOf(script);
  const root = index.roots.find((candidate) => isInside(script, candidate)) ?? own;
  const built = builtByToolchain(own, root, index);
  if (built !== undefined) return built;
  for (let folder = own; isInside(folder, root); folder = folderOf(folder)) {
    if (index.projectFolders.has(folder)) return folder;
    if (folder === root || folder === folderOf(folder)) break;
  }
  return isScriptsFolder(own) && own !== root ? folderOf(own) : own;
}

function builtByToolchain(own: Uri, root: Uri, index: WorkspaceIndex): Uri | undefined {
  const inside: string[] = [];
  for (let folder = own; folder !== root && isInside(folder, root); folder = folderOf(folder)) {
    const project = folderOf(folder);
    if (toolchainFolder.test(baseName(folder))) {
      const named = inside[0] === undefined ? project : join(project, inside[0]);
      return index.folders.has(named) ? named : project;
    }
    inside.unshift(baseName(folder));
  }
  return undefined;
}

/** `ld/`, `linker/`, `STM32CubeIDE/`: says nothing of the program whose script it holds. */
export function isScriptsFolder(folder: Uri): boolean {
  return scriptsFolder.test(baseName(folder)) || toolchainFolder.test(baseName(folder));
}
