import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { describe, it } from "mocha";
import * as vscode from "vscode";

interface Usb {
  readonly webusb: { getDevices(): Promise<readonly unknown[]> };
}

describe("the packaged usb binding", () => {
  const folder = vscode.extensions.getExtension("bootsmith.bootsmith")?.extensionPath ?? "";
  const load = (): Usb => createRequire(join(folder, "dist", "extension.js"))("usb") as Usb;

  it("loads from the installed extension's own folder", () => {
    const path = createRequire(join(folder, "dist", "extension.js")).resolve("usb");
    assert.ok(path.startsWith(join(folder, "dist", "node_modules", "usb")), path);
    assert.equal(typeof load().webusb.getDevices, "function");
  });

  it("lists devices, or rejects where the machine has no USB bus", async () => {
    const answer = load().webusb.getDevices();
    if (existsSync("/sys/bus/usb") || process.platform !== "linux") assert.ok(Array.isArray(await answer));
    else await assert.rejects(answer, Error);
  });
});
