import { text, type Text } from "../text";
import type { JumpPlan } from "./jump-plan";
import type { SnippetEntry } from "./request";

/** What a person should know before using the code: conditions first. */
export function notesOf(plan: JumpPlan, entry: SnippetEntry): readonly Text[] {
  const { rom } = plan;
  return [
    ...(rom.condition === null ? [] : [text("Condition: {0}", rom.condition)]),
    ...(rom.dualCore === null ? [] : [text("Two cores: {0}", rom.dualCore)]),
    ...(rom.confidence === "conflicting"
      ? [text("The sources do not agree on the address of this line; AN2606's is used.")]
      : []),
    ...(entry === "direct" ? [text("Prefer the reset entry: after a reset nothing can be left running.")] : []),
    ...usbNotes(plan),
    ...watchdogNote(plan),
    ...rom.limitations.map((limitation) => text("ROM: {0}", limitation)),
    ...rom.reports.map((report) => text("Seen: {0}", report)),
    ...(rom.note === null ? [] : [text("{0}", rom.note)]),
  ];
}

function usbNotes({ part, rom }: JumpPlan): Text[] {
  if (rom.interfaces === null) {
    return [];
  }
  if (!rom.interfaces.usbDfu) {
    const { usart, i2c, i3c, spi, can, fdcan } = rom.interfaces;
    const others = [...usart, ...i2c, ...i3c, ...spi, ...can, ...fdcan].join(", ");
    return [text("No USB DFU on {0}; the ROM listens on {1}.", part, others)];
  }
  return rom.dfuClock === null ? [] : [text("Clock for USB DFU: {0}.", rom.dfuClock)];
}

function watchdogNote({ rom }: JumpPlan): Text[] {
  switch (rom.watchdog) {
    case "refreshed":
      return [text("A running independent watchdog is slowed down and refreshed by the ROM, and stays slow after Go.")];
    case "not-stated":
      return [text("Nothing says that the ROM refreshes a running independent watchdog: enter without one.")];
    case null:
      return [];
  }
}
