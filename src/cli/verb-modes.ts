import { isProgramMemory } from "../core/dfu/layout-units";
import type { BoardInfo } from "../core/dfu/board-service";
import { BootsmithError } from "../core/errors";
import { hex } from "../core/notation";
import { text } from "../core/text";
import type { ChoiceOptions, LeaveOptions, UnprotectOptions, VerbContext } from "./board-options";
import { devicesNamed, withService } from "./board-session";
import { awaitBoards, takeBoard } from "./board-wait";
import { chooseBoard, fittingBoards } from "./board-choice";
import { print, printJson } from "./console";
import { boardLines } from "./flash-report";
import { refuseOtherChip } from "./other-chip";

/** Leaves DFU mode. That what it starts runs is not known, and not said. */
export async function leave(options: LeaveOptions, context: VerbContext): Promise<number> {
  const devices = devicesNamed(options.device);
  return withService(options, context, async (service) => {
    const wanted = { mode: "dfu", detach: false, chip: options.device } as const;
    const board = await takeBoard(service, options, context.signal, wanted);
    refuseOtherChip(board, devices);
    const { alternate, address } = placeToStart(board, options);
    await service.leave(board.id, alternate, address);
    // Plain DFU has no addresses: the board starts what it likes (DFU 1.1 §7).
    const told = board.protocol === "dfu" ? "" : `; told to start what is at ${hex(address)}`;
    if (options.format === "json") {
      printJson({ board: board.id, address: board.protocol === "dfu" ? null : address, left: true });
    } else print(`${board.name}: left DFU mode${told}.`);
    return 0;
  });
}

/** The alternate setting to leave through, and the vector table: what was named, else the start of the first flash. */
function placeToStart(board: BoardInfo, { alt, address }: LeaveOptions): { alternate: number; address: number } {
  const memory = board.alternates.find((one) => (alt === undefined ? isProgramMemory(one) : one.number === alt));
  const start = address ?? memory?.layout?.segments[0]?.base ?? (board.protocol === "dfu" ? 0 : undefined);
  if (start === undefined || (alt !== undefined && memory === undefined)) {
    throw new BootsmithError(
      "bad-usage",
      text("{0} does not say where its flash starts.", board.name),
      text("Give the address of the vector table with --address."),
    );
  }
  return { alternate: memory?.number ?? board.alternates[0]?.number ?? 0, address: start };
}

/** Brings a running board into DFU mode and prints it as it came back; one that is there already is printed as it is. */
export async function detach(options: ChoiceOptions, context: VerbContext): Promise<number> {
  const devices = devicesNamed(options.device);
  return withService(options, context, async (service) => {
    const wanted = { mode: "runtime", detach: true, chip: undefined } as const;
    const boards = await awaitBoards(service, options, context.signal, wanted);
    const fitting = fittingBoards(boards, options.board);
    const [only, ...others] = fitting;
    const ready = only?.mode === "dfu" && others.length === 0;
    const board = ready ? only : chooseBoard(boards, options.board, service.usbState(), "runtime");
    refuseOtherChip(board, devices);
    const now = ready ? board : await service.detach(board.id, context.signal);
    if (options.format === "json") printJson({ board: board.id, now });
    else boardLines(now).forEach(print);
    return 0;
  });
}

/** Removes read protection. @throws BootsmithError `bad-usage` where nobody said that all flash may be lost */
export async function unprotect(options: UnprotectOptions, context: VerbContext): Promise<number> {
  const devices = devicesNamed(options.device);
  if (options.yes !== true) {
    throw new BootsmithError(
      "bad-usage",
      text("Removing read protection erases all flash of the board; nothing that is on it can be read first."),
      text("Add --yes to confirm that it may be lost."),
    );
  }
  return withService(options, context, async (service) => {
    const wanted = { mode: "dfu", detach: false, chip: options.device } as const;
    const board = await takeBoard(service, options, context.signal, wanted);
    refuseOtherChip(board, devices);
    await service.unprotect(board.id);
    if (options.format === "json") printJson({ board: board.id, unprotected: true });
    else print(`${board.name}: read protection is removed and all flash is erased; the chip has reset.`);
    return 0;
  });
}
