import { nvicWords } from "../mcu/cores";
import type { AddressRange, Device } from "../mcu/device";
import { findDevices } from "../mcu/find-device";
import { systemBootloaderOf, type SystemBootloader } from "../mcu/system-bootloader";
import type { Text } from "../text";
import { markRegion } from "./mark-region";
import { refusalOf, unknownPart } from "./refusals";

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

/** The jump for a chip, or why there is none. */
export function planJump(device: Device | string): JumpPlan | Refusal {
  const known = typeof device === "string" ? findDevices(device).candidates[0] : device;
  const part = typeof device === "string" ? (known?.part ?? device.trim()) : device.part;
  const rom = systemBootloaderOf(typeof device === "string" ? device : part) ?? systemBootloaderOf(part);
  if (rom === undefined) {
    return unknownPart(part, known);
  }
  const refusal = refusalOf(part, rom);
  if (refusal !== undefined) {
    return refusal;
  }
  const { jumpAddress, core } = rom;
  const words = wordsOf(known, rom);
  if (jumpAddress === null || core === null || words === null) {
    return unknownPart(part, known);
  }
  return { part, rom, address: jumpAddress, core, nvicWords: words, markRegion: markRegion(known, rom) };
}

/** The chip's own count where its geometry is known, else the line's. */
function wordsOf(device: Device | undefined, rom: SystemBootloader): number | null {
  const core = device?.cores.find((candidate) => candidate.id === rom.core);
  return core === undefined ? rom.nvicWords : nvicWords(core);
}
