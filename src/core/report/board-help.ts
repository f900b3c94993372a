import type { MbedBoard } from "../mcu/boards";
import { hex, sizeText } from "../notation";
import { text, type Text } from "../text";

/** What the table of boards holds of a board's own bootloader. */
export function boardItems({ target, part, bootloader, applicationStart, dfu, ...board }: MbedBoard): Text[] {
  return [
    text("{0} carries an {1}.", target, part),
    ...(bootloader === null
      ? []
      : [
          text(
            "Its own bootloader lies at {0}, {1}: {2}. It is another one than the system bootloader of the chip.",
            hex(bootloader.base),
            sizeText(bootloader.size),
            bootloader.note,
          ),
        ]),
    ...(applicationStart === null ? [] : [text("It starts an application at {0}.", hex(applicationStart))]),
    ...(dfu === null ? [] : [text("In DFU mode it shows on USB as {0}.", dfu.usbId)]),
    ...(dfu === null || dfu.alternates.length === 0
      ? []
      : [text("Its alternate settings: {0}.", dfu.alternates.join("; "))]),
    ...(board.upload === null ? [] : [text("Images get onto it so: {0}.", board.upload)]),
  ];
}
