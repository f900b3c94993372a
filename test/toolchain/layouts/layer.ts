import { rmSync } from "node:fs";
import { join } from "node:path";
import { checkFiles, type Files } from "../../support/memory-tree";
import type { Outcome } from "../../run/outcome";
import { temporaryFolder } from "../../run/temporary";
import { inParallel } from "../tools";
import { compileProgram, linkWith, type Linked } from "./link";
import { literalsOf, mutantsOf, mutatedText, seeded, type Mutant } from "./mutants";
import { bootMutants } from "./qemu-boots";
import { bootedSample, samples, type Sample } from "./samples";

/** The aims. */
const recallAim = 0.99;
const falseAlarmAim = 0.01;
const mutantsAim = 2000;
const seed = 405;

/** A mutant, what GNU ld and the reference say of it, and what the analysis does. */
interface Tried {
  readonly sample: Sample;
  readonly mutant: Mutant;
  readonly broken: readonly string[];
  readonly open: readonly string[];
  /** Codes of the findings at warning level or above. */
  readonly findings: readonly string[];
}

/** Changes one number at a time in correct workspaces, and compares what the analysis says with what GNU ld and the chip say. */
export async function mutateLayouts(): Promise<Outcome[]> {
  const work = temporaryFolder("layouts");
  try {
    const tried: Tried[] = [];
    const outcomes: Outcome[] = [];
    for (const sample of samples()) {
      const { original, mutants } = await tryMutants(sample, work);
      outcomes.push(original);
      tried.push(...mutants);
    }
    const booted = tried.filter(({ sample }) => sample.name === bootedSample);
    outcomes.push(...report(tried));
    for (const { sample } of booted.slice(0, 1)) outcomes.push(...(await bootMutants(sample, booted, work)));
    return outcomes;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function tryMutants(sample: Sample, work: string): Promise<{ original: Outcome; mutants: Tried[] }> {
  const random = seeded(seed);
  const mutants = literalsOf(sample.files, sample.places).flatMap((one) => mutantsOf(one, sample.steps, random));
  const changed = mutants.map((mutant) => {
    const { file } = mutant.literal;
    return { mutant, file, files: { ...sample.files, [file]: mutatedText(sample.files, mutant) } };
  });
  const link = await linkAll(
    sample,
    [sample.files, ...changed.filter(({ file }) => file in sample.programs).map(({ files }) => files)],
    work,
  );
  const verdict = sample.judge(sample.files, link(sample.files));
  const alarms = await alarmsOf(sample.files);
  const wrong = [...verdict.broken, ...verdict.open, ...alarms];
  const tried: Tried[] = [];
  for (const { mutant, files } of changed) {
    const { broken, open } = sample.judge(files, link(files));
    tried.push({ sample, mutant, broken, open, findings: await alarmsOf(files) });
  }
  const error = wrong.length === 0 ? undefined : `It is not right as it is: ${wrong.join("; ")}`;
  return { original: { name: `layout of ${sample.name}`, error }, mutants: tried };
}

/** Links every script of the workspaces once; the answer to which script of which workspace. */
async function linkAll(
  { name, programs }: Sample,
  workspaces: readonly Files[],
  work: string,
): Promise<(files: Files) => (script: string) => Linked> {
  const results = new Map<string, Linked>();
  for (const [script, program] of Object.entries(programs)) {
    const base = join(work, `${name}-${script.replace(/\W/g, "-")}`);
    const objects = await compileProgram(program, work, base.slice(work.length + 1));
    const texts = [...new Set(workspaces.map((files) => String(files[script])))];
    const linked = await inParallel(texts, (text, worker) => linkWith(text, objects, `${base}-${worker}`));
    texts.forEach((text, index) => results.set(`${script}\n${text}`, linked[index]!));
  }
  return (files) => (script) => results.get(`${script}\n${String(files[script])}`)!;
}

async function alarmsOf(files: Files): Promise<string[]> {
  const { findings } = await checkFiles(files);
  return findings.filter(({ severity }) => severity !== "information").map(({ code }) => code);
}

function report(tried: readonly Tried[]): Outcome[] {
  const broken = tried.filter((one) => one.broken.length > 0);
  const harmless = tried.filter((one) => one.broken.length === 0 && one.open.length === 0);
  const misses = broken.filter(({ findings }) => findings.length === 0);
  const alarms = harmless.filter(({ findings }) => findings.length > 0);
  const recall = 1 - misses.length / broken.length;
  const falseAlarms = alarms.length / harmless.length;
  console.log(
    `${tried.length} mutants of ${new Set(tried.map(({ sample }) => sample)).size} layouts: ${broken.length} broken, ${harmless.length} harmless, ${tried.length - broken.length - harmless.length} open`,
  );
  console.log(
    `  recall ${percent(recall)} (${misses.length} missed), false alarms ${percent(falseAlarms)} (${alarms.length})`,
  );
  const list = [
    ...misses.map((one) => `missed: ${wordsOf(one)}: ${one.broken.join("; ")}`),
    ...alarms.map((one) => `false alarm: ${wordsOf(one)}: ${one.findings.join(", ")}`),
  ];
  for (const line of [...reasonsOf(broken), ...list]) console.log(`  ${line}`);
  const fault = (holds: boolean, what: string): string | undefined => (holds ? undefined : what);
  return [
    { name: "layout mutants: number", error: fault(tried.length >= mutantsAim, `Only ${tried.length} mutants.`) },
    { name: "layout mutants: recall", error: fault(recall >= recallAim, `Recall is ${percent(recall)}.`) },
    {
      name: "layout mutants: false alarms",
      error: fault(falseAlarms <= falseAlarmAim, `${percent(falseAlarms)} false alarms.`),
    },
  ];
}

/** What is wrong with the broken ones, how often, and how many of those were found. */
function reasonsOf(broken: readonly Tried[]): string[] {
  const counts = new Map<string, { all: number; found: number }>();
  for (const one of broken)
    for (const reason of one.broken) {
      const kind = reason
        .replace(/^ld: .*(will not fit|overlap|undefined|syntax error).*$/, "ld: $1")
        .replace(/^\w+ (is where|passes)/, "a region $1");
      const count = counts.get(kind) ?? { all: 0, found: 0 };
      counts.set(kind, { all: count.all + 1, found: count.found + (one.findings.length > 0 ? 1 : 0) });
    }
  return [...counts]
    .sort(([, a], [, b]) => b.all - a.all)
    .map(([kind, { all, found }]) => `${String(found).padStart(5)} of ${String(all).padStart(4)}  ${kind}`);
}

function wordsOf({ sample, mutant: { literal, replacement, how } }: Tried): string {
  const text = String(sample.files[literal.file]);
  const before = text.slice(0, literal.start);
  const line = before.split("\n").length;
  const words = before.slice(before.lastIndexOf("\n") + 1).trim();
  return `${sample.name}/${literal.file}:${line} ${words} ${literal.text} → ${replacement} (${how})`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}
