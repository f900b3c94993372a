import type { Define } from "../linker/linker-script";
import type { Device } from "../mcu/device";
import { isTakenForJumpAddress } from "../mcu/known-addresses";
import type { ImageDeclaration } from "../project/image-set";
import { remembered } from "../project/remembered";
import type { SnapshotReader, SourceRange, TextFile, Uri } from "../project/snapshot";
import { assemblerJumps } from "../sources/assembler-jumps";
import type { PreprocessedC, VtorAssignment } from "../sources/c-addresses";
import { withoutComments } from "../sources/comments";
import { dependsOnUnseenDevice } from "../sources/conditional-groups";
import { mayJumpToSystemMemory, tableJumps, type TableJump } from "../sources/system-bootloader-jumps";
import type { Steps } from "../steps";
import { text } from "../text";
import type { LayoutClaim } from "./boot-layout";
import { known, type EditRecipe } from "./claim";
import { isForAnotherFamily } from "./file-family";
import { cContext, preprocessC } from "./source-claims";

/** Assembler files of one image that are looked into; a vendor's package has one start-up file per chip. */
const maximumAssembly = 20;

/** How an image's code enters the system bootloader. */
export interface SystemBootloaderUse {
  /** One claim per literal that says where the vector table lies. */
  readonly claims: readonly LayoutClaim[];
  /** Whether a write to VTOR is part of such a jump: it says nothing of where the image's own table lies. */
  isPartOfJump(write: VtorAssignment): boolean;
}

/** Reads where the code of an image jumps through a vector table in system memory. */
export function* systemBootloaderUse(
  image: ImageDeclaration,
  macros: Readonly<Record<string, Define>>,
  devices: readonly Device[],
  files: SnapshotReader,
): Steps<SystemBootloaderUse> {
  const { defines, includePaths } = cContext(image, macros, devices);
  const key = `system bootloader ${JSON.stringify([defines, includePaths])}`;
  const part = devices[0]?.part ?? "";
  const isOwn = (uri: Uri): boolean => {
    const file = files.text(uri);
    return file !== undefined && !isForAnotherFamily(file, image.folder, part);
  };
  const jumps: FoundJump[] = [];
  for (const uri of image.sources) {
    yield;
    const file = files.text(uri);
    if (file === undefined || !remembered(file, "may jump", files, () => mayJumpToSystemMemory(file.text))) continue;
    jumps.push(
      ...remembered(file, key, files, (recording) =>
        jumpsOf(preprocessC(file, defines, includePaths, recording), recording),
      ),
    );
  }
  for (const uri of (image.assembly ?? []).slice(0, maximumAssembly)) {
    yield;
    const file = files.text(uri);
    if (file !== undefined) jumps.push(...remembered(file, "assembler jumps", files, () => jumpsOfAssembler(file)));
  }
  // An image with ways into several lines' bootloaders holds files for several chips: which are built the build knows.
  const several = new Set(jumps.map(({ jump }) => jump.address)).size > 1;
  const certain = jumps.filter((one) => one.certain && !several && one.files.every(isOwn));
  const places = new Map(certain.map(({ jump }) => [placeOf(jump), jump]));
  const uses = new Set(jumps.flatMap(({ jump }) => jump.uses.map(keyOf)));
  return {
    claims: [...places.values()].map((jump) => claimOf(image.id, jump, files)),
    isPartOfJump: ({ value, range }) => uses.has(keyOf(range)) || (value.known && isTakenForJumpAddress(value.value)),
  };
}

function jumpsOfAssembler(file: TextFile): FoundJump[] {
  if (!/0x1FF|0x0?BF/i.test(file.text) || namesSeveral(file)) return [];
  return assemblerJumps(file, isTakenForJumpAddress).map((jump) => ({ jump, files: [file.uri], certain: true }));
}

function placeOf({ literal, uses: [first] }: TableJump): string {
  return keyOf(literal?.range ?? first);
}

function keyOf({ uri, start }: SourceRange): string {
  return `${uri}:${start}`;
}

interface FoundJump {
  readonly jump: TableJump;
  /** Where it stands: the file that jumps, and the one that has the literal. */
  readonly files: readonly Uri[];
  /** Compiled for this chip without doubt: no table or ladder of several lines' addresses, no unseen define. */
  readonly certain: boolean;
}

function jumpsOf(source: PreprocessedC, files: SnapshotReader): FoundJump[] {
  return tableJumps(source, isTakenForJumpAddress).map((jump) => {
    const ranges = [...jump.uses, ...(jump.literal === undefined ? [] : [jump.literal.range])];
    const certain = ranges.every(({ uri, start }) => {
      const file = uri === source.file.uri ? source.file : files.text(uri);
      return file !== undefined && !namesSeveral(file) && !dependsOnUnseenDevice(file.text, start, source.macros);
    });
    return { jump, files: [...new Set([source.file.uri, ...ranges.map(({ uri }) => uri)])], certain };
  });
}

/** Whether a file names the jump addresses of several lines, in dead branches too: it has a choice of its own. */
function namesSeveral({ text: source }: TextFile): boolean {
  const code = withoutComments(source).replace(/\/\/[^\n]*/g, "");
  const named = new Set<number>();
  for (const [digits] of code.matchAll(/0x(?:1FF|0?BF)[0-9A-F']{4,8}/gi)) {
    const value = Number(digits.replaceAll("'", ""));
    const table = [value, value - 4].find(isTakenForJumpAddress);
    if (table !== undefined) named.add(table);
  }
  return named.size > 1;
}

function claimOf(image: string, jump: TableJump, files: SnapshotReader): LayoutClaim {
  const { address, literal, uses } = jump;
  const range = literal?.range ?? uses[0];
  const usedAt = uses.find((use) => use.uri !== range.uri || use.start > range.start || use.end < range.end);
  const current = files.text(range.uri)?.text.slice(range.start, range.end) ?? "";
  return {
    image,
    quantity: "systemBootloader",
    statedBy: "source-constant",
    label: current,
    value: known(address),
    source: { type: "file", range },
    kind: "declared",
    edit: recipe(jump, current),
    ...(usedAt !== undefined && { usedAt }),
  };
}

/** One literal that is the table's address, or that of its second word, can be written anew. */
function recipe({ address, literal }: TableJump, current: string): EditRecipe {
  const offset = literal === undefined ? undefined : address - literal.value;
  const written = literal !== undefined && (current === literal.text || /^FLASH_SYSTEM_BASE(_NS)?$/.test(current));
  if (literal === undefined || !written || (offset !== 0 && offset !== -4))
    return { editable: false, reason: text("the address is computed from several places") };
  return { editable: true, sites: [{ range: literal.range, current, base: offset }] };
}
