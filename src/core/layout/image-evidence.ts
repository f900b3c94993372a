import type { LinkerScript } from "../linker/linker-script";
import type { Device } from "../mcu/device";
import type { ImageDeclaration } from "../project/image-set";
import { baseName } from "../project/paths";
import type { SnapshotReader, SourceRange, TextFile, Uri } from "../project/snapshot";
import { withoutComments } from "../sources/comments";
import type { Claim } from "./claim";
import { valueClaim, type ScriptContext } from "./script-claims";
import { vectorStatement, type VectorStatement } from "./vector-statement";

/** What rules ask an image's files beyond addresses: facts that are seen, never guessed. */
export interface ImageEvidence {
  /** Symbols that a start-up file puts into the stack pointer. */
  readonly stacks: readonly StackTop[];
  /** The statement of the linker script that takes the vector table in. */
  readonly vectorTable?: VectorStatement;
  /** A build file passes `--gc-sections`. */
  readonly collectsGarbage: boolean;
  /** Whether the image's own code maps RAM to address 0, where a Cortex-M0 takes its vectors; undefined: no code in sight. */
  readonly mapsRam?: boolean;
  /** Where its code boots from, or swaps, flash banks. */
  readonly usesBanks?: SourceRange;
}

export interface StackTop {
  readonly name: string;
  readonly claim: Claim<number>;
}

/** Names of the stack's top, as start-up files of ST, CMSIS, newlib, libopencm3 and cortex-m-rt have it. */
const stackTops =
  /^(?:_estack|__StackTop|__stack|_stack|__initial_sp|_{0,2}stack_top_{0,2}|__stack_end__|_stack_start|_stack_ptr)$/i;

/** `SYSCFG_CFGR1.MEM_MODE` = 11, in the words of HAL, LL, the standard library, CMSIS and libopencm3 (RM0091, RM0360). */
const ramMapping =
  /REMAPMEMORY_SRAM|SYSCFG_MemoryRemapConfig|SYSCFG_SetRemapMemory|SYSCFG_CFGR1_MEM_MODE|SYSCFG\s*->\s*CFGR1|MEM_MODE|SYSCFG_CFGR1\b/i;

/** Option bits that boot from or swap the banks, in the words of HAL and CMSIS. */
const bankUse =
  /\b(?:OB_(?:SWAP_BANK|BFB2|DUAL_?BOOT)_ENABLE|FLASH_OPT(?:CR|R|SR)_(?:BFB2|SWAP_BANK)(?:_OPT|_Msk)?|LL_FLASH_\w*SwapBank\w*)\b/;

/** Reads what a rule may ask; what the chip makes pointless is not looked for. */
export function imageEvidence(
  image: ImageDeclaration,
  script: LinkerScript | undefined,
  devices: readonly Device[],
  context: ScriptContext,
): ImageEvidence {
  const { files } = context;
  const vectorTable = script === undefined ? undefined : vectorStatement(script, devices, files);
  const own = [...image.sources, ...(image.assembly ?? [])].filter((uri) => !isVendors(uri));
  const mapsRam = devices.length > 0 && devices.every(withoutVtor) ? mapsRamIn(own, files) : undefined;
  const usesBanks = devices.some(hasBanks) ? firstIn(own, bankUse, files) : undefined;
  return {
    stacks: script === undefined ? [] : stacksOf(script, context),
    ...(vectorTable !== undefined && { vectorTable }),
    collectsGarbage:
      vectorTable?.kept === false &&
      [...(image.buildFiles?.own ?? []), ...(image.buildFiles?.shared ?? [])].some((uri) =>
        /--gc-sections|gcsections/i.test(files.text(uri)?.text ?? ""),
      ),
    ...(mapsRam !== undefined && { mapsRam }),
    ...(usesBanks !== undefined && { usesBanks }),
  };
}

function stacksOf({ symbols }: LinkerScript, context: ScriptContext): StackTop[] {
  return symbols
    .filter((symbol) => stackTops.test(symbol.name) && !symbol.needsLink)
    .map(({ name, evaluated }) => ({ name, claim: valueClaim(evaluated, context) }));
}

function withoutVtor({ cores }: Device): boolean {
  return cores.every((core) => !core.hasVtor);
}

function hasBanks({ memories }: Device): boolean {
  return memories.filter((memory) => memory.kind === "flash").length > 1;
}

/** The libraries define what nobody need use: they are no evidence. */
function isVendors(uri: Uri): boolean {
  return /^(?:stm32|core_cm|cmsis)/i.test(baseName(uri)) || /\/(?:CMSIS|[^/]*HAL_Driver|libopencm3)\//i.test(uri);
}

/** Undefined where no C file of the project's own is in sight: nothing can be concluded then. */
function mapsRamIn(own: readonly Uri[], files: SnapshotReader): boolean | undefined {
  const code = own.filter((uri) => !/\.(?:h|hpp)$/i.test(uri) && !/^(?:system_|startup)/i.test(baseName(uri)));
  if (!code.some((uri) => files.text(uri) !== undefined)) return undefined;
  return firstIn(own, ramMapping, files) !== undefined;
}

function firstIn(uris: readonly Uri[], pattern: RegExp, files: SnapshotReader): SourceRange | undefined {
  for (const uri of uris) {
    const file = files.text(uri);
    const found = file === undefined ? undefined : findOnce(file, pattern);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** By text and pattern: most files are the same at every keystroke. */
const searched = new WeakMap<TextFile, Map<RegExp, SourceRange | undefined>>();

function findOnce(file: TextFile, pattern: RegExp): SourceRange | undefined {
  const ofFile = searched.get(file) ?? new Map<RegExp, SourceRange | undefined>();
  searched.set(file, ofFile);
  if (!ofFile.has(pattern)) ofFile.set(pattern, find(file, pattern));
  return ofFile.get(pattern);
}

/** The first match that is no comment. */
function find(file: TextFile, pattern: RegExp): SourceRange | undefined {
  if (!pattern.test(file.text)) return undefined;
  const live = withoutComments(file.text).replace(/\/\/[^\n]*/g, "");
  const word = pattern.exec(live)?.[0];
  if (word === undefined) return undefined;
  const start = file.text.lastIndexOf(word);
  return { uri: file.uri, start, end: start + word.length };
}
