import { explain } from "../core/errors";
import { english } from "../core/text";
import type { BoardOptions, VerbContext } from "./board-options";
import { withService } from "./board-session";
import { note, print, printJson } from "./console";
import { boardLines } from "./flash-report";
import { describedBoard, isUnopened } from "./unopened-board";

/** Lists what has a DFU interface, simulated boards beside real ones. */
export function boards(options: BoardOptions, context: VerbContext): Promise<number> {
  const list = withService(
    options,
    context,
    async (service) => {
      const found = await service.list();
      const usb = service.usbState();
      if (options.format === "json") {
        const reason = usb.reason === undefined ? {} : { reason: english(usb.reason) };
        printJson({ boards: found, usb: { available: usb.available, ...reason } });
      } else {
        found.flatMap(boardLines).forEach(print);
        for (const board of found.filter(isUnopened)) {
          await describedBoard(service, board, false).catch((reason: unknown) =>
            note(`${board.id}: ${explain(reason)}`),
          );
        }
        if (usb.reason !== undefined) note(english(usb.reason));
        if (found.length === 0) note("No board was found.");
      }
      return 0;
    },
    true,
  );
  return list;
}
