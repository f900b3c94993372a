import { Argument, Option, type Command } from "commander";
import { BootsmithError } from "../core/errors";
import { closestParts, findDevices } from "../core/mcu/find-device";
import type { Device } from "../core/mcu/device";
import { mcuReport, mcuText, type McuReport } from "../core/mcu/mcu-report";
import type { SnippetEntry, SnippetFlavour } from "../core/snippets/request";
import { jumpToSystemBootloader } from "../core/snippets/jump-to-system-bootloader";
import { bootloaderHelp, wayIn } from "../core/report/bootloader-help";
import { english, text } from "../core/text";
import { note, print, printJson, run } from "./console";

interface SnippetOptions {
  readonly device: string;
  readonly for: SnippetFlavour;
  readonly kind: "system-bootloader";
  readonly entry: SnippetEntry;
}

/** Adds `mcu` and `snippet`. */
export function addChipCommands(program: Command): void {
  program
    .command("mcu")
    .description("what is known of a chip")
    .addArgument(new Argument("<part>", "part number, device define or board name"))
    .addOption(new Option("--format <format>").choices(["text", "json"]).default("json"))
    .action((part: string, options: { format: "text" | "json" }) => run(() => mcu(part, options.format)));
  program
    .command("snippet")
    .description("code that jumps into ST's system bootloader")
    .requiredOption("--device <part>", "the chip")
    .addOption(
      new Option("--for <flavour>", "library the code is written against")
        .choices(["hal", "cmsis"])
        .makeOptionMandatory(),
    )
    .addOption(
      new Option("--kind <kind>", "what to jump to").choices(["system-bootloader"]).default("system-bootloader"),
    )
    .addOption(
      new Option("--entry <entry>", "mark, reset and jump early; or jump at once")
        .choices(["reset", "direct"])
        .default("reset"),
    )
    .action((options: SnippetOptions) => run(() => snippet(options)));
}

function mcu(part: string, format: "text" | "json"): number {
  const reports = candidatesOf(part).map((device) => mcuReport(device));
  if (format === "json") printJson(asJson(reports));
  else print([...reports.map(mcuText), ...wayIn(bootloaderHelp(part), english), ""].join("\n"));
  return 0;
}

/** One part is one object, its factory layout first and the other layouts beside it; a name of several parts is a list. */
function asJson(reports: readonly McuReport[]): unknown {
  const [first, ...others] = reports;
  if (first === undefined || others.some((other) => other.part !== first.part)) return reports;
  return others.length === 0 ? first : { ...first, alternatives: others };
}

function candidatesOf(part: string): readonly Device[] {
  const { candidates } = findDevices(part);
  if (candidates.length > 0) return candidates;
  throw new BootsmithError(
    "unknown-device",
    text("{0} is no chip Bootsmith knows.", part),
    text("Closest: {0}.", closestParts(part, 3).join(", ")),
  );
}

function snippet(options: SnippetOptions): number {
  // The name itself, not one of the chips it may mean: lines without a geometry row count, and an open name is refused.
  const made = jumpToSystemBootloader({ device: options.device, flavour: options.for, entry: options.entry });
  if ("refused" in made) {
    note(`${english(made.refused)} ${english(made.instead)}`);
    return 1;
  }
  process.stdout.write(made.code);
  return 0;
}
