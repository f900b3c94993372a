import type { Token } from "../linker/preprocessor-tokens";
import type { SourceRange } from "../project/snapshot";
import { flowOf, type AddressLiteral, type Flow, type Lookup } from "./address-flow";
import type { PreprocessedC } from "./c-addresses";
import { unitOf, untilAny, type CFunction } from "./c-functions";
import { closingOf, longestExpression } from "./c-types";
import { boundParameters, callsIn, lookupIn, noteAssignments, type Call, type Values } from "./c-values";
import { asmLiterals, speaksOfJump } from "./assembler-jumps";

/** Code that starts the vector table at an address. */
export interface TableJump {
  /** Where the vector table lies that is jumped through. */
  readonly address: number;
  /** The literal that is written; its value is the table's address, or that of its second word. */
  readonly literal?: AddressLiteral;
  /** What uses it: where the stack pointer, VTOR or the program counter gets its value. */
  readonly uses: readonly [SourceRange, ...SourceRange[]];
}

const setsStackPointer = /^_*set_?msp$/i;
const setsVectorTable = /^(scb_set_vtor|set_?vtor|NVIC_SetVectorTable|set_?vector_?table)$/i;
const jumpName =
  /jump|launch|go_?to_?(app|boot|dfu|system|rom|addr)|branch_?to|(start|run|enter|boot)_?(to|into|app|image|firmware|bootloader|dfu|system|rom|at|from)/i;
const asksOrTells =
  /^(is|can|check|valid|print|log|dump|read|find|has|get|verify|erase|write|flash)|printf|valid|_log/i;
/** Tokens of one `asm(…)`. */
const longestAssembler = 512;
/** Functions inside functions, each called with an address: more is no code that people write. */
const maximumDepth = 3;

/** Every jump of a C file through a vector table that `isTable` knows. Only what is compiled counts. */
export function tableJumps(source: PreprocessedC, isTable: (address: number) => boolean): TableJump[] {
  return new JumpReader(source, isTable).read();
}

/** Worth preprocessing at all: it has an address in system memory, or speaks of starting something. */
export function mayJumpToSystemMemory(text: string): boolean {
  return /0x1F'?F|0x0?BF|SYSTEM_?MEM|SYSMEM|FLASH_SYSTEM_BASE|set_?msp|\bmsp\b|jump/i.test(text);
}

class JumpReader {
  private readonly found = new Map<string, TableJump>();
  private readonly globals: Values = new Map();
  private readonly functions = new Map<string, CFunction>();
  private readonly done = new Set<string>();

  constructor(
    private readonly source: PreprocessedC,
    private readonly isTable: (address: number) => boolean,
  ) {}

  read(): TableJump[] {
    const { functions, outside } = unitOf(this.source.tokens);
    for (const one of functions) this.functions.set(one.name, one);
    noteAssignments(outside, this.globals, this.globals);
    // Twice: what one function assigns to a variable of the file another one may use further up.
    const locals = functions.map((one) => this.valuesOf(one, new Map()));
    functions.forEach((one, index) => this.inside(one, locals[index] ?? new Map<string, Flow | null>(), 0));
    this.sinks(outside, lookupIn(this.globals, this.globals));
    return [...this.found.values()];
  }

  private valuesOf({ parameters, body }: CFunction, given: Values): Values {
    const own: Values = new Map<string, Flow | null>(parameters.map((name) => [name, null]));
    for (const [name, flow] of given) own.set(name, flow);
    noteAssignments(body, own, this.globals);
    return own;
  }

  private inside(one: CFunction, own: Values, depth: number): void {
    const lookup = lookupIn(own, this.globals);
    this.sinks(one.body, lookup);
    if (depth >= maximumDepth) return;
    for (const call of callsIn(one.body)) {
      const called = this.functions.get(call.name.text);
      const given = called === undefined || called === one ? undefined : boundParameters(called, call, lookup);
      if (called === undefined || given === undefined || !this.isNews(called, given)) continue;
      this.inside(called, this.valuesOf(called, given), depth + 1);
    }
  }

  /** Whether a call gives an address that matters, and was not looked at before. */
  private isNews({ name }: CFunction, given: Values): boolean {
    const flows = [...given].map(([parameter, flow]) => `${parameter} ${flow?.kind ?? ""} ${flow?.value ?? ""}`);
    const key = `${name} ${flows.join(" ")}`;
    if (this.done.has(key) || ![...given.values()].some((flow) => flow !== null && this.tableOf(flow) !== undefined))
      return false;
    this.done.add(key);
    return true;
  }

  private sinks(tokens: readonly Token[], lookup: Lookup): void {
    for (const call of callsIn(tokens)) this.ofCall(call, lookup);
    tokens.forEach((token, at) => {
      const next = tokens[at + 1]?.text;
      if (token.text === "VTOR" && next === "=" && tokens[at + 2]?.text !== "=")
        this.note(flowOf(untilAny(tokens, at + 2, [";"]), lookup), "address", token);
      else if (/^(SCB_VTOR)$/.test(token.text) && next === "=")
        this.note(flowOf(untilAny(tokens, at + 2, [";"]), lookup), "address", token);
      else if (/^(__)?asm(__)?$/.test(token.text)) this.ofAssembler(tokens, at, lookup);
      else if (token.text === "(") this.ofPointer(tokens, at, lookup);
      else if (token.text === "-" && next === ">") this.ofMember(tokens, at, lookup);
    });
  }

  private ofCall({ name, args }: Call, lookup: Lookup): void {
    const [first = []] = args;
    if (setsStackPointer.test(name.text)) this.note(flowOf(first, lookup), "word", name);
    else if (setsVectorTable.test(name.text)) this.note(flowOf(first, lookup), "address", name);
    const variable = lookup(name.text);
    if (variable?.kind === "word" || variable?.kind === "member") this.note(variable, "entry", name);
    if (!jumpName.test(name.text) || asksOrTells.test(name.text)) return;
    const flows = args.map((one) => flowOf(one, lookup));
    const words = flows.filter((flow) => flow?.kind === "word");
    for (const flow of flows) {
      if (flow?.kind === "address") this.note(flow, "address", name);
      else if (words.length > 1) this.note(flow, this.isTable(flow?.value ?? 0) ? "word" : "entry", name);
    }
  }

  /** `((void (*)(void))*(uint32_t *)(A + 4))()` and `(*start)()`: a group in parentheses that is called. */
  private ofPointer(tokens: readonly Token[], open: number, lookup: Lookup): void {
    const close = closingOf(tokens, open, longestExpression);
    const before = tokens[open - 1];
    if (tokens[close + 1]?.text !== "(" || before?.kind === "name") return;
    const inner = tokens.slice(open + 1, close);
    const bare = inner[0]?.text === "*" && inner.length === 2 ? inner.slice(1) : inner;
    const flow = flowOf(bare, lookup);
    const [token] = inner;
    if (token !== undefined && (flow?.kind === "word" || flow?.kind === "member")) this.note(flow, "entry", token);
  }

  /** `boot->reset()` of a structure laid over a vector table. */
  private ofMember(tokens: readonly Token[], arrow: number, lookup: Lookup): void {
    if (tokens[arrow + 3]?.text !== "(") return;
    const start = operandStart(tokens, arrow);
    const flow = flowOf(tokens.slice(start, arrow), lookup);
    const token = tokens[start];
    if (token !== undefined && flow?.kind === "address") this.note({ ...flow, kind: "member" }, "entry", token);
  }

  private ofAssembler(tokens: readonly Token[], at: number, lookup: Lookup): void {
    const offset = tokens.slice(at + 1, at + 4).findIndex((token) => token.text === "(");
    if (offset < 0) return;
    const open = at + 1 + offset;
    const inside = tokens.slice(open + 1, closingOf(tokens, open, longestAssembler));
    const strings = inside.filter((token) => token.kind === "string");
    const lines = strings.map((token) => token.text).join("\n");
    if (!speaksOfJump(lines)) return;
    const [first] = inside;
    for (const string of strings)
      for (const literal of asmLiterals(string))
        this.note({ kind: "address", value: literal.value, step: 1, literal }, "address", string);
    inside.forEach((token, index) => {
      if (token.text !== "(" || inside[index - 1]?.kind !== "string" || first === undefined) return;
      const flow = flowOf(inside.slice(index + 1, closingOf(inside, index)), lookup);
      if (flow !== undefined)
        this.note(flow, flow.kind === "word" && !this.isTable(flow.value) ? "entry" : flow.kind, first);
    });
  }

  /**
   * Notes a jump where the flow is what jumps need: the table's `address`, its first `word`, or its `entry`, the second.
   */
  private note(flow: Flow | undefined, as: Flow["kind"] | "entry", token: Token): void {
    if (flow === undefined || (as !== "entry" && as !== flow.kind && flow.kind !== "member")) return;
    const address = this.tableOf(flow);
    if (address === undefined || (as === "entry" && flow.kind === "word" && address === flow.value)) return;
    const at = token.call ?? token.spelled ?? { uri: this.source.file.uri, start: 0, end: 0 };
    const place = flow.literal?.range ?? at;
    const { literal } = flow;
    const key = `${place.uri}:${place.start} ${address}`;
    const uses = this.found.get(key)?.uses ?? [at];
    const seen = uses.some((use) => use.uri === at.uri && use.start === at.start);
    this.found.set(key, {
      address,
      uses: seen ? uses : [...uses, at],
      ...(literal !== undefined && { literal }),
    });
  }

  /** The table whose first or second word the flow is about. */
  private tableOf({ kind, value }: Flow): number | undefined {
    if (this.isTable(value)) return value;
    return kind !== "address" && this.isTable(value - 4) ? value - 4 : undefined;
  }
}

/** Where the operand in front of `->` begins: a name, or a group in parentheses. */
function operandStart(tokens: readonly Token[], arrow: number): number {
  if (tokens[arrow - 1]?.text !== ")") return arrow - 1;
  let nesting = 0;
  for (let at = arrow - 1; at >= Math.max(0, arrow - 64); at--) {
    const text = tokens[at]?.text;
    nesting += text === ")" ? 1 : text === "(" ? -1 : 0;
    if (nesting === 0) return at;
  }
  return arrow - 1;
}
