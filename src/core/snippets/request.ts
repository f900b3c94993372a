import type { Device } from "../mcu/device";
import type { Text } from "../text";

/** The library a snippet is written against. A new one is an entry in `flavours.ts`. */
export type SnippetFlavour = "hal" | "cmsis";

/** `reset`: mark, reset, jump first thing after it (preferred). `direct`: from the running program. */
export type SnippetEntry = "direct" | "reset";

export interface SnippetRequest {
  /** A device, or the name of a part. */
  readonly device: Device | string;
  readonly flavour: SnippetFlavour;
  readonly entry: SnippetEntry;
}

/** A complete translation unit and what a person should know of it; or why there is none, and what to do instead. */
export type Snippet =
  { readonly code: string; readonly notes: readonly Text[] } | { readonly refused: Text; readonly instead: Text };
