import { findDevices } from "../../src/core/mcu/find-device";
import {
  SNIPPET_ENTRIES,
  SNIPPET_FLAVOURS,
  type SnippetEntry,
  type SnippetFlavour,
  type SnippetKind,
  type SnippetLanguage,
} from "../../src/core/snippets/request";
import { writeSnippet } from "../../src/core/snippets/write-snippet";
import type { Part } from "./parts";

/** A generated translation unit, and for what it was generated. */
export interface Unit {
  /** `STM32F407VG cmsis system-bootloader direct`. */
  readonly name: string;
  readonly part: Part;
  readonly kind: SnippetKind;
  readonly flavour: SnippetFlavour;
  readonly entry: SnippetEntry;
  /** Where the application is, for the kinds that have one. */
  readonly address: number | null;
  readonly code: string;
  readonly language: SnippetLanguage;
  /** Macros a user would define; each choice is a unit of its own. */
  readonly options: readonly string[];
}

/** Flavours that rest on ST's HAL. */
export function usesHal({ flavour }: Unit): boolean {
  return flavour === "hal" || flavour === "mbed" || flavour === "arduino";
}

/** Values that a user can choose by a macro which the unit names. */
const CHOICES: readonly (readonly string[])[] = [
  ["BOOT0_IS_PF11"],
  ["BOOT0_IS_PB8"],
  ["BOOT_OPTIONS_SELECT_SYSTEM_MEMORY"],
  [
    "APPLICATION_HEADER_MAGIC=0xB007AB1EUL",
    "APPLICATION_HEADER_ADDRESS=(APPLICATION_ADDRESS - 16UL)",
    "BOOTLOADER_PIN=9U",
    "BOOTLOADER_PIN_LEVEL=1U",
  ],
];
/** F1 has another register for the lower half of a port. */
const LOW_PIN = ["BOOTLOADER_PIN=2U"];

/** Every unit of a part, in every flavour. `anyway`: also where AN2606 rules the jump out and users say that it works. */
export function unitsOf(part: Part): Unit[] {
  const address = applicationAddress(part.name);
  return SNIPPET_FLAVOURS.flatMap((flavour) => [
    ...SNIPPET_ENTRIES.flatMap((entry) => unitsFor(part, "system-bootloader", flavour, entry, null)),
    ...unitsFor(part, "application", flavour, "direct", address),
    ...unitsFor(part, "own-bootloader", flavour, "reset", address),
  ]);
}

function unitsFor(
  part: Part,
  kind: SnippetKind,
  flavour: SnippetFlavour,
  entry: SnippetEntry,
  address: number | null,
): Unit[] {
  const place = address === null ? {} : { address };
  const snippet = writeSnippet({ kind, device: part.name, flavour, entry, anyway: true, ...place });
  if ("refused" in snippet) {
    return [];
  }
  const { code, language } = snippet;
  const name = [part.name, flavour, kind, ...(kind === "system-bootloader" ? [entry] : [])].join(" ");
  const unit: Unit = { name, part, kind, flavour, entry, address, code, language, options: [] };
  const all = code.includes("GPIOA->CRL") ? [...CHOICES, LOW_PIN] : CHOICES;
  const choices = language === "rust" ? [] : all.filter(([first = ""]) => code.includes(first.replace(/=.*/, "")));
  return [unit, ...choices.map((options) => ({ ...unit, options, name: `${name} -D${options[0] ?? ""}` }))];
}

/** A place behind a small bootloader that suits every vector table; null where the part has no flash. */
function applicationAddress(part: string): number | null {
  const memories = findDevices(part).candidates[0]?.memories ?? [];
  const flash = memories.find(({ kind }) => kind === "flash");
  return flash === undefined ? null : flash.base + (flash.size > 0x4000 ? 0x2000 : 0x1000);
}

/** The unit's code without comments and the numbers that differ from part to part: what units of one shape share. */
export function withoutComments(code: string): string {
  return code
    .replace(/\/\*.*?\*\//gs, "")
    .replace(/[ \t]+$/gm, "")
    .replace(/\n{2,}/g, "\n");
}
