import type { BootLayout, ImageRef } from "../layout/boot-layout";
import type { StackTop } from "../layout/image-evidence";
import { memoryAt, stretchAt } from "../mcu/addresses";
import type { AddressRange, Device } from "../mcu/device";
import { hex } from "../notation";
import { text } from "../text";
import { passesEnd } from "./region-exceeds-memory";
import { isOutside } from "./region-outside-memory";
import type { Draft, Mend } from "./rule";
import { holdsNoCode, isRam, nearestStretch } from "./whereabouts";

export const stackTop = "stack-top";

/** AAPCS: the stack is aligned to 8 at every public interface, and Armv7-M stacks exceptions so (ARM DDI 0403, STKALIGN). */
const alignment = 8;

/** The initial stack pointer lies beyond the chip's RAM, or is not aligned to 8. */
export function checkStackTop(layout: BootLayout): readonly Draft[] {
  return layout.images.flatMap((image) => {
    const drafts = (image.evidence?.stacks ?? []).flatMap((stack) => judge(layout, image, stack));
    // `__StackTop = _estack;`: one mistake under two names.
    return [...new Map(drafts.map((draft) => [`${draft.range.uri} ${draft.range.start}`, draft])).values()];
  });
}

function judge(layout: BootLayout, image: ImageRef, { name, claim }: StackTop): Draft[] {
  if (!claim.value.known || claim.source.type !== "file") return [];
  const top = claim.value.value;
  const { candidates } = layout.device;
  const [device] = candidates;
  const { range } = claim.source;
  if (device !== undefined && candidates.every((one) => isBeyondRam(one, name, top))) {
    if (comesFromRegion(layout, image, top)) return [];
    const near = ramFor(device, top);
    return [
      {
        code: stackTop,
        severity: "error",
        range,
        message:
          near === undefined
            ? text("The stack begins at {0} ({1}), which is no RAM of {2}.", hex(top), name, device.part)
            : text(
                "The stack begins at {0} ({1}), which is no RAM of {2}: the nearest ends at {3}.",
                hex(top),
                name,
                device.part,
                hex(near.base + near.size),
              ),
        mend: near === undefined ? [] : [moveTo(name, claim, near.base + near.size)],
      },
    ];
  }
  if (top % alignment === 0 || (device === undefined && !isInAnyRam(top))) return [];
  const up = Math.ceil(top / alignment) * alignment;
  const fits = top % alignment === alignment - 1 && !candidates.some((one) => isBeyondRam(one, name, up));
  return [
    {
      code: stackTop,
      severity: "warning",
      range,
      message: text(
        "The stack begins at {0} ({1}), which is not aligned to 8 as the procedure call standard of Arm asks.",
        hex(top),
        name,
      ),
      mend: [moveTo(name, claim, fits ? up : up - alignment)],
    },
  ];
}

/** The end of RAM is a legal top: the first push goes below it. */
function isBeyondRam(device: Device, name: string, top: number): boolean {
  const below = memoryAt(device, top - 1);
  if (below !== undefined)
    return (below.kind === "flash" || below.kind === "system" || below.kind === "otp") && below.doubt === undefined;
  const at = memoryAt(device, top);
  if (at === undefined) return holdsNoCode(device, top - 1);
  // The first byte of RAM has nothing below it; a name without "top" in it may mean the stack's other end.
  return isRam(at) && at.doubt === undefined && at.base === top && top === mainRam && isCalledTop.test(name);
}

/** The RAM that was meant: the nearest; of an address in flash the chip's first. */
function ramFor(device: Device, top: number): AddressRange | undefined {
  const near = nearestStretch(device, top);
  if (near !== undefined && memoryAt(device, near.base)?.kind !== "flash") return near;
  const first = device.memories.find((memory) => memory.kind === "sram" && memory.doubt === undefined);
  return first && stretchAt(device, first.base);
}

/** Where Cortex-M parts have RAM: the script of another core is none of ours. */
function isInAnyRam(top: number): boolean {
  return top >= 0x10000000 && top < 0x40000000;
}

/** Where every STM32 has RAM, and below it what is none (system memory and option bytes, at most). */
const mainRam = 0x20000000;
const isCalledTop = /top|end|estack|initial/i;

/** `ORIGIN(RAM) + LENGTH(RAM)` of a region that has a finding of its own. */
function comesFromRegion(layout: BootLayout, image: ImageRef, top: number): boolean {
  return image.regions.some((region) => {
    const [origin, length] = [region.origin.value, region.length.value];
    return (
      origin.known &&
      length.known &&
      top > origin.value &&
      top <= origin.value + length.value &&
      (passesEnd(layout, region) || isOutside(layout, image, region))
    );
  });
}

function moveTo(name: string, claim: StackTop["claim"], value: number): Mend {
  return {
    kind: "claim",
    claim,
    label: name,
    value,
    title: text("Begin the stack at {0}", hex(value)),
    preferred: true,
  };
}
