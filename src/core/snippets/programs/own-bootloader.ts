import type { JumpChip } from "../jump-chip";
import { MASK_STEP, RESET_STEP } from "../steps/core-steps";
import { backupUnlock, markAbout, markConstants, markOf, markWrites } from "../steps/mark";
import type { ConstantDefinition, Program, ProgramFunction, StepFunction } from "../steps/program";
import type { ResetBy } from "../steps/reset-steps";
import { clockOn, step, type Condition, type Mark, type Statement, type Step } from "../steps/statement";
import { applicationConstant, APPLICATION, plausibleFunction, type ApplicationPlace } from "./application";
import { guardsOf } from "./common";

const OWNER = "OWN_BOOTLOADER";
const MAGIC = "OWN_BOOTLOADER_MAGIC";
const TAP_MAGIC = "DOUBLE_TAP_MAGIC";

/**
 * `request_own_bootloader()` for the application, `own_bootloader_wanted()` for the bootloader: a request left over the
 * reset, two resets in a row, a held pin, or no application to start.
 */
export function ownBootloaderProgram(chip: JumpChip, place: ApplicationPlace, by: ResetBy, macros: boolean): Program {
  const pin = macros ? pinFunction(chip) : null;
  return {
    title: `Ways into your own bootloader on ${chip.part}.`,
    head: [
      `request_own_bootloader() goes into the application, own_bootloader_wanted() into the bootloader, early in main()${by === "hal" ? " behind HAL_Init()" : ""}: stay while it is true, else start the application. Both images have to use the same magic word in the same place. Stop USB before the request, with a soft-disconnect.`,
    ],
    guards: guardsOf(chip, "own-bootloader"),
    needs: [],
    constants: [
      applicationConstant(place),
      ...markConstants(chip, OWNER, tapBytes(chip)),
      ...tapConstants(chip),
      ...(pin === null ? [] : PIN_CONSTANTS),
    ],
    starter: null,
    functions: [
      requestFunction(chip),
      requestedFunction(chip),
      tapFunction(chip, by),
      ...(pin === null ? [] : [pin]),
      plausibleFunction(place),
      wantedFunction(pin !== null, macros),
    ],
    earlyHook: null,
  };
}

function requestFunction(chip: JumpChip): StepFunction {
  return {
    name: "request_own_bootloader",
    about: ["In the application. Does not return."],
    exported: true,
    returns: "never",
    steps: [MASK_STEP, ...markWrites(chip, OWNER, MAGIC), RESET_STEP],
  };
}

function requestedFunction(chip: JumpChip): ProgramFunction {
  const mark = markOf(chip, OWNER);
  return local(
    "bootloader_was_requested",
    ["The application asked for the bootloader before the reset."],
    [
      ...markAbout(chip),
      step("Not asked for.", { do: "return-if", when: { is: "not-marked", mark, magic: MAGIC }, result: "false" }),
      step("Once only.", { do: "write-mark", mark, value: 0 }, { do: "return", result: "true" }),
    ],
  );
}

/** Two resets within a moment: the first leaves a mark that it takes back when the moment is over. */
function tapFunction(chip: JumpChip, by: ResetBy): ProgramFunction {
  const mark = tapMark(chip);
  const tapped: Condition = { is: "marked", mark, magic: TAP_MAGIC };
  const takeBack = { do: "write-mark", mark, value: 0 } as const;
  return local(
    "reset_was_tapped_twice",
    ["The second of two resets within DOUBLE_TAP_MS; every start takes that long."],
    [
      ...("register" in mark ? backupUnlock(chip) : []),
      step("The first reset is less than a moment ago.", {
        do: "return-if",
        when: tapped,
        first: [takeBack],
        result: "true",
      }),
      step(
        "This may be the first of two: a mark for the moment.",
        { do: "write-mark", mark, value: TAP_MAGIC },
        by === "hal" ? { do: "call", text: "HAL_Delay(DOUBLE_TAP_MS);" } : { do: "tick-ms", ms: "DOUBLE_TAP_MS" },
        takeBack,
        { do: "return", result: "false" },
      ),
    ],
  );
}

/** A backup register where the chip has one: RAM does not outlive every reset button. */
function tapMark(chip: JumpChip): Mark {
  const backup = chip.registers?.backup ?? null;
  return backup === null ? { ram: "DOUBLE_TAP_MARK_ADDRESS", cached: false } : { register: backup };
}

/** RAM that the mark of the first reset takes. */
function tapBytes(chip: JumpChip): number {
  return "ram" in tapMark(chip) ? 8 : 0;
}

function tapConstants(chip: JumpChip): ConstantDefinition[] {
  const moment: ConstantDefinition = { name: "DOUBLE_TAP_MS", value: 500, as: "count", overridable: true, why: [] };
  const backup = chip.registers?.backup ?? null;
  if (backup !== null) {
    const why = [
      `Two resets in a row: a mark in ${backup.register}. Take another register where your program uses this one.`,
    ];
    return [
      moment,
      { name: TAP_MAGIC, value: holdsHalfWord(backup.register) ? 0x7ab7 : 0x7ab7007a, as: "magic32", why },
    ];
  }
  const end = (chip.markRegion?.base ?? 0) + (chip.markRegion?.size ?? 0);
  return [
    moment,
    {
      name: "DOUBLE_TAP_MARK_ADDRESS",
      value: end - 24,
      as: "address",
      overridable: true,
      why: ["Two resets in a row: a mark in the 8 bytes before."],
    },
    { name: TAP_MAGIC, value: 0x7ab7007a7ab7007an, as: "magic64", why: [] },
  ];
}

/** The backup registers of F1 have 16 bits. */
function holdsHalfWord(register: string): boolean {
  return register.startsWith("BKP->");
}

const PIN_CONSTANTS: readonly ConstantDefinition[] = [
  {
    name: "BOOTLOADER_PIN_LEVEL",
    value: 0,
    as: "count",
    overridable: true,
    why: ["Level of BOOTLOADER_PIN that asks for the bootloader."],
  },
];

function pinFunction({ registers }: JumpChip): ProgramFunction | null {
  if (registers === null) {
    return null;
  }
  const { clock, base, crl } = registers.gpioA;
  const input = { register: "GPIOA->IDR", address: base + (crl ? 0x08 : 0x10) };
  const pin = "BOOTLOADER_PIN";
  return local(
    "bootloader_pin_is_held",
    ["The pin has the level that asks for the bootloader. The board has to pull it to the other level."],
    [
      step(
        "Port A on, the pin an input.",
        {
          do: "if-defined",
          macro: pin,
          meaning: "Define BOOTLOADER_PIN as the number of a pin of port A.",
          then: [
            ...clockOn(clock),
            { do: "pin-as-input", port: base, crl, pin },
            {
              do: "return-if",
              when: { is: "input-is", port: input, pin, level: "BOOTLOADER_PIN_LEVEL" },
              result: "true",
            },
          ],
        },
        { do: "return", result: "false" },
      ),
    ],
  );
}

/** An application header that is erased or another's. */
const headerCheck: Statement = {
  do: "if-defined",
  macro: "APPLICATION_HEADER_MAGIC",
  meaning:
    "Define APPLICATION_HEADER_ADDRESS and APPLICATION_HEADER_MAGIC where the application has a header that begins with a magic word.",
  then: [
    {
      do: "return-if",
      when: { is: "word-differs", address: "APPLICATION_HEADER_ADDRESS", value: "APPLICATION_HEADER_MAGIC" },
      result: "true",
    },
  ],
};

/** The request first: it is cleared also where there is nothing to start. */
function wantedFunction(withPin: boolean, macros: boolean): StepFunction {
  const names = ["bootloader_was_requested", ...(withPin ? ["bootloader_pin_is_held"] : []), "reset_was_tapped_twice"];
  const [requested = "", ...others] = names;
  const ifTrue = (name: string): Statement => ({ do: "return-if", when: { is: "call", name }, result: "true" });
  return {
    name: "own_bootloader_wanted",
    about: ["In the bootloader, early in main()."],
    exported: true,
    returns: "bool",
    steps: [
      step("Asked for by the application.", ifTrue(requested)),
      step("Nothing to start.", ...(macros ? [headerCheck] : []), {
        do: "return-if",
        when: { is: "implausible", table: APPLICATION },
        result: "true",
      }),
      step("Asked for by a person.", ...others.map(ifTrue), { do: "return", result: "false" }),
    ],
  };
}

function local(name: string, about: readonly string[], steps: readonly Step[]): StepFunction {
  return { name, about, exported: false, returns: "bool", steps };
}
