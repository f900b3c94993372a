import type { AddressRange } from "../../mcu/device";
import { isArmv8 } from "../steps/core-steps";
import {
  isPlausible,
  type ConstantDefinition,
  type PlausibleFunction,
  type Program,
  type ProgramFunction,
  type Starter,
  type StepFunction,
} from "../steps/program";
import { hexC, type CNames } from "./c-names";
import { cStatement } from "./c-statements";
import { cComment } from "./comments";

/** How a program is written in C or C++. */
export interface CDialect {
  readonly names: CNames;
  readonly cpp: boolean;
  readonly includes: readonly string[];
  /** Functions of the unit's own that the library lacks, by name. */
  readonly helpers: Readonly<Record<string, readonly string[]>>;
  /** Lines that make the early function run first of all; null: the user calls it. */
  readonly earlyHook: ((name: string) => readonly string[]) | null;
}

/** A complete translation unit. */
export function writeC(program: Program, core: string, head: readonly string[], dialect: CDialect): string {
  const body = [
    ...(program.starter === null ? [] : [startFunction(program.starter, core)]),
    ...program.functions.map((made) => cFunction(made, dialect)),
  ];
  const used = Object.entries(dialect.helpers).filter(([name]) =>
    body.some((lines) => lines.some((line) => line.includes(`${name}(`))),
  );
  return paragraphs([
    cComment(head),
    [...dialect.includes, ...(needsBool(program) && !dialect.cpp ? ["#include <stdbool.h>"] : [])].map(include),
    ...program.guards.map(({ when, error }) => [`#if ${when}`, `#error "${error}"`, "#endif"]),
    ...program.constants.map(constant),
    cDeclarations(program, dialect.cpp),
    ...program.needs.map(({ name, about }) => [...cComment([about]), `${linkage(dialect.cpp)}void ${name}(void);`]),
    ...used.map(([, lines]) => lines),
    ...body,
    ...(program.earlyHook === null || dialect.earlyHook === null ? [] : [dialect.earlyHook(program.earlyHook)]),
  ]);
}

/** What other files see. */
export function cDeclarations(program: Program, cpp: boolean): string[] {
  return program.functions.filter(({ exported }) => exported).map((made) => `${linkage(cpp)}${headOf(made)};`);
}

function linkage(cpp: boolean): string {
  return cpp ? 'extern "C" ' : "";
}

function include(header: string): string {
  return header.startsWith("#") ? header : `#include ${header.startsWith("<") ? header : `"${header}"`}`;
}

function needsBool({ functions }: Program): boolean {
  return functions.some((made) => isPlausible(made) || made.returns === "bool");
}

function constant({ name, value, as, why, overridable }: ConstantDefinition): string[] {
  const define = `#define ${name} ${constantValue(value, as)}`;
  const lines = overridable === true ? [`#ifndef ${name}`, define, "#endif"] : [define];
  return why.length === 0 ? lines : [...cComment(why), ...lines];
}

function constantValue(value: number | bigint, as: ConstantDefinition["as"]): string {
  switch (as) {
    case "count":
      return `${value}U`;
    case "address":
    case "magic32":
      return hexC(value);
    case "magic64":
      return `${hexC(value, 16)}L`;
  }
}

function headOf(made: ProgramFunction): string {
  const returns = isPlausible(made) || made.returns === "bool" ? "bool" : "void";
  return `${returns} ${made.name}(${isPlausible(made) ? "uint32_t table" : "void"})`;
}

function cFunction(made: ProgramFunction, dialect: CDialect): string[] {
  const about = cComment(made.about);
  if (isPlausible(made)) {
    return [...about, `static ${headOf(made)}`, "{", ...plausibleBody(made), "}"];
  }
  const head = made.exported ? `${linkage(dialect.cpp)}${headOf(made)}` : `static ${headOf(made)}`;
  return [...about, head, "{", ...stepLines(made, dialect.names), "}"];
}

function stepLines({ steps }: StepFunction, names: CNames): string[] {
  const blocks = steps.map(({ why, statements }) => [
    ...cComment([why], "  "),
    ...statements
      .flatMap((statement) => cStatement(statement, names))
      .map((line) => (line.startsWith("#") ? line : `  ${line}`)),
  ]);
  return blocks.flatMap((lines, i) => (i === 0 ? lines : ["", ...lines]));
}

function plausibleBody({ ram, code }: PlausibleFunction): string[] {
  return [
    "  const uint32_t stack = ((const volatile uint32_t *)table)[0];",
    "  const uint32_t reset = ((const volatile uint32_t *)table)[1];",
    `  const bool stack_in_ram = ${anyOf(ram, (from, to) => `((stack > ${from}) && (stack <= ${to}))`)};`,
    `  const bool reset_in_flash = ${anyOf(code, (from, to) => `((reset > ${from}) && (reset < ${to}))`)};`,
    "  return stack_in_ram && ((stack & 3U) == 0U) && reset_in_flash && ((reset & 1U) == 1U);",
  ];
}

function anyOf(ranges: readonly AddressRange[], test: (from: string, to: string) => string): string {
  const tests = ranges.map(({ base, size }) => test(hexC(base), hexC(base + size)));
  return tests.length === 1 ? String(tests[0]) : tests.join(" ||\n    ");
}

/** The naked function that sets CONTROL and MSP and branches, all in registers. Thumb-1 only, so that it fits every core. */
function startFunction({ name, whose }: Starter, core: string): string[] {
  const lines: readonly (readonly [instruction: string, why: string])[] = [
    ["ldr  r1, [r0]", `${whose} initial stack pointer`],
    ["ldr  r2, [r0, #4]", "its reset handler"],
    ["movs r3, #0", ""],
    ["msr  control, r3", "privileged and on MSP: an RTOS task runs on PSP"],
    ["isb", ""],
    ...(isArmv8(core) ? ([["msr  msplim, r3", "no stack limit of the program's"]] as const) : []),
    ["msr  msp, r1", ""],
    ["bx   r2", ""],
  ];
  return [
    "/* No C after the stack pointer has changed: both words stay in registers. */",
    `__attribute__((naked, noreturn)) static void ${name}(uint32_t table __attribute__((unused)))`,
    "{",
    "  __asm volatile(",
    '      ".syntax unified\\n"',
    ...lines.map(([instruction, why]) => `      "${instruction}\\n"${why === "" ? "" : ` /* ${why} */`}`),
    "  );",
    "}",
  ];
}

/** Parts of a file with an empty line between them. */
function paragraphs(parts: readonly (readonly string[])[]): string {
  return `${parts
    .filter((part) => part.length > 0)
    .map((part) => part.join("\n"))
    .join("\n\n")}\n`;
}
