import { Option, type Command } from "commander";
import type { AddressRange } from "../core/mcu/device";
import type { Parallelism } from "../core/mcu/flash-timing";
import type { BoardServiceOptions, LocalBoardService } from "../transport/create-board-service";
import { collect, parseNumber, parseRange, parseVoltage, parseWait } from "./numbers";

/** What a verb gets besides its options. */
export interface VerbContext {
  readonly signal: AbortSignal;
  /** Where boards come from; left out: USB and the simulator of this process. */
  readonly createService?: CreateService;
}

export type CreateService = (options: BoardServiceOptions) => LocalBoardService;

export interface BoardOptions {
  readonly simulate: readonly string[];
  readonly simulatorState?: string;
  readonly format: "text" | "json";
}

export interface ChoiceOptions extends BoardOptions {
  readonly board?: string;
  readonly alt?: number;
  readonly device?: string;
  /** Milliseconds. */
  readonly wait?: number;
}

export interface ImageOptions extends ChoiceOptions {
  readonly address?: number;
}

interface ConfirmedOptions {
  readonly plan?: true;
  readonly as?: "bootloader" | "application";
  readonly yes?: true;
}

export interface FlashOptions extends ImageOptions, ConfirmedOptions {
  readonly strategy: "changed" | "full";
  readonly verify: boolean;
  /** Left out: where it is known to work. */
  readonly leave?: boolean;
  readonly preserve?: true;
  readonly preserveTo?: string;
  readonly voltage?: Parallelism;
  readonly eraseRange: readonly AddressRange[];
  readonly massErase?: true;
  readonly all?: true;
}

export interface ReadOptions extends ImageOptions {
  readonly output: string;
  readonly length?: number;
  readonly force?: true;
}

export interface EraseOptions extends ChoiceOptions, ConfirmedOptions {
  readonly eraseRange: readonly AddressRange[];
  readonly allUnits?: true;
  readonly massErase?: true;
  readonly verify: boolean;
}

export interface LeaveOptions extends ChoiceOptions {
  readonly address?: number;
}

export interface UnprotectOptions extends ChoiceOptions {
  readonly yes?: true;
}

export function withBoardOptions(command: Command, parts = "<part>"): Command {
  return command
    .addOption(
      new Option(`--simulate ${parts}`, "simulate a board with this chip; may be given again")
        .argParser(collect)
        .default([], "none"),
    )
    .option("--simulator-state <file>", "keep what the simulated boards hold in this file")
    .addOption(new Option("--format <format>", "form of the result").choices(["text", "json"]).default("text"));
}

/** Which board, and how long to wait for it. */
export function withChoiceOptions(command: Command): Command {
  return withBoardOptions(command)
    .option("--board <selector>", "board by id, serial number, bus path, part or name; * is a wildcard")
    .option("--device <part>", "the chip it should carry; a board that says otherwise is refused")
    .addOption(new Option("--wait [seconds]", "wait for the board; without a number, for ever").argParser(parseWait));
}

export function withAlternate(command: Command): Command {
  return command.option("--alt <number>", "alternate setting, as the command boards lists them", parseNumber);
}

/** Choice of parts of the flash, and what confirms that it is meant. */
export function withEraseOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--erase-range <range>",
        "whole erase units, as first..last byte (0x08004000..0x08007FFF) or start+size (0x08004000+16K); may be given again",
      )
        .argParser((value: string, before: readonly AddressRange[]) => [...before, parseRange(value)])
        .default([], "none"),
    )
    .option("--mass-erase", "erase all of the flash at once (needs --yes)")
    .option("--plan", "print what would be done, and do nothing")
    .addOption(new Option("--as <role>", "what is written or erased").choices(["bootloader", "application"]))
    .option("--yes", "do not ask: confirms a bootloader, or that all of the flash is erased");
}

export function withFlashOptions(command: Command): Command {
  return withEraseOptions(command)
    .addOption(
      new Option("--strategy <which>", "write what changed, or all of the image")
        .choices(["changed", "full"])
        .default("changed"),
    )
    .option("--preserve", "keep bytes of others in a shared erase unit; they are saved to a file first")
    .option("--preserve-to <file>", "the file for them (.hex); without it <image>.preserved-<address>.hex")
    .option(
      "--voltage <volts>",
      "supply of an F2, F4 or F7: 2.7 to 3.6 writes 32 bits at once, 2.1 to 2.7 16, 1.8 to 2.1 8; a wrong one writes unreliably",
      parseVoltage,
    )
    .option("--no-verify", "do not read the image back")
    .option("--leave", "leave DFU mode afterwards, also where that is not known to work")
    .option("--no-leave", "stay in DFU mode")
    .option("--all", "flash every board of one layout at once; boards that answer with another chip are left out");
}
