import type { BoardInfo } from "../core/dfu/board-service";
import { BootsmithError } from "../core/errors";
import { english, text } from "../core/text";
import type { UsbState } from "../transport/usb-backend";

/**
 * The one board a command is for: by id, serial number, bus path or part, with `*` as wildcard; without a selector
 * the only board there is.
 * @throws BootsmithError `no-board`, or `bad-usage` where several fit
 */
export function chooseBoard(boards: readonly BoardInfo[], selector: string | undefined, usb: UsbState): BoardInfo {
  const ready = boards.filter((board) => board.mode === "dfu");
  const matching = selector === undefined ? ready : ready.filter((board) => fits(board, selector));
  const [only, ...others] = matching;
  if (only === undefined) {
    throw nothingFits(boards, selector, usb);
  }
  if (others.length > 0) {
    const names = matching.map((board) => `${board.id} (${board.name})`).join(", ");
    throw new BootsmithError(
      "bad-usage",
      text("Several boards are meant: {0}.", names),
      text("Choose one with --board, by its id, serial number or bus path."),
    );
  }
  return only;
}

function fits(board: BoardInfo, selector: string): boolean {
  const escaped = selector.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replace(/\*/g, ".*");
  const pattern = new RegExp(`^${escaped}$`, "i");
  return [board.id, board.serial, board.path, board.part].some((name) => name !== null && pattern.test(name));
}

function nothingFits(boards: readonly BoardInfo[], selector: string | undefined, usb: UsbState): BootsmithError {
  if (boards.length === 0) {
    const reason = usb.reason === undefined ? "" : ` ${english(usb.reason)}`;
    return new BootsmithError(
      "no-board",
      text("No board was found.{0}", reason),
      text("Connect a board in DFU mode, or simulate one with --simulate STM32F407VG."),
    );
  }
  const names = boards.map((board) => `${board.id} (${board.name}, ${board.mode})`).join(", ");
  return new BootsmithError(
    "no-board",
    selector === undefined
      ? text("No board is in DFU mode; there are {0}.", names)
      : text("No board in DFU mode fits “{0}”; there are {1}.", selector, names),
    text("Start its bootloader, or choose another board."),
  );
}
