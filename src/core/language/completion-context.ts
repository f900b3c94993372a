import { BlockTracker, type BlockKind } from "./script-blocks";
import { isCode, scriptTokens, type ScriptToken } from "./script-tokens";

/** What can be written at a place of a GNU ld script. */
export type CompletionPlace =
  | "nothing"
  | "top"
  | "memory-entry"
  | "origin"
  | "length"
  | "sections"
  | "section"
  | "head"
  | "type"
  | "expression"
  | "pattern"
  | "region"
  | "output-section"
  | "symbol"
  | "macro";

/** A place, and where the word that is being typed begins. */
export interface CompletionContext {
  readonly place: CompletionPlace;
  readonly start: number;
}

/** A parenthesis that is open, with the word in front of it. */
interface OpenParenthesis {
  readonly of: string;
  commas: number;
}

const assignment = /^(?:<<|>>|[-+*/&|^])?=$/;
const ofRegions = new Set(["ORIGIN", "LENGTH"]);
const ofSections = new Set(["ADDR", "LOADADDR", "SIZEOF", "ALIGNOF", "NOCROSSREFS", "NOCROSSREFS_TO"]);
const ofSymbols = new Set(["DEFINED", "ENTRY", "EXTERN", "PROVIDE", "PROVIDE_HIDDEN", "HIDDEN"]);
const ofExpressions = new Set(
  "ALIGN SUBALIGN AT ASSERT ABSOLUTE MIN MAX BLOCK NEXT LOG2CEIL BYTE SHORT LONG QUAD SQUAD FILL".split(" "),
);

/** Where an offset is: read off the tokens in front of it, in every branch of `#if` alike. */
export function completionContext(source: string, offset: number): CompletionContext {
  const walk = new Walk();
  let start = offset;
  for (const token of scriptTokens(source)) {
    if (token.start >= offset) break;
    if (token.end >= offset) {
      if (token.kind === "directive") return inDirective(source, offset);
      if ((token.kind === "comment" || token.kind === "string") && isInside(token, offset)) {
        return { place: "nothing", start };
      }
      if (token.kind === "word") {
        start = token.start;
        break;
      }
    }
    walk.take(token);
  }
  return { place: walk.place(), start };
}

function isInside({ kind, text, end }: ScriptToken, offset: number): boolean {
  if (offset < end) return true;
  // A line comment goes on behind its last character; so does one that is not closed yet.
  return kind !== "string" && (!text.startsWith("/*") || !/.\*\/$/s.test(text));
}

function inDirective(source: string, offset: number): CompletionContext {
  const line = source.slice(source.lastIndexOf("\n", offset - 1) + 1, offset);
  const typed = /[A-Za-z_]\w*$/.exec(line)?.[0].length ?? 0;
  const named = /^[ \t]*#[ \t]*(?:if|ifdef|ifndef|elif|undef|define[ \t]+\w+(?:\([^)]*\))?)[ \t(!]/.test(line);
  return { place: named ? "macro" : "nothing", start: offset - typed };
}

class Walk {
  private readonly tracker = new BlockTracker();
  private parentheses: OpenParenthesis[] = [];
  /** Tokens of the statement so far. */
  private statement: string[] = [];

  take(token: ScriptToken): void {
    this.tracker.take(token);
    if (!isCode(token)) return;
    const { text } = token;
    if (text === "{" || text === "}" || text === ";") {
      this.statement = text === "}" ? ["}"] : [];
      this.parentheses = [];
      return;
    }
    if (text === "(") this.parentheses.push({ of: this.statement.at(-1) ?? "", commas: 0 });
    else if (text === ")") this.parentheses.pop();
    else if (text === ",") this.countComma();
    this.statement.push(text);
  }

  private countComma(): void {
    const open = this.parentheses.at(-1);
    if (open !== undefined) open.commas++;
  }

  place(): CompletionPlace {
    const kind = this.tracker.blocks.at(-1)?.kind;
    const open = this.parentheses.at(-1);
    if (kind === "other") return "nothing";
    if (open !== undefined) return this.inParentheses(open, kind);
    if (kind === "memory") return this.inMemory();
    const last = this.statement.at(-1);
    if (last === "=") return "expression";
    const statement = this.statement[0] === "}" ? this.behindTrailer() : this.statement;
    if (statement.some((one) => assignment.test(one))) return "expression";
    if (last === ">") return "region";
    if (kind === "section") return "section";
    if (kind === undefined) return statement.includes("INSERT") ? "output-section" : "top";
    // Behind the colon of an output section, or between its name and the colon.
    if (statement.includes("INSERT")) return "output-section";
    return statement.includes(":") ? "head" : "sections";
  }

  /** What follows the `} >REGION AT> REGION :phdr =fill` of the section before. */
  private behindTrailer(): readonly string[] {
    const rest = this.statement.slice(1);
    for (;;) {
      const [first = "", second] = rest;
      if (first === "AT" && second === ">") rest.splice(0, 3);
      else if (/^[>:=,]$/.test(first)) rest.splice(0, first === "," ? 1 : 2);
      else return rest;
    }
  }

  private inParentheses({ of, commas }: OpenParenthesis, kind: BlockKind | undefined): CompletionPlace {
    if (ofRegions.has(of)) return "region";
    if (of === "REGION_ALIAS") return commas > 0 ? "region" : "nothing";
    if (ofSections.has(of)) return "output-section";
    if (this.statement.some((one) => assignment.test(one)) || ofExpressions.has(of)) return "expression";
    if (ofSymbols.has(of)) return "symbol";
    if (kind === "section") return "pattern";
    if (kind === "sections" || kind === "overlay") return this.statement.includes(":") ? "head" : "type";
    return kind === "memory" ? "nothing" : "expression";
  }

  /** `NAME (rx) : ORIGIN = 0x08000000, LENGTH = 1M`: nothing ends an entry but the next one. */
  private inMemory(): CompletionPlace {
    const { statement } = this;
    const last = statement.at(-1);
    const field = statement.findLast((one) => /^(?:ORIGIN|LENGTH|org|len|o|l)$/.test(one));
    if (last === undefined || last === "}") return "memory-entry";
    if (last === ":") return "origin";
    if (last === ",") return field !== undefined && /^[Oo]/.test(field) ? "length" : "memory-entry";
    if (/^[-+*/%&|^~=?!<>]/.test(last)) return "expression";
    if (field === undefined) return "nothing";
    return /^[Oo]/.test(field) ? "length" : "memory-entry";
  }
}
