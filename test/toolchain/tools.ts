import { spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { root, setUpCommand } from "../run/paths";

export const folder = join(root, "test", "toolchain");

export const gcc = "arm-none-eabi-gcc";
export const gxx = "arm-none-eabi-g++";
export const qemu = "qemu-system-arm";
/** Debian's, which has its `python3-unicorn`; a Python of the user's own in front of it on PATH has not. */
const pythons = ["/usr/bin/python3", "python3"];

/** The Python that has Unicorn. */
function findPython(): string | undefined {
  return pythons.find((python) => works(python, ["-c", "import unicorn"]));
}

function works(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}

/** Names of the tools that are not there. */
export function missingTools(): string[] {
  const programs = [gcc, gxx, qemu].filter((program) => !works(program, ["--version"]));
  // GCC answers with a path where newlib is installed, else with the name it was asked for.
  const library = spawnSync(gcc, ["-print-file-name=nano.specs"], { encoding: "utf8" }).stdout;
  return [
    ...programs,
    ...(/\//.test(library) ? [] : ["newlib for arm-none-eabi"]),
    ...(findPython() === undefined ? ["Python with Unicorn"] : []),
  ];
}

/** The Python that has Unicorn; throws where any tool is missing, with the command that brings it. */
export function needTools(): string {
  const python = findPython();
  const missing = missingTools();
  if (python === undefined || missing.length > 0) {
    throw new Error(`Not installed: ${missing.join(", ")}. Run: ${setUpCommand}`);
  }
  return python;
}

/** Runs `work` over the items, as many at once as the machine has processors; results in the items' order. */
export async function inParallel<T, R>(
  items: readonly T[],
  work: (item: T, worker: number) => Promise<R>,
): Promise<R[]> {
  const results = new Array<R>(items.length);
  const queue = items.entries();
  const worker = async (number: number): Promise<void> => {
    for (const [index, item] of queue) {
      results[index] = await work(item, number);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, (_, number) => worker(number)));
  return results;
}
