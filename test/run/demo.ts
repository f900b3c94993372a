/** `npm run demo`: the main job without an editor – check, map, flash to a simulated board, verify – through the command line. */
import { rmSync } from "node:fs";
import { join, relative } from "node:path";
import { runCommand } from "./command";
import { root, sampleWorkspaces } from "./paths";
import { temporaryFolder } from "./temporary";

const sample = relative(root, join(sampleWorkspaces, "stm32l475-boot-app"));
const broken = relative(root, join(sampleWorkspaces, "stm32l475-boot-app-broken-1"));

interface Step {
  readonly says: string;
  readonly args: readonly string[];
  /** The exit code that proves the step did its work. */
  readonly expects: number;
}

function steps(state: string): readonly Step[] {
  const board = ["--simulate", "STM32L475VG", "--simulator-state", state];
  const bootloader = `${sample}/bootloader/build/bootloader.hex`;
  const application = `${sample}/application/build/application.hex`;
  return [
    { says: "A project whose addresses disagree is caught", args: ["check", broken], expects: 1 },
    { says: "The corrected project is clean", args: ["check", sample], expects: 0 },
    { says: "Where everything lies", args: ["map", sample], expects: 0 },
    {
      says: "Flash the bootloader to a simulated board",
      args: ["flash", bootloader, ...board, "--as", "bootloader", "--yes", "--no-leave"],
      expects: 0,
    },
    { says: "Flash the application behind it", args: ["flash", application, ...board], expects: 0 },
    { says: "Flash it again: nothing has changed", args: ["flash", application, ...board], expects: 0 },
    { says: "Verify the application on the board", args: ["verify", application, ...board], expects: 0 },
    { says: "The bootloader is still there", args: ["verify", bootloader, ...board], expects: 0 },
  ];
}

async function main(): Promise<number> {
  const built = await runCommand(process.execPath, ["esbuild.config.mjs"]);
  if (built.code !== 0) {
    console.error(built.output);
    return 1;
  }
  const folder = temporaryFolder("demo");
  try {
    for (const { says, args, expects } of steps(join(folder, "board.json"))) {
      console.log(`\n── ${says}\n$ bootsmith ${args.join(" ").replaceAll(folder, "$TMP")}`);
      const { code } = await runCommand(process.execPath, ["dist/cli.js", ...args], { show: true });
      if (code !== expects) {
        console.error(`This step ended with exit code ${code}, not ${expects}.`);
        return 1;
      }
    }
    console.log("\nChecked, drawn, flashed and verified.");
    return 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main().then((code) => {
  process.exitCode = code;
});
