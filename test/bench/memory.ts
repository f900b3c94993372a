import { VirtualClock } from "../../src/simulator/virtual-clock";
import { firmware } from "../unit/simulator/board-rig";
import { benchBoard, benchFlash } from "./bench-board";

const size = 2 * 1024 * 1024;
const address = 0x0800_0000;
/** How much more memory this process takes at any time when it flashes 2 MiB, above idle; MiB. To be asked of a new process. */
export async function memoryOfFlash(): Promise<number> {
  const made = await benchBoard("STM32H563ZI", new VirtualClock(), firmware(address, size, 1));
  const image = firmware(address, 4096, 2);
  await benchFlash(made, image); // All code that is going to run is loaded and compiled.
  made.board.replug();
  const idle = process.memoryUsage.rss();
  await benchFlash(made, firmware(address, size, 3));
  const most = process.resourceUsage().maxRSS * 1024;
  return (most - idle) / 1024 / 1024;
}
