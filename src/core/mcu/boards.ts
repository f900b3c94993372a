import { chipData } from "./load-chip-data";
import type { AddressRange, Board, Device } from "./device";
import { partDevices } from "./part-devices";
import { parseSize } from "./row-notation";

/** What a board's own bootloader shows on USB. Null: not known. */
export interface BoardDfu {
  /** `vid:pid`, hex. */
  readonly usbId: string;
  readonly interface: number | null;
  readonly bcdDevice: number | null;
  /** bmAttributes of the DFU functional descriptor. */
  readonly attributes: number | null;
  /** Bytes per transfer. */
  readonly transferSize: number | null;
  /** bcdDFUVersion. */
  readonly dfuVersion: number | null;
  /** Interface strings by alternate setting; empty: not known. */
  readonly alternates: readonly string[];
  /** The same once the vendor's MCUboot image is installed, where the factory image is another. */
  readonly alternatesWithMcuboot?: readonly string[];
  /** Where the vendor's tool uploads an application. */
  readonly upload: { readonly alternate: number; readonly address: number } | null;
}

/** One way to share the flash of a dual-core part: limit of the M7 image in bytes, place of the M4 image. */
export interface CoreSplit {
  readonly name: string;
  readonly cm7Limit: number;
  readonly cm4: AddressRange;
}

/** A board as its row writes it. Sizes are bytes. */
export interface BoardRow {
  readonly target: string;
  /** Board ids of Arduino's boards.txt. */
  readonly arduino?: string;
  readonly part: string;
  readonly core: string;
  readonly flashSize: number;
  readonly rom: readonly [base: number, size: number];
  /** `base+size, …`; the build's default RAM first. */
  readonly ram: string;
  readonly bootloader?: AddressRange & { readonly note: string };
  readonly appStart?: number;
  readonly appSize?: number;
  /** Device name in the CMSIS pack index that Mbed's tools read. */
  readonly packDevice?: string;
  /** `bootloader_supported` of targets.json. */
  readonly managedBootloader?: boolean;
  readonly detectCode?: string;
  /** `vid:pid` pairs of the running sketch and of port detection. */
  readonly usbIds?: string;
  readonly bootloaderUsbId?: string;
  readonly dfu?: BoardDfu;
  readonly splits?: readonly CoreSplit[];
  /** How images get onto a board without DFU. */
  readonly upload?: string;
  readonly source: string;
}

/** A board with what flashing it takes. */
export interface MbedBoard extends Board {
  readonly flashSize: number;
  /** Default RAM first. */
  readonly ram: readonly AddressRange[];
  /** Bytes an application may take from `applicationStart`; null: not stated. */
  readonly applicationSize: number | null;
  readonly packDevice: string | null;
  readonly managedBootloader: boolean | null;
  readonly detectCode: string | null;
  readonly usbIds: readonly string[];
  readonly bootloaderUsbId: string | null;
  readonly dfu: BoardDfu | null;
  readonly splits: readonly CoreSplit[];
  readonly upload: string | null;
}

/** Arduino first: a label that both have means Arduino's. */
function boardRows(): readonly BoardRow[] {
  const { ARDUINO_BOARDS, MBED_BOARDS } = chipData();
  return [...ARDUINO_BOARDS, ...MBED_BOARDS];
}

/**
 * The board of a Mbed target label or an Arduino board id, in any case. A label that Mbed OS and Arduino share means
 * Arduino's; `PORTENTA_H7_M7 (Mbed OS)` names the other.
 */
export function findBoard(target: string): MbedBoard | undefined {
  const wanted = target.trim().toLowerCase();
  const row =
    boardRows().find((board) => board.target.toLowerCase() === wanted) ??
    boardRows().find((board) => bareTarget(board).toLowerCase() === wanted) ??
    boardRows().find((board) => board.arduino?.split(" ").includes(wanted) === true);
  return row === undefined ? undefined : boardOf(row);
}

/** Every board known, in table order. */
export function allBoards(): readonly MbedBoard[] {
  return boardRows().map(boardOf);
}

/** The chip of a board: each of its layouts; where the flash is the board's own, the one with the board's flash size. */
export function devicesOfBoard(board: Board): readonly Device[] {
  const size = boardRows().find((row) => row.target === board.target)?.flashSize;
  const devices = partDevices(board.part);
  const fitting = devices.filter((device) => size === undefined || flashSize(device) === size);
  return fitting.length > 0 ? fitting : devices;
}

function bareTarget(row: BoardRow): string {
  return row.target.replace(/ \(.*\)$/, "");
}

function flashSize(device: Device): number {
  return device.memories.reduce((sum, memory) => sum + (memory.kind === "flash" ? memory.size : 0), 0);
}

function boardOf(row: BoardRow): MbedBoard {
  return {
    target: row.target,
    part: row.part,
    core: row.core,
    rom: { base: row.rom[0], size: row.rom[1] },
    bootloader: row.bootloader ?? null,
    applicationStart: row.appStart ?? null,
    source: row.source,
    flashSize: row.flashSize,
    ram: row.ram.split(", ").map(rangeOf),
    applicationSize: row.appSize ?? null,
    packDevice: row.packDevice ?? null,
    managedBootloader: row.managedBootloader ?? null,
    detectCode: row.detectCode ?? null,
    usbIds: row.usbIds?.split(" ") ?? [],
    bootloaderUsbId: row.bootloaderUsbId ?? null,
    dfu: row.dfu ?? null,
    splits: row.splits ?? [],
    upload: row.upload ?? null,
  };
}

function rangeOf(text: string): AddressRange {
  const [base = "", size = ""] = text.split("+");
  return { base: parseSize(base), size: parseSize(size) };
}
