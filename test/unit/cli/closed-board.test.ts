import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CreateService } from "../../../src/cli/board-options";
import { writeIntelHex } from "../../../src/core/image/intel-hex";
import { boardModel } from "../../../src/simulator/board-model";
import { SimulatedBoard } from "../../../src/simulator/simulated-board";
import { VirtualClock } from "../../../src/simulator/virtual-clock";
import { createBoardService } from "../../../src/transport/create-board-service";
import { firmware } from "../simulator/board-rig";
import { fakeUsbDevice } from "../transport/fake-usb";
import { commandLine } from "./command-line";

let folder = "";
const image = () => join(folder, "app.hex");

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "bootsmith-closed-"));
  writeFileSync(image(), writeIntelHex(firmware(0x0800_0000, 0x5000, 1).segments));
});

afterEach(() => rmSync(folder, { recursive: true }));

const board = (port: number) =>
  fakeUsbDevice(new SimulatedBoard(boardModel("STM32F407VG"), new VirtualClock()), {
    address: port,
    ports: [port],
  });

/** A bus with these devices; the first may not be opened by this user. */
function denied(...devices: ReturnType<typeof board>[]): CreateService {
  const [first] = devices;
  if (first !== undefined) first.faults.open = "open error: failed to open device (Permission denied (errno 13))";
  const usb = { getDevices: () => Promise.resolve(devices.map(({ device }) => device)) };
  return (options) => createBoardService({ ...options, loadUsb: () => Promise.resolve(usb) });
}

describe("a board that this user may not open", () => {
  it("is listed with the reason, for programs in plain sentences", async () => {
    const bus = denied(board(4));
    expect((await commandLine(["boards"], bus)).out).toMatch(/0483:df11[\s\S]*\n {2}This user may not open/);
    const { out } = await commandLine(["boards", "--format", "json"], bus);
    const what = "This user may not open the USB device 0483:df11: open error: failed to open device";
    expect(out).toContain(`"what": "${what} (Permission denied (errno 13))."`);
    expect(out).toMatch(/"kind": "permission"[\s\S]*"nextStep": "[A-Z]/);
  });

  it.each([
    ["flash", () => ["flash", image()]],
    ["verify", () => ["verify", image()]],
    ["erase", () => ["erase", "--erase-range", "0x08004000+16K"]],
    ["read", () => ["read", "-o", join(folder, "out.bin")]],
  ])("%s says why, and what to do", async (_, line) => {
    const ended = await commandLine(line(), denied(board(4)));
    expect(ended).toMatchObject({ code: 1, out: "" });
    expect(ended.err).toMatch(/^This user may not open the USB device 0483:df11/m);
    if (process.platform === "linux") expect(ended.err).toContain('ATTRS{idVendor}=="0483", ATTRS{idProduct}=="df11"');
  });

  it("is left out of --all, and the others are flashed", async () => {
    const ended = await commandLine(["flash", image(), "--all"], denied(board(4), board(5)));
    expect(ended.code).toBe(0);
    expect(ended.err).toMatch(/^Is left out: usb:3-4\. This user may not open/m);
    expect(ended.out).toMatch(/^\[usb:3-5\] /);
  });
});
