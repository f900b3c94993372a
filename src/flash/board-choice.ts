import type { BoardInfo } from "../core/dfu/board-service";
import { BootsmithError } from "../core/errors";
import { english, text, type Text } from "../core/text";

/** Whether real boards can be reached, as of the last listing: this machine may have no USB. */
export interface UsbState {
  readonly available: boolean;
  /** Why not. */
  readonly reason?: Text;
}

/** Real boards first, each group by name and serial number: a simulated board never comes before a real one. */
export function inOrder(boards: readonly BoardInfo[]): readonly BoardInfo[] {
  return [...boards].sort(
    (a, b) =>
      Number(a.simulated) - Number(b.simulated) ||
      a.name.localeCompare(b.name) ||
      (a.serial ?? "").localeCompare(b.serial ?? ""),
  );
}

/**
 * Boards a selector names: serial number, bus path, name, part number or id, letter case ignored, `*` for any characters.
 */
export function matchBoards(boards: readonly BoardInfo[], selector: string): readonly BoardInfo[] {
  const pattern = new RegExp(
    `^${selector
      .trim()
      .split("*")
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
      .join(".*")}$`,
    "i",
  );
  return boards.filter(({ serial, path, name, part, id }) =>
    [serial, path, name, part, id].some((word) => word !== null && pattern.test(word)),
  );
}

/**
 * Boards that can be worked with: those in DFU mode; where there is none, those that can be brought into it.
 * @param detach a board that runs its application may be detached
 */
export function usableBoards(boards: readonly BoardInfo[], detach: boolean): readonly BoardInfo[] {
  const ready = boards.filter(({ mode }) => mode === "dfu");
  return ready.length > 0 || !detach ? ready : boards;
}

/** What later names this board and no other of these: its serial number, else its bus path, else its id. */
export function selectorOf(board: BoardInfo, boards: readonly BoardInfo[]): string {
  const words = [board.serial, board.path].filter((word) => word !== null && word.trim() !== "" && !word.includes("*"));
  const naming = words.find((word) => word !== null && matchBoards(boards, word).length === 1);
  return naming ?? board.id;
}

/**
 * The one board a task means, without asking.
 * @param detach as in {@link usableBoards}
 * @param usb decides what is said when there is no board at all
 * @throws BootsmithError `no-board`, `no-usb` or `bad-usage`, with a list of what there is
 */
export function theOneBoard(
  boards: readonly BoardInfo[],
  selector: string | null,
  usb: UsbState,
  detach = false,
): BoardInfo {
  const usable = usableBoards(boards, false);
  const matching = usableBoards(selector === null ? boards : matchBoards(boards, selector), detach);
  const [first, ...others] = matching;
  if (first !== undefined && others.length === 0) {
    return first;
  }
  if (first !== undefined) {
    throw new BootsmithError(
      "bad-usage",
      selector === null
        ? text("Several boards are connected: {0}.", listed(matching))
        : text("“{0}” fits several boards: {1}.", selector, listed(matching)),
      text("Name one of them in the task as “board”: its serial number, bus path or name."),
    );
  }
  if (selector !== null && usable.length > 0) {
    throw new BootsmithError(
      "no-board",
      text("No board in DFU mode fits “{0}”. Seen: {1}.", selector, listed(boards)),
      text("Correct “board” in the task, or connect that board in DFU mode."),
    );
  }
  throw noBoard(boards, usb);
}

/** Why no board can be used, and what to do about it. `boards`: those that were seen, none of them in DFU mode. */
export function noBoard(boards: readonly BoardInfo[], usb: UsbState): BootsmithError {
  if (boards.length > 0) {
    return new BootsmithError("no-board", text("No board is in DFU mode. Seen: {0}.", listed(boards)), howToEnterDfu);
  }
  return usb.available
    ? new BootsmithError("no-board", text("No board in DFU mode was found."), howToConnect)
    : new BootsmithError("no-usb", usb.reason ?? noUsb, simulateInstead);
}

/**
 * Why there is no board that an image could go to together with others.
 * @param seen all boards
 * @param left those of them that are left alone, and why
 */
export function noneForAll(
  seen: readonly BoardInfo[],
  left: readonly { readonly reason: Text }[],
  usb: UsbState,
): BootsmithError {
  if (seen.every(({ mode }) => mode !== "dfu")) return noBoard(seen, usb);
  return new BootsmithError(
    "no-board",
    text("No board takes this image. {0}", left.map(({ reason }) => english(reason)).join(" ")),
    text(
      "Connect boards of the right chip in DFU mode, or correct the chip (setting “bootsmith.device”, or “device” in bootsmith.json).",
    ),
  );
}

function listed(boards: readonly BoardInfo[]): string {
  return inOrder(boards)
    .map((board) => {
      const where = [board.serial, board.path].filter((word) => word !== null);
      return where.length === 0 ? boardTitle(board) : `${boardTitle(board)} [${where.join(", ")}]`;
    })
    .join("; ");
}

const howToEnterDfu = text("Hold BOOT0 high and press reset, or let the firmware jump to the system bootloader.");

/** What to do so that a board is seen. */
export const howToConnect = text(
  "Connect the board’s USB port with a data cable, hold BOOT0 high and press reset. On Windows it needs the WinUSB driver, on Linux a udev rule.",
);

const noUsb = text("There is no USB on this machine.");

const simulateInstead = text("A simulated board can be set up in the setting “bootsmith.simulatedBoards”.");

/** Name of a board for a person; a simulated board is always called so. */
export function boardTitle(board: BoardInfo): string {
  return board.simulated && !/simulated/i.test(board.name) ? `${board.name} (simulated)` : board.name;
}
