import { hex } from "../../notation";
import type { JumpChip } from "../jump-chip";
import type { ConstantDefinition } from "./program";
import { clockOn, set, step, type Mark, type Statement, type Step } from "./statement";

/** RAM kept for marks at the end of the region: one word pair for ST's bootloader, one for the user's own. */
const MARK_BYTES = 8;
const SLOTS = ["SYSTEM_BOOTLOADER", "OWN_BOOTLOADER"] as const;
/** Whose mark it is; the prefix of its constants. */
export type MarkOwner = (typeof SLOTS)[number];

/** Any value that RAM and backup registers do not hold by chance. */
const MAGICS: Readonly<Record<MarkOwner, bigint>> = {
  SYSTEM_BOOTLOADER: 0xb007f00d4ff80ff2n,
  OWN_BOOTLOADER: 0xb007f00d0a11b007n,
};

/** True where some place is known that outlives a reset. */
export function canMark({ markRegion, registers }: JumpChip): boolean {
  return markRegion !== null || (registers?.backup ?? null) !== null;
}

/** Where the request lies: RAM where it is known, else a backup register. */
export function markOf(chip: JumpChip, owner: MarkOwner): Mark {
  const backup = chip.registers?.backup ?? null;
  if (chip.markRegion === null && backup !== null) {
    return { register: backup };
  }
  return { ram: `${owner}_MARK_ADDRESS`, cached: chip.core === "cm7" };
}

/**
 * The constants of a mark, with the linker script lines that keep both images off it.
 * @param more bytes in front of it that are kept free too
 */
export function markConstants(chip: JumpChip, owner: MarkOwner, more = 0): ConstantDefinition[] {
  const { markRegion } = chip;
  const magic = MAGICS[owner];
  if (markRegion === null) {
    const { register = "" } = chip.registers?.backup ?? {};
    const why = [`The request, in ${register}: no other use of that register.`];
    // The backup registers of F1 have 16 bits.
    const bits = register.startsWith("BKP->") ? 0xffffn : 0xffffffffn;
    return [{ name: `${owner}_MAGIC`, value: magic & bits, as: "magic32", why }];
  }
  const end = markRegion.base + markRegion.size;
  const kept = MARK_BYTES * (SLOTS.indexOf(owner) + 1);
  return [
    {
      name: `${owner}_MARK_ADDRESS`,
      value: end - kept,
      as: "address",
      overridable: true,
      why: placeText(chip, kept + more),
    },
    { name: `${owner}_MAGIC`, value: magic, as: "magic64", why: [] },
  ];
}

function placeText({ parts, markRegion }: JumpChip, kept: number): string[] {
  const { base, size } = markRegion ?? { base: 0, size: 0 };
  return [
    `The request: one absolute address in both images, outside what their start-ups clear or use as stack: the last ${kept} bytes of the RAM region. Leave them out in both linker scripts:`,
    `  RAM (xrw) : ORIGIN = ${hex(base)}, LENGTH = 0x${(size - kept).toString(16).toUpperCase()}`,
    ...(parts.some((part) => MOVABLE_RAM.test(part))
      ? ["Option bytes can move this RAM: check that it is there."]
      : []),
  ];
}

/** H72x, H73x, H7R/S: option bytes share RAM between TCM and AXI (flash-geometry of these lines). */
const MOVABLE_RAM = /^STM32H7(?:[23]|R|S)/i;

/** Writes the request so that it is in RAM, or in the register, when the reset comes. */
export function markWrites(chip: JumpChip, owner: MarkOwner, magic: string): Step[] {
  const mark = markOf(chip, owner);
  const why =
    "ram" in mark
      ? mark.cached
        ? "One aligned 64-bit write, RAM with ECC takes whole words; then out of the D-cache (Klipper pull request 5936)."
        : "The request, in RAM that nobody clears."
      : "Into the register that outlives the reset.";
  return [...markAbout(chip), step(why, { do: "write-mark", mark, value: magic })];
}

/** What makes a backup register writable; nothing for RAM. */
export function markAbout(chip: JumpChip): Step[] {
  return chip.markRegion === null ? backupUnlock(chip) : [];
}

/** Opens the backup domain: clocks, then the write protection. */
export function backupUnlock({ registers }: JumpChip): Step[] {
  const unlock = registers?.backup?.unlock ?? [];
  const statements = unlock.flatMap((bits): Statement[] =>
    bits.register.startsWith("RCC->") ? clockOn(bits) : [set(bits)],
  );
  return statements.length === 0 ? [] : [step("The backup domain, open for writing.", ...statements)];
}
