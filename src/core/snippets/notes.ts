import type { SystemBootloader } from "../mcu/system-bootloader";
import { text, type Text } from "../text";
import { hasSecondApplicationCore, type JumpChip } from "./jump-chip";
import type { SnippetEntry } from "./request";

/** Under which conditions a jump into the ROM works. */
export function conditionsOf({ rom, part, parts }: JumpChip): readonly Text[] {
  if (rom === null) {
    return [];
  }
  const fromByte = rom.fieldJump?.onlyId;
  return [
    ...(rom.condition === null ? [] : [text("Condition: {0}", rom.condition)]),
    ...(fromByte === undefined
      ? []
      : [
          text(
            "Only ROMs whose ID byte reads 0x{0} are entered; the code checks it.",
            fromByte.toString(16).toUpperCase(),
          ),
        ]),
    ...(rom.trustZone === "optional" || rom.trustZone === "optional-sfsp"
      ? [text("{0} may run with TrustZone: a secure image cannot branch into the ROM.", part)]
      : []),
    ...(rom.dualCore === null || !isDualCore(parts, rom) ? [] : [text("Two cores: {0}", rom.dualCore)]),
    ...(rom.confidence === "conflicting"
      ? [text("The sources do not agree on the address of this line; AN2606's is used.")]
      : []),
  ];
}

/** A line may hold parts with one core beside parts with two (H74x). */
function isDualCore(parts: readonly string[], rom: SystemBootloader): boolean {
  return !rom.series.startsWith("STM32H7") || parts.some(hasSecondApplicationCore);
}

/** What a person should know besides. */
export function notesOf(chip: JumpChip, entry: SnippetEntry): readonly Text[] {
  const { rom } = chip;
  if (rom === null) {
    return [];
  }
  return [
    ...(entry === "direct" ? [text("Prefer the reset entry: after a reset nothing can be left running.")] : []),
    ...interfaceNotes(chip),
    ...watchdogNote(chip),
    ...rom.limitations.map((limitation) => text("ROM: {0}", limitation)),
    ...rom.reports.map((report) => text("Seen: {0}", report)),
    ...(rom.note === null ? [] : [text("{0}", rom.note)]),
  ];
}

/** What the ROM listens on: the first interface that is spoken to wins, so the others have to be quiet. */
function interfaceNotes({ part, rom }: JumpChip): Text[] {
  if (rom === null || rom.interfaces === null) {
    return [];
  }
  const { usart, i2c, i3c, spi, can, fdcan, usbDfu } = rom.interfaces;
  const others = [...usart, ...i2c, ...i3c, ...spi, ...can, ...fdcan].join(", ");
  const wins = text(
    "The ROM takes the first interface that speaks to it, on fixed pins of {0}: keep the others quiet.",
    others,
  );
  if (!usbDfu) {
    return [text("No USB DFU on {0}; the ROM listens on {1}.", part, others), wins];
  }
  return [wins, ...(rom.dfuClock === null ? [] : [text("Clock for USB DFU: {0}.", rom.dfuClock)])];
}

function watchdogNote({ rom }: JumpChip): Text[] {
  switch (rom?.watchdog) {
    case "refreshed":
      return [text("A running independent watchdog is slowed down and refreshed by the ROM, and stays slow after Go.")];
    case "not-stated":
      return [text("Nothing says that the ROM refreshes a running independent watchdog: enter without one.")];
    case null:
    case undefined:
      return [];
  }
}
