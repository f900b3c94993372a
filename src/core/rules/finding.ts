import type { SourceRange } from "../project/snapshot";
import type { Text } from "../text";

export type Severity = "error" | "warning" | "information";

/** What a setting makes of a finding: another severity, or silence. */
export type RuleLevel = Severity | "off";

export interface RelatedPlace {
  readonly range: SourceRange;
  readonly message: Text;
}

/** One replacement; refused when `current` no longer stands at `range`. */
export interface Edit {
  readonly range: SourceRange;
  readonly current: string;
  readonly replacement: string;
}

/** All edits or none, in one step that one undo takes back. */
export interface Fix {
  readonly title: Text;
  readonly edits: readonly Edit[];
  /** The fix VS Code offers first. */
  readonly preferred: boolean;
  /** What the person must do afterwards: rebuild and flash the bootloader. */
  readonly afterwards?: Text;
}

/** A fix that cannot be made, and why: names the line it cannot change. */
export interface RefusedFix {
  readonly title: Text;
  readonly reason: Text;
  readonly range?: SourceRange;
}

/** What a rule reports. `code` is public and stable: it names the help page and the suppression. */
export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  readonly range: SourceRange;
  readonly message: Text;
  readonly related: readonly RelatedPlace[];
  /** Holds only so: `for target K64F`, `with DBANK = 1`. */
  readonly condition?: Text;
  readonly fixes: readonly Fix[];
  readonly refused: readonly RefusedFix[];
}
