import { conditionalOf, isCode, type ScriptToken } from "./script-tokens";

/** What a pair of braces is about. */
export type BlockKind = "memory" | "sections" | "overlay" | "section" | "other";

/** What is open at a place of a script. */
export interface OpenBlock {
  readonly kind: BlockKind;
  /** Its opening brace. */
  readonly brace: ScriptToken;
}

/**
 * Follows the braces of a script token by token. Each branch of an `#if` begins with the blocks that were open at the
 * `#if`: a brace that is opened in every branch counts once.
 */
export class BlockTracker {
  private open: readonly OpenBlock[] = [];
  private readonly saved: (readonly OpenBlock[])[] = [];
  /** Words in front of the next brace, since the statement before ended. */
  private head: string[] = [];

  get blocks(): readonly OpenBlock[] {
    return this.open;
  }

  /** Takes the next token; returns the block that it closes. */
  take(token: ScriptToken): OpenBlock | undefined {
    const conditional = conditionalOf(token);
    if (conditional === "if") this.saved.push(this.open);
    else if (conditional === "else") this.open = this.saved.at(-1) ?? this.open;
    else if (conditional === "endif") this.saved.pop();
    if (!isCode(token)) return undefined;
    if (token.text === "{") {
      this.open = [...this.open, { kind: this.kindOfNext(), brace: token }];
      this.head = [];
    } else if (token.text === "}") {
      const closed = this.open.at(-1);
      this.open = this.open.slice(0, -1);
      this.head = [];
      return closed;
    } else if (token.text === ";") {
      this.head = [];
    } else if (token.kind === "word") {
      this.head.push(token.text);
    }
    return undefined;
  }

  private kindOfNext(): BlockKind {
    const parent = this.open.at(-1)?.kind;
    const last = this.head.at(-1);
    if (parent === undefined && (last === "MEMORY" || last === "memory")) return "memory";
    if (parent === undefined && last === "SECTIONS") return "sections";
    if (parent === undefined && (last === "PHDRS" || last === "VERSION")) return "other";
    if (parent === "sections" || parent === "overlay" || parent === undefined)
      return parent === "sections" && this.head.includes("OVERLAY") ? "overlay" : "section";
    return "other";
  }
}
