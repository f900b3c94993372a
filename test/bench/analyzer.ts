import { rmSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { NodeSourceTree } from "../../src/cli/node-source-tree";
import { analyse, analysisSteps, type Analysis } from "../../src/core/analysis";
import { defaultSettings, type ProjectSettings } from "../../src/core/project/discovery";
import { hashText, type Snapshot, type Uri } from "../../src/core/project/snapshot";
import { settle, takeSnapshot, type SourceTree } from "../../src/core/project/source-tree";
import { inSlices, type Pace } from "../../src/core/steps";
import { temporaryFolder } from "../run/temporary";
import { linkerScript, repositoryOfBoards, writeTree, type Tree } from "./analyzer-tree";
import { printTable, type Row } from "./table";

// Budgets of the design: milliseconds, what they are about in the rows.
const typicalScript = 5;
const longScript = 30;
const coldWorkspace = 1500;
const eventLoopDelay = 50;
/** Files of the large workspace. */
const files = 3000;
const keystrokes = 200;

/** As the extension does it. */
const pace: Pace = {
  now: () => performance.now(),
  rest: () => new Promise((resolve) => setTimeout(resolve, 0)),
};

/** A tree that counts what is read from it. */
class CountingTree extends NodeSourceTree {
  reads = 0;

  override readBytes(uri: Uri): Promise<Uint8Array | { readonly absent: string }> {
    this.reads++;
    return super.readBytes(uri);
  }
}

/** `npm run bench:analyzer`: what an analysis takes, against the budgets. The cold one comes first: nothing is compiled yet. */
async function main(): Promise<void> {
  const folder = temporaryFolder("bench-analyzer");
  try {
    writeTree(repositoryOfBoards(files), folder);
    const rows = await largeWorkspace(folder);
    rows.push(...(await oneScript(300, typicalScript)), ...(await oneScript(2000, longScript)));
    printTable("Analysis, milliseconds (budgets of a machine that does nothing else):", rows);
    if (rows.some(({ met }) => met === false)) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function largeWorkspace(folder: string): Promise<Row[]> {
  const tree = new CountingTree([folder]);
  const settings = settingsOf(tree);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const started = performance.now();
  const listed = await takeSnapshot(tree);
  const { value, snapshot } = await settle(tree, listed, (one) => inSlices(analysisSteps(one, settings), pace));
  const took = performance.now() - started;
  // The last slice ends before the timer of the measurement has seen it.
  await pace.rest();
  delay.disable();
  const script = snapshot.listing.find((uri) => uri.endsWith("_FLASH.ld")) ?? "";
  return [
    row(`${snapshot.listing.length} files, cold: layouts and findings`, took, coldWorkspace, toldOf(value)),
    row("  longest wait of the event loop meanwhile", delay.max / 1e6, eventLoopDelay),
    { what: "  files read", figure: String(tree.reads) },
    { what: "  keystroke in one of its scripts", ...told(median(typing(snapshot, script, settings))) },
  ];
}

async function oneScript(lines: number, limit: number): Promise<Row[]> {
  const folder = temporaryFolder("bench-script");
  try {
    const files: Tree = new Map([
      ["STM32F407VGTX_FLASH.ld", linkerScript(lines)],
      ["startup_stm32f407xx.s", ".word _estack\n"],
      [
        "system_stm32f4xx.c",
        "#define VECT_TAB_OFFSET 0x00\nvoid f(void) { SCB->VTOR = FLASH_BASE | VECT_TAB_OFFSET; }\n",
      ],
    ]);
    writeTree(files, folder);
    const tree = new NodeSourceTree([folder]);
    const settings = settingsOf(tree);
    const { value, snapshot } = await settle(tree, await takeSnapshot(tree), (one) => analyse(one, settings));
    const script = snapshot.listing.find((uri) => uri.endsWith(".ld")) ?? "";
    const times = typing(snapshot, script, settings);
    return [
      row(
        `script of ${lines} lines: keystroke to findings, median of ${keystrokes}`,
        median(times),
        limit,
        toldOf(value),
      ),
      row("  95th percentile", [...times].sort((a, b) => a - b)[Math.floor(keystrokes * 0.95)] ?? 0, null),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Times of analyses after one changed character each, as the editor makes them: a snapshot with another text. */
function typing(start: Snapshot, uri: Uri, settings: Readonly<Record<Uri, ProjectSettings>>): number[] {
  const file = start.texts.get(uri);
  if (file === undefined || "absent" in file) throw new Error(`${uri} was not read.`);
  const times: number[] = [];
  for (let stroke = 0; stroke < keystrokes; stroke++) {
    // The length of flash, a digit more or less: every stroke makes another value, and some a finding.
    const text = file.text.replace(/(FLASH +\(rx\) +: ORIGIN = \S+ LENGTH = )\d+/, `$1${1000 + stroke}`);
    const began = performance.now();
    const changed = new Map(start.texts).set(uri, { uri, text, hash: hashText(text) });
    const reading = analyse({ ...start, texts: changed }, settings);
    times.push(performance.now() - began);
    if (!reading.done) throw new Error("A keystroke asked for more files.");
  }
  return times;
}

function settingsOf({ roots }: SourceTree): Record<Uri, ProjectSettings> {
  return Object.fromEntries(roots.map((root) => [root, defaultSettings]));
}

function median(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[times.length >> 1] ?? 0;
}

function told(ms: number): Pick<Row, "figure"> {
  return { figure: ms.toFixed(1) };
}

function row(what: string, ms: number, limit: number | null, note?: string): Row {
  const against = limit === null ? {} : { limit: `< ${limit}`, met: ms < limit };
  return { what, ...told(ms), ...against, ...(note !== undefined && { note }) };
}

function toldOf({ layouts, findings }: Analysis): string {
  return `${layouts.length} layouts, ${findings.length} findings`;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
