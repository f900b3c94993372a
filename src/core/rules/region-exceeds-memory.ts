import { hex, sizeText } from "../notation";
import type { BootLayout, RegionClaim } from "../layout/boot-layout";
import { memoryAt, physical } from "../mcu/addresses";
import type { Device, Memory, MemoryKind } from "../mcu/device";
import { text } from "../text";
import { holeIn } from "./region-across-banks";
import type { Draft } from "./rule";

export const regionExceedsMemory = "region-exceeds-memory";

/** A region of a linker script starts in a memory of the chip and goes on behind its end. */
export function checkRegions(layout: BootLayout): readonly Draft[] {
  return layout.images.flatMap((image) => image.regions.flatMap((region) => exceeds(layout, region)));
}

/** Whether a region passes the end of its memory in every candidate of the chip. */
export function passesEnd(layout: BootLayout, region: RegionClaim): boolean {
  return exceeds(layout, region).length > 0;
}

function exceeds(layout: BootLayout, region: RegionClaim): Draft[] {
  const [origin, length] = [region.origin.value, region.length.value];
  if (!origin.known || !length.known || layout.device.candidates.length === 0) return [];
  const excesses = layout.device.candidates.map((device) => excess(device, origin.value, length.value));
  const [first] = excesses;
  if (first === undefined || excesses.some((one) => one === undefined)) return [];
  const least = excesses.reduce((a, b) => ((a?.bytes ?? 0) <= (b?.bytes ?? 0) ? a : b)) ?? first;
  if (region.length.source.type !== "file") return [];
  return [
    {
      code: regionExceedsMemory,
      severity: "error",
      range: region.length.source.range,
      message: text(
        "{0} runs from {1} to {2}, {3} past the end of {4} of {5} at {6}.",
        region.name,
        hex(origin.value),
        hex(origin.value + length.value),
        sizeText(least.bytes),
        least.memory,
        layout.device.candidates[0]?.part ?? "",
        hex(least.end),
      ),
      mend: [
        {
          kind: "claim",
          claim: region.length,
          label: `LENGTH(${region.name})`,
          value: least.end - origin.value,
          title: text("Shorten {0} to {1}", region.name, sizeText(least.end - origin.value)),
          preferred: true,
        },
      ],
    },
  ];
}

/** How large these are is not this table's to say: external memory, and ranges that are given to name what lies there. */
const unjudged: ReadonlySet<MemoryKind> = new Set(["external", "otp", "system"]);

interface Excess {
  readonly memory: string;
  readonly bytes: number;
  readonly end: number;
}

/** How far a region passes the end of the memory it starts in; memories that touch count as one. */
function excess(device: Device, origin: number, length: number): Excess | undefined {
  const start = physical(device, origin);
  const memory = memoryAt(device, start);
  if (memory === undefined || unjudged.has(memory.kind) || memory.doubt !== undefined) return undefined;
  // Where another bank follows behind a hole, region-across-banks tells it.
  if (holeIn(device, origin, length) !== undefined) return undefined;
  const { end, name } = contiguousEnd(device, memory);
  const bytes = start + length - end;
  return bytes > 0 ? { memory: name, bytes, end: end - start + origin } : undefined;
}

function contiguousEnd(device: Device, memory: Memory): { readonly end: number; readonly name: string } {
  let end = memory.base + memory.size;
  const names = [memory.name];
  for (;;) {
    const next = device.memories.find(
      (other) => other.base === end && (other.kind === "flash") === (memory.kind === "flash"),
    );
    if (next === undefined) return { end, name: names.join(" + ") };
    if (next.doubt !== undefined) return { end: Number.MAX_SAFE_INTEGER, name: "" };
    end = next.base + next.size;
    names.push(next.name);
  }
}
