import type { BoardInfo } from "../core/dfu/board-service";
import { refuseClosed } from "../core/dfu/closed-board";
import { BootsmithError } from "../core/errors";
import { english, text } from "../core/text";
import type { UsbState } from "../transport/usb-backend";

/** Boards a selector means: by id, serial number, bus path, part or name, with `*` as wildcard; without one, all. */
export function fittingBoards(boards: readonly BoardInfo[], selector: string | undefined): readonly BoardInfo[] {
  if (selector === undefined) return boards;
  const escaped = selector.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replace(/\*/g, ".*");
  const pattern = new RegExp(`^${escaped}$`, "i");
  return boards.filter(({ id, serial, path, part, name }) =>
    [id, serial, path, part, name].some((word) => word !== null && pattern.test(word)),
  );
}

/**
 * The one board a command is for; without a selector the only board there is in that mode.
 * @throws BootsmithError `no-board`; `bad-usage` where several fit; why it could not be opened (`permission`, …)
 */
export function chooseBoard(
  boards: readonly BoardInfo[],
  selector: string | undefined,
  usb: UsbState,
  mode: BoardInfo["mode"] = "dfu",
): BoardInfo {
  const matching = fittingBoards(boards, selector).filter((board) => board.mode === mode);
  const [only, ...others] = matching;
  if (only === undefined) {
    throw nothingFits(boards, selector, usb, mode);
  }
  if (others.length > 0) {
    const names = matching.map((board) => `${board.id} (${board.name})`).join(", ");
    throw new BootsmithError(
      "bad-usage",
      text("Several boards are meant: {0}.", names),
      text("Choose one with --board, by its id, serial number or bus path."),
    );
  }
  refuseClosed(only);
  return only;
}

function nothingFits(
  boards: readonly BoardInfo[],
  selector: string | undefined,
  usb: UsbState,
  mode: BoardInfo["mode"],
): BootsmithError {
  if (boards.length === 0) {
    const reason = usb.reason === undefined ? "" : ` ${english(usb.reason)}`;
    return new BootsmithError(
      "no-board",
      text("No board was found.{0}", reason),
      text("Connect a board in DFU mode, or simulate one with --simulate STM32F407VG."),
    );
  }
  const names = boards.map((board) => `${board.id} (${board.name}, ${board.mode})`).join(", ");
  if (mode === "runtime") {
    return new BootsmithError(
      "no-board",
      text("No board that runs its application is meant; there are {0}.", names),
      text("Choose another board, or let it run its application first."),
    );
  }
  const running = fittingBoards(boards, selector).some((board) => board.mode === "runtime");
  return new BootsmithError(
    "no-board",
    selector === undefined
      ? text("No board is in DFU mode; there are {0}.", names)
      : text("No board in DFU mode fits “{0}”; there are {1}.", selector, names),
    running
      ? text("A board that runs its application gets there with the command detach.")
      : text("Start its bootloader, or choose another board."),
  );
}
