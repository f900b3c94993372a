import type { SourceRange } from "../../project/snapshot";
import { text, type Text } from "../../text";
import type { Cursor } from "../cursor";
import { parseDialectExpression } from "../dialect-expression";
import type { Occurrence } from "../linker-script";
import type { Problems } from "../problems";
import type { Expression } from "../syntax";
import { scatterExpressions } from "./scatter-expression";
import { parseSelectors } from "./scatter-selector-parser";
import type { ExecutionRegion, LoadRegion, RegionHead, ScatterProgram } from "./scatter-syntax";

const name = /"[^"\n]{1,400}"|[A-Za-z_$.][\w$.]{0,400}/y;
const assertion = /ScatterAssert(?=\s{0,100}\()/y;
const attribute =
  /(?:ABSOLUTE|ALIGNALL|ALIGN|ANY_SIZE|EMPTY|FILL|FIXED|NOCOMPRESS|OVERLAY|PADVALUE|PI|PROTECTED|RELOC|RWPI|SORTTYPE|UNINIT|ZEROPAD)\b/y;
const valued = new Set(["ALIGN", "ALIGNALL", "ANY_SIZE", "EMPTY", "FILL", "PADVALUE", "SORTTYPE"]);

/** Reads a scatter file: load regions with their execution regions. Never throws. */
export function parseScatter(cursor: Cursor, problems: Problems): ScatterProgram {
  const parser = new ScatterParser(cursor, problems);
  parser.file();
  return parser;
}

class ScatterParser implements ScatterProgram {
  readonly loads: LoadRegion[] = [];
  readonly assertions: Expression[] = [];
  readonly occurrences: Occurrence[] = [];
  /** A fault was reported and nothing has been understood since. */
  private inTrouble = false;

  constructor(
    private readonly cursor: Cursor,
    private readonly problems: Problems,
  ) {}

  file(): void {
    const { cursor } = this;
    for (let next = cursor.peek(); next !== ""; next = cursor.peek()) {
      if (this.assertion() || cursor.accept(";")) continue;
      const start = cursor.pos;
      const head = this.head();
      if (head === null) {
        this.resume(start);
        continue;
      }
      const regions = this.executionRegions();
      this.loads.push({ ...head, regions, range: cursor.range(start, cursor.pos) });
      this.understood();
    }
  }

  private executionRegions(): ExecutionRegion[] {
    const { cursor } = this;
    const regions: ExecutionRegion[] = [];
    for (let next = cursor.peek(); next !== "" && next !== "}"; next = cursor.peek()) {
      if (this.assertion() || cursor.accept(";")) continue;
      const start = cursor.pos;
      const head = this.head();
      if (head === null) {
        this.resume(start);
        continue;
      }
      const inputs = parseSelectors(cursor, (kind, found, range) => this.note(kind, found, range, "reference"));
      if (!cursor.accept("}")) this.complain(head.nameRange, text("The braces of {0} are never closed.", head.name));
      regions.push({ ...head, inputs, range: cursor.range(start, cursor.pos) });
      this.understood();
    }
    if (!cursor.accept("}")) this.complain(cursor.here(), text("A '}' is missing."));
    return regions;
  }

  /** `NAME base [attributes] [max_size] {`; null (after a problem) where that is not what stands here. */
  private head(): RegionHead | null {
    const { cursor } = this;
    const found = cursor.match(name);
    if (found === null) return this.fault(text("The name of a region is expected here."));
    const nameRange = cursor.range(found.from, found.to);
    const plain = found.text.replaceAll('"', "");
    this.note("region", plain, nameRange, "definition");
    if (cursor.peek() === "{") return this.fault(text("A base address or +offset is expected behind {0}.", plain));
    const relative = cursor.accept("+");
    const base = this.expression();
    if (base.node.kind === "fault") return null;
    const attributes: string[] = [];
    const values = new Map<string, Expression>();
    let maximum: Expression | null = null;
    let end = cursor.pos;
    while (cursor.peek() !== "{") {
      const word = cursor.match(attribute);
      if (word === null && maximum !== null) return this.fault(text("A '{' is expected here."));
      if (word === null) {
        maximum = this.expression();
        if (maximum.node.kind === "fault") return null;
      } else {
        attributes.push(word.text);
        if (valued.has(word.text)) values.set(word.text, this.expression());
      }
      end = cursor.pos;
    }
    cursor.accept("{");
    const headRange = cursor.range(found.from, end);
    const [empty, align] = [values.get("EMPTY") ?? null, values.get("ALIGN") ?? null];
    return { name: plain, nameRange, base, relative, attributes, empty, align, maximum, headRange };
  }

  private assertion(): boolean {
    if (this.cursor.match(assertion) === null) return false;
    this.assertions.push(this.expression());
    return true;
  }

  private expression(): Expression {
    return parseDialectExpression(this.cursor, this.problems, scatterExpressions, (kind, subject, range) =>
      this.note(kind === "region" ? "region" : "macro", subject, range, "reference"),
    );
  }

  /** Behind a fault: goes on at the next brace, or at least one character farther. */
  private resume(start: number): void {
    const { cursor } = this;
    cursor.skipTo("{}");
    if (cursor.peek() === "{") cursor.skipBraces();
    if (cursor.pos === start) cursor.pos++;
  }

  private note(kind: Occurrence["kind"], found: string, range: SourceRange, role: Occurrence["role"]): void {
    this.occurrences.push({ kind, name: found, range, role });
  }

  private fault(message: Text): null {
    this.complain(this.cursor.here(), message);
    return null;
  }

  private complain(at: SourceRange, message: Text): void {
    if (!this.inTrouble) {
      this.inTrouble = true;
      this.problems.syntax(at, message);
    }
  }

  private understood(): void {
    this.inTrouble = false;
  }
}
