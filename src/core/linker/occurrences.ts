import type { SourceRange, Uri } from "../project/snapshot";
import type { Occurrence } from "./linker-script";

/** More names than this stand in no script that a person edits. */
const MAX_OCCURRENCES = 200_000;

/** Collects where the names of a script stand, while it is read. A name that a macro puts together stands nowhere. */
export class Occurrences {
  private readonly found = new Map<string, Occurrence>();
  private readonly left: SourceRange[] = [];

  /** @param range where the name is written, also inside a macro's definition; null: nowhere, and nothing is noted */
  add(kind: Occurrence["kind"], name: string, range: SourceRange | null, role: Occurrence["role"]): void {
    if (range === null || range.uri === "" || range.end <= range.start) return;
    const key = `${kind} ${range.start} ${range.uri}`;
    // A macro's argument may become both: what defines the name counts.
    if (this.found.get(key)?.role === "definition" || (!this.found.has(key) && this.found.size >= MAX_OCCURRENCES))
      return;
    this.found.set(key, { kind, name, range, role });
  }

  /** A line that the preprocessor leaves out. */
  skip(range: SourceRange): void {
    if (this.left.length < MAX_OCCURRENCES) this.left.push(range);
  }

  skipped(): readonly SourceRange[] {
    return this.left;
  }

  /** All of them, in the order of the files and of each text. */
  list(files: readonly Uri[]): readonly Occurrence[] {
    const order = new Map(files.map((uri, index) => [uri, index]));
    const place = ({ range }: Occurrence): number => order.get(range.uri) ?? files.length;
    return [...this.found.values()].sort((a, b) => place(a) - place(b) || a.range.start - b.range.start);
  }
}
