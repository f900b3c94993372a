import type { RomJump } from "../jump-chip";
import { clockOn, step, write, type Condition, type Statement, type Step } from "../steps/statement";

/** First word of flash, which the ROM's empty check reads. */
const FLASH_START = 0x08000000;
const PIN_MACROS = ["BOOT0_IS_PF11", "BOOT0_IS_PB8"] as const;
/** The user's word that the option bits choose system memory. */
const BY_OPTION_BITS = "BOOT_OPTIONS_SELECT_SYSTEM_MEMORY";

/** The ROM's version decides whether it stays (L07x): only those that do are entered. */
export function versionStep({ rom }: RomJump): Step | undefined {
  const id = rom.fieldJump?.onlyId;
  if (id === undefined || rom.idAddress === null) {
    return undefined;
  }
  const when: Condition = { is: "byte-differs", address: rom.idAddress, value: id };
  return step("Only this version of the ROM stays; a later one starts the program again.", { do: "return-if", when });
}

/** The empty check of F04x and F070x6: without one of its conditions the ROM would start flash again. */
export function emptyCheckStep({ rom }: RomJump): Step | undefined {
  if (rom.jumpNeeds === null) {
    return undefined;
  }
  const check: Statement = {
    do: "return-if",
    when: { is: "word-differs", address: FLASH_START, value: 0xffffffff },
  };
  if (rom.jumpNeeds === "empty-flash") {
    return step("Empty check: the ROM starts flash again unless its first word is erased.", check);
  }
  return step("Empty check: the ROM starts flash again unless its first word is erased.", {
    do: "if-none-defined",
    macros: [...PIN_MACROS, BY_OPTION_BITS],
    meaning: `Or the pin that BOOT0 shares in your package is driven high below (define ${PIN_MACROS.join(" or ")}), or nBOOT0 and BOOT_SEL choose system memory (define ${BY_OPTION_BITS}).`,
    then: [check],
  });
}

/** The pin that BOOT0 shares on F04x, driven high by the program itself: what candleLight does on F042. */
export function bootPinStep({ rom }: RomJump): Step | undefined {
  if (rom.jumpNeeds !== "empty-flash-or-boot0") {
    return undefined;
  }
  const ways: Statement[] = [
    {
      do: "if-defined",
      macro: PIN_MACROS[0],
      meaning: "BOOT0 shares PF11.",
      then: pinHigh("F", 0x48001400, 0x00400000, 11),
    },
    {
      do: "if-defined",
      macro: PIN_MACROS[1],
      meaning: "BOOT0 shares PB8.",
      then: pinHigh("B", 0x48000400, 0x00040000, 8),
    },
  ];
  return step("The pin that BOOT0 shares, high.", ...ways);
}

/** Names and places as in stm32f042x6.h. */
function pinHigh(port: string, base: number, clockBit: number, pin: number): Statement[] {
  const gpio = `GPIO${port}`;
  const mode = `GPIO_MODER_MODER${pin}`;
  const clock = { register: "RCC->AHBENR", address: 0x40021014, bits: { [`RCC_AHBENR_GPIO${port}EN`]: clockBit } };
  const moder = { register: `${gpio}->MODER`, address: base, bits: { [mode]: 3 * 4 ** pin } };
  return [
    ...clockOn(clock),
    write({ register: `${gpio}->BSRR`, address: base + 0x18 }, { [`GPIO_BSRR_BS_${pin}`]: 2 ** pin }),
    { do: "replace", field: moder, value: { [`${mode}_0`]: 4 ** pin } },
  ];
}
