import { baseName, folderOf, isInside, relativePath } from "../project/paths";
import { roleFromName } from "../project/roles";
import type { Uri } from "../project/snapshot";
import type { BootLayout, ImageRef } from "./boot-layout";

/** Folders that say how something was built and not what it is. */
const buildWords =
  /^(build|builds|out|output|bin|dist|debug|release|relwithdebinfo|minsizerel|develop|gcc_arm|arm|iar|exe|obj|target|cmake-build-.*|\.?build.*)$/i;

/** Files of these kinds hold addresses, best first: a linked program states its sections too. */
const addressed = [/\.(elf|axf|out)$/i, /\.hex$/i, /\.(srec|s19|s28|s37|mot)$/i];

/** Built files and maps that are certainly an image's own. */
export interface ChosenFiles {
  /** One kind: programs, else hex files, else S-records, else raw binaries. */
  readonly built: readonly Uri[];
  /** Maps of links that left no program. */
  readonly maps: readonly Uri[];
}

/** What lies in an image's folder, and how much its declaration settles. */
interface Candidates {
  readonly layout: BootLayout;
  readonly image: ImageRef;
  /** `.hex` and `.bin`. */
  readonly artifacts: readonly Uri[];
  readonly linked: readonly Uri[];
  /** Somebody says that `artifacts` are the image's: `bootsmith.json`, an Mbed key. */
  readonly declared: boolean;
}

/**
 * The built files of an image among those in its folder. A file that may be another program's, another board's or a test's
 * is left out: whose it is, its name and its folders must tell.
 */
export function chooseBuilt(candidates: Candidates): ChosenFiles {
  const { image, artifacts, linked, declared } = candidates;
  if (declared && artifacts.length > 0) return ofDeclared(artifacts, linked);
  const own = [...linked, ...artifacts].filter((uri) => mayBeOf(uri, candidates));
  const isBuilt = (uri: Uri): boolean => isNamed(stem(uri), image) || isInBuildFolder(uri, image);
  const programs = oneProgram(
    image,
    own.filter((uri) => addressed[0]?.test(uri) && (isBuilt(uri) || folderOf(uri) === image.folder)),
  );
  if (programs.length > 0) return { built: sameBuild(image, programs), maps: [] };
  const maps = oneProgram(
    image,
    own.filter((uri) => /\.map$/i.test(uri)),
  );
  const named = own.filter((uri) => maps.length === 0 || maps.some((map) => stem(map) === stem(uri)));
  for (const kind of addressed.slice(1)) {
    const files = oneProgram(
      image,
      named.filter((uri) => kind.test(uri) && (maps.length > 0 || isBuilt(uri))),
    );
    if (files.length > 0) return { built: sameBuild(image, files), maps };
  }
  // A raw binary may be anything: a font, the firmware of a radio. Only one of the image's name is its program.
  const binaries = named.filter((uri) => /\.bin$/i.test(uri) && (maps.length > 0 || isNamed(stem(uri), image)));
  return { built: sameBuild(image, oneProgram(image, binaries)), maps };
}

function ofDeclared(artifacts: readonly Uri[], linked: readonly Uri[]): ChosenFiles {
  const [first] = artifacts;
  const beside = linked.filter((uri) => first !== undefined && stemPath(uri) === stemPath(first));
  const program = beside.find((uri) => addressed[0]?.test(uri));
  if (program !== undefined) return { built: [program], maps: [] };
  return { built: artifacts.slice(0, 1), maps: beside.filter((uri) => /\.map$/i.test(uri)) };
}

/** Whether nothing in its name and the folders down to it speaks of another program or another configuration. */
function mayBeOf(uri: Uri, { layout, image }: Candidates): boolean {
  const folders = isInside(folderOf(uri), image.folder) ? relativePath(folderOf(uri), image.folder).split("/") : [];
  const names = [stem(uri), ...(folderOf(uri) === image.folder ? [] : folders)];
  if (names.some((name) => speaksOfAnother(name, image))) return false;
  const { set, configuration } = layout;
  if (set.configurations.length === 1) return true;
  // Which target a file was built for only its folder tells: `BUILD/K64F/GCC_ARM`.
  return folders.some((name) => name === configuration.target || name === configuration.id);
}

function speaksOfAnother(name: string, { role }: ImageRef): boolean {
  const said = roleFromName(name);
  return (said === "bootloader" && role !== "bootloader") || (said === "application" && role === "bootloader");
}

/** The files of one name; of several names the image's own, else none: which of them is the image nobody can tell. */
function oneProgram(image: ImageRef, files: readonly Uri[]): readonly Uri[] {
  const stems = [...new Set(files.map(stem))];
  if (stems.length <= 1) return files;
  const named = stems.filter((one) => isNamed(one, image));
  return named.length === 1 ? files.filter((uri) => stem(uri) === named[0]) : [];
}

/** `lib/softdevice.hex`, `tools/loader.elf`: what lies beside the sources somebody else has built. */
function isInBuildFolder(uri: Uri, { folder }: ImageRef): boolean {
  const own = folderOf(uri);
  return (
    own !== folder &&
    relativePath(own, folder)
      .split("/")
      .some((name) => buildWords.test(name))
  );
}

/** Debug and Release of one program count both; where other folders tell builds apart they may be for other boards. */
function sameBuild(image: ImageRef, files: readonly Uri[]): readonly Uri[] {
  if (files.length <= 1) return files;
  return files.filter((uri) =>
    folderOf(uri) === image.folder
      ? true
      : relativePath(folderOf(uri), image.folder)
          .split("/")
          .every((name) => buildWords.test(name)),
  );
}

function isNamed(name: string, image: ImageRef): boolean {
  const plain = (word: string): string => word.toLowerCase().replace(/[^a-z0-9]/g, "");
  return [image.name, baseName(image.folder)].some((word) => plain(word) === plain(name));
}

/** The name without its extension; `Blink.ino.elf` and `Blink.ino.map` are one. */
function stem(uri: Uri): string {
  return baseName(uri).replace(/\.[^.]*$/, "");
}

function stemPath(uri: Uri): string {
  return `${folderOf(uri)}/${stem(uri)}`;
}
