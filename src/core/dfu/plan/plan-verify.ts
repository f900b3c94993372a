import type { FirmwareImage } from "../../image/firmware-image";
import type { Device } from "../../mcu/device";
import type { BoardInfo } from "../board-service";
import type { FlashPlan } from "./flash-plan";
import { targetOf } from "./plan-target";
import { planStream } from "./plan-stream";

interface VerifyOptions {
  readonly alternate?: number;
  /** Chips the project says. */
  readonly devices?: readonly Device[];
}

/**
 * A plan that changes nothing: `image` is what a comparison with the board takes, at physical addresses.
 * @throws BootsmithError as the plan of a flash, where the image is not for this board
 */
export function planVerify(board: BoardInfo, image: FirmwareImage, options: VerifyOptions): FlashPlan {
  if (board.protocol === "dfu") {
    const wishes = { ...options, strategy: "full", verify: true, leave: false, standing: [] } as const;
    return { ...planStream(image, board, wishes), blocks: [] };
  }
  const { alternate, segments } = targetOf(image, board, options);
  return {
    board: board.id,
    alternate: alternate.number,
    protocol: "dfuse",
    units: [],
    massErase: false,
    parallelism: null,
    blocks: [],
    image: segments,
    verify: segments,
    preserved: [],
    boot: [],
    leaveAt: null,
    estimate: null,
  };
}
