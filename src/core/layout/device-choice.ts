import { devicesOfBoard, findBoard } from "../mcu/boards";
import type { Device } from "../mcu/device";
import { findDevices } from "../mcu/find-device";
import { samePart, shareParts } from "../mcu/same-part";
import type { DeviceHint } from "../project/image-set";
import type { DeviceChoice } from "./boot-layout";

/** Hints somebody wrote down on purpose; the first of them that names a chip is taken as it stands. */
const explicit = /^(setting|bootsmith\.json)/;

/**
 * The chip the hints name. An explicit one wins; among the evident ones the board name first (it also knows the core and
 * the factory bootloader), else the one that leaves the fewest parts. What names another chip is kept beside it.
 */
export function chooseDevice(hints: readonly DeviceHint[]): DeviceChoice {
  const named = byPlace(hints).flatMap((group) => {
    const choice = resolveGroup(group);
    return choice.candidates.length === 0 ? [] : [choice];
  });
  const board = named.find((choice) => choice.board !== undefined)?.board;
  const first =
    named.find((choice) => choice.hint !== undefined && isExplicit(choice.hint)) ??
    named.find((choice) => choice.board !== undefined);
  const best =
    first ??
    named.reduce<DeviceChoice | undefined>(
      (least, choice) => (least === undefined || partsOf(choice).length < partsOf(least).length ? choice : least),
      undefined,
    );
  if (best === undefined) return { candidates: [] };
  const against = named.flatMap(({ hint, candidates }) =>
    hint === undefined || shareParts(partsOf({ candidates }), partsOf(best)) ? [] : [hint],
  );
  const sameChip = board !== undefined && best.candidates.some((device) => fits(device, board.part));
  return { ...best, ...(sameChip && { board }), ...(against.length > 0 && { against }) };
}

/** Whether a person said it, in a setting or in `bootsmith.json`. */
export function isExplicit({ from }: DeviceHint): boolean {
  return explicit.test(from);
}

/** The parts of a choice, each once. */
export function partsOf({ candidates }: Pick<DeviceChoice, "candidates">): readonly string[] {
  return [...new Set(candidates.map((device) => device.part))];
}

/** Hints of one file belong together: a Makefile with three boards names three chips, and none of them alone. */
function byPlace(hints: readonly DeviceHint[]): readonly (readonly DeviceHint[])[] {
  const groups = new Map<string, DeviceHint[]>();
  hints.forEach((hint, index) => {
    const uri = hint.range?.uri;
    // A configuration's target and a set's device both stand in bootsmith.json, and rank by their order.
    const key = uri === undefined || isExplicit(hint) ? String(index) : `${placeOf(hint)} ${uri}`;
    groups.set(key, [...(groups.get(key) ?? []), hint]);
  });
  return [...groups.values()];
}

/** The name of a file and what stands in it are two places. */
function placeOf({ from }: DeviceHint): string {
  return /^the (name|comment)/.test(from) ? from : "";
}

/** What a place says: its narrowest name where they can be one chip, else all that they name. */
function resolveGroup(group: readonly DeviceHint[]): DeviceChoice {
  const choices = group.map(resolve).filter(({ candidates }) => candidates.length > 0);
  const [first, ...rest] = choices;
  if (first === undefined) return { candidates: [] };
  const narrowest = choices.reduce((a, b) => (partsOf(b).length < partsOf(a).length ? b : a));
  const agree = choices.every((choice) => shareParts(partsOf(choice), partsOf(narrowest)));
  if (rest.length === 0 || agree) return narrowest;
  return {
    candidates: [...new Set(choices.flatMap(({ candidates }) => candidates))],
    ...(first.hint !== undefined && { hint: first.hint }),
  };
}

function resolve(hint: DeviceHint): DeviceChoice {
  const board = findBoard(hint.name);
  if (board !== undefined) return { candidates: devicesOfBoard(board), board, hint };
  return { candidates: findDevices(hint.name).candidates, hint };
}

function fits(device: Device, part: string): boolean {
  return samePart(device.part, part.slice(0, device.part.length));
}
