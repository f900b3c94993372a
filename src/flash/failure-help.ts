import { BootsmithError } from "../core/errors";
import { text, type Text } from "../core/text";
import { commands } from "../manifest";

/** A button of an error message. */
export interface HelpAction {
  readonly label: Text;
  readonly command: string;
}

/**
 * What helps after a failure, besides the log.
 * @param platform `process.platform` of the extension host
 */
export function helpFor(error: unknown, platform: string): readonly HelpAction[] {
  const access = { label: text("Help with USB"), command: commands.usbHelp };
  if (!(error instanceof BootsmithError)) return [];
  if (error.kind === "permission") {
    return platform === "linux" ? [{ label: text("Add udev Rule…"), command: commands.udevRule }, access] : [access];
  }
  if (error.kind === "no-board") {
    return [{ label: text("Show Way into Bootloader"), command: commands.bootloaderHelp }, access];
  }
  if (error.kind === "no-usb") {
    return [{ label: text("Simulate a Board…"), command: commands.simulateBoard }, access];
  }
  return error.kind === "board-busy" || error.kind === "board-lost" ? [access] : [];
}
