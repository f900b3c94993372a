/** `npm run bench:dfu`: what a flash takes beside dfu-util. Needs bootsmith.vsix (`npm run package`). */
import { benchInGuest, guestTable } from "./bench";

async function main(): Promise<void> {
  guestTable(await benchInGuest()).forEach((line) => console.log(line));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
