import { physical } from "../../mcu/addresses";
import { allBoards, devicesOfBoard, type MbedBoard } from "../../mcu/boards";
import { chipIdDevices } from "../../mcu/chip-id";
import type { AddressRange, Device } from "../../mcu/device";
import { findDevices } from "../../mcu/find-device";
import { samePart } from "../../mcu/same-part";
import type { BoardInfo } from "../board-service";
import { endOfSegment, isProgramMemory } from "../layout-units";
import type { MemoryLayout } from "../memory-layout";
import { agreed } from "./chip-facts";

/** Rows of the board table whose own bootloader has this board's VID:PID. */
export function knownBoards(board: BoardInfo): readonly MbedBoard[] {
  const id = [board.vendorId, board.productId].map((value) => value.toString(16).padStart(4, "0")).join(":");
  return allBoards().filter(({ dfu }) => dfu?.usbId === id);
}

/**
 * The chips a board may be: from its part number, DEV_ID, VID:PID and the layout string of its flash, narrowed by the
 * chips that the project says. Where those contradict the board, the board is right. Empty: nothing is known.
 */
export function boardDevices(board: BoardInfo, devices: readonly Device[] = []): readonly Device[] {
  const told = toldDevices(board);
  const own = narrowed(told, flashDevices(board));
  return narrowed(own, devices);
}

/**
 * The chips whose end of flash may be trusted more than the layout string: those somebody names, as against those that
 * the string merely fits. Empty: nobody does.
 */
export function namedDevices(board: BoardInfo, devices: readonly Device[] = []): readonly Device[] {
  const named = findPart(board).length > 0 ? findPart(board) : tableDevices(board);
  if (named.length > 0) return narrowed(named, devices);
  return sameChip(board, devices) === "different" ? [] : devices;
}

/**
 * Whether a board is one of these chips. `same` takes that whatever the board may be is among them; a layout string
 * that several chips share proves nothing, yet one that no chip of the list can have tells them apart.
 */
export function sameChip(board: BoardInfo, devices: readonly Device[]): "same" | "different" | "unknown" {
  if (devices.length === 0) return "unknown";
  const fits = (device: Device) => devices.some((other) => samePart(device.part, other.part));
  const told = toldDevices(board);
  if (told.length > 0 && !told.some(fits)) return "different";
  const layout = flashLayout(board);
  if (layout !== null && devices.every((device) => contradicts(layout, device))) return "different";
  const own = boardDevices(board);
  return own.length > 0 && own.every(fits) ? "same" : "unknown";
}

/** Where an address really is, if all these chips agree on it; else the address as it is. */
export function physicalIn(devices: readonly Device[], address: number): number {
  return agreed(devices, (device) => physical(device, address)) ?? address;
}

/** Ranges where they really are: a project whose chip is not known states them as it was linked, perhaps to an alias. */
export function physicalRanges<Range extends AddressRange>(
  devices: readonly Device[],
  ranges: readonly Range[],
): readonly Range[] {
  return ranges.map((range) => ({ ...range, base: physicalIn(devices, range.base) }));
}

function findPart(board: BoardInfo): readonly Device[] {
  return board.part === null ? [] : findDevices(board.part).candidates;
}

function tableDevices(board: BoardInfo): readonly Device[] {
  const devices = knownBoards(board).flatMap((row) => devicesOfBoard(row));
  return [...new Map(devices.map((device) => [`${device.part} ${device.variant ?? ""}`, device])).values()];
}

/** What the board says beside its layout string. */
function toldDevices(board: BoardInfo): readonly Device[] {
  const byId = board.chipId === null ? [] : chipIdDevices(board.chipId);
  return [findPart(board), tableDevices(board), byId].reduce(narrowed, []);
}

/** Those of the first list that the second does not rule out; a list that says nothing, or contradicts, is left out. */
function narrowed(some: readonly Device[], others: readonly Device[]): readonly Device[] {
  if (some.length === 0) return others;
  const sameVariant = (a: Device, b: Device) => a.variant === b.variant || a.variant === null || b.variant === null;
  const both = some.filter((one) => others.some((other) => samePart(one.part, other.part) && sameVariant(one, other)));
  return both.length > 0 ? both : some;
}

function flashDevices(board: BoardInfo): readonly Device[] {
  for (const alternate of board.alternates.filter(isProgramMemory)) {
    const { candidates } = findDevices(alternate.name);
    if (candidates.length > 0) return candidates;
  }
  return [];
}

/** The layout of the internal flash: that of the lowest program memory that is some chip's. */
function flashLayout(board: BoardInfo): MemoryLayout | null {
  const memories = board.alternates.filter(isProgramMemory);
  const known = memories.find(({ name }) => findDevices(name).candidates.length > 0);
  return (known ?? memories[0])?.layout ?? null;
}

/** The string has erase units that this chip cannot have. Less or more flash is no contradiction (flash-geometry §6). */
function contradicts(layout: MemoryLayout, device: Device): boolean {
  const runs = device.memories.flatMap(({ kind, eraseRuns }) => (kind === "flash" ? eraseRuns : []));
  let shared = false;
  for (const segment of layout.segments) {
    for (const run of runs) {
      if (run.base >= endOfSegment(segment) || segment.base >= run.base + run.size * run.count) continue;
      shared = true;
      if (run.size !== segment.size || (run.base - segment.base) % run.size !== 0) return true;
    }
  }
  return !shared;
}
