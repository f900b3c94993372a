import { readFile, writeFile } from "node:fs/promises";
import { InvalidArgumentError, Option, type Command } from "commander";
import type { BoardInfo } from "../core/dfu/board-service";
import { endOfSegment } from "../core/dfu/layout-units";
import { planFlash } from "../core/dfu/plan-flash";
import { deviceOf, prepareFlash } from "../core/dfu/prepare-flash";
import { BootsmithError, explain } from "../core/errors";
import type { FirmwareImage, ImageSegment } from "../core/image/firmware-image";
import { writeIntelHex } from "../core/image/intel-hex";
import { readImage } from "../core/image/read-image";
import type { AddressRange } from "../core/mcu/device";
import { english, text } from "../core/text";
import { createBoardService, type LocalBoardService } from "../transport/create-board-service";
import { chooseBoard } from "./board-choice";
import { note, print, printJson, run } from "./console";
import { boardLines, mismatchLine, outcomeLine, planJson, planLines, planWarnings, progressTo } from "./flash-report";
import { protectionFor } from "./flash-protection";
import { parseNumber } from "./numbers";
import { loadSimulatorState, sameContents, saveSimulatorState } from "./simulator-state";

interface BoardOptions {
  readonly simulate: readonly string[];
  readonly simulatorState?: string;
  readonly format: "text" | "json";
}

interface TargetOptions extends BoardOptions {
  readonly board?: string;
  readonly alt?: number;
  readonly address?: number;
}

interface FlashOptions extends TargetOptions {
  readonly strategy: "changed" | "full";
  readonly plan?: true;
  readonly as?: "bootloader" | "application";
  readonly yes?: true;
  readonly verify: boolean;
  readonly leave: boolean;
}

interface ReadOptions extends TargetOptions {
  readonly output: string;
  readonly length?: number;
}

/** Adds `boards`, `flash`, `verify` and `read`. Results go to stdout, progress and errors to stderr. */
export function addFlashCommands(program: Command): void {
  withBoardOptions(
    program.command("boards").description("list boards in DFU mode, with their memories"),
    "<part...>",
  ).action((options: BoardOptions) => run(() => listBoards(options)));
  withTargetOptions(
    program.command("flash").description("write an image to a board").argument("<file>", "firmware image (.hex, .bin)"),
  )
    .addOption(
      new Option("--strategy <which>", "write what changed, or all of the image")
        .choices(["changed", "full"])
        .default("changed"),
    )
    .option("--plan", "print what would be done, and do nothing")
    .addOption(new Option("--as <role>", "what the image is").choices(["bootloader", "application"]))
    .option("--yes", "do not ask: confirms that a bootloader is written")
    .option("--no-verify", "do not read the image back")
    .option("--no-leave", "stay in DFU mode")
    .action((file: string, options: FlashOptions) => run((signal) => flash(file, options, signal)));
  withTargetOptions(
    program
      .command("verify")
      .description("compare an image with a board")
      .argument("<file>", "firmware image (.hex, .bin)"),
  ).action((file: string, options: TargetOptions) => run((signal) => verify(file, options, signal)));
  withTargetOptions(program.command("read").description("read a board's memory to a file"))
    .requiredOption("-o, --output <file>", "file to write (.hex, .bin)")
    .option("--length <bytes>", "how many bytes; without it, to the end of the memory", parseLength)
    .action((options: ReadOptions) => run((signal) => read(options, signal)));
}

function withBoardOptions(command: Command, parts = "<part>"): Command {
  return command
    .option(`--simulate ${parts}`, "simulate a board with this chip; may be given again", collect, [])
    .option("--simulator-state <file>", "keep what the simulated boards hold in this file")
    .addOption(new Option("--format <format>", "form of the result").choices(["text", "json"]).default("text"));
}

function withTargetOptions(command: Command): Command {
  return withBoardOptions(command)
    .option("--address <address>", "where a raw binary starts, or where to read", parseNumber)
    .option("--board <selector>", "board by id, serial number, bus path or part; * is a wildcard")
    .option("--alt <number>", "alternate setting", parseNumber);
}

async function listBoards(options: BoardOptions): Promise<number> {
  return withService(options, true, async (service) => {
    const boards = await service.list();
    const usb = service.usbState();
    if (options.format === "json") {
      const reason = usb.reason === undefined ? {} : { reason: english(usb.reason) };
      printJson({ boards, usb: { available: usb.available, ...reason } });
    } else {
      boards.flatMap(boardLines).forEach(print);
      if (usb.reason !== undefined) note(english(usb.reason));
      if (boards.length === 0) note("No board was found.");
    }
    return 0;
  });
}

async function flash(file: string, options: FlashOptions, signal: AbortSignal): Promise<number> {
  if (options.as === "bootloader" && options.yes !== true && options.plan !== true) {
    throw new BootsmithError(
      "bad-usage",
      text("{0} would be written as a bootloader; a faulty one can make the board hard to reach.", file),
      text("Look at --plan, then add --yes to confirm."),
    );
  }
  const image = await loadImage(file, options);
  const { ranges: protect, warnings } = await protectionFor(file, options.as, signal);
  return withService(options, options.simulate.length === 0, async (service) => {
    const board = chooseBoard(await service.list(), options.board, service.usbState());
    const { strategy, verify, leave } = options;
    const plan = await prepareFlash(
      service,
      board,
      image,
      {
        ...alternateOf(options),
        ...(options.as === undefined ? {} : { as: options.as }),
        protect,
        strategy,
        verify,
        leave,
      },
      progressTo(note),
      signal,
    );
    [...warnings, ...planWarnings(board, plan, options)].forEach((warning) => note(english(warning)));
    const json = options.format === "json";
    if (options.plan === true) {
      if (json) printJson({ board: board.id, plan: planJson(plan), outcome: null });
      else planLines(plan).forEach(print);
      return 0;
    }
    note(planLines(plan)[0] ?? "");
    const outcome = await service.flash(board.id, plan, progressTo(note), signal);
    if (json) printJson({ board: board.id, plan: planJson(plan), outcome });
    else print(outcomeLine(board, plan, outcome));
    return 0;
  });
}

async function verify(file: string, options: TargetOptions, signal: AbortSignal): Promise<number> {
  const image = await loadImage(file, options);
  return withService(options, options.simulate.length === 0, async (service) => {
    const board = chooseBoard(await service.list(), options.board, service.usbState());
    const device = deviceOf(board);
    const plan = planFlash(image, board, {
      ...alternateOf(options),
      ...(device === undefined ? {} : { device }),
      strategy: "full",
      verify: true,
      leave: false,
    });
    const mismatches = await service.verify(board.id, plan, progressTo(note), signal);
    if (options.format === "json") {
      printJson({ board: board.id, mismatches });
    } else if (mismatches.length === 0) {
      print(`${board.name} holds the image.`);
    } else {
      print(`${board.name} does not hold the image: ${mismatches.length} erase units differ.`);
      mismatches.map(mismatchLine).forEach(print);
    }
    return mismatches.length === 0 ? 0 : 1;
  });
}

async function read(options: ReadOptions, signal: AbortSignal): Promise<number> {
  const raw = /\.bin$/i.test(options.output);
  if (!raw && !/\.i?hex$/i.test(options.output)) {
    throw new BootsmithError(
      "bad-usage",
      text("{0} is neither .hex nor .bin.", options.output),
      text("Name the file so that its format is clear."),
    );
  }
  return withService(options, options.simulate.length === 0, async (service) => {
    const board = chooseBoard(await service.list(), options.board, service.usbState());
    const alternate = options.alt ?? board.alternates[0]?.number ?? 0;
    const ranges = rangesToRead(board, alternate, options);
    if (raw && ranges.length > 1) {
      throw new BootsmithError(
        "bad-usage",
        text("The memory has gaps; a raw binary cannot state addresses."),
        text("Write a .hex file, or give --address and --length."),
      );
    }
    const segments: ImageSegment[] = [];
    for (const range of ranges) {
      const data = await service.read(board.id, alternate, range, progressTo(note), signal);
      segments.push({ address: range.base, data });
    }
    await save(options.output, raw ? (segments[0]?.data ?? new Uint8Array()) : writeIntelHex(segments));
    const size = segments.reduce((sum, { data }) => sum + data.length, 0);
    if (options.format === "json") printJson({ board: board.id, alternate, ranges, file: options.output });
    else print(`${board.name}: ${size} bytes read to ${options.output}.`);
    return 0;
  });
}

/** The range that was asked for, else all readable memory of the alternate setting in unbroken stretches. */
function rangesToRead(board: BoardInfo, alternate: number, options: ReadOptions): AddressRange[] {
  const layout = board.alternates.find(({ number }) => number === alternate)?.layout;
  const stretches: { base: number; size: number }[] = [];
  for (const segment of (layout?.segments ?? []).filter(({ readable }) => readable)) {
    const last = stretches.at(-1);
    if (last !== undefined && last.base + last.size === segment.base) last.size = endOfSegment(segment) - last.base;
    else stretches.push({ base: segment.base, size: segment.size * segment.count });
  }
  const { address, length } = options;
  if (stretches.length === 0) {
    throw new BootsmithError(
      "bad-usage",
      text("{0} has no memory to read in alternate setting {1}.", board.name, alternate),
      text("See with the command boards what it has, and choose with --alt."),
    );
  }
  if (address === undefined) {
    return length === undefined ? stretches : stretches.slice(0, 1).map(({ base }) => ({ base, size: length }));
  }
  const around = stretches.find(({ base, size }) => address >= base && address < base + size);
  return [{ base: address, size: length ?? (around === undefined ? 1 : around.base + around.size - address) }];
}

function alternateOf(options: TargetOptions): { readonly alternate?: number } {
  return options.alt === undefined ? {} : { alternate: options.alt };
}

async function loadImage(file: string, options: TargetOptions): Promise<FirmwareImage> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new BootsmithError(
      "unreadable-file",
      text("{0} cannot be read: {1}.", file, reason),
      text("Check its name."),
      {
        cause: error,
      },
    );
  }
  return readImage(file, bytes, options.address === undefined ? {} : { address: options.address });
}

async function save(file: string, content: string | Uint8Array): Promise<void> {
  try {
    await writeFile(file, content);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const what = text("{0} cannot be written: {1}.", file, reason);
    throw new BootsmithError("unreadable-file", what, text("Choose a file you may write."), { cause: error });
  }
}

async function withService(
  options: BoardOptions,
  usb: boolean,
  action: (service: LocalBoardService) => Promise<number>,
): Promise<number> {
  const { simulate, simulatorState } = options;
  const contents = simulatorState === undefined ? new Map() : await loadSimulatorState(simulatorState);
  const service = createBoardService({ usb, simulate, log: () => undefined, contents });
  const before = service.simulatedContents();
  let code: number;
  try {
    code = await action(service);
  } catch (error) {
    // A flash that failed has changed the board all the same; if that cannot be kept, the failure is still the news.
    await keep().catch((unsaved: unknown) => note(explain(unsaved)));
    throw error;
  } finally {
    service.dispose();
  }
  await keep();
  return code;

  /** A command that changed nothing writes no file. */
  async function keep(): Promise<void> {
    const after = service.simulatedContents();
    if (simulatorState !== undefined && !sameContents(before, after)) {
      await saveSimulatorState(simulatorState, new Map([...contents, ...after]));
    }
  }
}

/** Bytes or an address: `0x08000000`, `134217728`, `64K`. */
function parseLength(value: string): number {
  const length = parseNumber(value);
  if (length === 0) {
    throw new InvalidArgumentError("It should be at least 1.");
  }
  return length;
}

function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}
