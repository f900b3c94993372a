import { chipData } from "./load-chip-data";
import type { AddressRange, Board, Device } from "./device";
import { partDevices } from "./part-devices";
import { parseSize } from "./row-notation";
import type { BoardDfu, BoardRow, CoreSplit } from "./rows/board-row";

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
  const row = rowsByName().get(target.trim().toLowerCase());
  return row === undefined ? undefined : boardOf(row);
}

let byName: ReadonlyMap<string, BoardRow> | undefined;

/** Every name of a board in small letters: a label as it stands goes before one without its tool, that before Arduino ids. */
function rowsByName(): ReadonlyMap<string, BoardRow> {
  if (byName !== undefined) return byName;
  const rows = boardRows();
  const names = [
    ...rows.map((row) => [row.target.toLowerCase(), row] as const),
    ...rows.map((row) => [bareTarget(row).toLowerCase(), row] as const),
    ...rows.flatMap((row) => (row.arduino?.split(" ") ?? []).map((id) => [id, row] as const)),
  ];
  // Of two with one name the first is meant.
  byName = new Map(names.reverse());
  return byName;
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
