/** A page of `media/help`, without its extension. */
export type UsbHelpPage = "usb-linux" | "usb-windows" | "usb-macos" | "usb-remote";

/**
 * Which page says what keeps boards from being opened.
 * @param platform `process.platform` of the extension host
 * @param remote the extension host is on another machine, in a container, or in WSL
 */
export function usbHelpPage(platform: string, remote: boolean): UsbHelpPage {
  if (remote) return "usb-remote";
  if (platform === "win32") return "usb-windows";
  return platform === "darwin" ? "usb-macos" : "usb-linux";
}

/** Name below 73: `uaccess` is granted by systemd's 73-seat-late.rules (dfu-protocol §2.10). */
const installed = "/etc/udev/rules.d/70-bootsmith-dfu.rules";

/** One command that installs a rules file and applies it to what is plugged in; for sh, bash, zsh and fish. */
export function udevCommand(rulesFile: string): string {
  const quoted = `'${rulesFile.replaceAll("'", `'\\''`)}'`;
  return `sudo sh -c 'install -m 644 "$1" ${installed} && udevadm control --reload && udevadm trigger -s usb' sh ${quoted}`;
}
