import { BootsmithError } from "../core/errors";
import type { Parallelism } from "../core/mcu/flash-timing";
import { text } from "../core/text";
import { mapleMini } from "./models/maple";
import { pageModels } from "./models/pages";
import { portentaModels } from "./models/portenta";
import { sectorModels } from "./models/sectors";
import { trustZoneModels } from "./models/trust-zone";

/**
 * How flash takes a write over what is already there: bits only fall (F4); a unit takes a write when it is erased, or a
 * write of all zeros (F0, F1); one write between two erases (flash-geometry §5).
 */
export type RewriteRule = "bits-1-to-0" | "erased-or-zero" | "once";

/** How a board shows itself on the bus. */
export interface BusIdentity {
  readonly vendorId: number;
  readonly productId: number;
  /** BCD. */
  readonly deviceVersion: number;
  readonly product: string;
}

/** The application's own USB function, with a DFU interface beside it (DFU 1.1 §4.1). */
export interface RuntimeModel extends BusIdentity {
  /** bitWillDetach: it drops off the bus by itself on DETACH; otherwise a port reset has to follow. */
  readonly willDetach: boolean;
  /** wDetachTimeOut, milliseconds. */
  readonly detachTimeout: number;
  readonly interfaceName: string;
}

/** Everything that makes one simulated board different from another. Times are milliseconds. */
export interface BoardModel extends BusIdentity {
  /** What it is asked for by. */
  readonly part: string;
  /** Part number of the chip on it. */
  readonly chip: string;
  readonly manufacturer: string;
  readonly serial: string;
  /** Interface strings, in the order of the alternate settings: they are the geometry. */
  readonly alternates: readonly string[];
  /** String index of the first alternate setting. */
  readonly firstString: number;
  /** String descriptor 0x14, where the bootloader has it; null: it stalls (dfu-protocol §2.8). */
  readonly deviceIdString: string | null;
  /** bmAttributes of the functional descriptor. */
  readonly attributes: number;
  readonly transferSize: number;
  /** What it has besides its bootloader; null: the application is no USB device of ours. */
  readonly runtime: RuntimeModel | null;
  /** How it comes up when it gets power. */
  readonly startsIn: "dfu" | "runtime";
  /** Plain DFU: where the stream of each alternate setting goes, null: nowhere. Left out: DfuSe. */
  readonly streams?: readonly (number | null)[];
  /** Memory map of a board whose interface strings have none, in the same notation. */
  readonly memoryMap?: string;

  readonly erased: number;
  readonly rewrite: RewriteRule;
  /** Bytes written as one; the granule of the ECC where there is one. */
  readonly programUnit: number;
  /** What reading a granule does whose write or erase was cut off; null: no ECC, it reads as whatever it holds. */
  readonly tornRead: "stall" | "vanish" | null;

  /** What GETSTATUS reports as its poll time. */
  readonly poll: { readonly erase: number; readonly program: number };
  /** GETSTATUS before the work is done: held back, answered dfuDNBUSY, or stalled. */
  readonly earlyStatus: "blocks" | "busy" | "stalls";
  /** State before the first request: ROMs commonly start in dfuERROR / errFIRMWARE (dfu-protocol §1.5). */
  readonly startsInError: boolean;
  /** The answer to get commands, and what it executes (AN3156 §4). */
  readonly commands: readonly number[];
  /** What block numbers are multiplied with (dfu-protocol §2.1). */
  readonly blockAddress: "transfer-size" | "request-length";
  /** The address of a page erase is the pointer of what follows, as in ST's Cube DFU class. */
  readonly eraseMovesPointer: boolean;
  /** CLRSTATUS outside dfuERROR: a stall, or dfuERROR / errUNKNOWN without one (dfu-protocol §2.6, H743). */
  readonly strayClear: "stalls" | "error-state";
  /** After the erase of this unit it stays in dfuDNBUSY until two CLRSTATUS; null: never. */
  readonly stuckErase: number | null;
  /** What a leave request comes to. */
  readonly leave: "runs" | "locks-up";

  readonly eraseTime: (unitSize: number, parallelism: Parallelism) => number;
  readonly programTime: (bytes: number, parallelism: Parallelism) => number;
  /** null: it has no mass erase. */
  readonly massEraseTime: number | null;
  /** From leaving the bus to answering on it again after a reset. */
  readonly connectTime: number;
}

/** The boards that can be simulated. */
export const simulatedBoardModels: readonly BoardModel[] = [
  ...sectorModels,
  ...pageModels,
  ...trustZoneModels,
  ...portentaModels,
  mapleMini,
];

/**
 * The model of a part or board, by name in any case.
 * @throws BootsmithError `unknown-device` that names the known ones
 */
export function boardModel(part: string): BoardModel {
  const model = simulatedBoardModels.find((one) => one.part.toLowerCase() === part.trim().toLowerCase());
  if (model === undefined) {
    const known = simulatedBoardModels.map((one) => one.part).join(", ");
    throw new BootsmithError(
      "unknown-device",
      text("There is no simulated board for {0}.", part),
      text("Known are {0}.", known),
    );
  }
  return model;
}
