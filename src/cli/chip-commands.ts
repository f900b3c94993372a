import { Argument, Option, type Command } from "commander";
import { findDevices } from "../core/mcu/find-device";
import { mcuReport, type McuReport } from "../core/mcu/mcu-report";
import { mcuList, mcuText } from "../core/mcu/mcu-text";
import { unknownDevice } from "../core/mcu/unknown-device";
import { bootloaderHelp, wayIn } from "../core/report/bootloader-help";
import {
  SNIPPET_ENTRIES,
  SNIPPET_FLAVOURS,
  SNIPPET_KINDS,
  type SnippetEntry,
  type SnippetFlavour,
  type SnippetKind,
} from "../core/snippets/request";
import { writeSnippet } from "../core/snippets/write-snippet";
import { english } from "../core/text";
import { note, print, printJson, run } from "./console";
import { parseNumber } from "./numbers";

interface SnippetOptions {
  readonly device: string;
  readonly for: SnippetFlavour;
  readonly kind: SnippetKind;
  readonly entry: SnippetEntry;
  readonly address?: number;
  readonly anyway?: true;
}

/** Adds `mcu` and `snippet`. */
export function addChipCommands(program: Command): void {
  program
    .command("mcu")
    .description("what is known of a chip")
    .addArgument(
      new Argument("<part>", "part number, device define, board, DfuSe interface string or device id (0x413)"),
    )
    .addOption(new Option("--format <format>").choices(["text", "json"]).default("json"))
    .action((part: string, options: { format: "text" | "json" }) => run(() => mcu(part, options.format)));
  program
    .command("snippet")
    .description("code that enters ST's system bootloader, an application, or a bootloader of your own")
    .requiredOption("--device <part>", "the chip")
    .addOption(
      new Option("--for <flavour>", "library the code is written against")
        .choices(SNIPPET_FLAVOURS)
        .makeOptionMandatory(),
    )
    .addOption(new Option("--kind <kind>", "what to enter").choices(SNIPPET_KINDS).default("system-bootloader"))
    .addOption(
      new Option("--entry <entry>", "system bootloader: mark, reset and jump early; or jump at once")
        .choices(SNIPPET_ENTRIES)
        .default("reset"),
    )
    .option("--address <address>", "application and own bootloader: the application's vector table", parseNumber)
    .option("--anyway", "code also where AN2606 rules the jump out and users say that it works")
    .action((options: SnippetOptions) => run(() => snippet(options)));
}

function mcu(name: string, format: "text" | "json"): number {
  const { candidates, parts } = findDevices(name);
  if (candidates.length === 0) throw unknownDevice(name);
  const reports = candidates.map((device) => mcuReport(device));
  if (format === "json") printJson(asJson(reports));
  else if (parts.length > 1) print(mcuList(name, reports));
  else print([...reports.map(mcuText), ...wayIn(bootloaderHelp(name), english), ""].join("\n"));
  return 0;
}

/** One part is one object, its factory layout first and the other layouts beside it; a name of several parts is a list. */
function asJson(reports: readonly McuReport[]): unknown {
  const [first, ...others] = reports;
  if (first === undefined || others.some((other) => other.part !== first.part)) return reports;
  return others.length === 0 ? first : { ...first, alternatives: others };
}

function snippet(options: SnippetOptions): number {
  // The name itself, not one of the chips it may mean: lines without a geometry row count, and an open name is refused.
  const { device, for: flavour, ...how } = options;
  const made = writeSnippet({ device, flavour, ...how });
  if ("refused" in made) {
    const anyway = made.canShowAnyway ? " --anyway gives the code all the same." : "";
    note(`${english(made.refused)} ${english(made.instead)}${anyway}`);
    return 1;
  }
  process.stdout.write(made.code);
  return 0;
}
