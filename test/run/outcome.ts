/** One thing that passed or failed. */
export interface Outcome {
  readonly name: string;
  /** What went wrong; undefined = passed. */
  readonly error: string | undefined;
}
