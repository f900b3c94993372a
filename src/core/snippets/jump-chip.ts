import { nvicWords } from "../mcu/cores";
import type { AddressRange, Core, Device } from "../mcu/device";
import { findDevices } from "../mcu/find-device";
import { registersOf } from "../mcu/registers";
import type { RegisterRow } from "../mcu/registers/row";
import { systemBootloaderOf, type SystemBootloader } from "../mcu/system-bootloader";
import { markRegion } from "./mark-region";
import { noData, noName, refusalOf, severalChips, severalLines, unknownPart } from "./refusals";
import type { Refusal } from "./request";

/** What every jump depends on, whatever it enters and whatever the language. */
export interface JumpChip {
  readonly part: string;
  /** The parts behind the name; the name itself where no geometry is known. */
  readonly parts: readonly string[];
  /** The chips the name leaves open; empty where none of the line has a geometry row. */
  readonly candidates: readonly Device[];
  /** Null for chips of other makers. */
  readonly rom: SystemBootloader | null;
  /** `cm4`: decides instruction set, MSPLIM, BASEPRI. */
  readonly core: string;
  /** NVIC enable words the chip has. */
  readonly nvicWords: number;
  /** Null: ST's device header was not read. */
  readonly registers: RegisterRow | null;
  /** RAM that outlives a reset, its last bytes kept for request marks; null: no RAM of the part is known. */
  readonly markRegion: AddressRange | null;
}

/** A jump into the ROM. */
export interface RomJump extends JumpChip {
  readonly rom: SystemBootloader;
  /** Address of the ROM's initial stack pointer. */
  readonly address: number;
}

/**
 * The chip of a jump, or why there is none. A name that leaves the chip open (`STM32F407xx`) is fine as long as one
 * line of AN2606 covers all of it; the mark then lies where every one of the chips has RAM.
 */
export function jumpChip(device: Device | string): JumpChip | Refusal {
  if (typeof device === "string" && !NAME.test(device.trim())) {
    return noName(device.trim());
  }
  const candidates = typeof device === "string" ? findDevices(device).candidates : [device];
  const part = partName(device, candidates);
  const parts = candidates.length === 0 ? [part] : candidates.map((candidate) => candidate.part);
  const [rom, ...others] = new Set(parts.map((name) => systemBootloaderOf(name)));
  if (others.length > 0) {
    return severalLines(
      part,
      [rom, ...others].filter((line) => line !== undefined),
    );
  }
  // A chip id (`0x450`) or a board may stand for chips that a jump has to treat differently.
  const [registers, ...otherRegisters] = new Set(parts.map((name) => registersOf(name)));
  const dualCore = parts.filter(hasSecondApplicationCore).length;
  if (otherRegisters.length > 0 || (dualCore > 0 && dualCore < parts.length)) {
    return severalChips(part);
  }
  const core = rom?.core ?? candidates[0]?.cores[0]?.id;
  const words = core === undefined ? null : wordsOf(candidates, core, rom);
  if (core === undefined || words === null) {
    return rom === undefined ? unknownPart(part, candidates[0]) : (refusalOf(part, rom) ?? noData(part, rom));
  }
  return {
    part,
    parts,
    candidates,
    rom: rom ?? null,
    core,
    nvicWords: words,
    registers: registers ?? null,
    markRegion: sharedMarkRegion(candidates, rom),
  };
}

/** What a part, a pattern, a define or a board may be called: it ends up in comments of code. */
const NAME = /^[A-Za-z0-9_][\w.@/ ()+-]{0,59}$/;

/** The jump into a chip's ROM, or why there is none. */
export function romJump(device: Device | string, anyway: boolean): RomJump | Refusal {
  const chip = jumpChip(device);
  if ("refused" in chip) {
    return chip;
  }
  const { part, rom } = chip;
  if (rom === null) {
    return unknownPart(part, chip.candidates[0]);
  }
  const refused = refusalOf(part, rom);
  if (refused !== undefined && !(anyway && refused.canShowAnyway)) {
    return refused;
  }
  return rom.jumpAddress === null ? unknownPart(part, chip.candidates[0]) : { ...chip, rom, address: rom.jumpAddress };
}

/** H745, H747, H755, H757: two cores that a program of the user's own runs on. */
export function hasSecondApplicationCore(part: string): boolean {
  return /^STM32H7[45][57]/i.test(part);
}

/** The core that jumps, of each chip that the name leaves open. */
export function jumpingCores({ candidates, core }: JumpChip): readonly Core[] {
  return candidates.flatMap((device) => device.cores.filter(({ id }) => id === core));
}

/** The chip's name as far as it is settled: the candidate's where there is one, else what was asked for. */
function partName(device: Device | string, candidates: readonly Device[]): string {
  const names = new Set(candidates.map((candidate) => candidate.part));
  const [only] = names;
  return names.size === 1 && only !== undefined ? only : typeof device === "string" ? device.trim() : device.part;
}

/** The chips' own count where their geometry is known, else the line's. */
function wordsOf(candidates: readonly Device[], core: string, rom: SystemBootloader | undefined): number | null {
  const counts = candidates.flatMap((device) => device.cores.filter(({ id }) => id === core).map(nvicWords));
  return counts.length === 0 ? (rom?.nvicWords ?? null) : Math.max(...counts);
}

function sharedMarkRegion(candidates: readonly Device[], rom: SystemBootloader | undefined): AddressRange | null {
  const devices = candidates.length === 0 ? [undefined] : candidates;
  const regions = devices.map((device) => markRegion(device, rom)).filter((region) => region !== null);
  return regions.sort((a, b) => a.size - b.size)[0] ?? null;
}
