import { planVerify } from "../core/dfu/plan/plan-verify";
import type { ImageOptions, VerbContext } from "./board-options";
import { alternateOf, devicesNamed, withService } from "./board-session";
import { takeBoard } from "./board-wait";
import { note, print, printJson } from "./console";
import { mismatchLine, progressTo } from "./flash-report";
import { loadImage } from "./image-file";
import { refuseOtherChip } from "./other-chip";

/** Compares an image with a board: 0 where they agree, 1 where they do not. */
export async function verify(file: string, options: ImageOptions, context: VerbContext): Promise<number> {
  const { signal } = context;
  const image = await loadImage(file, options);
  const devices = devicesNamed(options.device);
  return withService(options, context, async (service) => {
    const board = await takeBoard(service, options, signal, { mode: "dfu", detach: false, chip: options.device });
    refuseOtherChip(board, devices);
    const plan = planVerify(board, image, { ...alternateOf(options), devices });
    const mismatches = await service.verify(board.id, plan, progressTo(note), signal);
    if (options.format === "json") {
      printJson({ board: board.id, mismatches });
    } else if (mismatches.length === 0) {
      print(`${board.name} holds the image.`);
    } else {
      print(`${board.name} does not hold the image: ${mismatches.length} erase units differ.`);
      mismatches.map(mismatchLine).forEach(print);
    }
    return mismatches.length === 0 ? 0 : 1;
  });
}
