import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "../run/command";
import type { HeaderFacts } from "./chip";
import { folder, gcc, gxx } from "./tools";
import { usesHal, withoutComments, type Unit } from "./units";

/** GCC's name of each core. */
const CPUS: Readonly<Record<string, string>> = {
  cm0: "cortex-m0",
  cm0p: "cortex-m0plus",
  cm3: "cortex-m3",
  cm4: "cortex-m4",
  cm7: "cortex-m7",
  cm33: "cortex-m33",
  cm55: "cortex-m55",
};

/** `-Wpedantic` is left out where a HAL macro ends in an empty statement, as some of ST's do. */
const WARNINGS = ["-Wall", "-Wextra", "-Werror"];
export const C_STANDARDS = ["c11", "gnu17"] as const;

/** `-mcpu=cortex-m4 -mthumb`. */
export function coreFlags(unit: Unit): string[] {
  const cpu = CPUS[unit.part.row.core ?? ""];
  if (cpu === undefined) {
    throw new Error(`${unit.name}: no core is known.`);
  }
  return [`-mcpu=${cpu}`, "-mthumb"];
}

/** What selects chip and library: defines and include folders. */
function chipFlags({ part, flavour }: Unit): string[] {
  if (flavour === "libopencm3") {
    return [`-I${join(folder, "include")}`];
  }
  // ST's dual-core projects say which core they are for.
  const core = /^STM32H7[45][57]/.test(part.name)
    ? ["-DCORE_CM7"]
    : part.name.startsWith("STM32WL5")
      ? ["-DCORE_CM4"]
      : [];
  return [
    ...(part.define === null ? [] : [`-D${part.define}`]),
    ...core,
    ...(flavour === "mbed" || flavour === "arduino" ? [`-DCHIP_HAL_HEADER="${part.family}_hal.h"`] : []),
    ...["core", "st", "mbed", "arduino"].map((name) => `-I${join(folder, "include", name)}`),
  ];
}

const compilers = {
  c: (standard: string) => [gcc, `-std=${standard}`, "-xc"],
  cpp: () => [gxx, "-std=gnu++17", "-fno-exceptions", "-xc++"],
};

/** The command that makes an object of a C or C++ file. */
export function compileCommand(unit: Unit, file: string, object: string, standard: string): string[] {
  const language = unit.language === "cpp" ? "cpp" : "c";
  const pedantic = unit.flavour === "cmsis" || unit.flavour === "libopencm3" ? ["-Wpedantic"] : [];
  const options = unit.options.map((option) => `-D${option}`);
  const flags = [...coreFlags(unit), "-Os", ...WARNINGS, ...pedantic, ...chipFlags(unit), ...options];
  return [...compilers[language](standard), ...flags, "-c", file, "-o", object];
}

/** Runs a command; undefined where it did its work without a word, else what it said. */
export async function complaintOf([command = "", ...args]: readonly string[]): Promise<string | undefined> {
  const { code, output } = await runCommand(command, args);
  return code === 0 && output === "" ? undefined : output.trim() || `${command} ended with code ${code}.`;
}

/** Compiles a unit into `BASE.o`; C that does without ST's HAL also in the other standard. */
export async function compile(unit: Unit, base: string): Promise<string | undefined> {
  const file = `${base}.${unit.language}`;
  writeFileSync(file, unit.code);
  const [standard, other] = usesHal(unit) ? [C_STANDARDS[0], undefined] : C_STANDARDS;
  const complaint = await complaintOf(compileCommand(unit, file, `${base}.o`, standard));
  if (complaint !== undefined || other === undefined) {
    return complaint;
  }
  return complaintOf([...compileCommand(unit, file, `${base}.o`, other), "-fsyntax-only"]);
}

const headerTexts = new Map<string, Promise<string>>();

/** Keys of a unit: units with the same key are the same thing. */
export interface Sameness {
  /**
   * To a compiler: same code, core and text of the headers. Many device defines select the same text in a header, so this
   * is far fewer than there are parts.
   */
  readonly toCompiler: string;
  /** To a processor: what is written for Mbed OS and Arduino differs from the HAL's in includes and linkage only. */
  readonly toProcessor: string;
}

export async function samenessOf(unit: Unit, work: string): Promise<Sameness> {
  const { flavour, language, options, code } = unit;
  // libopencm3 code names no chip, but what it has to stop differs.
  const headers =
    flavour === "libopencm3" ? JSON.stringify(await headerFacts(unit, work)) : await headersOf(unit, work);
  const text = withoutComments(code);
  const rest = [headers, ...options, ...coreFlags(unit)];
  const bare = text.replace(/^#include.*$|^extern "C" |^.*preinit_array.*$/gm, "").replace(/\n+/g, "\n");
  return { toCompiler: keyOf([text, language, flavour, ...rest]), toProcessor: keyOf([bare, ...rest]) };
}

function keyOf(text: readonly string[]): string {
  return createHash("sha256").update(text.join("\0")).digest("hex").slice(0, 20);
}

/** What the unit's device header says beyond what the rows of `src/core/mcu` do. */
export async function headerFacts(unit: Unit, work: string): Promise<HeaderFacts> {
  const headers = await headersOf({ ...unit, flavour: "cmsis" }, work);
  return { hasMpu: /^#define __MPU_PRESENT 1/m.test(headers), hasDma2: /^#define DMA2_Channel1\b/m.test(headers) };
}

/** All that the headers say for the unit's chip; Mbed's and Arduino's header is the HAL's. */
function headersOf(unit: Unit, work: string): Promise<string> {
  const header = `${unit.part.family}${unit.flavour === "cmsis" ? "" : "_hal"}.h`;
  const flags = [...coreFlags(unit), ...chipFlags({ ...unit, flavour: "cmsis" })];
  const key = [header, ...flags].join(" ");
  const headers = headerTexts.get(key) ?? preprocessed(header, flags, work);
  headerTexts.set(key, headers);
  return headers;
}

async function preprocessed(header: string, flags: readonly string[], work: string): Promise<string> {
  const name = createHash("sha256")
    .update(`${header} ${flags.join(" ")}`)
    .digest("hex")
    .slice(0, 16);
  const file = join(work, `headers-${name}.c`);
  writeFileSync(file, `#include "${header}"\n`);
  const { output } = await runCommand(gcc, ["-E", "-P", "-dD", ...flags, file]);
  // The device define is not part of what the headers say.
  return output.replace(/^#define (?:STM32|CORE_)\w+ 1$/gm, "");
}
