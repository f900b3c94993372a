import { join } from "node:path";
import { complaintOf, coreFlags } from "./compile";
import type { Bench } from "./chip";
import { folder, gcc } from "./tools";
import { usesHal, type Unit } from "./units";

/** Behind copied vectors, below the stacks (emulator/machine.py). */
const DATA_OFFSET = 0x180;

/** Links an object with the library's addresses, to run from flash behind a vector table. */
export function link(unit: Unit, bench: Bench, object: string, elf: string): Promise<string | undefined> {
  const text = `-Wl,-Ttext=0x${bench.text.toString(16)}`;
  const data = `-Wl,-Tdata=0x${(bench.chip.ram + DATA_OFFSET).toString(16)}`;
  const place = ["-nostdlib", text, data, "-Wl,--entry=0", "-Wl,--no-warn-rwx-segments"];
  const clock = `-Wa,--defsym,CLOCK_KNOWN=${usesHal(unit) ? 100_000 : 10_000}`;
  const library = join(folder, "emulator", "library.s");
  return complaintOf([gcc, ...coreFlags(unit), clock, ...place, object, library, "-lgcc", "-o", elf]);
}
