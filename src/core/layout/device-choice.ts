import { devicesOfBoard, findBoard } from "../mcu/boards";
import type { Device } from "../mcu/device";
import { findDevices } from "../mcu/find-device";
import type { DeviceHint } from "../project/image-set";
import type { DeviceChoice } from "./boot-layout";

/** Hints somebody wrote down on purpose; the first of them that names a chip is taken as it stands. */
const explicit = /^(setting|bootsmith\.json)/;

/**
 * The chip the hints name. An explicit one wins; among the evident ones the board name first (it also knows the core and
 * the factory bootloader), else the one that leaves the fewest parts.
 */
export function chooseDevice(hints: readonly DeviceHint[]): DeviceChoice {
  const named = hints.flatMap((hint) => {
    const choice = resolve(hint);
    return choice.candidates.length === 0 ? [] : [choice];
  });
  const board = named.find((choice) => choice.board !== undefined)?.board;
  const first =
    named.find((choice) => choice.hint !== undefined && explicit.test(choice.hint.from)) ??
    named.find((choice) => choice.board !== undefined);
  const best =
    first ??
    named.reduce<DeviceChoice | undefined>(
      (least, choice) => (least === undefined || parts(choice) < parts(least) ? choice : least),
      undefined,
    );
  if (best === undefined) return { candidates: [] };
  const sameChip = board !== undefined && best.candidates.some((device) => fits(device, board.part));
  return { ...best, ...(sameChip && { board }) };
}

function resolve(hint: DeviceHint): DeviceChoice {
  const board = findBoard(hint.name);
  if (board !== undefined) return { candidates: devicesOfBoard(board), board, hint };
  return { candidates: findDevices(hint.name).candidates, hint };
}

function parts({ candidates }: DeviceChoice): number {
  return new Set(candidates.map((device) => device.part)).size;
}

function fits(device: Device, part: string): boolean {
  return (
    part.toUpperCase().startsWith(device.part.toUpperCase()) ||
    device.part.toUpperCase().startsWith(part.toUpperCase().slice(0, 11))
  );
}
