import type { BootLayout, ImageRef, RegionClaim } from "../layout/boot-layout";
import { memoryAt, physical } from "../mcu/addresses";
import type { Device, Memory } from "../mcu/device";
import { hex } from "../notation";
import { text } from "../text";
import type { Draft, Mend } from "./rule";

export const regionAcrossBanks = "region-across-banks";

/**
 * A region of flash goes on behind the end of its bank: over a hole that the chip has there, or into a bank that the
 * project boots from or swaps.
 */
export function checkBanks(layout: BootLayout): readonly Draft[] {
  return layout.images.flatMap((image) =>
    image.regions.flatMap((region) => acrossHole(layout, image, region) ?? intoOtherBank(layout, region)),
  );
}

/** The hole that a region reaches on its way to the next bank; undefined where its flash goes on, or ends. */
export function holeIn(device: Device, origin: number, length: number): { from: number; to: number } | undefined {
  const start = physical(device, origin);
  let bank = flashAt(device, start);
  if (bank === undefined || device.memories.some((one) => one.kind === "flash" && one.doubt !== undefined))
    return undefined;
  const flash = device.memories.filter((memory) => memory.kind === "flash");
  for (;;) {
    const end: number = bank.base + bank.size;
    if (start + length <= end) return undefined;
    const next: Memory | undefined = flash.find((one) => one.base === end);
    if (next !== undefined) bank = next;
    else {
      const behind = flash.find((one) => one.base > end);
      const shift = origin - start;
      return behind === undefined ? undefined : { from: end + shift, to: behind.base + shift };
    }
  }
}

function acrossHole(layout: BootLayout, image: ImageRef, region: RegionClaim): Draft[] | undefined {
  const { origin, length } = region;
  if (!origin.value.known || !length.value.known || length.source.type !== "file") return undefined;
  const [at, size] = [origin.value.value, length.value.value];
  const holes = layout.device.candidates.map((device) => ({ device, hole: holeIn(device, at, size) }));
  const [first] = holes.filter(({ hole }) => hole !== undefined);
  if (first?.hole === undefined) return undefined;
  const { from, to } = first.hole;
  const certain = holes.every(({ hole }) => hole?.from === from);
  const reached = image.built.some(({ extents }) => extents.some(({ start, end }) => start < to && end > from));
  return [
    {
      code: regionAcrossBanks,
      severity: !certain ? "information" : reached ? "error" : "warning",
      range: length.source.range,
      message: text(
        "{0} runs from {1} to {2}, but {3} has no flash between its banks, from {4} to {5}.",
        region.name,
        hex(at),
        hex(at + size),
        first.device.part,
        hex(from),
        hex(to),
      ),
      ...(!certain && first.device.variant !== null && { condition: text("with {0}", first.device.variant) }),
      mend: shorten(region, from - at),
    },
  ];
}

function intoOtherBank(layout: BootLayout, region: RegionClaim): Draft[] {
  const { origin, length } = region;
  const use = layout.images.flatMap(({ evidence }) => evidence?.usesBanks ?? [])[0];
  if (use === undefined || !origin.value.known || !length.value.known || length.source.type !== "file") return [];
  const [at, size] = [origin.value.value, length.value.value];
  const ends = layout.device.candidates.map((device) => endOfBank(device, at));
  const [end] = ends;
  if (end === undefined || ends.some((one) => one !== end) || at + size <= end) return [];
  return [
    {
      code: regionAcrossBanks,
      severity: "warning",
      range: length.source.range,
      message: text(
        "{0} reaches to {1}, past the end of its flash bank at {2}, but this project boots from or swaps the banks: what lies in the other one is not there then.",
        region.name,
        hex(at + size),
        hex(end),
      ),
      related: [{ range: use, message: text("the banks are used here") }],
      mend: shorten(region, end - at),
    },
  ];
}

/** Where the bank of an address ends, as the region counts; undefined where the chip has one bank, or the address is elsewhere. */
function endOfBank(device: Device, address: number): number | undefined {
  const start = physical(device, address);
  const bank = flashAt(device, start);
  const banks = device.memories.filter((memory) => memory.kind === "flash");
  if (bank === undefined || banks.length < 2 || bank === banks.at(-1)) return undefined;
  return bank.base + bank.size + address - start;
}

function flashAt(device: Device, address: number): Memory | undefined {
  const memory = memoryAt(device, address);
  return memory?.kind === "flash" && memory.doubt === undefined ? memory : undefined;
}

function shorten(region: RegionClaim, size: number): Mend[] {
  return [
    {
      kind: "claim",
      claim: region.length,
      label: `LENGTH(${region.name})`,
      value: size,
      title: text("End {0} with its bank, {1} long", region.name, hex(size)),
      preferred: true,
    },
  ];
}
