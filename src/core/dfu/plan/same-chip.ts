import type { Device } from "../../mcu/device";
import { findDevices } from "../../mcu/find-device";
import { layoutDevices } from "../../mcu/layout-devices";
import { samePart } from "../../mcu/same-part";
import type { BoardInfo } from "../board-service";

/** The chips a board may carry, from its part or its memory map; narrowed by what the project or a person says. */
export function boardDevices(board: BoardInfo, devices: readonly Device[] = []): readonly Device[] {
  const own = ownDevices(board);
  if (own.length === 0 || devices.length === 0) return own.length === 0 ? devices : own;
  const shared = own.filter((one) => devices.some(({ part }) => samePart(one.part, part)));
  return shared.length === 0 ? own : shared;
}

/** Whether a board carries one of these chips, as far as it tells. */
export function sameChip(board: BoardInfo, devices: readonly Device[]): "same" | "different" | "unknown" {
  const own = ownDevices(board);
  if (own.length === 0 || devices.length === 0) return "unknown";
  const shared = own.filter((one) => devices.some(({ part }) => samePart(one.part, part)));
  if (shared.length === 0) return "different";
  return new Set(own.map(({ part }) => part)).size === 1 ? "same" : "unknown";
}

function ownDevices(board: BoardInfo): readonly Device[] {
  if (board.part !== null) return findDevices(board.part).candidates;
  return board.alternates.flatMap(({ layout, name }) => (layout === null ? [] : layoutDevices(name)));
}
