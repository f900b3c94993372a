import { join } from "node:path";
import { complaintOf, coreFlags } from "./compile";
import type { Bench } from "./chip";
import { folder, gcc } from "./tools";
import { usesHal, type Unit } from "./units";

/** Behind copied vectors, below the stacks (emulator/processor.py). */
const DATA_OFFSET = 0x180;

/** Links an object with the library's addresses, to run where no chip has memory. */
export async function link(unit: Unit, bench: Bench, object: string, elf: string): Promise<string | undefined> {
  const library = await libraryFor(unit, join(elf, ".."));
  if (library.complaint !== undefined) {
    return library.complaint;
  }
  const text = `-Wl,-Ttext=0x${bench.text.toString(16)}`;
  const data = `-Wl,-Tdata=0x${(bench.chip.ram + DATA_OFFSET).toString(16)}`;
  const place = ["-nostdlib", text, data, "-Wl,--entry=0", "-Wl,--no-warn-rwx-segments"];
  return complaintOf([gcc, ...coreFlags(unit), ...place, object, library.object, "-lgcc", "-o", elf]);
}

interface Library {
  readonly object: string;
  readonly complaint: string | undefined;
}

const libraries = new Map<string, Promise<Library>>();

/** emulator/library.s for a core, with what SystemCoreClock holds at first; assembled once. */
function libraryFor(unit: Unit, work: string): Promise<Library> {
  const core = coreFlags(unit);
  const clock = usesHal(unit) ? 100_000 : 10_000;
  const object = join(work, `library-${core.join("")}-${clock}.o`);
  const known = libraries.get(object) ?? assemble(core, clock, object);
  libraries.set(object, known);
  return known;
}

async function assemble(core: readonly string[], clock: number, object: string): Promise<Library> {
  const source = join(folder, "emulator", "library.s");
  const complaint = await complaintOf([gcc, ...core, `-Wa,--defsym,CLOCK_KNOWN=${clock}`, "-c", source, "-o", object]);
  return { object, complaint };
}
