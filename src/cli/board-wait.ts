import type { BoardInfo } from "../core/dfu/board-service";
import { throwIfCancelled } from "../core/cancellation";
import { bootloaderHelp, wayIn } from "../core/report/bootloader-help";
import { english } from "../core/text";
import type { LocalBoardService } from "../transport/create-board-service";
import { chooseBoard, fittingBoards } from "./board-choice";
import type { ChoiceOptions } from "./board-options";
import { note } from "./console";

/** Milliseconds between two looks at the bus, where nothing tells of a change before. */
const pollTime = 50;

/** Milliseconds a board that was just plugged in gets until udev has set who may open it. */
const timeForRules = 1_000;

interface Wanted {
  readonly mode: BoardInfo["mode"];
  /** Brings a board that runs its application into DFU mode, where it is the only one that is meant. */
  readonly detach: boolean;
  /** Part or board whose way into the bootloader a person may need; undefined: not known. */
  readonly chip: string | undefined;
}

/** The one board a command is for; waits for it where that was asked. @throws BootsmithError as {@link chooseBoard} */
export async function takeBoard(
  service: LocalBoardService,
  options: ChoiceOptions,
  signal: AbortSignal,
  wanted: Wanted,
): Promise<BoardInfo> {
  const boards = await awaitBoards(service, options, signal, wanted);
  const fitting = fittingBoards(boards, options.board);
  const [running, ...others] = fitting;
  if (wanted.detach && running?.mode === "runtime" && others.length === 0) {
    note(`${running.name} runs its application; it is brought into DFU mode.`);
    return service.detach(running.id, signal);
  }
  return chooseBoard(boards, options.board, service.usbState(), wanted.mode);
}

/** What is on the bus, once a board that fits is or the time to wait is over. */
export async function awaitBoards(
  service: LocalBoardService,
  options: ChoiceOptions,
  signal: AbortSignal,
  { mode, detach, chip }: Wanted,
): Promise<readonly BoardInfo[]> {
  const deadline = performance.now() + (options.wait ?? 0);
  let seen = Infinity;
  for (let told = false; ; told = true) {
    const boards = await service.list();
    const fitting = fittingBoards(boards, options.board).filter((board) => detach || board.mode === mode);
    if (fitting.length > 0) seen = Math.min(seen, performance.now());
    const early = performance.now() < Math.min(seen + timeForRules, deadline);
    const found = fitting.some(({ closed }) => !(early && closed?.kind === "permission"));
    // Where USB cannot be reached at all, no board will come.
    const blind = boards.length === 0 && options.simulate.length === 0 && !service.usbState().available;
    if (found || blind || performance.now() >= deadline) return boards;
    if (!told && fitting.length === 0) waitingLines(mode, options.board, chip).forEach(note);
    await changeOf(service, Math.min(pollTime, deadline - performance.now()), signal);
  }
}

function waitingLines(mode: BoardInfo["mode"], selector: string | undefined, chip: string | undefined): string[] {
  const which = selector === undefined ? "a board" : `a board “${selector}”`;
  const where = mode === "dfu" ? "in DFU mode" : "that runs its application";
  const help = chip === undefined || mode === "runtime" ? [] : wayIn(bootloaderHelp(chip), english);
  return [`Waiting for ${which} ${where}; Ctrl+C ends it.`, ...help];
}

/** Resolves when boards came or went, or after `ms`. @throws BootsmithError `cancelled` */
async function changeOf(
  service: Pick<LocalBoardService, "onDidChange">,
  ms: number,
  signal: AbortSignal,
): Promise<void> {
  throwIfCancelled(signal);
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      subscription.dispose();
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, Math.max(0, ms));
    const subscription = service.onDidChange(done);
    signal.addEventListener("abort", done);
  });
  throwIfCancelled(signal);
}
