import { benchInProcess } from "./dfu";
import { memoryOfFlash } from "./memory";

/** `npm run bench:dfu`: in this process, on a virtual clock. The guest's part (test/usb) prints its own table behind it. */
async function main(): Promise<void> {
  if (process.argv[2] === "memory") console.log((await memoryOfFlash()).toFixed(1));
  else if (!(await benchInProcess())) process.exitCode = 1;
}

void main();
