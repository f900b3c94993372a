import type { BoardInfo } from "../../src/core/dfu/board-service";
import type { FlashPlan, PlannedUnit } from "../../src/core/dfu/plan/flash-plan";
import { surveyOf } from "../../src/core/dfu/plan/plan-target";
import { joinedRanges } from "../../src/core/dfu/plan/ranges";
import type { AddressRange } from "../../src/core/mcu/device";
import { parseMemoryLayout } from "../../src/core/dfu/layout-string";

/** A real board in ST's ROM bootloader, with these interface strings as alternate settings. */
export function boardWith(names: readonly string[], changes: Partial<BoardInfo> = {}): BoardInfo {
  return {
    id: "b",
    name: "STM32 BOOTLOADER",
    simulated: false,
    mode: "dfu",
    protocol: "dfuse",
    vendorId: 0x0483,
    productId: 0xdf11,
    deviceVersion: 0x2200,
    serial: null,
    path: null,
    alternates: names.map((name, number) => ({ number, name, layout: parseMemoryLayout(name) })),
    canUpload: true,
    canDownload: true,
    willDetach: true,
    manifestationTolerant: false,
    transferSize: 2048,
    part: null,
    chipId: null,
    bootloaderVersion: null,
    interrupted: false,
    ...changes,
  };
}

/** A plan that does nothing but what is said. */
export function planWith(changes: Partial<Omit<FlashPlan, "units">> & { units?: readonly PartialUnit[] }): FlashPlan {
  const { units = [], ...rest } = changes;
  return {
    board: "b",
    alternate: 0,
    protocol: "dfuse",
    massErase: false,
    parallelism: null,
    blocks: [],
    image: [],
    verify: [],
    preserved: [],
    boot: [],
    leaveAt: null,
    estimate: null,
    ...rest,
    units: units.map((unit) => ({ reason: "differs", imageBytes: 0, ...unit })),
  };
}

type PartialUnit = Pick<PlannedUnit, "base" | "size" | "action"> & Partial<PlannedUnit>;

/** The ranges that are read before planning, those that touch made one. */
export function contentsNeeded(...of: Parameters<typeof surveyOf>): readonly AddressRange[] {
  return joinedRanges(surveyOf(...of));
}
