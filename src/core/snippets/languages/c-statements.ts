import type { Bits, Register } from "../../mcu/registers/row";
import { maskOf, type Condition, type Mark, type Statement } from "../steps/statement";
import { cComment } from "./comments";
import { hexC, type CNames } from "./c-names";

/** The lines of a statement in C, at the margin of its function's body. */
export function cStatement(statement: Statement, names: CNames): string[] {
  switch (statement.do) {
    case "core":
      return [...names.core[statement.what]];
    case "write":
      return [`${names.register(statement.to)} = ${written(statement.value, names)};${remarkOf(statement, names)}`];
    case "set":
      return [changed(statement.bits, `|= ${names.bits(statement.bits.bits)}`, names)];
    case "clear":
      return [changed(statement.bits, `&= ~${grouped(names.bits(statement.bits.bits))}`, names)];
    case "replace":
      return [replaced(statement.field, names.bits(statement.value), names)];
    case "wait":
      return [waiting(statement.field, statement.value, names)];
    case "read":
      return [`(void)${names.register(statement.from)};`];
    case "call":
      return [statement.text];
    case "start":
      return [`${statement.with}(${statement.table});`];
    case "return":
      return [`return ${statement.result};`];
    case "write-mark":
      return markWritten(statement.mark, statement.value, names);
    case "if-mpu-present":
      return mpuGuarded(statement.then, names);
    case "return-if":
    case "if-defined":
    case "if-none-defined":
      return guarded(statement, names);
    case "clock-changed":
      return names.clockChanged === null ? [] : [names.clockChanged];
    case "nvic-off":
    case "dma-off":
    case "count-ms":
    case "tick-ms":
    case "pin-as-input":
    case "copy-vectors":
      return loop(statement, names);
  }
}

function written(value: Extract<Statement, { do: "write" }>["value"], names: CNames): string {
  if (typeof value === "number") {
    return value === 0 ? "0U" : hexC(value);
  }
  return "constant" in value && typeof value.constant === "string" ? value.constant : names.bits(value as Bits["bits"]);
}

function remarkOf({ to, value }: Extract<Statement, { do: "write" }>, names: CNames): string {
  const bits = typeof value === "object" && !("constant" in value) ? value : undefined;
  return names.remark(to, bits);
}

function changed(bits: Bits, change: string, names: CNames): string {
  return `${names.register(bits)} ${change};${names.remark(bits, bits.bits)}`;
}

function replaced(field: Bits, value: string, names: CNames): string {
  const register = names.register(field);
  return `${register} = (${register} & ~${grouped(names.bits(field.bits))}) | ${grouped(value)};${names.remark(field, field.bits)}`;
}

function waiting(field: Bits, value: Readonly<Record<string, number>>, names: CNames): string {
  const masked = `(${names.register(field)} & ${grouped(names.bits(field.bits))})`;
  const single = Object.keys(field.bits).length === 1 && maskOf(field.bits) === maskOf(value);
  const test = single ? `${masked} == 0U` : `${masked} != ${grouped(names.bits(value))}`;
  return `while (${test}) { }${names.remark(field, field.bits)}`;
}

/** More than one name needs brackets. */
function grouped(expression: string): string {
  return expression.includes("|") ? `(${expression})` : expression;
}

function markWritten(mark: Mark, value: string | 0, names: CNames): string[] {
  const to = typeof value === "string" ? value : "0U";
  if ("register" in mark) {
    return [`${names.register(mark.register)} = ${to};${names.remark(mark.register)}`];
  }
  const clean = mark.cached && value !== 0 ? names.cleanLine(mark.ram) : [];
  return [`*(volatile uint64_t *)${mark.ram} = ${to};`, ...clean];
}

function markRead(mark: Mark, names: CNames): string {
  return "register" in mark ? names.register(mark.register) : `*(volatile uint64_t *)${mark.ram}`;
}

function conditionC(when: Condition, names: CNames): string {
  switch (when.is) {
    case "handler":
      return names.handler;
    case "handler-or-unprivileged":
      return names.handlerOrUnprivileged;
    case "bits-set":
      return `(${names.register(when.bits)} & ${grouped(names.bits(when.bits.bits))}) != 0U`;
    case "marked":
      return `${markRead(when.mark, names)} == ${when.magic}`;
    case "not-marked":
      return `${markRead(when.mark, names)} != ${when.magic}`;
    case "byte-differs":
      return `*(const volatile uint8_t *)${hexC(when.address)} != ${hexC(when.value, 2)}`;
    case "word-differs":
      return `*(const volatile uint32_t *)${wordC(when.address)} != ${wordC(when.value)}`;
    case "implausible":
      return `!application_is_plausible(${when.table})`;
    case "call":
      return `${when.name}()`;
    case "input-is":
      return `((${names.register(when.port)} >> ${when.pin}) & 1U) == ${when.level}`;
  }
}

function wordC(value: number | string): string {
  return typeof value === "string" ? value : hexC(value);
}

function mpuGuarded(then: readonly Statement[], names: CNames): string[] {
  const lines = then.flatMap((inner) => cStatement(inner, names));
  return names.mpuPresent === null ? lines : [`#if ${names.mpuPresent}`, ...lines, "#endif"];
}

type Guarded = Extract<Statement, { do: "return-if" | "if-defined" | "if-none-defined" }>;

function guarded(statement: Guarded, names: CNames): string[] {
  if (statement.do === "return-if") {
    const first = (statement.first ?? []).flatMap((inner) => cStatement(inner, names));
    const result = statement.result === undefined ? "return;" : `return ${statement.result};`;
    return [`if (${conditionC(statement.when, names)})`, "{", ...[...first, result].map(indented), "}"];
  }
  const inner = statement.then.flatMap((one) => cStatement(one, names));
  const macros = statement.do === "if-defined" ? [statement.macro] : statement.macros;
  const not = statement.do === "if-defined" ? "" : "!";
  return [
    ...cComment([statement.meaning]),
    `#if ${macros.map((macro) => `${not}defined(${macro})`).join(" && ")}`,
    ...inner,
    "#endif",
  ];
}

type Loop = Extract<
  Statement,
  { do: "nvic-off" | "dma-off" | "count-ms" | "tick-ms" | "pin-as-input" | "copy-vectors" }
>;

function loop(statement: Loop, names: CNames): string[] {
  switch (statement.do) {
    case "nvic-off":
      return counted("word", "NVIC_WORDS", [`${names.icer} = 0xFFFFFFFFUL;`, `${names.icpr} = 0xFFFFFFFFUL;`]);
    case "dma-off":
      return dmaOff(statement, names);
    case "count-ms":
      return [
        `for (uint32_t cycles = ${names.coreClock} / ${1000 / statement.ms}U; cycles > 0U; cycles--)`,
        "{",
        indented(names.nop),
        "}",
      ];
    case "tick-ms":
      return tickWait(statement.ms, names);
    case "copy-vectors":
      return counted("i", statement.count, [
        `((volatile uint32_t *)${hexC(statement.to)})[i] = ((const volatile uint32_t *)${statement.from})[i];`,
      ]);
    case "pin-as-input":
      return pinInput(statement, names);
  }
}

/** ST's header tells whether the chip has a second DMA; without one the chip's row does. */
function dmaOff(statement: Extract<Loop, { do: "dma-off" }>, names: CNames): string[] {
  const { dma1, dma1Channels, dma2, dma2Channels, hasDma2 } = statement;
  const channelsOff = (first: Register, count: number): string[] =>
    counted("channel", `${count}U`, [`(&${names.register(first)})[5U * channel] = 0U;${names.remark(first)}`]);
  const second = channelsOff(dma2, dma2Channels);
  const guarded = names.tellsDevice ? ["#if defined(DMA2_Channel1)", ...second, "#endif"] : hasDma2 ? second : [];
  return [...channelsOff(dma1, dma1Channels), ...guarded];
}

function counted(variable: string, count: string, body: readonly string[]): string[] {
  return [`for (uint32_t ${variable} = 0U; ${variable} < ${count}; ${variable}++)`, "{", ...body.map(indented), "}"];
}

/** SysTick counts milliseconds of the core's clock, without its interrupt; COUNTFLAG (bit 16) clears when it is read. */
function tickWait(ms: string, names: CNames): string[] {
  const [control, load, value] = ["CTRL", "LOAD", "VAL"].map((name, i) =>
    names.register({ register: `SysTick->${name}`, address: 0xe000e010 + 4 * i }),
  );
  return [
    `${load} = ${names.coreClock} / 1000U - 1U;`,
    `${value} = 0U;`,
    `${control} = 5U; /* CLKSOURCE, ENABLE */`,
    ...counted("elapsed", ms, [`while ((${control} & 0x10000UL) == 0U) { } /* COUNTFLAG */`]),
    `${control} = 0U;`,
  ];
}

/** MODER has two bits a pin, 00 is input; F1 has four, 0100 is a floating input. */
function pinInput({ port, crl, pin }: Extract<Loop, { do: "pin-as-input" }>, names: CNames): string[] {
  const register = (name: string, offset: number): string =>
    names.register({ register: `GPIOA->${name}`, address: port + offset });
  if (!crl) {
    const mode = register("MODER", 0);
    return [`${mode} &= ~(3UL << (2U * ${pin}));${names.remark({ register: "GPIOA->MODER", address: port })}`];
  }
  const half = (name: string, offset: number, first: string): string =>
    `${register(name, offset)} = (${register(name, offset)} & ~(15UL << (4U * (${pin}${first})))) | (4UL << (4U * (${pin}${first})));`;
  return [`#if ${pin} < 8`, half("CRL", 0, ""), "#else", half("CRH", 4, " - 8U"), "#endif"];
}

function indented(line: string): string {
  return line.startsWith("#") ? line : `  ${line}`;
}
