/** `npm run bench:usb`: what a flash takes beside dfu-util, on a real USB stack. */
import { runCommand } from "../run/command";
import { benchInGuest, guestTable } from "./bench";

async function main(): Promise<void> {
  const { code, output } = await runCommand(process.execPath, ["package.config.mjs"]);
  if (code !== 0) throw new Error(output);
  guestTable(await benchInGuest()).forEach((line) => console.log(line));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
