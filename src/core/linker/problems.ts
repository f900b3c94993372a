import type { SourceRange } from "../project/snapshot";
import type { Text } from "../text";
import type { ScriptProblem } from "./linker-script";

/** A script full of junk is one fault, not thousands. */
const MAX_PROBLEMS = 100;

/** Collects what is wrong with a script; the same sentence about the same place is kept once. */
export class Problems {
  private readonly seen = new Set<string>();
  private readonly found: ScriptProblem[] = [];

  add(code: ScriptProblem["code"], severity: ScriptProblem["severity"], range: SourceRange, message: Text): void {
    const key = `${range.uri} ${range.start} ${message.template} ${message.args.join(" ")}`;
    if (this.found.length < MAX_PROBLEMS && !this.seen.has(key)) {
      this.seen.add(key);
      this.found.push({ code, severity, range, message });
    }
  }

  syntax(range: SourceRange, message: Text): void {
    this.add("linker-script-syntax", "error", range, message);
  }

  list(): readonly ScriptProblem[] {
    return this.found;
  }
}
