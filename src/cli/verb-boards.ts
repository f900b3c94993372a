import type { BoardInfo } from "../core/dfu/board-service";
import { english } from "../core/text";
import type { BoardOptions, VerbContext } from "./board-options";
import { withService } from "./board-session";
import { note, print, printJson } from "./console";
import { boardLines } from "./flash-report";

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
        printJson({ boards: found.map(inEnglish), usb: { available: usb.available, ...reason } });
      } else {
        found.flatMap(boardLines).forEach(print);
        if (usb.reason !== undefined) note(english(usb.reason));
        if (found.length === 0) note("No board was found.");
      }
      return 0;
    },
    true,
  );
  return list;
}

/** Texts are for translators; programs get sentences. */
function inEnglish({ closed, ...board }: BoardInfo): object {
  if (closed === undefined) return board;
  const { kind, what, nextStep } = closed;
  return {
    ...board,
    closed: { kind, what: english(what), nextStep: nextStep === null ? null : english(nextStep) },
  };
}
