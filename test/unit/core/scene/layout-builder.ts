import type { BootLayout, ImageRef, LayoutClaim, Quantity, RegionClaim } from "../../../../src/core/layout/boot-layout";
import { known, unknown, type Claim, type Value } from "../../../../src/core/layout/claim";
import type { Alias, Device, EraseRun, Memory, MemoryKind } from "../../../../src/core/mcu/device";
import { text } from "../../../../src/core/text";

/** Hand-made layouts for tests: what the files of a workspace would have said. */
export const uri = (file: string): string => `file:///ws/${file}`;

let offset = 0;
const range = (file: string): { uri: string; start: number; end: number } => {
  offset += 10;
  return { uri: uri(file), start: offset, end: offset + 8 };
};
const notEditable = { editable: false, reason: text("test") } as const;

export const flash = (name: string, base: number, ...runs: [size: number, count: number][]): Memory => {
  const eraseRuns: EraseRun[] = [];
  let at = base;
  for (const [size, count] of runs) {
    eraseRuns.push({ base: at, size, count });
    at += size * count;
  }
  return { name, kind: "flash", base, size: at - base, eraseRuns };
};

export const ram = (name: string, base: number, size: number, kind: MemoryKind = "sram"): Memory => ({
  ...{ name, kind, base, size, eraseRuns: [] },
});

export const KiB = 1024;

export function device(part: string, memories: Memory[], more: Partial<Device> = {}): Device {
  return {
    ...{ part, family: "test", cores: [], memories, aliases: [], eraseUnit: "sector", programUnit: 1 },
    ...{ erased: 0xff, rewrite: null, variant: null, doubt: [], ...more },
  };
}

const f7Alias: Alias[] = [{ base: 0x00200000, size: 0x100000, target: 0x08000000, what: "ITCM" }];

/** Geometry from RM0090, RM0351, RM0399, RM0385. */
export const chips = {
  l475: device(
    "STM32L475VGTx",
    [
      flash("Bank 1", 0x08000000, [2 * KiB, 256]),
      flash("Bank 2", 0x08080000, [2 * KiB, 256]),
      ram("SRAM1", 0x20000000, 96 * KiB),
      ram("SRAM2", 0x10000000, 32 * KiB),
    ],
    { eraseUnit: "page" },
  ),
  f407: device("STM32F407VGTx", [
    flash("Bank 1", 0x08000000, [16 * KiB, 4], [64 * KiB, 1], [128 * KiB, 7]),
    ram("SRAM1", 0x20000000, 112 * KiB),
    ram("SRAM2", 0x2001c000, 16 * KiB),
    ram("CCM", 0x10000000, 64 * KiB, "ccm"),
    ram("Backup SRAM", 0x40024000, 4 * KiB, "backup-sram"),
  ]),
  h747: device("STM32H747XIHx", [
    flash("Bank 1", 0x08000000, [128 * KiB, 8]),
    flash("Bank 2", 0x08100000, [128 * KiB, 8]),
    ram("AXI SRAM", 0x24000000, 512 * KiB),
    ram("SRAM1", 0x30000000, 128 * KiB),
    ram("SRAM4", 0x38000000, 64 * KiB),
    ram("DTCM", 0x20000000, 128 * KiB, "dtcm"),
    ram("ITCM", 0x00000000, 64 * KiB, "itcm"),
  ]),
  f746: device(
    "STM32F746ZGTx",
    [flash("Flash", 0x08000000, [32 * KiB, 4], [128 * KiB, 1], [256 * KiB, 3]), ram("SRAM1", 0x20010000, 240 * KiB)],
    { aliases: f7Alias },
  ),
};

export type Say = number | readonly string[];
const value = (given: Say): Value<number> => (typeof given === "number" ? known(given) : unknown(...given));

const claim = (given: Say, file: string): Claim<number> => ({
  ...{ value: value(given), source: { type: "file", range: range(file) }, kind: "declared", edit: notEditable },
});

export interface ImagePlan extends Partial<Pick<ImageRef, "name" | "role" | "factory">> {
  readonly id: string;
  readonly slot?: Say;
  readonly vectors?: Say;
  readonly end?: Say;
  readonly headerSize?: Say;
  readonly also?: readonly (Pick<LayoutClaim, "quantity" | "statedBy" | "label"> & { value: Say; file: string })[];
  readonly regions?: readonly { name: string; origin: Say; length: Say; holds?: RegionClaim["holds"] }[];
}

/** A region by name, as a linker script writes it. */
export const region = (
  name: string,
  origin: Say,
  length: Say,
  holds: RegionClaim["holds"] = "other",
): { name: string; origin: Say; length: Say; holds: RegionClaim["holds"] } => ({ name, origin, length, holds });

export function layout(chip: Device | readonly Device[] | undefined, ...plans: ImagePlan[]): BootLayout {
  const candidates = chip === undefined ? [] : "part" in chip ? [chip] : chip;
  return {
    id: "ws/default",
    set: { id: "ws", name: "stm32-boot-app", folder: uri(""), origin: "evident", images: [], configurations: [] },
    configuration: { id: "default", defines: {}, device: [] },
    device: { candidates },
    images: plans.map(imageOf),
    claims: plans.flatMap(claimsOf),
    problems: [],
  };
}

function imageOf({ id, name, role, factory, regions }: ImagePlan): ImageRef {
  const guess = id === "bootloader" || id === "application" ? id : "other";
  return {
    ...{ id, name: name ?? (id[0] ?? "").toUpperCase() + id.slice(1), role: role ?? guess },
    ...{ folder: uri(id), artifacts: [], built: [], factory: factory ?? false, relocation: { state: "unseen" } },
    regions: (regions ?? []).map((plan) => ({
      ...{ name: plan.name, attributes: "rx", holds: plan.holds ?? "other", range: range(`${id}.ld`) },
      ...{ origin: claim(plan.origin, `${id}.ld`), length: claim(plan.length, `${id}.ld`) },
    })),
  };
}

const labels: Record<Quantity, string> = {
  slot: "ORIGIN(HEADER)",
  vectors: "ORIGIN(FLASH)",
  end: "ORIGIN(FLASH) + LENGTH(FLASH)",
  headerSize: "LENGTH(HEADER)",
  upload: "address",
  systemBootloader: "SYSTEM_MEMORY",
};

function claimsOf(plan: ImagePlan): LayoutClaim[] {
  const own = (["slot", "vectors", "end", "headerSize"] as const).flatMap((quantity): LayoutClaim[] => {
    const given = plan[quantity];
    return given === undefined
      ? []
      : [
          {
            ...claim(given, `${plan.id}.ld`),
            ...{ image: plan.id, quantity, statedBy: "linker-script", label: labels[quantity] },
          },
        ];
  });
  const also = (plan.also ?? []).map(({ value: given, file, ...rest }): LayoutClaim => ({
    ...claim(given, file),
    image: plan.id,
    ...rest,
  }));
  return [...own, ...also];
}

const F = 0x08000000;

/** The sample layouts the pictures are judged by. */
export const samples = {
  /** 128 KiB bootloader, 2 KiB header, 894 KiB application, as on a B-L475E-IOT01A. */
  l475: layout(
    chips.l475,
    {
      ...{ id: "bootloader", vectors: F, end: F + 0x20000 },
      regions: [region("FLASH", F, 0x20000, "vectors"), region("RAM", 0x20000000, 96 * KiB)],
    },
    {
      ...{ id: "application", slot: F + 0x20000, vectors: F + 0x20800, end: F + 0x100000, headerSize: 0x800 },
      regions: [
        region("HEADER", F + 0x20000, 0x800, "header"),
        region("FLASH", F + 0x20800, 894 * KiB, "vectors"),
        region("RAM", 0x20000000, 96 * KiB),
        region("RAM2", 0x10000000, 32 * KiB),
      ],
    },
  ),
  /** The same with faults: vector table offset stale, application too early, overlap. */
  l475broken: layout(
    chips.l475,
    {
      ...{ id: "bootloader", vectors: F, end: F + 0x28000 },
      regions: [region("FLASH", F, 0x28000, "vectors"), region("RAM", 0x20000000, 96 * KiB)],
    },
    {
      ...{ id: "application", slot: F + 0x20400, vectors: F + 0x20c00, end: F + 0x90000, headerSize: 0x800 },
      also: [
        {
          quantity: "vectors",
          statedBy: "vector-table-offset",
          label: "VECT_TAB_OFFSET",
          value: F + 0x10000,
          file: "system_stm32l4xx.c",
        },
        {
          quantity: "slot",
          statedBy: "source-constant",
          label: "APPLICATION_ADDRESS",
          value: F + 0x30000,
          file: "boot.c",
        },
      ],
      regions: [
        region("FLASH", F + 0x20c00, 445 * KiB, "vectors"),
        region("RAM", 0x20000000, 64 * KiB),
        region("NOINIT", 0x20010000, 32 * KiB),
        region("QSPI", 0x90000000, 8192 * KiB),
      ],
    },
  ),
  f407: layout(
    chips.f407,
    { id: "bootloader", vectors: F, end: F + 0x8000, regions: [region("RAM", 0x20000000, 128 * KiB)] },
    {
      ...{ id: "application", vectors: F + 0x10000, end: F + 0x90000 },
      regions: [
        region("RAM", 0x20000000, 128 * KiB),
        region("CCMRAM", 0x10000000, 64 * KiB),
        region("SETTINGS", F + 0xe0000, 128 * KiB),
      ],
    },
  ),
  portenta: layout(
    chips.h747,
    {
      ...{ id: "factory", name: "Arduino bootloader", factory: true },
      also: [
        { quantity: "vectors", statedBy: "chip", label: "bootloader of PORTENTA_H7", value: F, file: "boards.txt" },
        {
          quantity: "end",
          statedBy: "chip",
          label: "bootloader of PORTENTA_H7",
          value: F + 0x40000,
          file: "boards.txt",
        },
      ],
    },
    {
      ...{ id: "application", vectors: F + 0x40000, end: ["MBED_APP_SIZE"] },
      regions: [region("RAM_D1", 0x24000000, 512 * KiB), region("RAM", 0x20000000, 128 * KiB)],
    },
  ),
  noChip: layout(undefined, {
    ...{ id: "application", vectors: F + 0x8000, end: F + 0x40000 },
    regions: [region("FLASH", F + 0x8000, 0x38000, "vectors"), region("RAM", 0x20000000, 64 * KiB)],
  }),
  empty: layout(undefined),
};
