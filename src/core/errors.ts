import { english, type Text } from "./text";

/** What went wrong, in classes a caller may act on. */
export type ErrorKind =
  | "unreadable-file" // a file is absent, too large, or not what its name says
  | "bad-image" // firmware image with a fault; `where` names file and line or offset
  | "bad-usage" // the caller asked for something that makes no sense
  | "unknown-device"
  | "no-usb" // this machine has no USB, or it cannot be reached
  | "no-board"
  | "board-busy" // somebody else holds the board's lock
  | "board-lost" // it vanished while in use
  | "board-refused" // it answered with an error status
  | "permission"
  | "plan-refused" // the flash plan would touch something it must not
  | "verify-failed"
  | "untrusted-workspace"
  | "cancelled";

/**
 * The one error class that is shown to people: what happened (and where), and the next step.
 * Anything else that is thrown is a fault of ours.
 */
export class BootsmithError extends Error {
  override readonly name = "BootsmithError";

  /** By name: a bundle that is loaded on first use has a copy of this class of its own. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === "BootsmithError";
  }

  constructor(
    readonly kind: ErrorKind,
    readonly what: Text,
    readonly nextStep?: Text,
    options?: { cause?: unknown },
  ) {
    super(english(what), options);
  }
}

/** One or two sentences for a person, whatever was thrown; never a stack trace. */
export function explain(error: unknown): string {
  if (error instanceof BootsmithError) {
    return error.nextStep === undefined ? error.message : `${error.message} ${english(error.nextStep)}`;
  }
  return error instanceof Error ? error.message : String(error);
}
