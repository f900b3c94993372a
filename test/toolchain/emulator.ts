import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { join } from "node:path";
import type { Chip } from "./chip";
import type { Report, Run } from "./report";
import { folder, inParallel } from "./tools";

type Answer = readonly { readonly memory?: string }[];

/** The Python program that runs code in Unicorn; one call after the other. */
export class Emulator {
  private readonly child;
  private readonly lines: AsyncIterator<string>;
  private errors = "";

  constructor(python: string) {
    this.child = spawn(python, ["-B", join(folder, "emulator", "main.py")], { stdio: ["pipe", "pipe", "pipe"] });
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
    this.child.stderr.on("data", (chunk: Buffer) => (this.errors += chunk.toString()));
  }

  /** Runs a program through every story; the first story that fails, with what was wrong, or undefined. */
  async firstFault(elf: string, chip: Chip, runs: readonly Run[], prefix = ""): Promise<string | undefined> {
    for (const run of runs) {
      const [answer = []] = await this.ask({
        elf,
        chip,
        runs: [{ board: run.board, steps: run.steps.map((step) => sent(step, prefix)) }],
      });
      const faults = run.steps.flatMap((step, index) => judged(step, answer[index]));
      if (faults.length > 0) {
        return `${run.name}: ${faults.slice(0, 4).join("; ")}`;
      }
    }
    return undefined;
  }

  private async ask(request: object): Promise<readonly Answer[]> {
    this.child.stdin.write(`${JSON.stringify(request)}\n`);
    const line = await this.lines.next();
    if (line.done === true) {
      throw new Error(`The emulator ended: ${this.errors}`);
    }
    const answer = JSON.parse(line.value) as { readonly runs?: readonly Answer[]; readonly error?: string };
    if (answer.runs === undefined) {
      throw new Error(`The emulator failed: ${String(answer.error)}`);
    }
    return answer.runs;
  }

  end(): void {
    this.child.stdin.end();
  }
}

/** A step without its judge; `prefix` goes in front of function names. */
function sent(step: Run["steps"][number], prefix: string): object {
  if ("call" in step) {
    return { call: `${prefix}${step.call}`, world: step.world };
  }
  return "read" in step ? { read: step.read, size: step.size } : step;
}

function judged(step: Run["steps"][number], answer: Answer[number] | undefined): readonly string[] {
  if (answer === undefined) {
    return ["the emulator did not answer"];
  }
  if ("call" in step) {
    return step.judge(answer as Report);
  }
  return "read" in step ? step.judge(answer.memory ?? "") : [];
}

/** Does work over the items with as many emulators as the machine has processors; results in the items' order. */
export async function inEmulators<T, R>(
  python: string,
  items: readonly T[],
  work: (item: T, emulator: Emulator) => Promise<R>,
): Promise<R[]> {
  const emulators = new Map<number, Emulator>();
  const ofWorker = (worker: number): Emulator => {
    const emulator = emulators.get(worker) ?? new Emulator(python);
    emulators.set(worker, emulator);
    return emulator;
  };
  try {
    return await inParallel(items, (item, worker) => work(item, ofWorker(worker)));
  } finally {
    emulators.forEach((emulator) => emulator.end());
  }
}
