import { chipData } from "./load-chip-data";
import { expand, systemBootloaderOf, systemBootloaderRows, type SystemBootloader } from "./system-bootloader";
import type { SystemBootloaderRow } from "./system-bootloaders/row";

/**
 * What an address around system memory is on some device lines. `jump`: the bootloader's vector table; `base`: where
 * system memory begins, in front of it; `mistaken`: taken for the jump address by a source that others refute.
 */
export type AddressRole = "jump" | "base" | "mistaken" | "bootloader-id" | "otp";

export interface AddressMeaning {
  readonly role: AddressRole;
  /** Device lines, in table order, a series that is whole as its name: `STM32F4`, `STM32H74xxx/75xxx`. */
  readonly lines: readonly string[];
  /** Who says so, where it is not the table of lines. */
  readonly source?: string;
}

interface OutsideTable {
  readonly address: number;
  readonly role: "base" | "mistaken";
  readonly series: string;
  readonly lines: RegExp;
  readonly source: string;
  /** Whether it is the jump address after all is an open question. */
  readonly unsettled?: true;
}

/** Addresses that stand in no row, because they are not what AN2606 gives. */
const outsideTable: readonly OutsideTable[] = [
  {
    address: 0x0bf80000,
    role: "base",
    series: "STM32H5",
    lines: /./,
    source: "FLASH_SYSTEM_BASE_NS of the CMSIS device headers; betaflight pull request 15369 replaced it",
  },
  {
    // AN2606 starts the ROM 0x80 bytes behind; betaflight jumps to the base. Nobody settled it on hardware.
    address: 0x0bf80000,
    role: "base",
    series: "STM32C5",
    lines: /./,
    source: "FLASH_SYSTEM_BASE of the CMSIS device headers",
    unsettled: true,
  },
  {
    address: 0x1ff0a800,
    role: "mistaken",
    series: "STM32H7",
    lines: /H7A3/,
    source: "ST Community article “How to jump to system bootloader from application code”; AN2606 has 0x1FF0A000",
  },
];

type Entry = { readonly role: AddressRole; readonly rows: SystemBootloaderRow[]; readonly source?: string };

let byAddress: ReadonlyMap<number, readonly AddressMeaning[]> | undefined;

/** What an address means on which lines; empty: nothing that the tables hold. */
export function meaningsOf(address: number): readonly AddressMeaning[] {
  byAddress ??= collect();
  return byAddress.get(address) ?? [];
}

/** Whether code that jumps through a table at this address means some line's system bootloader. */
export function isTakenForJumpAddress(address: number): boolean {
  return meaningsOf(address).some(({ role }) => role === "jump" || role === "base" || role === "mistaken");
}

/** What the CMSIS headers of a line call the base of system memory, where that is not the jump address. */
export function systemFlashBase(part: string): number | undefined {
  const rom = systemBootloaderOf(part);
  return rom === undefined ? undefined : outsideTable.find((one) => one.role === "base" && isAbout(one, rom))?.address;
}

/** Whether the sources leave open if the address is the line's jump address. */
export function isUnsettled(address: number, rom: SystemBootloader): boolean {
  return outsideTable.some((one) => one.unsettled === true && one.address === address && isAbout(one, rom));
}

/** What the address is on the line itself, where that is not its jump address. */
export function ownRole(address: number, rom: SystemBootloader): AddressRole | undefined {
  const outside = outsideTable.find((one) => one.address === address && isAbout(one, rom));
  if (outside !== undefined) return outside.role;
  return rom.systemMemory?.base === address && rom.jumpAddress !== address ? "base" : undefined;
}

function isAbout({ series, lines }: OutsideTable, rom: Pick<SystemBootloader, "series" | "line">): boolean {
  return rom.series === series && lines.test(rom.line);
}

function collect(): ReadonlyMap<number, readonly AddressMeaning[]> {
  const entries = new Map<number, Map<string, Entry>>();
  const add = (address: number | null | undefined, role: AddressRole, row: SystemBootloaderRow, source = ""): void => {
    if (address == null) return;
    const at = entries.get(address) ?? new Map<string, Entry>();
    entries.set(address, at);
    const key = `${role} ${source}`;
    const entry = at.get(key) ?? { role, rows: [], ...(source !== "" && { source }) };
    at.set(key, entry);
    entry.rows.push(row);
  };
  for (const row of systemBootloaderRows()) {
    add(row.jump, "jump", row);
    if (row.memory?.[0] !== row.jump) add(row.memory?.[0], "base", row);
    add(row.idAt, "bootloader-id", row);
    for (const one of outsideTable) if (isAbout(one, expand(row))) add(one.address, one.role, row, one.source);
  }
  const meanings = new Map<number, AddressMeaning[]>();
  for (const [address, at] of entries)
    meanings.set(
      address,
      [...at.values()].map(({ rows, ...rest }) => ({ ...rest, lines: namesOf(rows) })),
    );
  for (const [address, names] of otpBases())
    meanings.set(address, [...(meanings.get(address) ?? []), { role: "otp", lines: names }]);
  return meanings;
}

/** A series all of whose lines are meant is named once. */
function namesOf(rows: readonly SystemBootloaderRow[]): string[] {
  const whole = (series: string): boolean =>
    systemBootloaderRows().every((row) => row.series !== series || rows.includes(row));
  return [...new Set(rows.map((row) => (whole(row.series) ? row.series : row.line)))];
}

function otpBases(): Map<number, string[]> {
  const bases = new Map<number, string[]>();
  for (const family of chipData().STM32_FAMILIES)
    for (const [, base] of family.otp) bases.set(base, [...(bases.get(base) ?? []), `STM32${family.name}`]);
  return bases;
}
