import type { Evaluated } from "../linker/linker-script";
import { cmakeTargets } from "../sources/cmake-targets";
import { platformioEnvs } from "../sources/platformio-ini";
import { text, type Text } from "../text";
import { coreFromName } from "./core-names";
import { isPlatformio } from "./device-hints";
import { writesTogether } from "./flash-writes";
import type { ImageDeclaration } from "./image-set";
import { linkerScriptOf } from "./linker-script-of";
import { baseName, folderOf, isInside } from "./paths";
import { roleFromName } from "./roles";
import type { SnapshotReader, TextFile, Uri } from "./snapshot";
import { imageOfWrite } from "./uploads";
import type { WorkspaceIndex } from "./workspace-index";

/** Two images that belong together, the bootloader first, and what shows it. */
export interface Pair {
  readonly one: ImageDeclaration;
  readonly other: ImageDeclaration;
  readonly why: Text;
}

/**
 * Pairs of a bootloader and its application, and of the two cores of one chip, where that is evident. A build or a task
 * that names both goes before what merely lies side by side; an image that could be in two pairs of one kind is in none.
 * @param mayPair false for images that cannot share a chip
 */
export function evidentPairs(
  images: readonly ImageDeclaration[],
  files: SnapshotReader,
  index: WorkspaceIndex,
  mayPair: (one: ImageDeclaration, other: ImageDeclaration) => boolean,
): Pair[] {
  const pairs: Pair[] = [];
  const kinds = [pairsOfCMake, pairsOfPlatformio, pairsOfWrites, pairsOfFolders, pairsOfCores];
  for (const kind of kinds) {
    const free = images.filter((image) => !pairs.some(({ one, other }) => one === image || other === image));
    const found = kind(free, files, index).filter(
      ({ one, other }) => !areWorlds(one, other) && mayPair(one, other) && fitsTogether(one, other, files),
    );
    pairs.push(...found.filter((pair) => found.every((other) => other === pair || !shares(pair, other))));
  }
  return pairs;
}

function shares(pair: Pair, other: Pair): boolean {
  return [pair.one, pair.other].some((image) => image === other.one || image === other.other);
}

/** Secure and non-secure: two projects of one program, which a debugger loads together. */
function areWorlds(one: ImageDeclaration, other: ImageDeclaration): boolean {
  const worlds = [one, other].map(
    ({ folder, linkerScript = "" }) => worldOf(baseName(folder)) ?? worldOf(baseName(linkerScript)),
  );
  return worlds.includes("non-secure") || (worlds[0] === "secure" && worlds[1] === "secure");
}

function worldOf(name: string): "secure" | "non-secure" | undefined {
  if (/(^|[_\-. ])ns($|[_\-. ])|non_?-?secure/i.test(name)) return "non-secure";
  return /(^|[_\-. ])(s|tz)($|[_\-. ])|secure(?!_?boot)/i.test(name) ? "secure" : undefined;
}

/** What nothing but its place makes an application has to begin elsewhere than the bootloader. */
function fitsTogether(one: ImageDeclaration, other: ImageDeclaration, files: SnapshotReader): boolean {
  if (one.role !== "bootloader" || other.role === "application") return true;
  const [start, second] = [one, other].map((image) => flashStart(image, files));
  return start === undefined || second === undefined || start !== second;
}

/** The lowest known origin of a script's regions in the flash window. */
function flashStart({ linkerScript }: ImageDeclaration, files: SnapshotReader): bigint | undefined {
  if (linkerScript === undefined) return undefined;
  const { regions } = linkerScriptOf(linkerScript, files, { defines: {}, defsyms: {}, includePaths: [] });
  const value = ({ value: one }: Evaluated): bigint[] => (one.known ? [one.value] : []);
  return regions
    .filter(({ length }) => !length.value.known || length.value.value > 0n)
    .flatMap(({ origin }) => value(origin))
    .filter((origin) => origin >= 0x08000000n && origin < 0x10000000n)
    .reduce<bigint | undefined>((least, origin) => (least === undefined || origin < least ? origin : least), undefined);
}

/** A bootloader and what is no bootloader, of two images that something names together. */
function paired(members: readonly ImageDeclaration[], roles: readonly (string | undefined)[], why: Text): Pair[] {
  const [one, other, third] = members;
  if (one === undefined || other === undefined || third !== undefined || one === other) return [];
  const isBootloader = members.map((image, index) => (roles[index] ?? image.role) === "bootloader");
  if (isBootloader[0] === isBootloader[1]) return [];
  const [bootloader, application] = isBootloader[0] === true ? [one, other] : [other, one];
  return [{ one: bootloader, other: application, why }];
}

/** One CMake project whose two programs link with scripts of their own. */
function pairsOfCMake(images: readonly ImageDeclaration[], files: SnapshotReader, index: WorkspaceIndex): Pair[] {
  return textsOf(index.buildFiles, /CMakeLists\.txt$|\.cmake$/, files).flatMap((file) => {
    const targets = cmakeTargets(file.text).flatMap(({ name, script }) => {
      const image = script === undefined ? undefined : imageOfScript(script, file, images);
      return image === undefined ? [] : [{ name, image }];
    });
    return paired(
      targets.map(({ image }) => image),
      targets.map(({ name }) => roleFromName(name)),
      text("two targets of {0}", baseName(file.uri)),
    );
  });
}

/** One `platformio.ini` whose two environments link with scripts of their own. */
function pairsOfPlatformio(images: readonly ImageDeclaration[], files: SnapshotReader, index: WorkspaceIndex): Pair[] {
  return textsOf(index.buildFiles.filter(isPlatformio), /./, files).flatMap((file) => {
    const environments = platformioEnvs(file).flatMap(({ name, script }) => {
      const image = script === undefined ? undefined : imageOfScript(script.text, file, images);
      return image === undefined ? [] : [{ name, image }];
    });
    const members = [...new Set(environments.map(({ image }) => image))];
    const roles = members.map((image) => roleFromName(environments.find((one) => one.image === image)?.name ?? ""));
    return paired(members, roles, text("two environments of {0}", baseName(file.uri)));
  });
}

function textsOf(uris: readonly Uri[], name: RegExp, files: SnapshotReader): TextFile[] {
  return uris.filter((uri) => name.test(uri)).flatMap((uri) => files.text(uri) ?? []);
}

/** The image that links with a script named in a build file, whose path may begin with a variable. */
function imageOfScript(
  path: string,
  file: TextFile,
  images: readonly ImageDeclaration[],
): ImageDeclaration | undefined {
  const end = path.replace(/^.*[}>)]\/?/, "").replace(/^(\.{1,2}\/)+/, "");
  if (end === "" || end.includes("$")) return undefined;
  const below = folderOf(file.uri);
  const named = images.filter(
    ({ linkerScript }) =>
      linkerScript !== undefined && isInside(linkerScript, below) && decodeURI(linkerScript).endsWith(`/${end}`),
  );
  const [only, second] = named;
  return second === undefined ? only : undefined;
}

/** A task, rule or script that writes both to the board. */
function pairsOfWrites(images: readonly ImageDeclaration[], files: SnapshotReader, index: WorkspaceIndex): Pair[] {
  return writesTogether(files, index).flatMap(({ name, writes }) => {
    const found = writes.map((write) => imageOfWrite(write, images, files));
    // A third thing on the same board does not say that the other two are of one build.
    if (found.includes(undefined)) return [];
    const members = [...new Set(found.flatMap((image) => image ?? []))];
    return paired(members, [], text("flashed together: {0}", name));
  });
}

/** Folders that collect what has nothing to do with each other. */
const collection =
  /^(examples?|samples?|demos?|tests?|tutorials?|boards?|targets?|variants?|templates?|snippets|playground)$/i;

/** Exactly one bootloader and exactly one application side by side, or one inside the other's project. */
function pairsOfFolders(images: readonly ImageDeclaration[]): Pair[] {
  return images
    .filter((image) => image.role === "bootloader")
    .flatMap((bootloader) => {
      const partner = partnerOf(bootloader, images);
      if (partner === undefined) return [];
      const within = partner.folder === folderOf(bootloader.folder) ? partner.folder : folderOf(bootloader.folder);
      const why =
        partner.folder === bootloader.folder
          ? text("both scripts are in {0}", baseName(bootloader.folder))
          : text("side by side in {0}", baseName(within));
      return [{ one: bootloader, other: partner, why }];
    });
}

/** The one application beside a bootloader; undefined where there is none, or more than one. */
function partnerOf(bootloader: ImageDeclaration, images: readonly ImageDeclaration[]): ImageDeclaration | undefined {
  const { folder } = bootloader;
  const above = folderOf(folder);
  const beside = images.filter(
    (one) =>
      one !== bootloader &&
      ((folderOf(one.folder) === above && !collection.test(baseName(above))) ||
        one.folder === folder ||
        one.folder === above),
  );
  if (beside.some((one) => one.role === "bootloader")) return undefined;
  const applications = beside.filter((one) => one.role === "application");
  const candidates = applications.length > 0 ? applications : beside;
  return candidates.length === 1 ? candidates[0] : undefined;
}

/** The programs of a chip's two cores: CubeIDE's `CM7` and `CM4` side by side, and no third. */
function pairsOfCores(images: readonly ImageDeclaration[]): Pair[] {
  const withCore = images.filter(({ core }) => core !== undefined);
  return withCore.flatMap((one) => {
    const beside = withCore.filter((other) => other !== one && folderOf(other.folder) === folderOf(one.folder));
    const [other] = beside;
    const named = coreFromName(baseName(one.folder)) === one.core && one.folder !== other?.folder;
    if (!named || beside.length !== 1 || other === undefined || other.core === one.core) return [];
    // Each finds the other: the pair counts once.
    if (withCore.indexOf(one) > withCore.indexOf(other)) return [];
    return [{ one, other, why: text("two cores of one chip, side by side in {0}", baseName(folderOf(one.folder))) }];
  });
}
