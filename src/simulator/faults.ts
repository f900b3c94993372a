/** What goes wrong with one transfer. The host cannot tell it from the real thing. */
export type FaultKind =
  /** The board refuses it, and is in dfuERROR. */
  | "stall"
  /** It does not reach the board, and the host waits in vain. */
  | "timeout"
  /** The board does it, and the host never hears of it. */
  | "answer-lost"
  /** The cable comes off. */
  | "disconnect"
  /** GETSTATUS: an error, though it worked. */
  | "error-status"
  /** GETSTATUS: OK, though it failed. */
  | "ok-status"
  /** GETSTATUS and GETSTATE: another state than the one it is in. */
  | "wrong-state"
  /** Half of the bytes. */
  | "short-read"
  /** GETSTATUS: done before it is; it goes on behind the host's back, and what comes meanwhile is lost. */
  | "early-return"
  /** UPLOAD: the bytes of the one before. */
  | "stale-read"
  /** From here on nothing is erased or written any more, and nobody says so. */
  | "write-protect";

export const faultKinds: readonly FaultKind[] = [
  ...(["stall", "timeout", "answer-lost", "disconnect", "error-status", "ok-status", "wrong-state"] as const),
  ...(["short-read", "early-return", "stale-read", "write-protect"] as const),
];

/** A fault in the transfer with this number, counted from 0 over the life of the board. */
export interface Fault {
  readonly kind: FaultKind;
  readonly at: number;
}
