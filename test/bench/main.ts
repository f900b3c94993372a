import { runCommand } from "../run/command";
import { benchInGuest, guestTable } from "../usb/bench";
import { benchInProcess } from "./dfu";
import { memoryOfFlash } from "./memory";

/** `npm run bench:dfu`: on a virtual clock in this process, then beside dfu-util in a guest with a real USB stack. */
async function main(what: string | undefined): Promise<void> {
  if (what === "memory") {
    console.log((await memoryOfFlash()).toFixed(1));
    return;
  }
  if (what !== "guest" && !(await benchInProcess())) process.exitCode = 1;
  if (what !== "virtual") await guest();
}

/** Measures the packaged command line, so it is packaged first. */
async function guest(): Promise<void> {
  const { code, output } = await runCommand(process.execPath, ["package.config.mjs"]);
  if (code !== 0) throw new Error(output);
  guestTable(await benchInGuest()).forEach((line) => console.log(line));
}

main(process.argv[2]).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
