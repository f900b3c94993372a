import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeIntelHex } from "../../../src/core/image/intel-hex";
import { text } from "../../../src/core/text";
import { firmware } from "../simulator/board-rig";
import { commandLine } from "./command-line";
import { dfuBoard, FakeBoards, runningBoard } from "./fake-boards";

let folder = "";
let image = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "bootsmith-wait-"));
  image = join(folder, "app.hex");
  writeFileSync(image, writeIntelHex(firmware(0x0800_0000, 0x1000, 1).segments));
});

afterEach(() => rmSync(folder, { recursive: true }));

describe("a board that may not be opened", () => {
  const closed = dfuBoard({
    alternates: [],
    canUpload: false,
    canDownload: false,
    closed: {
      kind: "permission",
      what: text("This user may not open the USB device 0483:df11."),
      nextStep: text("Add a udev rule."),
    },
  });

  it("is flashed where its rule takes a moment after it was plugged in", async () => {
    const boards = new FakeBoards([closed]);
    boards.onList = (count) => {
      if (count === 3) boards.become([dfuBoard()]);
    };
    const flashed = await commandLine(["flash", "--wait", "5", "--strategy", "full", image], boards.create);
    expect(flashed.code).toBe(0);
    expect(boards.calls).toContain("flash usb:1-1");
  });

  it("is given up where no rule comes", async () => {
    const boards = new FakeBoards([closed]);
    const ended = await commandLine(["flash", "--wait", "5", image], boards.create);
    expect(ended.code).toBe(1);
    expect(ended.err).toContain("This user may not open the USB device 0483:df11. Add a udev rule.");
  });
});

describe("--wait", () => {
  it.each([true, false])("takes a board that comes later; the bus tells of it: %s", async (tell) => {
    const boards = new FakeBoards([]);
    // Behind the first look; the bus is looked at again when it tells of a change, and from time to time.
    boards.onList = (count) => {
      if (count === 1) setTimeout(() => boards.become([dfuBoard()], tell), 10);
    };
    const flashed = await commandLine(["flash", "--wait", image], boards.create);
    expect(flashed.code).toBe(0);
    expect(flashed.err).toContain("Waiting for a board in DFU mode; Ctrl+C ends it.");
    expect(flashed.err.match(/Waiting/g)).toHaveLength(1);
    expect(boards.calls).toContain("flash usb:1-1");
    expect(boards.listening).toBe(0);
    expect(boards.disposed).toBe(true);
  });

  it("says how the chip that is meant enters its bootloader", async () => {
    const boards = new FakeBoards([]);
    const ended = await commandLine(["verify", image, "--wait", "0.01", "--device", "STM32F407VG"], boards.create);
    expect(ended.code).toBe(1);
    expect(ended.err).toMatch(/At reset:\n {2}.*AN2606/);
    expect(ended.err).toContain("No board was found.");
    expect(ended.out).toBe("");
  });

  it("waits for the board that is meant, not for another", async () => {
    const other = dfuBoard({ id: "usb:1-7", serial: "Z9", path: "1-7" });
    const boards = new FakeBoards([other]);
    boards.onList = (count) => boards.become(count === 2 ? [other, dfuBoard()] : boards.boards);
    const verified = await commandLine(["verify", image, "--wait", "5", "--board", "A1"], boards.create);
    expect(verified.code).toBe(0);
    expect(verified.err).toContain("Waiting for a board “A1” in DFU mode");
    expect(boards.calls).toEqual(["verify usb:1-1"]);
  });

  it("without it a command ends at once where there is no board", async () => {
    const ended = await commandLine(["verify", image], new FakeBoards([]).create);
    expect(ended.code).toBe(1);
    expect(ended.err).not.toContain("Waiting");
  });

  it("does not wait where USB cannot be reached, and says why", async () => {
    const boards = new FakeBoards([]);
    boards.usb = { available: false, reason: text("No binding.") };
    const ended = await commandLine(["flash", "--wait", image], boards.create);
    expect(ended.code).toBe(1);
    expect(ended.err).toMatch(/No board was found\. No binding\./);
  });

  it("ends with Ctrl+C, with 1, and says that it stops", async () => {
    const boards = new FakeBoards([]);
    boards.onList = () => void setTimeout(() => process.emit("SIGINT"), 5);
    const ended = await commandLine(["flash", "--wait", image], boards.create);
    expect(ended.code).toBe(1);
    expect(ended.err).toMatch(/Stopping …[\s\S]*Cancelled\./);
    expect(boards.listening).toBe(0);
  });
});

describe("a board that runs its application", () => {
  it("is brought into DFU mode where it is the only one, and the command says so", async () => {
    const boards = new FakeBoards([runningBoard()]);
    const flashed = await commandLine(["flash", image], boards.create);
    expect(flashed.code).toBe(0);
    expect(flashed.err).toContain("Portenta H7 runs its application; it is brought into DFU mode.");
    expect(boards.calls.filter((call) => !/^(read|survey)/.test(call))).toEqual(["detach usb:1-2", "flash usb:1-9"]);
  });

  it("is left alone where another board is in DFU mode", async () => {
    const boards = new FakeBoards([runningBoard(), dfuBoard()]);
    expect((await commandLine(["flash", image], boards.create)).code).toBe(0);
    expect(boards.calls).not.toContain("detach usb:1-2");
    expect(boards.calls).toContain("flash usb:1-1");
  });

  it.each([
    ["a plan", ["flash", "--plan"]],
    ["a comparison", ["verify"]],
  ])("is left alone for %s, and the command names the way", async (_, words) => {
    const boards = new FakeBoards([runningBoard()]);
    const ended = await commandLine([...words, image], boards.create);
    expect(ended).toMatchObject({ code: 1, out: "" });
    expect(ended.err).toContain("with the command detach");
    expect(boards.calls).toEqual([]);
  });

  it("two of them are not guessed between", async () => {
    const boards = new FakeBoards([runningBoard(), runningBoard({ id: "usb:1-3" })]);
    expect((await commandLine(["flash", image], boards.create)).code).toBe(1);
    expect(boards.calls).toEqual([]);
  });
});
