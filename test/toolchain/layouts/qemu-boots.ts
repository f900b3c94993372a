import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Outcome } from "../../run/outcome";
import { runCommand } from "../../run/command";
import { inParallel, qemu } from "../tools";
import type { Files } from "../../support/memory-tree";
import { compileProgram, linkWith } from "./link";
import { mutatedText, seeded, type Mutant } from "./mutants";
import type { Sample } from "./samples";

/** Booted of each kind: what the oracle calls harmless, and what it calls broken. */
const boots = { harmless: 16, broken: 24 };
const seconds = 3;
const says = ["bootloader: started", "application: started", "application: interrupts work"];

/** A mutant and what the oracle says of it. */
export interface Judged {
  readonly mutant: Mutant;
  readonly broken: readonly string[];
  readonly open: readonly string[];
}

/** Faults that stop an STM32F405 from running the application; the others cost data or are contradictions. */
const stops =
  /the bootloader jumps elsewhere|VTOR is set to another|does not boot|^ld:|is where the chip has no memory/;

/**
 * Boots mutants of the F405 sample in QEMU: what the oracle calls harmless has to run, and what it says cannot run must
 * not. Seeded: the same ones each time.
 */
export async function bootMutants(sample: Sample, judged: readonly Judged[], work: string): Promise<Outcome[]> {
  const random = seeded(2);
  const shuffled = [...judged].map((one) => ({ one, at: random() })).sort((a, b) => a.at - b.at);
  const take = (count: number, holds: (one: Judged) => boolean): Judged[] =>
    shuffled
      .map(({ one }) => one)
      .filter(holds)
      .slice(0, count);
  const harmless = take(boots.harmless, ({ broken, open }) => broken.length === 0 && open.length === 0);
  const broken = take(boots.broken, (one) => one.broken.some((reason) => stops.test(reason)));
  const chosen = [...harmless, ...broken];
  const runs = await inParallel(chosen, ({ mutant }, worker) =>
    bootsAnew(sample, mutant, join(work, `boot-${worker}`)),
  );
  console.log(`  ${harmless.length} harmless and ${broken.length} broken ones booted in QEMU`);
  return chosen.map(({ mutant, broken: reasons }, index) => {
    const expected = index < harmless.length;
    const wrong = expected ? "It is harmless, and does not boot" : `It boots, although ${reasons.join("; ")}`;
    const { file, text } = mutant.literal;
    return {
      name: `QEMU: ${file} ${text} → ${mutant.replacement}`,
      error: runs[index] === expected ? undefined : wrong,
    };
  });
}

/** Whether bootloader and application, built anew with the changed number, do what they are for. */
async function bootsAnew(sample: Sample, mutant: Mutant, folder: string): Promise<boolean> {
  const files: Files = { ...sample.files, [mutant.literal.file]: mutatedText(sample.files, mutant) };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const images: string[] = [];
  for (const [script, program] of Object.entries(sample.programs)) {
    const own = program.sources.map((source) => source.replace(program.folder, folder));
    const name = script.split("/")[0] ?? "";
    const objects = await compileProgram({ ...program, folder, sources: own }, folder, name);
    const base = join(folder, name);
    const { error } = await linkWith(String(files[script]), objects, base);
    if (error !== undefined) return false;
    images.push(`${base}.elf`);
  }
  const [bootloader = "", application = ""] = images;
  const machine = ["-M", "netduinoplus2", "-display", "none", "-monitor", "none", "-serial", "stdio", "-semihosting"];
  const { output } = await runCommand("timeout", [
    String(seconds),
    qemu,
    ...machine,
    "-kernel",
    bootloader,
    "-device",
    `loader,file=${application}`,
  ]);
  return says.every((line) => output.includes(line));
}
