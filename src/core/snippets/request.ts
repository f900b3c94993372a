import type { Device } from "../mcu/device";
import type { Text } from "../text";

/** What a snippet enters. */
export const SNIPPET_KINDS = ["system-bootloader", "application", "own-bootloader"] as const;
export type SnippetKind = (typeof SNIPPET_KINDS)[number];

/** The library a snippet is written against. */
export const SNIPPET_FLAVOURS = ["hal", "cmsis", "mbed", "arduino", "libopencm3", "rust"] as const;
export type SnippetFlavour = (typeof SNIPPET_FLAVOURS)[number];

/** Way into the system bootloader. `reset`: mark, reset, jump first thing after it (preferred). `direct`: from the running program. */
export const SNIPPET_ENTRIES = ["reset", "direct"] as const;
export type SnippetEntry = (typeof SNIPPET_ENTRIES)[number];

export interface SnippetRequest {
  readonly kind: SnippetKind;
  /** A device, or the name of a part. */
  readonly device: Device | string;
  readonly flavour: SnippetFlavour;
  /** Kind `system-bootloader` only; `reset` unless stated. */
  readonly entry?: SnippetEntry;
  /** Address of the application's vector table, for the kinds `application` and `own-bootloader`. */
  readonly address?: number;
  /** Code also where AN2606 rules the jump out and users say that it works. */
  readonly anyway?: boolean;
}

export type SnippetLanguage = "c" | "cpp" | "rust";

/** A complete translation unit, and what a person should know of it. */
export interface WrittenSnippet {
  readonly code: string;
  readonly language: SnippetLanguage;
  /** The functions other files call, as declarations. */
  readonly declarations: readonly string[];
  /** Under which conditions the code does what it says. */
  readonly conditions: readonly Text[];
  readonly notes: readonly Text[];
}

/** Why there is no code, and what to do instead. */
export interface Refusal {
  readonly refused: Text;
  readonly instead: Text;
  /** Users say that it works all the same: `anyway` gives the code. */
  readonly canShowAnyway: boolean;
}

export type Snippet = WrittenSnippet | Refusal;

export function refusal(refused: Text, instead: Text, canShowAnyway = false): Refusal {
  return { refused, instead, canShowAnyway };
}
