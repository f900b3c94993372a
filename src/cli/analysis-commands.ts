import { Option, type Command } from "commander";
import type { AnalysisOptions, RegionsOptions } from "./analysis-verbs";
import { run } from "./console";
import { collect } from "./numbers";

/** Adds `check`, `map` and `regions`; what they do is read when one is wanted. */
export function addAnalysisCommands(program: Command): void {
  program
    .command("check")
    .description("report boot-layout mistakes of workspaces or single files")
    .argument("[path...]", "folders or files", ["."])
    .option("--device <part>", "the chip, where the files do not name it or name the wrong one")
    .addOption(new Option("--format <format>").choices(["text", "json", "sarif"]).default("text"))
    .action((paths: string[], options: AnalysisOptions) =>
      run(async (signal) => (await import("./analysis-verbs")).check(paths, options, signal)),
    );
  program
    .command("map")
    .description("draw the memory map of a workspace")
    .argument("[path]", "folder", ".")
    .option("--device <part>", "the chip, where the files do not name it or name the wrong one")
    .addOption(new Option("--format <format>").choices(["text", "json", "svg"]).default("text"))
    .action((path: string, options: AnalysisOptions) =>
      run(async (signal) => (await import("./analysis-verbs")).map(path, options, signal)),
    );
  program
    .command("regions")
    .description("evaluate MEMORY and symbols of linker scripts")
    .argument("<script...>", "linker scripts")
    .option("-D, --define <name[=value]>", "define for the preprocessor; may be given again", collect, [])
    .option("-I, --include <folder>", "where included files are; may be given again", collect, [])
    .option("--defsym <symbol=value>", "symbol for the linker; may be given again", collect, [])
    .addOption(new Option("--format <format>").choices(["text", "json"]).default("json"))
    .action((scripts: string[], options: RegionsOptions) =>
      run(async (signal) => (await import("./analysis-verbs")).regions(scripts, options, signal)),
    );
}
