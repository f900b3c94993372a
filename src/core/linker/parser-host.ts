import type { SourceRange } from "../project/snapshot";
import { text, type Text } from "../text";
import type { Problems } from "./problems";
import type { Scanner } from "./scanner";
import type { Program } from "./syntax";

/** Reads one list of statements up to its closing brace or the end of the text. */
export type ListParser = (scanner: Scanner) => void;

/** What the parsers of one script share. */
export class ParserHost {
  readonly program: Program = { steps: [], regions: [], aliases: [], sections: [], inserts: false };
  /** A fault was reported and nothing has been understood since: what follows is most likely its consequence. */
  private inTrouble = false;

  constructor(
    readonly problems: Problems,
    private readonly open: (name: string, at: SourceRange) => Scanner | null,
    private readonly close: () => void,
  ) {}

  /** Reports a fault, unless it is the consequence of one just reported. */
  complain(at: SourceRange, message: Text): void {
    if (!this.inTrouble) {
      this.inTrouble = true;
      this.problems.syntax(at, message);
    }
  }

  /** Something was understood: the next fault is a new one. */
  understood(): void {
    this.inTrouble = false;
  }

  /** `INCLUDE file`, the keyword being consumed: the file's statements stand in for it. */
  include(scanner: Scanner, from: number, parse: ListParser): void {
    const name = scanner.word("pattern");
    const at = scanner.range(from, name?.to ?? from);
    if (name === null) {
      this.complain(at, text("INCLUDE needs a file name."));
      return;
    }
    scanner.note("file", name);
    const included = this.open(name.text, at);
    if (included !== null) {
      parse(included);
      if (!included.atEnd()) {
        this.complain(included.here(), text("This closes a block that another file opened."));
      }
      this.close();
    }
    scanner.accept(";");
  }
}
