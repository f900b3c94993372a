import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CreateService } from "../../../src/cli/board-options";
import { BootsmithError } from "../../../src/core/errors";
import { writeIntelHex } from "../../../src/core/image/intel-hex";
import { text } from "../../../src/core/text";
import { createBoardService } from "../../../src/transport/create-board-service";
import { firmware } from "../simulator/board-rig";
import { commandLine } from "./command-line";
import { dfuBoard, FakeBoards, runningBoard } from "./fake-boards";

let folder = "";
const file = (name: string) => join(folder, name);
const parts = ["STM32F407VG", "STM32L475VG", "STM32F407VG", "STM32F407VG"];
const simulated = () => [...parts.flatMap((part) => ["--simulate", part]), "--simulator-state", file("state.json")];
const all = (...more: string[]) => ["flash", file("app.hex"), "--all", ...more, ...simulated()];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "bootsmith-all-"));
  writeFileSync(file("app.hex"), writeIntelHex(firmware(0x0800_0000, 0x5000, 1).segments));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Simulated boards, one of which vanishes when it is flashed. */
const oneVanishes: CreateService = (options) => {
  const service = createBoardService(options);
  const flash = service.flash.bind(service);
  service.flash = (id, ...how) =>
    id === "simulated:STM32F407VG#2"
      ? Promise.reject(new BootsmithError("board-lost", text("It vanished."), text("Plug it in again.")))
      : flash(id, ...how);
  return service;
};

async function holds(board: string): Promise<boolean> {
  const line = ["verify", file("app.hex"), "--board", board, ...simulated()];
  return (await commandLine(line)).code === 0;
}

describe("flash --all", () => {
  it("flashes every board of one layout, lists them first, and names the one it leaves out", async () => {
    const flashed = await commandLine(all());
    expect(flashed.code).toBe(0);
    expect(flashed.out.trim().split("\n")).toEqual([
      expect.stringMatching(/^\[simulated:STM32F407VG\] Simulated STM32F407VG: .* left DFU mode\.$/),
      expect.stringMatching(/^\[simulated:STM32F407VG#2\] /),
      expect.stringMatching(/^\[simulated:STM32F407VG#3\] /),
    ]);
    const notes = flashed.err.split("\n");
    const listed = notes.findIndex((line) => line.startsWith("Is left out: simulated:STM32L475VG"));
    const begun = notes.findIndex((line) => line.startsWith("[simulated:"));
    expect(notes.filter((line) => line.startsWith("Is meant: "))).toHaveLength(3);
    expect(listed).toBeGreaterThanOrEqual(3);
    expect(begun).toBeGreaterThan(listed);
    expect(notes.filter((line) => /(read|erase|write|verify) (…|\d)/.test(line) && !line.startsWith("["))).toEqual([]);
    expect(await holds("simulated:STM32F407VG#3")).toBe(true);
    expect(await holds("simulated:STM32L475VG")).toBe(false);
  });

  it("a board that fails leaves the others alone, and the command ends with 1", async () => {
    const flashed = await commandLine(all(), oneVanishes);
    expect(flashed.code).toBe(1);
    expect(flashed.err).toContain("[simulated:STM32F407VG#2] It vanished. Plug it in again.");
    expect(flashed.out.match(/left DFU mode/g)).toHaveLength(2);
    for (const [board, held] of Object.entries({ "": true, "#2": false, "#3": true })) {
      expect(await holds(`simulated:STM32F407VG${board}`)).toBe(held);
    }
  });

  it("as JSON: one result per board, with its error, and who is left", async () => {
    const { code, out } = await commandLine(all("--format", "json"), oneVanishes);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      boards: [
        { board: "simulated:STM32F407VG", outcome: { left: true }, preservedIn: null, error: null },
        { board: "simulated:STM32F407VG#2", plan: null, outcome: null, error: "It vanished. Plug it in again." },
        { board: "simulated:STM32F407VG#3", error: null },
      ],
      left: [{ board: "simulated:STM32L475VG", reason: expect.any(String) as unknown }],
    });
  });

  it("--plan prints the plan of each, each its own, and touches none", async () => {
    await commandLine(["flash", file("app.hex"), "--board", "simulated:STM32F407VG#2", ...simulated()]);
    const before = readFileSync(file("state.json"), "utf8");
    const { code, out } = await commandLine(all("--plan"));
    expect(code).toBe(0);
    expect(out).toMatch(/^\[simulated:STM32F407VG\] 2 of 2 .*change/m);
    expect(out).toMatch(/^\[simulated:STM32F407VG#2\] Nothing changes/m);
    expect(out).not.toContain("L475");
    expect(readFileSync(file("state.json"), "utf8")).toBe(before);
  });

  it("--device chooses the layout, --board narrows further", async () => {
    writeFileSync(file("app.hex"), writeIntelHex(firmware(0x0800_0000, 0x1000, 1).segments));
    const other = await commandLine(all("--device", "STM32L475VG"));
    expect(other.code).toBe(0);
    expect(other.err.match(/Is left out: simulated:STM32F407VG/g)).toHaveLength(3);
    expect(other.out).toMatch(/^\[simulated:STM32L475VG\] .*\n$/);
    const one = await commandLine(all("--board", "*#3"));
    expect(one.out.trim().split("\n")).toHaveLength(1);
    expect(one.err).toContain("Is meant: simulated:STM32F407VG#3");
  });

  it("no board that is meant is a failure, and a running one is not touched", async () => {
    const boards = new FakeBoards([runningBoard()]);
    const ended = await commandLine(["flash", file("app.hex"), "--all"], boards.create);
    expect(ended).toMatchObject({ code: 1, out: "" });
    expect(ended.err).toContain("Is left out: usb:1-2.");
    expect(boards.calls).toEqual([]);
  });

  it("refuses one file for what several boards keep, before it looks for them", async () => {
    const boards = new FakeBoards([dfuBoard()]);
    const line = ["flash", file("app.hex"), "--all", "--preserve-to", file("old.hex")];
    const ended = await commandLine(line, boards.create);
    expect(ended).toMatchObject({ code: 2, out: "" });
    expect(existsSync(file("old.hex"))).toBe(false);
    expect(boards.lists).toBe(0);
  });
});
