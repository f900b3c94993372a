import { allDevices } from "./all-devices";
import { boardNameDevices, boardNames } from "./board-names";
import { allBoards, devicesOfBoard, findBoard } from "./boards";
import { chipIdDevices, readChipId } from "./chip-id";
import { chipLines } from "./chip-names";
import { closest } from "./closest";
import type { Device } from "./device";
import { layoutDevices } from "./layout-devices";
import { chipData } from "./load-chip-data";
import { partDevices } from "./part-devices";

/** What a name may mean. */
export interface DeviceMatch {
  /** Every chip and every layout that fits, factory layout of a chip first; empty: nothing found. */
  readonly candidates: readonly Device[];
  /** The parts among them, each once; an `x` stands for what the name leaves open. */
  readonly parts: readonly string[];
}

/** Answers so far: the same few names come again with every keystroke. */
const found = new Map<string, DeviceMatch>();
const maximumKept = 2000;

/**
 * The chips a name may mean, in any case: part number (`STM32F407VGT6`), chip name, CubeMX pattern (`STM32F407VGTx`),
 * device define (`STM32F407xx`), the base name of a linker script or start-up file; a board of Mbed, Arduino, PlatformIO
 * or Zephyr; the DfuSe interface string of its flash (`@Internal Flash  /0x08000000/…`); its DEV_ID (`0x413`).
 */
export function findDevices(name: string): DeviceMatch {
  const known = found.get(name);
  if (known !== undefined) return known;
  const candidates = candidatesOf(name);
  const match = { candidates, parts: [...new Set(candidates.map((device) => device.part))] };
  if (found.size >= maximumKept) found.clear();
  found.set(name, match);
  return match;
}

function candidatesOf(name: string): readonly Device[] {
  if (name.trimStart().startsWith("@")) return layoutDevices(name);
  const id = readChipId(name);
  if (id !== undefined) return chipIdDevices(id);
  const board = findBoard(name);
  if (board !== undefined) return devicesOfBoard(board);
  // Boards first: read as a part number, `stm32f4_disco` is every F4 and `stm32f746g_disco` one with 25 pins.
  const named = boardNameDevices(name);
  return named.length > 0 ? named : partDevices(name);
}

/**
 * Up to `n` names that are spelt most like this one, best first: for "did you mean". Boards only where the name is not
 * meant for an STM32 part.
 */
export function closestParts(name: string, n: number): readonly string[] {
  const wanted = name.toUpperCase();
  const pin = /^STM32[A-Z0-9]{4}([A-Z])[0-9A-Z]/.exec(wanted)?.[1] ?? "x";
  const parts = [...chipLines()].flatMap(([line, entries]) =>
    entries.map(({ row, suffix }) => `STM32${line}${pin}${row.size}${suffix === "" ? "" : `-${suffix}`}`),
  );
  const boards = wanted.startsWith("STM") ? [] : [...allBoards().map(({ target }) => target), ...boardNames()];
  return closest(wanted, [...parts, ...chipData().OTHER_CHIPS.map((chip) => chip.part), ...boards], n);
}

/** Every STM32 part that is known, as `STM32F407xG`, with its family, by name. */
export function allParts(): readonly { readonly part: string; readonly family: string }[] {
  return allDevices()
    .map(({ part, family }) => ({ part, family }))
    .sort((a, b) => a.part.localeCompare(b.part));
}
