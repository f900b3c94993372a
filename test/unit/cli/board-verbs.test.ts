import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { addFlashCommands } from "../../../src/cli/flash-commands";
import { readIntelHex, writeIntelHex } from "../../../src/core/image/intel-hex";
import { boardWith } from "../../support/boards";
import { firmware } from "../simulator/board-rig";
import { commandLine } from "./command-line";
import { dfuBoard, FakeBoards, runningBoard } from "./fake-boards";

let folder = "";
const file = (name: string) => join(folder, name);
const simulated = () => ["--simulate", "STM32F407VG", "--simulator-state", file("state.json")];
const bootsmith = (...line: string[]) => commandLine([...line, ...simulated()]);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "bootsmith-verbs-"));
  writeFileSync(file("app.hex"), writeIntelHex(firmware(0x0800_0000, 0x5000, 1).segments));
  vi.spyOn(process, "cwd").mockReturnValue(folder);
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

async function contents(): Promise<Uint8Array> {
  await bootsmith("read", "-o", file("now.bin"), "--force", "--address", "0x08000000", "--length", "20K");
  return new Uint8Array(readFileSync(file("now.bin")));
}

describe("bootsmith erase", () => {
  beforeEach(() => bootsmith("flash", file("app.hex")));

  it("erases the units that are named and no other, and shows its plan first", async () => {
    const before = await contents();
    const erased = await bootsmith("erase", "--erase-range", "0x08004000..0x08007FFF");
    expect(erased.code).toBe(0);
    expect(erased.out).toMatch(/^Simulated STM32F407VG: 1 erase units erased/);
    expect(erased.err.indexOf("0x08004000")).toBeLessThan(erased.err.indexOf("erase …"));
    expect(erased.err).toContain("0x08004000");
    const now = await contents();
    expect(now.subarray(0, 0x4000)).toEqual(before.subarray(0, 0x4000));
    expect(now.subarray(0x4000).every((byte) => byte === 0xff)).toBe(true);
  });

  it("without a choice erases nothing and shows what there is", async () => {
    const before = await contents();
    const ended = await bootsmith("erase");
    expect(ended).toMatchObject({ code: 2, out: "" });
    expect(ended.err).toMatch(/0x08000000 to 0x0800FFFF {2}4 × 16 KiB[\s\S]*Nothing was named.*--erase-range/);
    expect(await contents()).toEqual(before);
  });

  it.each<[string, string[], number, RegExp]>([
    ["two choices", ["--all-units", "--mass-erase", "--yes"], 2, /three different things/],
    ["all units without --yes", ["--all-units"], 2, /All of the flash.*--yes/],
    ["a mass erase without --yes", ["--mass-erase"], 2, /All of the flash.*--yes/],
    ["a bootloader without --yes", ["--erase-range", "0x08000000+16K", "--as", "bootloader"], 2, /--yes/],
    ["half a unit", ["--erase-range", "0x08000000..0x08000FFF"], 1, /erase unit/],
    ["what is no flash", ["--erase-range", "0x20000000+16K"], 1, /./],
  ])("refuses %s", async (_, line, code, words) => {
    const before = await contents();
    const ended = await bootsmith("erase", ...line);
    expect(ended).toMatchObject({ code, out: "" });
    expect(ended.err).toMatch(words);
    expect(await contents()).toEqual(before);
  });

  it("--plan touches nothing and needs no --yes", async () => {
    const before = await contents();
    const planned = await bootsmith("erase", "--all-units", "--plan", "--format", "json");
    expect(planned.code).toBe(0);
    expect(JSON.parse(planned.out)).toMatchObject({ board: "simulated:STM32F407VG", outcome: null });
    expect(await contents()).toEqual(before);
  });

  it("--all-units erases unit by unit", async () => {
    expect((await bootsmith("erase", "--all-units", "--yes")).out).toContain("12 erase units erased");
    expect((await contents()).every((byte) => byte === 0xff)).toBe(true);
  });

  it("a mass erase is one step of the plan", async () => {
    const boards = new FakeBoards([dfuBoard()]);
    const erased = await commandLine(["erase", "--mass-erase", "--yes"], boards.create);
    expect(erased.out).toMatch(/all of the flash erased/);
    expect(boards.plans[0]).toMatchObject({ massErase: true, blocks: [] });
  });

  it("spares the bootloader of the project around it, unless it is named", async () => {
    const before = await contents();
    mkdirSync(file("boot"));
    const script =
      "MEMORY { FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 32K }\nSECTIONS { .isr_vector : { KEEP(*(.isr_vector)) } > FLASH }\n";
    writeFileSync(file("boot/boot.ld"), script);
    const images = [{ name: "boot", role: "bootloader", folder: "boot", linkerScript: "boot/boot.ld" }];
    writeFileSync(file("bootsmith.json"), JSON.stringify({ sets: [{ name: "demo", device: "STM32F407VG", images }] }));
    const range = ["--erase-range", "0x08004000..0x08007FFF"];
    const refused = await bootsmith("erase", ...range);
    expect(refused).toMatchObject({ code: 1, out: "" });
    expect(refused.err).toContain("boot");
    expect(await contents()).toEqual(before);
    expect((await bootsmith("erase", ...range, "--as", "bootloader", "--yes")).code).toBe(0);
  });
});

describe("bootsmith read", () => {
  it("replaces a file only where that was asked for, and looks before it touches a board", async () => {
    writeFileSync(file("old.bin"), "old");
    const boards = new FakeBoards([dfuBoard()]);
    const line = ["read", "-o", file("old.bin"), "--address", "0x08000000", "--length", "16"];
    const refused = await commandLine(line, boards.create);
    expect(refused).toMatchObject({ code: 2, out: "" });
    expect(refused.err).toMatch(/old\.bin is there already.*--force/);
    expect(boards.lists).toBe(0);
    expect((await commandLine([...line, "--force"], boards.create)).code).toBe(0);
    expect(readFileSync(file("old.bin"))).toHaveLength(16);
  });

  it("that fails leaves no file, and an old one as it was", async () => {
    const boards = new FakeBoards([dfuBoard()]);
    boards.reading = () => Promise.reject(new Error("the cable"));
    writeFileSync(file("old.bin"), "old");
    for (const name of ["old.bin", "new.bin"]) {
      const ended = await commandLine(["read", "-o", file(name), "--force"], boards.create);
      expect(ended).toMatchObject({ code: 1, out: "" });
    }
    expect(readFileSync(file("old.bin"), "utf8")).toBe("old");
    expect(readdirSync(folder).sort()).toEqual(["app.hex", "old.bin"]);
  });

  it("says that a file cannot be written, and leaves nothing beside it", async () => {
    mkdirSync(file("taken.bin"));
    const boards = new FakeBoards([dfuBoard()]);
    const ended = await commandLine(["read", "-o", file("taken.bin"), "--force"], boards.create);
    expect(ended).toMatchObject({ code: 2, out: "" });
    expect(ended.err).toMatch(/taken\.bin cannot be written/);
    expect(readdirSync(folder).sort()).toEqual(["app.hex", "taken.bin"]);
  });

  it("reads option bytes and OTP through their alternate settings", async () => {
    const boards = new FakeBoards([
      boardWith(["@Internal Flash  /0x08000000/04*016Kg", "@Option Bytes  /0x1FFFC000/01*016 e"]),
    ]);
    const read = await commandLine(["read", "-o", file("options.hex"), "--alt", "1"], boards.create);
    expect(read.code).toBe(0);
    expect(boards.calls).toEqual(["read b 1"]);
    const { segments } = readIntelHex(readFileSync(file("options.hex")), "options.hex");
    expect(segments).toMatchObject([{ address: 0x1fff_c000 }]);
    expect(segments[0]?.data).toHaveLength(16);
  });

  it("a board without addresses gives what it has, to a binary", async () => {
    const plain = { ...boardWith(["Maple DFU"]), protocol: "dfu" } as const;
    const boards = new FakeBoards([plain]);
    boards.reading = () => Promise.resolve(new Uint8Array(300));
    const json = await commandLine(["read", "-o", file("all.bin"), "--format", "json"], boards.create);
    expect(JSON.parse(json.out)).toMatchObject({ ranges: [{ base: 0, size: 300 }] });
    expect(readFileSync(file("all.bin"))).toHaveLength(300);
    for (const line of [
      ["-o", file("all.hex")],
      ["-o", file("b.bin"), "--address", "0x08000000"],
    ]) {
      const refused = await commandLine(["read", ...line], boards.create);
      expect(refused).toMatchObject({ code: 2, out: "" });
      expect(refused.err).toContain("without addresses");
    }
  });
});

describe("bootsmith leave, detach and unprotect", () => {
  const run = async (boards: FakeBoards, ...line: string[]) => commandLine(line, boards.create);

  it("leave starts what is at the start of the flash, or where it is told, and claims no more", async () => {
    const boards = new FakeBoards([dfuBoard()]);
    const left = await run(boards, "leave");
    expect(left.code).toBe(0);
    expect(left.out).toBe("STM32 BOOTLOADER: left DFU mode; told to start what is at 0x08000000.\n");
    const json = await run(boards, "leave", "--address", "0x08010000", "--format", "json");
    expect(JSON.parse(json.out)).toEqual({ board: "usb:1-1", address: 0x0801_0000, left: true });
    expect(boards.calls).toEqual(["leave usb:1-1 0 8000000", "leave usb:1-1 0 8010000"]);
  });

  it("leave asks for the address where the board does not say", async () => {
    const ended = await run(new FakeBoards([dfuBoard({ alternates: [] })]), "leave");
    expect(ended).toMatchObject({ code: 2, out: "" });
    expect(ended.err).toContain("--address");
    const alt = await run(new FakeBoards([dfuBoard()]), "leave", "--alt", "7", "--address", "0x08000000");
    expect(alt).toMatchObject({ code: 2, out: "" });
  });

  it("leave names no address where the board has none", async () => {
    const boards = new FakeBoards([
      dfuBoard({ protocol: "dfu", alternates: [{ number: 0, name: "DFU", layout: null }] }),
    ]);
    expect((await run(boards, "leave")).out).toBe("STM32 BOOTLOADER: left DFU mode.\n");
    expect(JSON.parse((await run(boards, "leave", "--format", "json")).out)).toMatchObject({ address: null });
  });

  it("leaves a simulated board", async () => {
    expect((await bootsmith("leave")).out).toMatch(/left DFU mode/);
  });

  it("detach prints the board as it came back", async () => {
    const boards = new FakeBoards([runningBoard(), dfuBoard()]);
    const detached = await run(boards, "detach");
    expect(detached.code).toBe(0);
    expect(detached.out).toMatch(/^usb:1-9 {2}Portenta H7 in DFU mode {2}\(0483:df11, dfu mode/);
    expect(boards.calls).toEqual(["detach usb:1-2"]);
    const json = await run(new FakeBoards([runningBoard()]), "detach", "--format", "json");
    expect(JSON.parse(json.out)).toMatchObject({ board: "usb:1-2", now: { id: "usb:1-9", mode: "dfu" } });
  });

  it("detach chooses by name, and leaves a board alone that is in DFU mode", async () => {
    const boards = new FakeBoards([runningBoard(), runningBoard({ id: "usb:1-4", name: "Nano" })]);
    expect((await run(boards, "detach", "--board", "Portenta*")).code).toBe(0);
    expect(boards.calls).toEqual(["detach usb:1-2"]);
    const several = new FakeBoards([runningBoard(), runningBoard({ id: "usb:1-4" })]);
    expect((await run(several, "detach")).code).toBe(2);
    const ready = new FakeBoards([dfuBoard()]);
    expect(await run(ready, "detach")).toMatchObject({ code: 0, out: expect.stringContaining("usb:1-1") as unknown });
    expect(ready.calls).toEqual([]);
    expect((await run(new FakeBoards([]), "detach")).code).toBe(1);
  });

  it("unprotect needs --yes, and says what is lost", async () => {
    const boards = new FakeBoards([dfuBoard()]);
    const refused = await run(boards, "unprotect");
    expect(refused).toMatchObject({ code: 2, out: "" });
    expect(refused.err).toMatch(/read protection erases all flash.*--yes/);
    expect(boards.calls).toEqual([]);
    const done = await run(boards, "unprotect", "--yes");
    expect(done.out).toMatch(/read protection is removed and all flash is erased/);
    expect(boards.calls).toEqual(["unprotect usb:1-1"]);
    const json = await run(boards, "unprotect", "--yes", "--format", "json");
    expect(JSON.parse(json.out)).toEqual({ board: "usb:1-1", unprotected: true });
  });

  it.each(["leave", "detach", "unprotect --yes", "verify FILE", "read -o NEW", "erase --all-units --yes"])(
    "%s refuses a board with another chip than --device names",
    async (line) => {
      const boards = new FakeBoards([(line === "detach" ? runningBoard : dfuBoard)({ part: "STM32F407VG" })]);
      const words = line.split(" ").map((word) => word.replace("FILE", file("app.hex")).replace("NEW", file("n.bin")));
      const ended = await run(boards, ...words, "--device", "STM32L475VG");
      expect(ended).toMatchObject({ code: 1, out: "" });
      expect(ended.err).toContain("carries STM32F407VG, not STM32L475VG");
      expect(boards.calls).toEqual([]);
      expect(existsSync(file("n.bin"))).toBe(false);
    },
  );
});

describe("help", () => {
  it.each(["boards", "flash", "read", "erase", "verify", "leave", "detach", "unprotect"])(
    "of %s has an example that is a command line, and the keys of its JSON",
    async (verb) => {
      let help = "";
      const program = new Command("bootsmith").exitOverride().configureOutput({ writeOut: (words) => (help += words) });
      addFlashCommands(program);
      await expect(program.parseAsync([verb, "--help"], { from: "user" })).rejects.toThrow("outputHelp");
      expect(help).toMatch(new RegExp(`Example:\n {2}bootsmith ${verb}\\b`));
      expect(help).toMatch(/With --format json:\n {2}\{ boards?\b/);
    },
  );
});
