import type { SourceRange } from "../../project/snapshot";
import type { Text } from "../../text";
import type { Cursor } from "../cursor";
import { parseDialectExpression } from "../dialect-expression";
import type { Occurrence } from "../linker-script";
import type { Problems } from "../problems";
import type { Expression } from "../syntax";
import { icfExpressions } from "./icf-expression";

/** What the parsers of one configuration file, and of those it includes, share. */
export class IcfHost {
  readonly occurrences: Occurrence[] = [];
  /** A fault was reported and nothing has been understood since: what follows is most likely its consequence. */
  private inTrouble = false;

  constructor(
    readonly problems: Problems,
    /** Opens an included file; null (after a problem) where that cannot be. Each one opened is closed again. */
    readonly open: (name: string, at: SourceRange) => Cursor | null,
    readonly close: () => void,
  ) {}

  complain(at: SourceRange, message: Text): void {
    if (!this.inTrouble) {
      this.inTrouble = true;
      this.problems.syntax(at, message);
    }
  }

  understood(): void {
    this.inTrouble = false;
  }

  note(kind: Occurrence["kind"], name: string, range: SourceRange, role: Occurrence["role"]): void {
    this.occurrences.push({ kind, name, range, role });
  }

  expression(cursor: Cursor): Expression {
    return parseDialectExpression(cursor, this.problems, icfExpressions, (kind, name, range) =>
      this.note(kind, name, range, "reference"),
    );
  }
}
