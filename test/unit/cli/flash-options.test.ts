import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { BoardInfo } from "../../../src/core/dfu/board-service";
import { prepareFlash, type PrepareOptions } from "../../../src/core/dfu/plan/prepare-flash";
import { readIntelHex, writeIntelHex } from "../../../src/core/image/intel-hex";
import { planWith } from "../../support/boards";
import { firmware } from "../simulator/board-rig";
import { commandLine } from "./command-line";
import { dfuBoard, FakeBoards } from "./fake-boards";

// What a plan holds is the plan's own test; here it is what the command line asks for, and what it does with the answer.
vi.mock("../../../src/core/dfu/plan/prepare-flash", { spy: true });
const prepare = vi.mocked(prepareFlash);

let folder = "";
const file = (name: string) => join(folder, name);
const kept = { address: 0x0800_4000, data: Uint8Array.of(1, 2, 3) };
const flash = (boards: FakeBoards, ...more: string[]) =>
  commandLine(["flash", file("app.hex"), ...more], boards.create);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "bootsmith-options-"));
  writeFileSync(file("app.hex"), writeIntelHex(firmware(0x0800_0000, 0x1000, 1).segments));
  prepare.mockReset();
  prepare.mockResolvedValue(planWith({ board: "usb:1-1", preserved: [kept], leaveAt: 0x0800_0000 }));
});

afterEach(() => rmSync(folder, { recursive: true }));

describe("options of flash", () => {
  it.each<[string, string[], Partial<PrepareOptions>]>([
    [
      "the defaults",
      [],
      { strategy: "changed", verify: true, leave: "where-known", preserve: false, massErase: false, eraseRanges: [] },
    ],
    ["--strategy", ["--strategy", "full"], { strategy: "full" }],
    ["--no-verify", ["--no-verify"], { verify: false }],
    ["--leave", ["--leave"], { leave: true }],
    ["--no-leave", ["--no-leave"], { leave: false }],
    ["--voltage", ["--voltage", "3.3"], { parallelism: 4 }],
    ["--preserve", ["--preserve"], { preserve: true }],
    ["--alt", ["--alt", "2"], { alternate: 2 }],
    ["--as", ["--as", "bootloader", "--yes"], { as: "bootloader" }],
    ["--mass-erase", ["--mass-erase", "--yes"], { massErase: true }],
    [
      "--erase-range, twice",
      ["--erase-range", "0x08004000..0x08007FFF", "--erase-range", "0x08020000+128K"],
      {
        eraseRanges: [
          { base: 0x0800_4000, size: 0x4000 },
          { base: 0x0802_0000, size: 0x2_0000 },
        ],
      },
    ],
  ])("%s reaches the plan", async (_, line, options) => {
    expect((await flash(new FakeBoards([dfuBoard()]), ...line)).code).toBe(0);
    expect(prepare.mock.calls[0]?.[3]).toMatchObject(options);
  });

  it("--device narrows what the chip may be", async () => {
    await flash(new FakeBoards([dfuBoard()]), "--device", "STM32F407VG");
    expect(prepare.mock.calls[0]?.[3].devices?.map(({ part }) => part)).toEqual(["STM32F407VG"]);
  });

  it("refuses a board that says it carries another chip, and asks it nothing", async () => {
    const boards = new FakeBoards([dfuBoard({ part: "STM32F407VG" })]);
    const ended = await flash(boards, "--device", "STM32L475VG");
    expect(ended).toMatchObject({ code: 1, out: "" });
    expect(ended.err).toMatch(/STM32 BOOTLOADER carries STM32F407VG, not STM32L475VG\./);
    expect(boards.calls).toEqual([]);
    expect(prepare).not.toHaveBeenCalled();
  });

  it.each<[string, string[], RegExp]>([
    ["a mass erase that is not confirmed", ["--mass-erase"], /All of the flash would be erased.*--yes/],
    ["a chip nobody knows", ["--device", "STM32X999"], /no chip Bootsmith knows/],
    ["preserved bytes in a form without addresses", ["--preserve-to", "old.bin"], /Intel HEX/],
    ["a voltage for a chip without ranges", ["--voltage", "3.3", "--device", "STM32L475VG"], /no voltage ranges/],
  ])("%s is wrong usage", async (_, line, words) => {
    const boards = new FakeBoards([dfuBoard({ alternates: [{ number: 0, name: "", layout: null }] })]);
    const ended = await flash(boards, ...line);
    expect(ended).toMatchObject({ code: 2, out: "" });
    expect(ended.err).toMatch(words);
    expect(boards.calls).toEqual([]);
  });

  it("a mass erase may be planned without being confirmed", async () => {
    const boards = new FakeBoards([dfuBoard()]);
    prepare.mockResolvedValue(planWith({ board: "usb:1-1", massErase: true, parallelism: 4 }));
    const planned = await flash(boards, "--mass-erase", "--plan");
    expect(planned.code).toBe(0);
    expect(planned.out).toContain("erase    all of the flash at once");
    expect(planned.out).toContain("write    32 bits at once");
    expect(boards.calls).toEqual([]);
  });

  it.each<[string, Partial<BoardInfo>]>([
    ["under its id", { path: null }],
    ["at its plug, under another id", { id: "usb:1-44", serial: null }],
    ["by its serial number", { id: "usb:1-44", path: null }],
  ])("a board that vanished while it was read is found again %s, and that one is flashed", async (_, changes) => {
    const boards = new FakeBoards([dfuBoard()]);
    prepare.mockImplementation(async (_service, _board, _image, options) => {
      const stranger = dfuBoard({ id: "usb:1-7", path: "1-7", serial: "Z9" });
      boards.become([stranger]);
      const gone = boards.lists;
      boards.onList = (count) => {
        if (count > gone) boards.become([stranger, dfuBoard({ ...changes, interrupted: true })], false);
      };
      const back = await options.awaitBoard?.();
      expect(back).toMatchObject({ interrupted: true });
      return planWith({ board: back?.id ?? "" });
    });
    expect((await flash(boards)).code).toBe(0);
    expect(boards.calls).toEqual([`flash ${changes.id ?? "usb:1-1"}`]);
  });
});

describe("preserved bytes", () => {
  const saved = () => readdirSync(folder).filter((name) => name.includes("preserved"));

  it("are saved before anything is erased, with their addresses", async () => {
    const boards = new FakeBoards([dfuBoard()]);
    let before: string[] = [];
    boards.onFlash = () => (before = saved());
    const flashed = await flash(boards, "--preserve", "--format", "json");
    expect(before).toEqual(["app.hex.preserved-0x08004000.hex"]);
    const name = file(before[0] ?? "");
    expect(readIntelHex(readFileSync(name), name).segments).toEqual([kept]);
    expect(flashed.err).toContain(`saved in ${name}`);
    expect(JSON.parse(flashed.out)).toMatchObject({ preservedIn: name, plan: { preserved: [{ size: 3 }] } });
  });

  it("overwrite no file: a second run takes another name, a named one is refused", async () => {
    await flash(new FakeBoards([dfuBoard()]), "--preserve");
    const first = readFileSync(file("app.hex.preserved-0x08004000.hex"), "utf8");
    prepare.mockResolvedValue(planWith({ preserved: [{ ...kept, data: Uint8Array.of(9) }] }));
    await flash(new FakeBoards([dfuBoard()]), "--preserve");
    expect(readFileSync(file("app.hex.preserved-0x08004000.hex"), "utf8")).toBe(first);
    expect(saved()).toContain("app.hex.preserved-0x08004000-2.hex");
    const boards = new FakeBoards([dfuBoard()]);
    const refused = await flash(boards, "--preserve-to", file("app.hex"));
    expect(refused).toMatchObject({ code: 2, out: "" });
    expect(refused.err).toContain("is there already");
    expect(boards.calls).toEqual([]);
  });

  it("go to the named file", async () => {
    expect((await flash(new FakeBoards([dfuBoard()]), "--preserve-to", file("old.hex"))).code).toBe(0);
    expect(existsSync(file("old.hex"))).toBe(true);
    expect(prepare.mock.calls[0]?.[3]).toMatchObject({ preserve: true });
  });

  it("that cannot be saved keep the board as it is", async () => {
    const boards = new FakeBoards([dfuBoard()]);
    const ended = await flash(boards, "--preserve-to", file("absent/old.hex"));
    expect(ended).toMatchObject({ code: 2, out: "" });
    expect(ended.err).toMatch(/old\.hex cannot be written/);
    expect(boards.calls).toEqual([]);
  });

  it("are only shown by --plan", async () => {
    const planned = await flash(new FakeBoards([dfuBoard()]), "--preserve", "--plan");
    expect(planned.out).toContain("keep     0x08004000 to 0x08004002  3 bytes");
    expect(saved()).toEqual([]);
  });

  it("of several boards are kept in a file each", async () => {
    const boards = new FakeBoards([dfuBoard(), dfuBoard({ id: "usb:1-2.3", serial: null })]);
    expect((await flash(boards, "--preserve", "--all")).code).toBe(0);
    expect(saved().sort()).toEqual([
      "app.hex.A1.preserved-0x08004000.hex",
      "app.hex.usb-1-2-3.preserved-0x08004000.hex",
    ]);
  });
});
