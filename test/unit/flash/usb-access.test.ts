import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { allBoards } from "../../../src/core/mcu/boards";
import { udevCommand, usbHelpPage } from "../../../src/flash/usb-access";

const media = (path: string): string => fileURLToPath(new URL(`../../../media/${path}`, import.meta.url));
const rules = readFileSync(media("udev/70-bootsmith-dfu.rules"), "utf8");

/** Whether a line of the rules grants access to this device, as udev matches: `|` separates alternatives. */
function grants(id: string): boolean {
  const [vendor, product] = id.split(":");
  return rules.split("\n").some((line) => {
    const [, vendors = "", products = ""] =
      /^ATTRS\{idVendor\}=="([^"]+)", ATTRS\{idProduct\}=="([^"]+)", TAG\+="uaccess"$/.exec(line) ?? [];
    return vendors.split("|").includes(vendor ?? "") && products.split("|").includes(product ?? "");
  });
}

describe("the udev rules that are shipped", () => {
  // dfu-peers §2.2, §2.1, and the Maple of dfu-descriptors.json.
  it.each([
    ...["0483:df11", "28e9:0189", "2e3c:df11", "314b:0106", "3997:df11", "1eaf:0003"],
    ...["2341:035b", "2341:0366", "2341:035f", "2341:0364"],
  ])("let %s be opened", (id) => {
    expect(grants(id)).toBe(true);
  });

  it("let every board be opened that the tables know a DFU id of, and while it runs", () => {
    const boards = allBoards().filter(({ dfu }) => dfu !== null);
    expect(boards.length).toBeGreaterThan(3);
    for (const { target, dfu, usbIds } of boards)
      for (const id of [dfu?.usbId ?? "", ...usbIds]) expect(grants(id), `${target} ${id}`).toBe(true);
  });

  it("grant nothing to a debug probe or a keyboard", () => {
    for (const id of ["0483:374b", "046d:c31c", "2341:0001"]) expect(grants(id)).toBe(false);
  });
});

describe("the command that installs them", () => {
  it("asks for root once, and takes a path with any letters as one word", () => {
    const path = "/home/o'neil & co/$HOME/`x`/70 bootsmith.rules";
    const command = udevCommand(path);
    expect(command.match(/sudo/g)).toHaveLength(1);
    // What a shell would hand to `sh -c`, with sudo, install and udevadm replaced by printing.
    const said = execFileSync("sh", ["-c", command.replace(/^sudo sh -c '.*?' sh /, `printf '%s' `)], {
      encoding: "utf8",
    });
    expect(said).toBe(path);
    expect(command).toContain('install -m 644 "$1" /etc/udev/rules.d/70-bootsmith-dfu.rules');
  });
});

describe("the page on USB", () => {
  it.each([
    ["linux", false, "usb-linux"],
    ["win32", false, "usb-windows"],
    ["darwin", false, "usb-macos"],
    ["linux", true, "usb-remote"],
    ["win32", true, "usb-remote"],
  ] as const)("on %s, remote %s, is %s, and it is there", (platform, remote, page) => {
    expect(usbHelpPage(platform, remote)).toBe(page);
    expect(existsSync(media(`help/${page}.md`))).toBe(true);
  });
});
