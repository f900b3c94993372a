import type { Device } from "../mcu/device";
import { closestParts } from "../mcu/find-device";
import type { SystemBootloader } from "../mcu/system-bootloader";
import { printable } from "../notation";
import { text, type Text } from "../text";
import { refusal, type Refusal } from "./request";

const OWN_BOOTLOADER = text("Hold BOOT0 high during a reset, or put a bootloader of your own into flash.");

/** Why no code is right for this line; undefined where code may be given. */
export function refusalOf(part: string, rom: SystemBootloader): Refusal | undefined {
  const why = rom.condition ?? rom.note ?? "";
  switch (rom.jumpStatus) {
    case "ok":
    case "conditional":
      return rom.jumpAddress === null ? noData(part, rom) : undefined;
    case "documented-not-possible":
      return refusal(noJump(part, why), OWN_BOOTLOADER, rom.fieldJump !== null);
    case "not-documented":
      return refusal(noJump(part, why), otherWay(rom));
    case "unknown":
      return noData(part, rom);
  }
}

/** No line of AN2606 fits: a chip of another maker, a name that is too short, or one that nobody knows. */
export function unknownPart(part: string, device: Device | undefined): Refusal {
  if (device !== undefined && !device.part.startsWith("STM32")) {
    return refusal(
      text("{0} has no system bootloader of ST's.", part),
      text("Use the bootloader its maker or the board brings."),
    );
  }
  const closest = closestParts(part, 3).join(", ");
  return refusal(
    text("No device line of AN2606 is known for {0}.", part),
    text("Give the full part number; close to it: {0}. CONTRIBUTING says how to add a chip.", closest),
  );
}

/** The name covers chips whose system bootloaders differ. */
export function severalLines(part: string, lines: readonly SystemBootloader[]): Refusal {
  const names = lines.map((rom) => rom.line).join(", ");
  return refusal(
    text("{0} covers chips with different system bootloaders: {1}.", part, names),
    text("Give the full part number."),
  );
}

/** The name covers chips that one jump cannot suit: other registers, or one core and two. */
export function severalChips(part: string): Refusal {
  return refusal(text("{0} covers chips that need different code.", part), text("Give the full part number."));
}

/** Nothing that could name a chip. */
export function noName(name: string): Refusal {
  const instead = text("Give a part number such as STM32F407VGT6.");
  return name === ""
    ? refusal(text("No chip was given."), instead)
    : refusal(text("{0} is no name of a chip.", shortened(name)), instead);
}

function shortened(name: string): string {
  return printable(name.length > 60 ? `${name.slice(0, 60)}…` : name);
}

/** Too little is published for any code. */
export function noData(part: string, rom: SystemBootloader): Refusal {
  return refusal(
    text("Nothing reliable is published on the system bootloader of {0} ({1}).", part, rom.line),
    OWN_BOOTLOADER,
  );
}

function noJump(part: string, why: string): Text {
  return text("No jump into the system bootloader of {0}: {1}", part, why);
}

function otherWay(rom: SystemBootloader): Text {
  if (rom.series === "STM32N6" || rom.series === "STM32MP") {
    return text("Set the BOOT pins and reset.");
  }
  return text("Or flash through SWD.");
}
