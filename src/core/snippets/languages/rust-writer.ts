import type { AddressRange } from "../../mcu/device";
import { isArmv8 } from "../steps/core-steps";
import {
  isPlausible,
  type ConstantDefinition,
  type PlausibleFunction,
  type Program,
  type ProgramFunction,
  type StepFunction,
} from "../steps/program";
import type { Statement } from "../steps/statement";
import { lineComment } from "./comments";
import { hexRust, rustStatement } from "./rust-statements";

/** A complete module for the cortex-m crate. */
export function writeRust(program: Program, core: string, head: readonly string[]): string {
  const functions = program.functions.flatMap((made) => ["", ...rustFunction(made, program)]);
  const start = program.starter === null ? [] : ["", ...startFunction(core)];
  const body = [...functions, ...start];
  const used = Object.entries(HELPERS).filter(([name]) => body.some((line) => new RegExp(`\\b${name}\\(`).test(line)));
  const all = [...body, ...used.flatMap(([, lines]) => ["", ...lines])];
  return `${[
    ...lineComment(head, "//!"),
    "",
    ...imports(all),
    ...program.constants.flatMap((constant) => ["", ...constantLines(constant)]),
    ...program.needs.flatMap(({ name, about }) => [
      "",
      'extern "C" {',
      ...lineComment([about], "///", "    "),
      `    fn ${name}();`,
      "}",
    ]),
    ...all,
  ].join("\n")}\n`;
}

/** What other modules see. */
export function rustDeclarations({ functions }: Program): string[] {
  return functions.filter(({ exported }) => exported).map((made) => `${headOf(made, functions)};`);
}

const HELPERS: Readonly<Record<string, readonly string[]>> = {
  read: ["unsafe fn read(address: usize) -> u32 {", "    read_volatile(address as *const u32)", "}"],
  write: ["unsafe fn write(address: usize, value: u32) {", "    write_volatile(address as *mut u32, value);", "}"],
  modify: [
    "unsafe fn modify(address: usize, clear: u32, set: u32) {",
    "    let value = read_volatile(address as *const u32);",
    "    write_volatile(address as *mut u32, value & !clear | set);",
    "}",
  ],
  handler_or_unprivileged: [
    "unsafe fn handler_or_unprivileged() -> bool {",
    "    let ipsr: u32;",
    "    let control: u32;",
    '    asm!("mrs {}, ipsr", "mrs {}, control", out(reg) ipsr, out(reg) control);',
    "    ipsr != 0 || control & 1 != 0",
    "}",
  ],
};

function imports(lines: readonly string[]): string[] {
  const has = (word: string): boolean => lines.some((line) => line.includes(word));
  const pointers = ["read_volatile", "write_volatile"].filter(has);
  return [
    ...(has("asm!(") ? ["use core::arch::asm;"] : []),
    ...(pointers.length === 0
      ? []
      : [`use core::ptr::${pointers.length === 1 ? String(pointers[0]) : `{${pointers.join(", ")}}`};`]),
  ];
}

function constantLines({ name, value, as, why }: ConstantDefinition): string[] {
  const types = {
    address: "usize",
    count: name.startsWith("NVIC") || name.endsWith("VECTORS") ? "usize" : "u32",
    magic32: "u32",
    magic64: "u64",
  };
  const digits = { address: 8, count: 1, magic32: 8, magic64: 16 };
  const text = as === "count" ? String(value) : hexRust(value, digits[as]);
  return [...lineComment(why, "///"), `const ${name}: ${types[as]} = ${text};`];
}

const RETURNS = { bool: " -> bool", never: " -> !", nothing: "" } as const;

function headOf(made: ProgramFunction, all: readonly ProgramFunction[]): string {
  if (isPlausible(made)) {
    return `unsafe fn ${made.name}(table: usize) -> bool`;
  }
  const clock = needsClock(made, all) ? "core_clock_hz: u32" : "";
  return `${made.exported ? "pub " : ""}unsafe fn ${made.name}(${clock})${RETURNS[made.returns]}`;
}

/** Whether a function counts time, or calls one that does: Rust has no SystemCoreClock. */
function needsClock(made: StepFunction, all: readonly ProgramFunction[]): boolean {
  return made.steps.some(({ statements }) => statements.some((statement) => counts(statement, all)));
}

function counts(statement: Statement, all: readonly ProgramFunction[]): boolean {
  if (statement.do === "count-ms" || statement.do === "tick-ms") {
    return true;
  }
  const { when } = statement.do === "return-if" ? statement : { when: undefined };
  const callee = when?.is === "call" ? all.find(({ name }) => name === when.name) : undefined;
  return callee !== undefined && !isPlausible(callee) && needsClock(callee, all);
}

function rustFunction(made: ProgramFunction, program: Program): string[] {
  const clock = !isPlausible(made) && needsClock(made, program.functions);
  const about = [
    ...made.about,
    ...(clock ? ["`core_clock_hz`: cycles of the core per second, as your program runs."] : []),
    ...(made.exported
      ? ["", "# Safety", "It takes the whole chip: nothing of the program may rely on its peripherals afterwards."]
      : []),
  ];
  const body = isPlausible(made) ? plausibleBody(made) : stepLines(made, program);
  return [
    ...about.flatMap((line) => (line === "" ? ["///"] : lineComment([line], "///"))),
    `${headOf(made, program.functions)} {`,
    ...body,
    "}",
  ];
}

function stepLines({ steps }: StepFunction, { functions }: Program): string[] {
  const blocks = steps
    .map(({ why, statements }) => ({
      why,
      lines: statements.flatMap((statement) => rustStatement(passClock(statement, functions))),
    }))
    .filter(({ lines }) => lines.length > 0)
    .map(({ why, lines }) => [...lineComment([why], "//", "    "), ...lines.map((line) => `    ${line}`)]);
  return blocks.flatMap((lines, i) => (i === 0 ? lines : ["", ...lines]));
}

/** Calls of functions that count time pass the clock on. */
function passClock(statement: Statement, functions: readonly ProgramFunction[]): Statement {
  if (statement.do !== "return-if" || statement.when.is !== "call" || !counts(statement, functions)) {
    return statement;
  }
  return { ...statement, when: { is: "call", name: statement.when.name, argument: "core_clock_hz" } };
}

function plausibleBody({ ram, code }: PlausibleFunction): string[] {
  const anyOf = (ranges: readonly AddressRange[], test: (from: string, to: string) => string): string =>
    ranges.length === 1
      ? ranges.map(({ base, size }) => test(hexRust(base), hexRust(base + size))).join("")
      : ranges.map(({ base, size }) => `(${test(hexRust(base), hexRust(base + size))})`).join("\n        || ");
  return [
    "    let stack = read(table);",
    "    let reset = read(table + 4);",
    `    let stack_in_ram = ${anyOf(ram, (from, to) => `stack > ${from} && stack <= ${to}`)};`,
    `    let reset_in_flash = ${anyOf(code, (from, to) => `reset > ${from} && reset < ${to}`)};`,
    "    stack_in_ram && stack & 3 == 0 && reset_in_flash && reset & 1 == 1",
  ];
}

/** Sets CONTROL and MSP and branches, all in registers. */
function startFunction(core: string): string[] {
  const instructions = [
    "ldr r1, [r0]",
    "ldr r2, [r0, #4]",
    "movs r3, #0",
    "msr control, r3",
    "isb",
    ...(isArmv8(core) ? ["msr msplim, r3"] : []),
    "msr msp, r1",
    "bx r2",
  ];
  return [
    "/// Privileged, on MSP, with the stack pointer and the reset handler of the table: no Rust after the stack has changed.",
    "unsafe fn start(table: usize) -> ! {",
    "    asm!(",
    ...instructions.map((instruction) => `        "${instruction}",`),
    '        in("r0") table,',
    "        options(noreturn),",
    "    )",
    "}",
  ];
}
