import type { Bits, Register } from "../../mcu/registers/row";
import { maskOf, type Condition, type CoreAction, type Mark, type Statement } from "../steps/statement";

/** `0x4002_3810`. */
export function hexRust(value: number | bigint, digits = 8): string {
  const text = value.toString(16).toUpperCase().padStart(digits, "0");
  return `0x${text.replaceAll(/\B(?=(?:[0-9A-F]{4})+$)/g, "_")}`;
}

const CORE: Readonly<Record<CoreAction, readonly string[]>> = {
  dsb: ["cortex_m::asm::dsb();"],
  isb: ["cortex_m::asm::isb();"],
  "mask-interrupts": ["cortex_m::interrupt::disable();"],
  "unmask-interrupts": ["cortex_m::interrupt::enable();"],
  "clear-basepri": ["cortex_m::register::basepri::write(0);"],
  "clear-faultmask": ['asm!("cpsie f");'],
  "reset-chip": ["cortex_m::peripheral::SCB::sys_reset();"],
  // Cleaned only where it is on: what a cache that never was holds is random.
  "l1-caches-off": [
    "let mut core = cortex_m::Peripherals::steal();",
    "if cortex_m::peripheral::SCB::dcache_enabled() {",
    "    core.SCB.disable_dcache(&mut core.CPUID);",
    "}",
    "core.SCB.disable_icache();",
  ],
};

/** The lines of a statement in Rust with the cortex-m crate; device registers by their address. */
export function rustStatement(statement: Statement): string[] {
  switch (statement.do) {
    case "core":
      return [...CORE[statement.what]];
    case "write":
      return [writing(statement)];
    case "set":
      return [modifying(statement.bits, "0", hexRust(maskOf(statement.bits.bits)), statement.bits.bits)];
    case "clear":
      return [modifying(statement.bits, hexRust(maskOf(statement.bits.bits)), "0", statement.bits.bits)];
    case "replace": {
      const [field, value] = [statement.field.bits, statement.value].map((names) => hexRust(maskOf(names)));
      return [modifying(statement.field, String(field), String(value), statement.value)];
    }
    case "wait": {
      const { field, value } = statement;
      const masked = `read(${hexRust(field.address)}) & ${hexRust(maskOf(field.bits))}`;
      return [`while ${masked} != ${hexRust(maskOf(value))} {} ${remark(field, field.bits)}`];
    }
    case "read":
      return [`read(${hexRust(statement.from.address)});`];
    case "call":
      return [statement.text];
    case "start":
      return [`start(${statement.table})`];
    case "return":
      return [statement.result];
    case "write-mark":
      return markWritten(statement.mark, statement.value);
    case "return-if": {
      const first = (statement.first ?? []).flatMap(rustStatement);
      const result = statement.result === undefined ? "return;" : `return ${statement.result};`;
      return [`if ${condition(statement.when)} {`, ...[...first, result].map((line) => `    ${line}`), "}"];
    }
    case "if-defined":
      return [];
    case "if-mpu-present":
    case "if-none-defined":
      return statement.then.flatMap(rustStatement);
    case "clock-changed":
      return [];
    case "nvic-off":
    case "dma-off":
    case "count-ms":
    case "tick-ms":
    case "pin-as-input":
    case "copy-vectors":
      return loop(statement);
  }
}

/** What the address is, in ST's and Arm's names. */
function remark({ register }: Register, names: Readonly<Record<string, number>> = {}): string {
  const list = Object.keys(names).join(" ");
  return `// ${register}${list === "" ? "" : `: ${list}`}`;
}

function writing({ to, value }: Extract<Statement, { do: "write" }>): string {
  if (typeof value === "number") {
    return `write(${hexRust(to.address)}, ${hexRust(value)}); ${remark(to)}`;
  }
  if ("constant" in value && typeof value.constant === "string") {
    return `write(${hexRust(to.address)}, ${value.constant} as u32); ${remark(to)}`;
  }
  const names = value as Bits["bits"];
  return `write(${hexRust(to.address)}, ${hexRust(maskOf(names))}); ${remark(to, names)}`;
}

function modifying(register: Register, clear: string, set: string, names: Bits["bits"]): string {
  return `modify(${hexRust(register.address)}, ${clear}, ${set}); ${remark(register, names)}`;
}

function markWritten(mark: Mark, value: string | 0): string[] {
  if ("register" in mark) {
    return [`write(${hexRust(mark.register.address)}, ${value}); ${remark(mark.register)}`];
  }
  const clean = [
    "if cortex_m::peripheral::SCB::dcache_enabled() {",
    "    let mut core = cortex_m::Peripherals::steal();",
    `    core.SCB.clean_dcache_by_address(${mark.ram} & !31, 32);`,
    "}",
  ];
  return [`write_volatile(${mark.ram} as *mut u64, ${value});`, ...(mark.cached && value !== 0 ? clean : [])];
}

function markRead(mark: Mark): string {
  return "register" in mark ? `read(${hexRust(mark.register.address)})` : `read_volatile(${mark.ram} as *const u64)`;
}

function condition(when: Condition): string {
  switch (when.is) {
    case "handler":
    case "handler-or-unprivileged":
      return "handler_or_unprivileged()";
    case "bits-set":
      return `read(${hexRust(when.bits.address)}) & ${hexRust(maskOf(when.bits.bits))} != 0`;
    case "marked":
      return `${markRead(when.mark)} == ${when.magic}`;
    case "not-marked":
      return `${markRead(when.mark)} != ${when.magic}`;
    case "byte-differs":
      return `read_volatile(${hexRust(when.address)} as *const u8) != ${hexRust(when.value, 2)}`;
    case "word-differs":
      return `read(${wordRust(when.address)}) != ${wordRust(when.value)}`;
    case "implausible":
      return `!application_is_plausible(${when.table})`;
    case "call":
      return `${when.name}(${when.argument ?? ""})`;
    case "input-is":
      return `(read(${hexRust(when.port.address)}) >> ${when.pin}) & 1 == ${when.level}`;
  }
}

function wordRust(value: number | string): string {
  return typeof value === "string" ? value : hexRust(value);
}

type Loop = Extract<
  Statement,
  { do: "nvic-off" | "dma-off" | "count-ms" | "tick-ms" | "pin-as-input" | "copy-vectors" }
>;

/** NVIC_ICER0, NVIC_ICPR0 (Arm DDI 0403, B3.4). */
const ICER = 0xe000e180;
const ICPR = 0xe000e280;

function loop(statement: Loop): string[] {
  switch (statement.do) {
    case "nvic-off":
      return [
        "for word in 0..NVIC_WORDS {",
        `    write(${hexRust(ICER)} + 4 * word, 0xFFFF_FFFF); // NVIC->ICER`,
        `    write(${hexRust(ICPR)} + 4 * word, 0xFFFF_FFFF); // NVIC->ICPR`,
        "}",
      ];
    case "dma-off": {
      const { dma1, dma1Channels, dma2, dma2Channels, hasDma2 } = statement;
      return [...channelsOff(dma1, dma1Channels), ...(hasDma2 ? channelsOff(dma2, dma2Channels) : [])];
    }
    case "count-ms":
      return [`cortex_m::asm::delay(core_clock_hz / ${1000 / statement.ms});`];
    case "tick-ms":
      return [
        "write(0xE000_E014, core_clock_hz / 1000 - 1); // SysTick->LOAD",
        "write(0xE000_E018, 0); // SysTick->VAL",
        "write(0xE000_E010, 5); // SysTick->CTRL: CLKSOURCE ENABLE",
        `for _ in 0..${statement.ms} {`,
        "    while read(0xE000_E010) & 0x0001_0000 == 0 {} // COUNTFLAG",
        "}",
        "write(0xE000_E010, 0);",
      ];
    case "copy-vectors":
      return [
        `for i in 0..${statement.count} {`,
        `    write(${hexRust(statement.to)} + 4 * i, read(${statement.from} + 4 * i));`,
        "}",
      ];
    case "pin-as-input":
      return pinInput(statement);
  }
}

function channelsOff(first: Register, count: number): string[] {
  const write = `    write(${hexRust(first.address)} + 20 * channel, 0); ${remark(first)}`;
  return [`for channel in 0..${count} {`, write, "}"];
}

/** MODER has two bits a pin, 00 is input; F1 has four in CRL and CRH, 0100 is a floating input. */
function pinInput({ port, crl, pin }: Extract<Loop, { do: "pin-as-input" }>): string[] {
  return crl
    ? [
        `let half = ${hexRust(port)} + if ${pin} < 8 { 0 } else { 4 }; // GPIOA->CRL, GPIOA->CRH`,
        `modify(half, 15 << (4 * (${pin} % 8)), 4 << (4 * (${pin} % 8)));`,
      ]
    : [`modify(${hexRust(port)}, 3 << (2 * ${pin}), 0); // GPIOA->MODER`];
}
