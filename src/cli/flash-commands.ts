import type { Command } from "commander";
import {
  withAlternate,
  withBoardOptions,
  withChoiceOptions,
  withEraseOptions,
  withFlashOptions,
  type BoardOptions,
  type ChoiceOptions,
  type CreateService,
  type EraseOptions,
  type FlashOptions,
  type ImageOptions,
  type LeaveOptions,
  type ReadOptions,
  type UnprotectOptions,
  type VerbContext,
} from "./board-options";
import { run } from "./console";
import { parseLength, parseNumber } from "./numbers";

/** The verbs themselves are read when one is wanted: `--help` and the other commands do without. */
type Verbs = typeof import("./board-verbs");
type Start = (verb: (verbs: Verbs, context: VerbContext) => Promise<number>) => Promise<void>;

/**
 * Adds the commands for boards. Results go to stdout, progress and errors to stderr.
 * @param createService where boards come from; left out: USB and the simulator of this process
 */
export function addFlashCommands(program: Command, createService?: CreateService): void {
  const start: Start = (verb) =>
    run(async (signal) =>
      verb(await import("./board-verbs"), { signal, ...(createService === undefined ? {} : { createService }) }),
    );
  addImageCommands(program, start);
  addMemoryCommands(program, start);
  addModeCommands(program, start);
}

function addImageCommands(program: Command, start: Start): void {
  withFlashOptions(
    withAlternate(
      withChoiceOptions(
        program
          .command("flash")
          .description(
            "write an image to a board: only what changed, verified; a board that runs its application is brought into DFU mode first",
          )
          .argument("<file>", "firmware image")
          .option("--address <address>", "where a raw binary starts", parseNumber),
      ),
    ),
  )
    .addHelpText(
      "after",
      help("bootsmith flash --wait build/application.hex --device STM32F407VGT6", [
        "{ board, plan: { summary, protocol, alternate, units, massErase, parallelism, blocks, verify, preserved, leaveAt, estimate },",
        "  outcome, preservedIn }; outcome is null with --plan. With --all: { boards: [the same, with error], left: [{ board, reason }] }.",
      ]),
    )
    .action((file: string, options: FlashOptions) => start((verbs, context) => verbs.flash(file, options, context)));
  withAlternate(
    withChoiceOptions(
      program
        .command("verify")
        .description("compare an image with a board")
        .argument("<file>", "firmware image")
        .option("--address <address>", "where a raw binary starts", parseNumber),
    ),
  )
    .addHelpText("after", help("bootsmith verify application.hex --board 1-4.2", ["{ board, mismatches }"]))
    .action((file: string, options: ImageOptions) => start((verbs, context) => verbs.verify(file, options, context)));
}

function addMemoryCommands(program: Command, start: Start): void {
  withAlternate(
    withChoiceOptions(
      program
        .command("read")
        .description("read a board's memory to a file: flash, or with --alt also option bytes and OTP")
        .requiredOption("-o, --output <file>", "file to write (.hex, .bin)")
        .option("--address <address>", "where to read; without it, all of the memory", parseNumber)
        .option("--length <bytes>", "how many bytes; without it, to the end of the memory", parseLength)
        .option("--force", "replace the file if there is one"),
    ),
  )
    .addHelpText(
      "after",
      help("bootsmith read -o flash.bin --address 0x08000000 --length 64K", ["{ board, alternate, ranges, file }"]),
    )
    .action((options: ReadOptions) => start((verbs, context) => verbs.read(options, context)));
  withEraseOptions(
    withAlternate(
      withChoiceOptions(
        program
          .command("erase")
          .description("erase parts of a board's flash; what has to be said with one of the options")
          .option("--all-units", "erase every unit of the memory, one after the other (needs --yes)")
          .option("--no-verify", "do not read back that it is erased"),
      ),
    ),
  )
    .addHelpText(
      "after",
      help("bootsmith erase --erase-range 0x08040000..0x0807FFFF", [
        "{ board, plan, outcome }, as of the command flash",
      ]),
    )
    .action((options: EraseOptions) => start((verbs, context) => verbs.erase(options, context)));
}

function addModeCommands(program: Command, start: Start): void {
  withBoardOptions(
    program.command("boards").description("list boards with a DFU interface, with their memories"),
    "<part...>",
  )
    .addHelpText("after", help("bootsmith boards --format json", ["{ boards, usb: { available, reason } }"]))
    .action((options: BoardOptions) => start((verbs, context) => verbs.boards(options, context)));
  withAlternate(
    withChoiceOptions(
      program
        .command("leave")
        .description("leave DFU mode and start what is in the flash")
        .option("--address <address>", "the vector table to start; without it, the start of the memory", parseNumber),
    ),
  )
    .addHelpText("after", help("bootsmith leave --address 0x08000000", ["{ board, address, left }"]))
    .action((options: LeaveOptions) => start((verbs, context) => verbs.leave(options, context)));
  withChoiceOptions(program.command("detach").description("bring a board that runs its application into DFU mode"))
    .addHelpText(
      "after",
      help('bootsmith detach --board "Portenta*"', ["{ board, now }: its id before, and it as it is now"]),
    )
    .action((options: ChoiceOptions) => start((verbs, context) => verbs.detach(options, context)));
  withChoiceOptions(
    program
      .command("unprotect")
      .description("remove read protection; the chip then erases all of its flash")
      .option("--yes", "confirms that all of the flash is lost"),
  )
    .addHelpText("after", help("bootsmith unprotect --yes", ["{ board, unprotected }"]))
    .action((options: UnprotectOptions) => start((verbs, context) => verbs.unprotect(options, context)));
}

function help(example: string, json: readonly string[]): string {
  return ["", "Example:", `  ${example}`, "", "With --format json:", ...json.map((line) => `  ${line}`)].join("\n");
}
