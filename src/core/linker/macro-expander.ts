import type { SourceRange } from "../project/snapshot";
import { text } from "../text";
import type { Token } from "./preprocessor-tokens";
import { LineReader } from "./preprocessor-tokens";
import { Problems } from "./problems";

export interface Macro {
  readonly name: string;
  /** Null for an object-like macro. */
  readonly params: readonly string[] | null;
  /** The last parameter takes all further arguments. */
  readonly variadic: boolean;
  readonly body: readonly Token[];
}

/** Tokens a script may produce by expansion before it counts as a macro bomb. */
const MAX_EXPANDED_TOKENS = 100_000;
const MAX_COLLECTED_TOKENS = 1_000_000;
const MAX_NESTING = 64;

interface Context {
  readonly tokens: readonly Token[];
  index: number;
  readonly macro: Macro | null;
}

interface Call {
  readonly args: readonly (readonly Token[])[];
  readonly close: Token;
}

/** Macro replacement after C11 6.10.3. Every token that comes out still knows where it is written. */
export class MacroExpander {
  readonly macros = new Map<string, Macro>();
  private expanded = 0;
  private collected = 0;
  private exhausted = false;

  /** @param used hears of each macro invocation by the token of its name */
  constructor(
    private readonly problems: Problems,
    private readonly used: (name: Token) => void = () => undefined,
  ) {}

  /** Fully expands the tokens. Past the limits macros stay unexpanded and a problem says so. */
  expand(input: readonly Token[], active: ReadonlySet<string> = new Set(), depth = 0): Token[] {
    const out: Token[] = [];
    const disabled = new Set(active);
    const stack: Context[] = [{ tokens: input, index: 0, macro: null }];
    for (;;) {
      const token = nextToken(stack, disabled);
      if (token === undefined) {
        return out;
      }
      const macro = token.kind === "name" && !token.painted ? this.macros.get(token.text) : undefined;
      if (macro === undefined || this.exhausted) {
        out.push(token);
      } else if (disabled.has(macro.name)) {
        out.push({ ...token, painted: true });
      } else {
        this.invoke(macro, token, { stack, disabled, depth, out });
      }
    }
  }

  private invoke(
    macro: Macro,
    token: Token,
    state: { stack: Context[]; disabled: Set<string>; depth: number; out: Token[] },
  ): void {
    const { stack, disabled, depth, out } = state;
    const call = macro.params === null ? null : this.collectCall(macro, token, stack, disabled);
    if (macro.params !== null && call === null) {
      out.push(token);
      return;
    }
    this.used(token);
    const at = token.call ?? callRange(token, call);
    const body = this.substitute(macro, call?.args ?? [], disabled, depth);
    if (!this.spend(body.length, at)) {
      out.push(token);
      return;
    }
    const tokens = body.map((t, i) => ({ ...t, call: at, space: i === 0 ? token.space : t.space }));
    stack.push({ tokens, index: 0, macro });
    disabled.add(macro.name);
  }

  private spend(tokens: number, at: SourceRange | null): boolean {
    this.expanded += tokens;
    return this.expanded <= MAX_EXPANDED_TOKENS || this.exhaust(at);
  }

  private exhaust(at: SourceRange | null): false {
    if (!this.exhausted && at !== null) {
      this.problems.syntax(at, text("The macros here expand to more than {0} tokens.", MAX_EXPANDED_TOKENS));
    }
    this.exhausted = true;
    return false;
  }

  /** Reads `( … )` behind a function-like macro's name; null (and nothing consumed) where there is none. */
  private collectCall(macro: Macro, name: Token, stack: Context[], disabled: Set<string>): Call | null {
    if (peek(stack)?.text !== "(") {
      return null;
    }
    const seen: Token[] = [];
    const args: Token[][] = [[]];
    let nesting = 0;
    for (;;) {
      const token = nextToken(stack, disabled);
      if (token === undefined || ++this.collected > MAX_COLLECTED_TOKENS) {
        if (token !== undefined) {
          this.exhaust(name.call ?? name.spelled);
        }
        stack.push({ tokens: token === undefined ? seen : [...seen, token], index: 0, macro: null });
        return null;
      }
      seen.push(token);
      nesting += token.text === "(" ? 1 : token.text === ")" ? -1 : 0;
      if (nesting === 0) {
        return { args: fitArguments(macro, args), close: token };
      }
      if (token.text === "," && nesting === 1 && !(macro.variadic && args.length >= (macro.params?.length ?? 0))) {
        args.push([]);
      } else if (seen.length > 1) {
        args.at(-1)?.push(token);
      }
    }
  }

  private substitute(
    macro: Macro,
    args: readonly (readonly Token[])[],
    disabled: ReadonlySet<string>,
    depth: number,
  ): Token[] {
    const out: Token[] = [];
    const expandedArgs = new Map<number, readonly Token[]>();
    const expandedArg = (index: number): readonly Token[] => {
      const raw = args[index] ?? [];
      const done = expandedArgs.get(index) ?? (depth < MAX_NESTING ? this.expand(raw, disabled, depth + 1) : raw);
      expandedArgs.set(index, done);
      return done;
    };
    const body = macro.variadic ? withoutOptions(macro, args) : macro.body;
    for (let i = 0; i < body.length && out.length <= MAX_EXPANDED_TOKENS; i++) {
      const token = body[i];
      if (token === undefined) {
        break;
      }
      const parameter = macro.params?.indexOf(token.text) ?? -1;
      const following = body[i + 1];
      if (token.text === "##" && out.length > 0 && following !== undefined) {
        i += this.pasteOperand(macro, args, following, out);
      } else if (token.text === "#" && macro.params !== null && following !== undefined) {
        const stringized = macro.params.indexOf(following.text);
        out.push(stringized < 0 ? token : stringToken(args[stringized] ?? [], token));
        i += stringized < 0 ? 0 : 1;
      } else if (parameter >= 0) {
        const tokens = following?.text === "##" ? (args[parameter] ?? []) : expandedArg(parameter);
        tokens.forEach((t, k) => out.push(k === 0 ? { ...t, space: token.space } : t));
        if (tokens.length === 0 && following?.text === "##") {
          out.push({ ...token, kind: "other", text: "" });
        }
      } else {
        out.push(token);
      }
    }
    return out.filter((token) => token.text !== "");
  }

  /** Pastes the operand behind `##` to the last token of `out`; returns how many body tokens that used up. */
  private pasteOperand(macro: Macro, args: readonly (readonly Token[])[], operand: Token, out: Token[]): number {
    const parameter = macro.params?.indexOf(operand.text) ?? -1;
    const right = parameter < 0 ? [operand] : (args[parameter] ?? []);
    const left = out.at(-1);
    const [first, ...others] = right;
    if (left?.text === "," && macro.variadic && parameter === (macro.params?.length ?? 0) - 1) {
      // GNU: `, ## __VA_ARGS__` loses its comma when there are no further arguments.
      if (first === undefined) {
        out.pop();
      } else {
        out.push(...right);
      }
      return 1;
    }
    if (left !== undefined && first !== undefined) {
      out.pop();
      out.push(...pasted(left, first), ...others);
    }
    return 1;
  }
}

/** A variadic macro's body with `__VA_OPT__( … )` replaced by what stands in it, or by nothing (C23 6.10.5.1). */
function withoutOptions(macro: Macro, args: readonly (readonly Token[])[]): readonly Token[] {
  const { body, params } = macro;
  if (!body.some((token) => token.text === "__VA_OPT__")) {
    return body;
  }
  const given = (args[(params?.length ?? 0) - 1] ?? []).length > 0;
  const out: Token[] = [];
  for (let i = 0; i < body.length; i++) {
    const token = body[i];
    if (token?.text === "__VA_OPT__" && body[i + 1]?.text === "(") {
      const end = closing(body, i + 1);
      out.push(...(given ? body.slice(i + 2, end) : []));
      i = end;
    } else if (token !== undefined) {
      out.push(token);
    }
  }
  return out;
}

/** The index of the parenthesis that closes the one at `open`, or of the end. */
function closing(tokens: readonly Token[], open: number): number {
  let nesting = 0;
  for (let i = open; i < tokens.length; i++) {
    nesting += tokens[i]?.text === "(" ? 1 : tokens[i]?.text === ")" ? -1 : 0;
    if (nesting === 0) {
      return i;
    }
  }
  return tokens.length;
}

function nextToken(stack: Context[], disabled: Set<string>): Token | undefined {
  for (;;) {
    const top = stack.at(-1);
    const token = top?.tokens[top.index];
    if (top === undefined || token !== undefined) {
      if (top !== undefined) {
        top.index++;
      }
      return token;
    }
    stack.pop();
    if (top.macro !== null) {
      disabled.delete(top.macro.name);
    }
  }
}

function peek(stack: readonly Context[]): Token | undefined {
  for (let i = stack.length - 1; i >= 0; i--) {
    const context = stack[i];
    const token = context?.tokens[context.index];
    if (token !== undefined) {
      return token;
    }
  }
  return undefined;
}

/** From the macro's name to its closing parenthesis; the name alone where the two stand in different files. */
function callRange(name: Token, call: Call | null): SourceRange | null {
  const start = name.spelled;
  const end = call === null ? start : (call.close.call ?? call.close.spelled);
  return start !== null && end?.uri === start.uri && end.end > start.start ? { ...start, end: end.end } : start;
}

/** `F()` of a macro with one parameter has one empty argument, of one without parameters none. */
function fitArguments(macro: Macro, args: readonly (readonly Token[])[]): readonly (readonly Token[])[] {
  return macro.params?.length === 0 && args.length === 1 && args[0]?.length === 0 ? [] : args;
}

function stringToken(tokens: readonly Token[], at: Token): Token {
  const inner = tokens.map((t, i) => (t.space && i > 0 ? " " : "") + t.text).join("");
  return { ...at, kind: "string", text: `"${inner.replace(/["\\]/g, "\\$&")}"`, spelled: null };
}

function pasted(left: Token, right: Token): Token[] {
  if (left.text === "") {
    return [{ ...right, space: left.space }];
  }
  const made = new LineReader("", left.text + right.text, new Problems()).next()?.tokens ?? [];
  const [only, ...rest] = made;
  if (only === undefined || rest.length > 0) {
    return [left, { ...right, space: false }];
  }
  return [{ ...only, spelled: null, space: left.space, call: left.call }];
}
