import type { BoardInfo } from "../core/dfu/board-service";
import { planErase } from "../core/dfu/plan/plan-erase";
import { BootsmithError } from "../core/errors";
import type { AddressRange } from "../core/mcu/device";
import { text } from "../core/text";
import type { LocalBoardService } from "../transport/create-board-service";
import { fittingBoards } from "./board-choice";
import type { EraseOptions, VerbContext } from "./board-options";
import { alternateOf, devicesNamed, withService } from "./board-session";
import { takeBoard } from "./board-wait";
import { note, print, printJson } from "./console";
import { protectionHere } from "./flash-protection";
import { boardLines, eraseLine, planJson, planLines, progressTo, unitWord } from "./flash-report";
import { refuseOtherChip } from "./other-chip";

/** Erases what was named, and nothing where nothing was. */
export async function erase(options: EraseOptions, context: VerbContext): Promise<number> {
  const { signal } = context;
  const devices = devicesNamed(options.device);
  const ranges = rangesOf(options);
  return withService(options, context, async (service) => {
    if (ranges === null) return nothingNamed(service, options);
    const { ranges: protect } = await protectionHere(signal);
    const board = await takeBoard(service, options, signal, { mode: "dfu", detach: false, chip: options.device });
    refuseOtherChip(board, devices);
    const { as, verify } = options;
    const role = as === undefined ? {} : { as };
    const plan = planErase(board, { ...alternateOf(options), ...role, devices, ranges, protect, verify });
    const word = unitWord(board, devices);
    const json = options.format === "json";
    if (options.plan === true) {
      if (json) printJson({ board: board.id, plan: planJson(plan, word), outcome: null });
      else planLines(plan, word).forEach(print);
      return 0;
    }
    planLines(plan, word).forEach(note);
    const outcome = await service.flash(board.id, plan, progressTo(note), signal);
    if (json) printJson({ board: board.id, plan: planJson(plan, word), outcome });
    else print(eraseLine(board, plan, outcome));
    return 0;
  });
}

/** What is to be erased; null where nothing was named. @throws BootsmithError `bad-usage` */
function rangesOf(options: EraseOptions): readonly AddressRange[] | "all" | "mass" | null {
  const { eraseRange, allUnits, massErase } = options;
  const named = [eraseRange.length > 0, allUnits === true, massErase === true].filter(Boolean).length;
  if (named === 0) return null;
  if (named > 1) {
    throw new BootsmithError(
      "bad-usage",
      text("Ranges, all units and a mass erase are three different things."),
      text("Give one of --erase-range, --all-units and --mass-erase."),
    );
  }
  const whole = eraseRange.length === 0;
  if ((whole || options.as === "bootloader") && options.yes !== true && options.plan !== true) {
    throw new BootsmithError(
      "bad-usage",
      whole
        ? text("All of the flash would be erased, bootloaders in it too.")
        : text("A bootloader would be erased; without one the board can be hard to reach."),
      text("Look at --plan, then add --yes to confirm."),
    );
  }
  return whole ? (massErase === true ? "mass" : "all") : eraseRange;
}

async function nothingNamed(service: LocalBoardService, { board }: EraseOptions): Promise<number> {
  const boards: readonly BoardInfo[] = fittingBoards(await service.list(), board);
  boards.flatMap(boardLines).forEach(note);
  throw new BootsmithError(
    "bad-usage",
    text("Nothing was named to be erased."),
    text("Name erase units with --erase-range, or all of them with --all-units or --mass-erase."),
  );
}
