import { nvicWords } from "../mcu/cores";
import type { AddressRange, Device } from "../mcu/device";
import { findDevices } from "../mcu/find-device";
import { systemBootloaderOf, type SystemBootloader } from "../mcu/system-bootloader";
import type { Text } from "../text";
import { markRegion } from "./mark-region";
import { refusalOf, severalLines, unknownPart } from "./refusals";

/** What a jump into the ROM takes on one chip, whatever the language: every flavour writes it from this. */
export interface JumpPlan {
  readonly part: string;
  readonly rom: SystemBootloader;
  /** Address of the ROM's initial stack pointer. */
  readonly address: number;
  /** `cm4`: decides instruction set, MSPLIM, BASEPRI. */
  readonly core: string;
  /** NVIC enable words the chip has. */
  readonly nvicWords: number;
  /** RAM that outlives a reset, its last eight bytes kept for the request mark; null: no RAM of the part is known. */
  readonly markRegion: AddressRange | null;
}

export interface Refusal {
  readonly refused: Text;
  readonly instead: Text;
}

/**
 * The jump for a chip, or why there is none. A name that leaves the chip open (`STM32F407xx`) is fine as long as one
 * line of AN2606 covers all of it; the mark then lies where every one of the chips has RAM.
 */
export function planJump(device: Device | string): JumpPlan | Refusal {
  const candidates = typeof device === "string" ? findDevices(device).candidates : [device];
  const part = partName(device, candidates);
  const parts = candidates.length === 0 ? [part] : candidates.map((candidate) => candidate.part);
  const [rom, ...others] = new Set(parts.map((name) => systemBootloaderOf(name)));
  if (rom === undefined) {
    return unknownPart(part, candidates[0]);
  }
  if (others.length > 0) {
    return severalLines(part, [rom, ...others.filter((other) => other !== undefined)]);
  }
  return refusalOf(part, rom) ?? planFor(part, rom, candidates) ?? unknownPart(part, candidates[0]);
}

/** The chip's name as far as it is settled: the candidate's where there is one, else what was asked for. */
function partName(device: Device | string, candidates: readonly Device[]): string {
  const names = new Set(candidates.map((candidate) => candidate.part));
  const [only] = names;
  return names.size === 1 && only !== undefined ? only : typeof device === "string" ? device.trim() : device.part;
}

function planFor(part: string, rom: SystemBootloader, candidates: readonly Device[]): JumpPlan | undefined {
  const { jumpAddress, core } = rom;
  const words = wordsOf(candidates, rom);
  if (jumpAddress === null || core === null || words === null) {
    return undefined;
  }
  return { part, rom, address: jumpAddress, core, nvicWords: words, markRegion: sharedMarkRegion(candidates, rom) };
}

/** The chips' own count where their geometry is known, else the line's. */
function wordsOf(candidates: readonly Device[], rom: SystemBootloader): number | null {
  const counts = candidates.flatMap((device) => device.cores.filter((core) => core.id === rom.core).map(nvicWords));
  return counts.length === 0 ? rom.nvicWords : Math.max(...counts);
}

function sharedMarkRegion(candidates: readonly Device[], rom: SystemBootloader): AddressRange | null {
  const devices = candidates.length === 0 ? [undefined] : candidates;
  const regions = devices.map((device) => markRegion(device, rom)).filter((region) => region !== null);
  return regions.sort((a, b) => a.size - b.size)[0] ?? null;
}
