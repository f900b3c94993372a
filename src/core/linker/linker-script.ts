import type { Value } from "../layout/claim";
import type { SourceRange, Uri } from "../project/snapshot";
import type { Text } from "../text";

/** A macro from outside the script (`-D`, an Mbed key), with the place that states it where there is one. */
export interface Define {
  readonly text: string;
  /** Range of the literal, without quotes, so that an edit can change it. */
  readonly source?: SourceRange;
}

export interface LinkerScriptOptions {
  /** `-D` for the C preprocessor. */
  readonly defines: Readonly<Record<string, Define>>;
  /** `--defsym`: beats `PROVIDE`. Null: it is given, and nobody in sight says which value. */
  readonly defsyms: Readonly<Record<string, bigint | null>>;
  /** `-L` and `-I`, searched after the script's own folder. */
  readonly includePaths: readonly Uri[];
}

/**
 * A number literal a value was computed from, wherever it stands: script, macro, include, define. One that stands in
 * no file (command line, `##`) has the range of the place that uses it, where `text` is not what the file says.
 */
export interface LiteralTerm {
  readonly range: SourceRange;
  readonly text: string;
  readonly value: bigint;
}

/** The outcome of an expression, with its provenance. 64-bit two's complement, as in ld. */
export interface Evaluated {
  readonly value: Value<bigint>;
  /** The expression as written in the region entry or assignment. */
  readonly expression: SourceRange;
  /** Every literal that took part, through symbols and macros. */
  readonly terms: readonly LiteralTerm[];
  /** True when every operand stands inside `expression` itself: it may be replaced as a whole. */
  readonly selfContained: boolean;
}

export interface ScriptRegion {
  readonly name: string;
  /** As written, without parentheses; empty where there are none. */
  readonly attributes: string;
  readonly origin: Evaluated;
  readonly length: Evaluated;
  /** The last byte, where the script states that and the length follows from it: IAR's `[from A to B]`. */
  readonly last?: Evaluated;
  /** From the name to the end of LENGTH. */
  readonly range: SourceRange;
  readonly nameRange: SourceRange;
}

export interface ScriptSymbol {
  readonly name: string;
  readonly evaluated: Evaluated;
  /** True when the value is relative to the location counter or a section: only a link knows it. */
  readonly needsLink: boolean;
  readonly range: SourceRange;
}

/** What an output section takes in: `KEEP(*(.isr_vector))`. */
export interface InputPattern {
  /** Pattern of the section's name, as written. */
  readonly name: string;
  /** Inside KEEP: the linker's garbage collection leaves it. */
  readonly kept: boolean;
  readonly range: SourceRange;
}

/** An output section of SECTIONS: only what layout and rules ask for. */
export interface OutputSection {
  readonly name: string;
  readonly nameRange: SourceRange;
  /** From the name to what stands behind the closing brace. */
  readonly range: SourceRange;
  /** Words of `(NOLOAD)`, `(READONLY)`; empty where there are none. */
  readonly types: readonly string[];
  /** Region after `>`, resolved through REGION_ALIAS. */
  readonly region: string | null;
  /** Region after `AT>`, resolved; null = same as `region`. */
  readonly loadRegion: string | null;
  /** Explicit address in front of the colon. */
  readonly address: Evaluated | null;
  /** Input section patterns in order: `.isr_vector`, `.text*`. */
  readonly inputs: readonly InputPattern[];
  /** Bytes, where assignments to `.` inside the section fix its size (`. = 0x800;` at the end); null otherwise. */
  readonly fixedSize: Evaluated | null;
  /** Bytes it takes at least, whatever its inputs hold: what assignments to `.` and data statements add. */
  readonly leastSize: number;
}

export interface ScriptProblem {
  readonly code: "linker-script-syntax" | "linker-script-include" | "linker-script-value";
  readonly severity: "error" | "warning" | "information";
  readonly range: SourceRange;
  readonly message: Text;
}

/** The language a linker's memory is described in. */
export type Dialect = "gnu-ld" | "iar" | "arm-scatter";

/** A name in a script, for definition, references and rename. */
export interface Occurrence {
  readonly kind: "region" | "symbol" | "section" | "macro" | "file";
  /** Without quotes. A region's alias is a region of its own. */
  readonly name: string;
  /** The name alone, without quotes. */
  readonly range: SourceRange;
  readonly role: "definition" | "reference";
}

/** A linker script of any dialect, read and evaluated as its linker would, error-tolerant: one bad line never blanks the rest. */
export interface LinkerScript {
  readonly uri: Uri;
  readonly dialect: Dialect;
  readonly regions: readonly ScriptRegion[];
  /** alias → region */
  readonly aliases: Readonly<Record<string, string>>;
  readonly symbols: readonly ScriptSymbol[];
  readonly sections: readonly OutputSection[];
  /** Every name in the files that were read, in order. */
  readonly occurrences: readonly Occurrence[];
  /** Lines that the preprocessor left out: no name in them is among the occurrences. Absent where there is none. */
  readonly skipped?: readonly SourceRange[];
  readonly problems: readonly ScriptProblem[];
  /** Files that were read on the way, this one first. */
  readonly files: readonly Uri[];
  /** What it was read with: the editor reads it again as one types. */
  readonly options?: LinkerScriptOptions;
}
