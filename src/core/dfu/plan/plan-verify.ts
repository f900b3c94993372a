import type { FirmwareImage } from "../../image/firmware-image";
import type { Device } from "../../mcu/device";
import type { BoardInfo } from "../board-service";
import type { FlashPlan } from "../flash-plan";
import { planFlash } from "../plan-flash";
import { boardDevices } from "./same-chip";

export interface VerifyOptions {
  readonly alternate?: number;
  readonly devices?: readonly Device[];
  readonly vectorTable?: number;
}

/** What is compared: the whole image. @throws BootsmithError as planFlash */
export function planVerify(board: BoardInfo, image: FirmwareImage, options: VerifyOptions): FlashPlan {
  const { devices, ...rest } = options;
  const candidates = boardDevices(board, devices);
  const device = candidates.length === 1 ? candidates[0] : undefined;
  const known = device === undefined ? {} : { device };
  return planFlash(image, board, { ...rest, ...known, strategy: "full", verify: true, leave: false });
}
