import type { Text } from "../text";

/** Turns a sentence into the reader's language. */
export type Say = (sentence: Text) => string;

export interface MapOptions {
  /** Default: English. */
  readonly say?: Say;
}
