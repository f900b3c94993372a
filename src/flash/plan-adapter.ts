// Everything the flash feature takes from the planner, in one place.
import type { Cancellation } from "../core/cancellation";
import type { AlternateSetting, BoardInfo, BoardService, ProgressListener } from "../core/dfu/board-service";
import type { FlashPlan, PlannedBlock } from "../core/dfu/flash-plan";
import { unitsIn, isProgramMemory } from "../core/dfu/layout-units";
import { planFlash, type ProtectedRange } from "../core/dfu/plan-flash";
import { prepareFlash as readAndPlan } from "../core/dfu/prepare-flash";
import { BootsmithError } from "../core/errors";
import type { FirmwareImage } from "../core/image/firmware-image";
import type { AddressRange, Device } from "../core/mcu/device";
import { findDevices } from "../core/mcu/find-device";
import type { Parallelism } from "../core/mcu/flash-timing";
import { hex } from "../core/notation";
import { text, type Text } from "../core/text";

export interface PrepareOptions {
  readonly alternate?: number;
  readonly devices?: readonly Device[];
  readonly strategy: "changed" | "full";
  readonly protect?: readonly ProtectedRange[];
  readonly region?: AddressRange;
  readonly as?: "bootloader" | "application";
  readonly vectorTable?: number;
  readonly preserve?: boolean;
  readonly parallelism?: Parallelism;
  readonly verify: boolean;
  readonly leave: boolean | "where-known";
  readonly awaitBoard?: () => Promise<BoardInfo | null>;
}

export function prepareFlash(
  service: Pick<BoardService, "read">,
  board: BoardInfo,
  image: FirmwareImage,
  { devices = [], leave, ...rest }: PrepareOptions,
  onProgress?: ProgressListener,
  signal?: Cancellation,
): Promise<FlashPlan> {
  const device = oneDevice(board, devices);
  const options = { ...rest, leave: leave !== false, ...(device === undefined ? {} : { device }) };
  return readAndPlan(service, board, image, options, onProgress, signal);
}

export function planVerify(
  board: BoardInfo,
  image: FirmwareImage,
  { devices = [], vectorTable }: Pick<PrepareOptions, "alternate" | "devices" | "vectorTable">,
): FlashPlan {
  const device = oneDevice(board, devices);
  return planFlash(image, board, {
    strategy: "full",
    verify: true,
    leave: false,
    ...(device === undefined ? {} : { device }),
    ...(vectorTable === undefined ? {} : { vectorTable }),
  });
}

export interface EraseOptions {
  readonly alternate?: number;
  readonly devices?: readonly Device[];
  readonly ranges: readonly AddressRange[] | "all" | "mass";
  readonly protect?: readonly ProtectedRange[];
  readonly as?: "bootloader" | "application";
  readonly verify: boolean;
}

export function planErase(board: BoardInfo, options: EraseOptions): FlashPlan {
  const alternate = board.alternates.find(({ number }) => number === (options.alternate ?? number));
  const ranges = typeof options.ranges === "string" ? wholeOf(alternate) : options.ranges;
  const units = ranges.flatMap(({ base, size }) =>
    alternate?.layout == null ? [] : unitsIn(alternate.layout, base, base + size),
  );
  const hit = (options.protect ?? []).find(({ base, size }) =>
    units.some((unit) => unit.base < base + size && base < unit.base + unit.size),
  );
  if (hit !== undefined && options.as !== "bootloader") {
    throw new BootsmithError("plan-refused", text("{0} at {1} would be erased.", hit.what, hex(hit.base)));
  }
  if (alternate === undefined || units.length === 0) {
    throw new BootsmithError("plan-refused", text("There is no memory to erase."));
  }
  const blank = units.map(({ base, size }): PlannedBlock => ({ address: base, data: new Uint8Array(size).fill(0xff) }));
  return {
    board: board.id,
    alternate: alternate.number,
    protocol: board.protocol,
    units: units.map(({ base, size }) => ({ base, size, action: "erase", reason: "named", imageBytes: 0 })),
    massErase: options.ranges === "mass",
    parallelism: null,
    blocks: [],
    image: options.verify ? blank : [],
    verify: options.verify ? blank : [],
    preserved: [],
    leaveAt: null,
    estimate: null,
  };
}

function wholeOf(alternate: AlternateSetting | undefined): readonly AddressRange[] {
  return alternate !== undefined && isProgramMemory(alternate)
    ? (alternate.layout?.segments ?? []).map(({ base, size, count }) => ({ base, size: size * count }))
    : [];
}

export function sameChip(board: BoardInfo, devices: readonly Device[]): "same" | "different" | "unknown" {
  const parts = new Set(devices.map(({ part }) => part));
  const onBoard = board.part === null ? [] : findDevices(board.part).parts;
  if (parts.size === 0 || onBoard.length === 0) return "unknown";
  return onBoard.some((part) => parts.has(part)) ? "same" : "different";
}

export function boardsForAll(
  boards: readonly BoardInfo[],
  devices: readonly Device[],
): { boards: readonly BoardInfo[]; left: readonly { board: BoardInfo; reason: Text }[] } {
  const layoutOf = ({ alternates }: BoardInfo): string => alternates.map(({ name }) => name).join("\n");
  const usable = boards.filter(({ mode, alternates }) => mode === "dfu" && alternates.length > 0);
  const fitting = usable.filter((board) => sameChip(board, devices) !== "different");
  const [first] = fitting;
  const chosen = fitting.filter((board) => first !== undefined && layoutOf(board) === layoutOf(first));
  const left = boards
    .filter((board) => !chosen.includes(board))
    .map((board) => ({
      board,
      reason: !usable.includes(board)
        ? text("is not in DFU mode")
        : !fitting.includes(board)
          ? text("is another chip")
          : text("has another memory layout"),
    }));
  return { boards: chosen, left };
}

export function planWarnings(board: BoardInfo, plan: FlashPlan, options: PrepareOptions): readonly Text[] {
  return [
    ...(board.canUpload ? [] : [text("This board cannot be read: everything is written and nothing is verified.")]),
    ...(options.leave !== false && plan.leaveAt === null
      ? [text("No vector table was found in the image, so the board stays in DFU mode.")]
      : []),
  ];
}

function oneDevice(board: BoardInfo, devices: readonly Device[]): Device | undefined {
  const candidates = board.part === null ? devices : findDevices(board.part).candidates;
  const [first] = candidates;
  return candidates.every(({ part }) => part === first?.part) ? first : undefined;
}

export { describePlan } from "../core/dfu/plan-flash";
export { describeUnits } from "./outcome";
