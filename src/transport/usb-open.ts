import { BootsmithError } from "../core/errors";
import { text, type Text } from "../core/text";
import { failureOf, messageOf, type WebUsbDevice } from "./web-usb-device";

/** `0483:df11`, as lsusb and dfu-util print it. */
export function usbId(device: Pick<WebUsbDevice, "vendorId" | "productId">): string {
  const word = (value: number) => value.toString(16).padStart(4, "0");
  return `${word(device.vendorId)}:${word(device.productId)}`;
}

/**
 * Opens a device; the binding may fail without a word, so `opened` is looked at as well.
 * @throws BootsmithError `permission`, `board-busy` or `board-lost`
 */
export async function openDevice(device: WebUsbDevice, platform: string): Promise<void> {
  try {
    await device.open();
  } catch (error) {
    throw openingFault(device, error, platform);
  }
  if (!device.opened) {
    throw openingFault(device, new Error("open error: permission denied"), platform);
  }
}

/** @throws as {@link openDevice} */
export async function claim(device: WebUsbDevice, interfaceNumber: number, platform: string): Promise<void> {
  try {
    await device.claimInterface(interfaceNumber);
  } catch (error) {
    throw openingFault(device, error, platform);
  }
}

/** Why a device could not be opened or claimed, from the binding's sentence. */
export function openingFault(device: WebUsbDevice, error: unknown, platform: string): BootsmithError {
  const message = messageOf(error);
  const id = usbId(device);
  if (/permission|not permitted|access|errno (1|13)\b|os error (1|5|13)\b/i.test(message)) {
    return new BootsmithError(
      "permission",
      text("This user may not open the USB device {0}: {1}.", id, message),
      permissionHelp(device, platform),
      { cause: error },
    );
  }
  if (/unsupported|not supported|driver/i.test(message) && platform === "win32") {
    return new BootsmithError(
      "permission",
      text("Windows has no WinUSB driver for {0}: {1}.", id, message),
      windowsHelp,
      { cause: error },
    );
  }
  if (/busy|in use|errno 16\b/i.test(message)) {
    return new BootsmithError(
      "board-busy",
      text("Another program holds the USB device {0}: {1}.", id, message),
      text("Close it (dfu-util, STM32CubeProgrammer, a browser tab, a second window), then try again."),
      { cause: error },
    );
  }
  const gone = failureOf(message) === "disconnected";
  return new BootsmithError(
    gone ? "board-lost" : "board-refused",
    text("The USB device {0} could not be opened: {1}.", id, message),
    text("Unplug it, connect it again in DFU mode, and retry."),
    { cause: error },
  );
}

const windowsHelp = text(
  "Bind WinUSB to the DFU interface: install STM32CubeProgrammer's driver or use Zadig, then connect the board again.",
);

function permissionHelp(device: WebUsbDevice, platform: string): Text {
  if (platform === "win32") {
    return windowsHelp;
  }
  if (platform !== "linux") {
    return text("Close other programs that use it, then connect the board again.");
  }
  const word = (value: number) => value.toString(16).padStart(4, "0");
  return text(
    "Add a udev rule, for example in /etc/udev/rules.d/70-bootsmith-dfu.rules: {0} Then connect the board again.",
    `SUBSYSTEM=="usb", ATTRS{idVendor}=="${word(device.vendorId)}", ATTRS{idProduct}=="${word(device.productId)}", TAG+="uaccess"`,
  );
}
