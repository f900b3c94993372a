import { extentOf } from "../layout/agreement";
import type { BootLayout, ImageRef } from "../layout/boot-layout";
import { bootView, isInFlash } from "../layout/flash-window";
import { memoryAt, physical } from "../mcu/addresses";
import type { Device, MemoryKind } from "../mcu/device";
import { hex } from "../notation";
import { text, type Text } from "../text";
import { buildsOf, fileOf, isSettled, placeOf, type Build } from "./built-place";
import type { Draft } from "./rule";

export const builtVectorsImplausible = "built-vectors-implausible";

const ramKinds: readonly MemoryKind[] = ["sram", "ccm", "dtcm", "itcm", "backup-sram", "external"];

/** Where a board may have RAM outside the chip: FMC, QUADSPI, OCTOSPI, SDRAM (Armv7-M ARM, table B3-1 "RAM"; SDRAM banks of STM32 at 0xC0000000). */
const externalWindows = [
  { start: 0x6000_0000, end: 0xa000_0000 },
  { start: 0xc000_0000, end: 0xe000_0000 },
] as const;

/** The first two words of a built image's vector table are no stack pointer and reset vector that the core could start with. */
export function checkBuiltVectors(layout: BootLayout): readonly Draft[] {
  return buildsOf(layout).flatMap((build) => {
    const { image, built } = build;
    if (built.vectors === null || !isJudged(layout, build)) return [];
    const { stackPointer, resetHandler } = built.vectors;
    const faults = [stackFault(layout, image, build, stackPointer), resetFault(layout, image, build, resetHandler)];
    return faults.flatMap((fault): Draft[] =>
      fault === undefined
        ? []
        : [
            {
              code: builtVectorsImplausible,
              severity: fault.severity,
              range: placeOf(layout, build),
              message: fault.message,
              related: [fileOf(build)],
            },
          ],
    );
  });
}

interface Fault {
  readonly severity: "error" | "warning";
  readonly message: Text;
}

/** A linked program names its table; else what stands at the layout's place is one only where that place is settled. */
function isJudged(layout: BootLayout, { image, built }: Build): boolean {
  if (image.factory && image.artifacts.length === 0) return false;
  if (!isSettled(layout, image)) return false;
  const { slot, vectors } = extentOf(layout, image);
  // Whether a raw binary holds its header no file tells.
  return built.format !== "bin" || (slot !== undefined && slot === vectors);
}

function stackFault(layout: BootLayout, image: ImageRef, { name }: Build, stack: number): Fault | undefined {
  if (!mayBeStack(layout, image, stack)) {
    return {
      severity: "error",
      message: text(
        "{0} starts with the stack pointer {1}, which is not in RAM: the core faults at its first push. Build it again, or correct the top of the stack in the linker script.",
        name,
        hex(stack),
      ),
    };
  }
  // Where the script says so itself the place to mend is there, and has a finding of its own.
  if (stack % 8 === 0 || isStated(image, stack)) return undefined;
  return {
    severity: "warning",
    message: text(
      "{0} starts with the stack pointer {1}, which is not a multiple of 8 as the procedure call standard (AAPCS) asks.",
      name,
      hex(stack),
    ),
  };
}

function isStated({ script }: ImageRef, stack: number): boolean {
  return (
    script?.symbols.some(
      ({ name, evaluated }) =>
        /stack|initial_sp/i.test(name) && evaluated.value.known && evaluated.value.value === BigInt(stack),
    ) === true
  );
}

/** The top of a stack is the first address behind it. False only where no candidate of the chip can have it. */
function mayBeStack({ device }: BootLayout, { regions }: ImageRef, stack: number): boolean {
  if (stack === 0 || stack === 0xffff_ffff) return false;
  if (externalWindows.some(({ start, end }) => stack > start && stack <= end)) return true;
  const { candidates } = device;
  // Without a chip: peripherals and the system's own addresses are no RAM anywhere (Armv7-M ARM, table B3-1).
  if (candidates.length === 0) return !((stack > 0x4000_0000 && stack < 0x6000_0000) || stack >= 0xe000_0000);
  if (candidates.some((candidate) => isRam(candidate, stack - 4) || hasDoubtfulRam(candidate))) return true;
  // RAM that the table does not know, but the script does.
  return regions.some(({ origin, length }) => {
    if (!origin.value.known || !length.value.known) return true;
    const base = origin.value.value;
    const isElsewhere = candidates.every((candidate) => memoryAt(candidate, base) === undefined);
    return isElsewhere && stack > base && stack <= base + length.value.value && !isInFlash(base, candidates);
  });
}

function isRam(device: Device, address: number): boolean {
  const memory = memoryAt(device, address);
  return memory !== undefined && ramKinds.includes(memory.kind);
}

function hasDoubtfulRam({ memories }: Device): boolean {
  return memories.some(({ kind, doubt }) => doubt !== undefined && ramKinds.includes(kind));
}

function resetFault(layout: BootLayout, image: ImageRef, build: Build, reset: number): Fault | undefined {
  const { name } = build;
  if (reset === 0 || reset === 0xffff_ffff || reset % 2 === 0) {
    return {
      severity: "error",
      message: text(
        "{0} has the reset vector {1} without the Thumb bit: the core faults instead of starting it. The handler must be a Thumb function (in assembler: .thumb_func, .type … %function).",
        name,
        hex(reset),
      ),
    };
  }
  if (reachesOwn(layout, image, build, reset - 1)) return undefined;
  return {
    severity: "error",
    message: text(
      "{0} has the reset vector {1}, which lies outside of what it holds: the core would start something else.",
      name,
      hex(reset),
    ),
  };
}

/** Whether the handler lies in the image's own bytes or regions, through any view of the memory. A raw binary is silent here. */
function reachesOwn(layout: BootLayout, { regions }: ImageRef, { built }: Build, handler: number): boolean {
  if (built.format === "bin") return true;
  const { candidates } = layout.device;
  const views = [handler, bootView(handler, candidates) ?? handler, ...candidates.map((one) => physical(one, handler))];
  const extents = built.extents.flatMap(({ start, end }) => [
    { start, end },
    ...candidates.map((one) => ({ start: physical(one, start), end: physical(one, start) + end - start })),
  ]);
  const inRegion = regions.some(
    ({ origin, length }) =>
      !origin.value.known ||
      !length.value.known ||
      (handler >= origin.value.value && handler < origin.value.value + length.value.value),
  );
  return inRegion || views.some((view) => extents.some(({ start, end }) => view >= start && view < end));
}
