import type { SnapshotReader, SourceRange, Uri } from "../project/snapshot";
import { text } from "../text";
import type { Define, Occurrence } from "./linker-script";
import { MacroExpander, type Macro } from "./macro-expander";
import type { Occurrences } from "./occurrences";
import { evaluateCondition } from "./preprocessor-condition";
import { LineReader, tokensOfDefine, type Line, type Token } from "./preprocessor-tokens";
import { Problems } from "./problems";
import { ScriptLoader, type Search } from "./script-loader";
import { ScriptText } from "./script-text";
import { ScriptTextBuilder } from "./script-text-builder";

const MAX_INCLUDE_DEPTH = 64;
/** What GCC answers in `#if`; it counts them as defined, too. */
const questions = new Set(["__has_include", "__has_include_next"]);

/** What an arm-none-eabi-gcc defines by itself and scripts ask for. */
const ofGcc: Readonly<Record<string, Define>> = {
  __GNUC__: { text: "12" },
  __ELF__: { text: "1" },
  __arm__: { text: "1" },
  __ARM_EABI__: { text: "1" },
  __STDC__: { text: "1" },
};

interface PreprocessorContext {
  readonly defines: Readonly<Record<string, Define>>;
  readonly loader: ScriptLoader;
  readonly problems: Problems;
  readonly occurrences?: Occurrences;
}

interface Branch {
  /** This group's lines count. */
  active: boolean;
  /** Some group of this `#if` counted already. */
  taken: boolean;
  readonly outer: boolean;
  readonly range: SourceRange;
}

/** Runs the C preprocessor over a script; `#include`s go through the loader. Never throws. */
export function preprocess(uri: Uri, source: string, context: PreprocessorContext): ScriptText {
  const { tokens } = run(uri, source, { ...context, defines: { ...ofGcc, ...context.defines } });
  const builder = new ScriptTextBuilder();
  for (const token of tokens) {
    builder.append(token);
  }
  return new ScriptText(uri, builder.text(), builder.segments, context.loader.sourceOf);
}

/** A file after the preprocessor: what is left of it, expanded, and the macros that are defined at its end. */
export interface PreprocessedTokens {
  readonly tokens: readonly Token[];
  readonly macros: ReadonlyMap<string, Macro>;
  readonly problems: Problems;
}

/** Runs the C preprocessor over any C file, for readers that look at tokens. Includes as in linker scripts. */
export function preprocessTokens(
  uri: Uri,
  source: string,
  defines: Readonly<Record<string, Define>>,
  includePaths: readonly Uri[],
  files: SnapshotReader,
): PreprocessedTokens {
  const problems = new Problems();
  const { tokens, macros } = run(uri, source, {
    defines,
    loader: new ScriptLoader(files, includePaths, problems),
    problems,
  });
  return { tokens, macros, problems };
}

function run(
  uri: Uri,
  source: string,
  context: PreprocessorContext,
): { tokens: readonly Token[]; macros: ReadonlyMap<string, Macro> } {
  const tokens: Token[] = [];
  const preprocessor = new Preprocessor(context, (token) => tokens.push(token));
  preprocessor.run(uri, source, context.defines);
  return { tokens, macros: preprocessor.macros };
}

class Preprocessor {
  private readonly expander: MacroExpander;
  /** Text lines not expanded yet: a macro call may run over several of them. */
  private pending: Token[] = [];
  private readonly loader: ScriptLoader;
  private readonly problems: Problems;
  private readonly occurrences: Occurrences | undefined;

  constructor(
    { loader, problems, occurrences }: PreprocessorContext,
    private readonly emit: (token: Token) => unknown,
  ) {
    this.loader = loader;
    this.problems = problems;
    this.occurrences = occurrences;
    this.expander = new MacroExpander(problems, (name) => this.note(name));
  }

  private note(name: Token | undefined, role: Occurrence["role"] = "reference"): void {
    if (name?.kind === "name") this.occurrences?.add("macro", name.text, name.spelled, role);
  }

  get macros(): ReadonlyMap<string, Macro> {
    return this.expander.macros;
  }

  run(uri: Uri, source: string, defines: Readonly<Record<string, Define>>): void {
    this.predefine(defines);
    this.file(uri, source, 0);
    this.flush();
  }

  private predefine(defines: Readonly<Record<string, Define>>): void {
    for (const [name, define] of Object.entries(defines)) {
      const body = tokensOfDefine(define, this.problems);
      this.expander.macros.set(name, { name, params: null, variadic: false, body });
    }
  }

  private file(uri: Uri, source: string, depth: number): void {
    const reader = new LineReader(uri, source, this.problems);
    const branches: Branch[] = [];
    for (let line = reader.next(); line !== undefined; line = reader.next()) {
      if (line.directive) {
        this.directive(line, branches, depth);
      } else if (branches.at(-1)?.active !== false) {
        for (const token of line.tokens) {
          this.pending.push(token);
        }
      } else {
        this.occurrences?.skip(line.range);
      }
    }
    for (const branch of branches) {
      this.problems.syntax(branch.range, text("This #if has no #endif."));
    }
  }

  private flush(): void {
    for (const token of this.expander.expand(this.pending)) {
      this.emit(token);
    }
    this.pending = [];
  }

  private directive(line: Line, branches: Branch[], depth: number): void {
    const name = line.tokens[1]?.text ?? "";
    const rest = line.tokens.slice(2);
    if (this.conditional(name, rest, line, branches)) {
      return;
    }
    if (branches.at(-1)?.active === false) {
      this.occurrences?.skip(line.range);
      return;
    }
    switch (name) {
      case "define":
        this.flush();
        this.define(rest, line.range);
        break;
      case "undef":
        this.flush();
        this.note(rest[0]);
        this.expander.macros.delete(rest[0]?.text ?? "");
        break;
      case "include":
      case "include_next":
        this.flush();
        this.include(rest, line.range, { depth, next: name === "include_next" });
        break;
      case "error": {
        const message = rest.map((token) => (token.space ? " " : "") + token.text).join("");
        this.problems.add("linker-script-value", "warning", line.range, text("#error is reached:{0}", message));
        break;
      }
      default: // #pragma, #line and #warning change nothing here.
    }
  }

  /** Handles the directives that open, switch and close groups; false for any other. */
  private conditional(name: string, rest: readonly Token[], line: Line, branches: Branch[]): boolean {
    const top = branches.at(-1);
    const outer = top?.active !== false;
    if (/^(?:el)?if(?:n?def)?$/.test(name)) {
      for (const token of rest) if (token.text !== "defined") this.note(token);
    }
    switch (name) {
      case "if":
      case "ifdef":
      case "ifndef": {
        const active = outer && this.holds(name, rest, line.range);
        branches.push({ active, taken: active, outer, range: line.range });
        return true;
      }
      case "elif":
      case "elifdef":
      case "elifndef":
      case "else":
        if (top === undefined) {
          this.problems.syntax(line.range, text("#{0} without #if.", name));
        } else {
          top.active =
            top.outer && !top.taken && (name === "else" || this.holds(name.replace(/^el/, ""), rest, line.range));
          top.taken ||= top.active;
        }
        return true;
      case "endif":
        if (branches.pop() === undefined) {
          this.problems.syntax(line.range, text("#{0} without #if.", name));
        }
        return true;
      default:
        return false;
    }
  }

  private holds(name: string, rest: readonly Token[], range: SourceRange): boolean {
    if (name !== "if") {
      return this.isDefined(rest[0]?.text ?? "") === (name === "ifdef");
    }
    const tokens = this.expander.expand(this.answerQuestions(rest, range));
    const value = evaluateCondition(
      tokens.map((token) => (token.kind === "other" && !token.space ? "" : " ") + token.text).join(""),
    );
    if (value === null) {
      this.problems.syntax(range, text("This condition cannot be evaluated; it counts as false."));
    }
    return value !== null && value !== 0n;
  }

  private isDefined(name: string): boolean {
    return this.expander.macros.has(name) || questions.has(name);
  }

  /** Replaces `defined X`, `defined(X)` and `__has_include("x")` by 1 or 0, before anything is expanded. */
  private answerQuestions(tokens: readonly Token[], at: SourceRange): Token[] {
    const out: Token[] = [];
    for (let i = 0; i < tokens.length; i++) {
      const token = tokens[i];
      if (token === undefined) {
        break;
      }
      const opened = tokens[i + 1]?.text === "(";
      const name = tokens[i + (opened ? 2 : 1)];
      const asks = opened && questions.has(token.text);
      const close = asks ? tokens.findIndex((other, k) => k > i && other.text === ")") : -1;
      if (token.text === "defined" && name?.kind === "name" && (!opened || tokens[i + 3]?.text === ")")) {
        out.push(answer(token, this.isDefined(name.text)));
        i += opened ? 3 : 1;
      } else if (close > 0) {
        out.push(answer(token, this.hasInclude(token.text, tokens.slice(i + 2, close), at)));
        i = close;
      } else {
        out.push(token);
      }
    }
    return out;
  }

  private hasInclude(question: string, rest: readonly Token[], at: SourceRange): boolean {
    const file = this.fileOf(rest);
    const search = question === "__has_include_next" ? "next" : file?.search;
    return file !== null && search !== undefined && this.loader.find(file.name, at.uri, search) !== undefined;
  }

  /** `"file"`, `<file>`, or a macro that stands for one of them; null where it is neither. */
  private fileOf(rest: readonly Token[]): { name: string; search: Search; tokens: readonly Token[] } | null {
    const named = rest[0]?.kind === "name" ? this.expander.expand(rest) : rest;
    const written = named.map((token, i) => (token.space && i > 0 ? " " : "") + token.text).join("");
    const [, quoted, angled] = /^"([^"]+)"|^<([^>]+)>/.exec(written) ?? [];
    const name = quoted ?? angled;
    return name === undefined ? null : { name, search: quoted === undefined ? "angled" : "quoted", tokens: named };
  }

  private define(rest: readonly Token[], range: SourceRange): void {
    const [name, open] = rest;
    if (name?.kind !== "name") {
      this.problems.syntax(range, text("#define needs a name."));
      return;
    }
    this.note(name, "definition");
    if (open?.text !== "(" || open.space) {
      this.expander.macros.set(name.text, { name: name.text, params: null, variadic: false, body: rest.slice(1) });
      return;
    }
    const close = rest.findIndex((token) => token.text === ")");
    const macro = close < 0 ? null : functionLike(name.text, rest.slice(2, close), rest.slice(close + 1));
    if (macro === null) {
      this.problems.syntax(range, text("The parameters of macro {0} cannot be read.", name.text));
    } else {
      this.expander.macros.set(name.text, macro);
    }
  }

  private include(rest: readonly Token[], range: SourceRange, { depth, next }: { depth: number; next: boolean }): void {
    const file = this.fileOf(rest);
    if (file === null) {
      this.problems.syntax(range, text("#include needs a file name in quotes or angle brackets."));
      return;
    }
    this.occurrences?.add("file", file.name, fileRange(file.tokens, file.name), "reference");
    if (depth >= MAX_INCLUDE_DEPTH) {
      this.loader.reportCycle(file.name, range);
    } else {
      const found = this.loader.include(file.name, range.uri, range, next ? "next" : file.search);
      if (found === null) this.loader.missesMacros = true;
      else this.file(found.uri, found.text, depth + 1);
    }
  }
}

/** A file's name without its quotes; null where a macro gives it. */
function fileRange(written: readonly Token[], file: string): SourceRange | null {
  const [first] = written;
  const start = first?.spelled;
  return start == null || first?.call !== null
    ? null
    : { ...start, start: start.start + 1, end: start.start + 1 + file.length };
}

function answer(token: Token, yes: boolean): Token {
  return { ...token, kind: "number", text: yes ? "1" : "0" };
}

function functionLike(name: string, list: readonly Token[], body: readonly Token[]): Macro | null {
  const words = list.map((token) => token.text).join("");
  const names = words === "" ? [] : words.split(",");
  const last = names.at(-1) ?? "";
  const variadic = last.endsWith("...");
  const params = names.map((n) => (n === "..." ? "__VA_ARGS__" : n.replace(/\.\.\.$/, "")));
  return params.every((p) => /^[A-Za-z_]\w*$/.test(p)) ? { name, params, variadic, body } : null;
}
