import { Argument, Option, type Command } from "commander";
import { SNIPPET_ENTRIES, SNIPPET_FLAVOURS, SNIPPET_KINDS } from "../core/snippets/request";
import type { SnippetOptions } from "./chip-verbs";
import { run } from "./console";
import { parseNumber } from "./numbers";

/** Adds `mcu` and `snippet`; what they do is read when one is wanted. */
export function addChipCommands(program: Command): void {
  program
    .command("mcu")
    .description("what is known of a chip")
    .addArgument(
      new Argument("<part>", "part number, device define, board, DfuSe interface string or device id (0x413)"),
    )
    .addOption(new Option("--format <format>").choices(["text", "json"]).default("json"))
    .action((part: string, options: { format: "text" | "json" }) =>
      run(async () => (await import("./chip-verbs")).mcu(part, options.format)),
    );
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
    .action((options: SnippetOptions) => run(async () => (await import("./chip-verbs")).snippet(options)));
}
