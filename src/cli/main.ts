import { Command } from "commander";
import { version } from "../../package.json";
import { addAnalysisCommands } from "./analysis-commands";
import { addChipCommands } from "./chip-commands";
import { surviveLostOutput } from "./console";
import { addFlashCommands } from "./flash-commands";
import { withOptionalNumbers } from "./numbers";

surviveLostOutput();
const program = new Command("bootsmith")
  .description("Boot layouts of STM32 and Mbed projects: check them, draw them, flash them.")
  .version(version)
  .showHelpAfterError()
  .exitOverride((error) => {
    // commander exits 1 on wrong usage; the contract of this command line is 2.
    process.exit(error.exitCode === 0 ? 0 : 2);
  });
addAnalysisCommands(program);
addChipCommands(program);
addFlashCommands(program);
void program.parseAsync(withOptionalNumbers(process.argv));
