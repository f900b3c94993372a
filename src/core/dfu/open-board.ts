import type { BoardInfo } from "./board-service";
import type { Clock } from "./device";
import type { DfuPort } from "./requests";
import type { Turns } from "./turns";

/** A board whose DFU interface is open, with what is known of it. */
export interface OpenBoard {
  readonly port: DfuPort;
  readonly info: BoardInfo;
  readonly clock: Clock;
  /** wDetachTimeOut of the functional descriptor, milliseconds; undefined where it is not known. */
  readonly detachTimeout?: number | undefined;
  /** Shared with the other boards of its bus; undefined: it has the bus for itself. */
  readonly turns?: Turns | undefined;
}

/** What to select; null where there is no choice: some devices stall a SET_INTERFACE then. */
export function selection(info: BoardInfo, alternate: number): number | null {
  return info.alternates.length > 1 ? alternate : null;
}
