import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { chooseBoard } from "../../../src/cli/board-choice";
import type { BoardInfo } from "../../../src/core/dfu/board-service";
import { BootsmithError } from "../../../src/core/errors";
import { readIntelHex, writeIntelHex } from "../../../src/core/image/intel-hex";
import { createBoardService } from "../../../src/transport/create-board-service";
import { firmware, rig } from "../simulator/board-rig";
import { commandLine } from "./command-line";

let folder = "";
const file = (name: string) => join(folder, name);
const image = firmware(0x0800_0000, 0x5000, 1).segments;
const other = firmware(0x0800_0000, 0x5000, 2).segments;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "bootsmith-cli-"));
  writeFileSync(file("app.bin"), image[0]?.data ?? "");
  writeFileSync(file("app.hex"), writeIntelHex(image));
  writeFileSync(file("other.hex"), writeIntelHex(other));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const bootsmith = (...line: string[]) => commandLine(line);

const board = ["--simulate", "STM32F407VG"];
const kept = () => [...board, "--simulator-state", file("state.json")];

describe("bootsmith flash, verify and read", () => {
  it("flashes a simulated board and finds the image there in the next run", async () => {
    const flashed = await bootsmith("flash", file("app.hex"), ...kept());
    expect(flashed).toMatchObject({ code: 0 });
    expect(flashed.out).toMatch(
      /^Simulated STM32F407VG: .* 20480 bytes written, 20480 bytes verified .* left DFU mode/,
    );
    expect(flashed.err).toContain("verify 100 %");
    expect(await bootsmith("verify", file("app.hex"), ...kept())).toMatchObject({
      code: 0,
      out: "Simulated STM32F407VG holds the image.\n",
    });
    const differs = await bootsmith("verify", file("other.hex"), ...kept());
    expect(differs.code).toBe(1);
    expect(differs.out).toContain("2 erase units differ");
  });

  it("reads back what was flashed, as HEX and as a binary", async () => {
    await bootsmith("flash", file("app.bin"), "--address", "0x08000000", ...kept());
    const range = ["--address", "0x08000000", "--length", "20K"];
    expect(await bootsmith("read", "-o", file("back.bin"), ...range, ...kept())).toMatchObject({ code: 0 });
    expect(new Uint8Array(readFileSync(file("back.bin")))).toEqual(image[0]?.data);
    await bootsmith("read", "-o", file("back.hex"), ...kept());
    expect(readIntelHex(readFileSync(file("back.hex")), "back").segments[0]?.data).toHaveLength(1024 * 1024);
  });

  it("a board of plain DFU: claims no erase and no check that nobody saw, and is read from its flash", async () => {
    const maple = ["--simulate", "MAPLE_MINI", "--simulator-state", file("maple.json")];
    const flashed = await bootsmith("flash", file("app.bin"), ...maple);
    expect(flashed.out).toMatch(/^Simulated MAPLE_MINI: 20480 bytes written, not verified in [\d.]+ s of simulated/);
    expect(flashed.err).toContain("stays in DFU mode: press reset to start the application.");
    expect(flashed.err).not.toContain("BOOT0");
    expect(await bootsmith("read", "-o", file("maple.bin"), "--length", "20K", ...maple)).toMatchObject({ code: 0 });
    expect(new Uint8Array(readFileSync(file("maple.bin")))).toEqual(image[0]?.data);
  });

  it("--plan prints what would be done and does nothing", async () => {
    await bootsmith("flash", file("app.hex"), ...kept());
    const before = readFileSync(file("state.json"), "utf8");
    const plan = await bootsmith("flash", file("other.hex"), "--plan", ...kept());
    expect(plan.code).toBe(0);
    expect(plan.out).toMatch(/^2 of 2 sectors change/);
    expect(readFileSync(file("state.json"), "utf8")).toBe(before);
    const json = await bootsmith("flash", file("app.hex"), "--plan", "--format", "json", ...kept());
    expect(JSON.parse(json.out)).toMatchObject({
      board: "simulated:STM32F407VG",
      plan: { units: [{ action: "skip" }, { action: "skip" }], leaveAt: 0x0800_0000 },
      outcome: null,
    });
  });

  it.each<[string, string[], number, RegExp]>([
    ["a binary without an address", ["flash", "app.bin"], 2, /does not say where/],
    ["a file that is not there", ["flash", "none.hex"], 2, /none\.hex cannot be read/],
    ["a damaged file", ["flash", "bad.hex"], 2, /bad\.hex:1: .*checksum/],
    ["an image outside flash", ["flash", "app.bin", "--address", "0x20000000"], 1, /outside @Internal Flash/],
    ["option bytes", ["flash", "app.bin", "--address", "0x1FFFC000", "--alt", "1"], 1, /no program memory/],
    ["a bootloader that is not confirmed", ["flash", "app.hex", "--as", "bootloader"], 2, /--yes/],
    ["a board that is not there", ["flash", "app.hex", "--board", "usb:*"], 1, /No board in DFU mode fits/],
    ["a file to read to of no known format", ["read", "-o", "back.txt"], 2, /neither \.hex, \.srec nor \.bin/],
  ])("refuses %s with its exit code, and keeps stdout clean", async (_, line, code, words) => {
    writeFileSync(file("bad.hex"), ":0100000001FF\n");
    const args = line.map((word) => (/\.(hex|bin|txt)$/.test(word) ? file(word) : word));
    const result = await bootsmith(...args, ...board);
    expect(result.code).toBe(code);
    expect(result.err).toMatch(words);
    expect(result.err).not.toMatch(/\bat .*\.ts/);
    expect(result.out).toBe("");
  });

  it.each<[string, string[]]>([
    ["an alternate setting that is not there", ["--alt", "9", ...board]],
    ["an alternate setting without memory", ["--alt", "2", "--simulate", "STM32H747XI"]],
  ])("read refuses %s instead of writing an empty file", async (_, args) => {
    for (const name of ["back.bin", "back.hex"]) {
      const result = await bootsmith("read", "-o", file(name), ...args);
      expect(result).toMatchObject({ code: 2, out: "" });
      expect(result.err).toMatch(/no memory to read in alternate setting/);
      expect(existsSync(file(name))).toBe(false);
    }
  });

  it.each([
    ["flash", "app.hex", "--plan"],
    ["verify", "app.hex"],
    ["flash", "app.hex", "--board", "nobody"],
  ])("%s %s %s writes no simulator state where there was none", async (command, name = "", ...more) => {
    await bootsmith(command, file(name), ...more, ...kept());
    expect(existsSync(file("state.json"))).toBe(false);
  });

  it("says first why a flash failed, then that its state could not be kept", async () => {
    const state = join(folder, "absent", "state.json");
    const result = await bootsmith("flash", file("app.hex"), ...board, "--simulator-state", state);
    expect(result.code).toBe(2);
    expect(result.err).toContain("state.json cannot be written");
    const lost = await bootsmith(
      "flash",
      file("app.bin"),
      "--address",
      "0x20000000",
      ...board,
      "--simulator-state",
      state,
    );
    expect(lost.code).toBe(1);
    expect(lost.err).not.toContain("cannot be written");
  });

  it("keeps what each of two simulated boards of one kind holds", async () => {
    const two = [...board, ...kept()];
    const second = ["--board", "simulated:STM32F407VG#2"];
    await bootsmith("flash", file("app.hex"), ...two, ...second);
    expect(await bootsmith("verify", file("app.hex"), ...two, ...second)).toMatchObject({ code: 0 });
    expect(await bootsmith("verify", file("app.hex"), ...two, "--board", "simulated:STM32F407VG")).toMatchObject({
      code: 1,
    });
  });

  it.each([
    ["bytes that are no program", "junk.bin", "0x08000000"],
    ["a binary four bytes off", "app.bin", "0x08000004"],
    ["a binary at an odd address", "app.bin", "0x08000001"],
  ])("warns of %s and does not leave DFU mode for it", async (_, name, address) => {
    writeFileSync(file("junk.bin"), new Uint8Array(64).fill(0x5a));
    const result = await bootsmith("flash", file(name), "--leave", "--address", address, ...board);
    expect(result.code).toBe(0);
    expect(result.err).toContain("No vector table was found in the image");
    expect(result.out).not.toContain("left DFU mode");
  });

  it("refuses a simulator state that is none, naming the file", async () => {
    writeFileSync(file("state.json"), '{"version": 1, "boards": {"STM32F407VG": 7}}');
    const result = await bootsmith("verify", file("app.hex"), ...kept());
    expect(result).toMatchObject({ code: 2 });
    expect(result.err).toContain("state.json");
    expect(readFileSync(file("state.json"), "utf8")).toContain("7");
  });

  it("an unknown simulated part names the known ones", async () => {
    const result = await bootsmith("flash", file("app.hex"), "--simulate", "STM32F030");
    expect(result.code).toBe(2);
    expect(result.err).toContain("STM32F407VG");
  });

  it("a wrong number is wrong usage", async () => {
    await expect(bootsmith("flash", file("app.bin"), "--address", "12z")).rejects.toThrow(/number such as/);
    await expect(bootsmith("read", "-o", file("back.bin"), "--length", "0", ...board)).rejects.toThrow(/at least 1/);
  });
});

describe("Ctrl+C", () => {
  it("stops a flash between two transfers, says what is on the board, and ends with 1", async () => {
    const stopped = await commandLine(["flash", file("app.hex"), ...kept()], (options) => {
      const service = createBoardService(options);
      const flash = service.flash.bind(service);
      service.flash = (id, plan, onProgress, signal) =>
        flash(
          id,
          plan,
          (progress) => {
            onProgress?.(progress);
            if (progress.phase === "write" && progress.done > 4096 && signal?.aborted === false) process.emit("SIGINT");
          },
          signal,
        );
      return service;
    });
    expect(stopped).toMatchObject({ code: 1, out: "" });
    expect(stopped.err).toMatch(/Stopping …/);
    expect(stopped.err).toMatch(/[Cc]ancelled.*(board|flash|image)/);
    expect(stopped.err).not.toContain("verify");
    expect(existsSync(file("state.json"))).toBe(true);
    expect(await bootsmith("flash", file("app.hex"), ...kept())).toMatchObject({ code: 0 });
  });
});

describe("bootsmith flash in a project", () => {
  const boot = firmware(0x0800_0000, 0x1000, 3).segments;
  const application = firmware(0x0802_0000, 0x1000, 4).segments;
  const script = (origin: string, length: string) =>
    `MEMORY { FLASH (rx) : ORIGIN = ${origin}, LENGTH = ${length} }\nSECTIONS { .isr_vector : { KEEP(*(.isr_vector)) } > FLASH }\n`;

  beforeEach(() => {
    for (const name of ["boot", "app"]) mkdirSync(file(name));
    writeFileSync(file("boot/boot.ld"), script("0x08000000", "128K"));
    writeFileSync(file("app/app.ld"), script("0x08020000", "512K"));
    writeFileSync(file("boot/boot.hex"), writeIntelHex(boot));
    writeFileSync(file("app/app.hex"), writeIntelHex(application));
    // An application that was linked to the start of flash, and one nobody knows.
    writeFileSync(file("app/wrong.hex"), writeIntelHex(image));
    const images = ["boot", "app"].map((name) => ({
      name,
      role: name === "boot" ? "bootloader" : "application",
      folder: name,
      linkerScript: `${name}/${name}.ld`,
      file: `${name}/${name}.hex`,
    }));
    writeFileSync(file("bootsmith.json"), JSON.stringify({ sets: [{ name: "demo", device: "STM32F407VG", images }] }));
  });

  it.each<[string, string[], RegExp]>([
    [
      "a bootloader that is not named as one",
      ["boot/boot.hex"],
      /boot\.hex is a bootloader \(boot of demo\).*--as bootloader/,
    ],
    ["its plan as well", ["boot/boot.hex", "--plan"], /--as bootloader/],
    ["a bootloader named an application", ["boot/boot.hex", "--as", "application"], /--as bootloader/],
    ["a file over the bootloader", ["app/wrong.hex"], /would overwrite boot \(0x08000000 to 0x0801FFFF\)/],
    ["the same as an application", ["app/wrong.hex", "--as", "application"], /would overwrite boot/],
    ["a bootloader without --yes", ["app/wrong.hex", "--as", "bootloader"], /--yes/],
  ])("refuses %s, and the board stays as it is", async (_, [name = "", ...more], words) => {
    const result = await bootsmith("flash", file(name), ...more, ...kept());
    expect(result.code).toBeGreaterThan(0);
    expect(result.err).toMatch(words);
    expect(result.out).toBe("");
    expect(existsSync(file("state.json"))).toBe(false);
  });

  it("refuses an application that reaches into its bootloader", async () => {
    writeFileSync(file("app/app.hex"), writeIntelHex(firmware(0x0801_0000, 0x1000, 5).segments));
    const result = await bootsmith("flash", file("app/app.hex"), ...kept());
    expect(result.code).toBe(1);
    expect(result.err).toMatch(/would overwrite boot/);
  });

  it("writes the application without a question, and the bootloader where it is named", async () => {
    expect(await bootsmith("flash", file("boot/boot.hex"), "--as", "bootloader", "--yes", ...kept())).toMatchObject({
      code: 0,
    });
    expect(await bootsmith("flash", file("app/app.hex"), ...kept())).toMatchObject({ code: 0 });
    for (const name of ["boot/boot.hex", "app/app.hex"]) {
      expect(await bootsmith("verify", file(name), ...kept())).toMatchObject({ code: 0 });
    }
  });

  it("says where nothing is protected, because nothing is known", async () => {
    rmSync(file("bootsmith.json"));
    for (const name of ["boot", "app"]) rmSync(file(name), { recursive: true });
    const result = await bootsmith("flash", file("app.hex"), ...board);
    expect(result.code).toBe(0);
    expect(result.err).toContain("No bootloader of this project is known");
  });
});

describe("bootsmith boards", () => {
  it("lists simulated boards, as text and as JSON", async () => {
    const text = await bootsmith("boards", "--simulate", "STM32F407VG", "STM32L475VG");
    expect(text.code).toBe(0);
    expect(text.out).toMatch(/0x08020000 to 0x080FFFFF {2}7 × 128 KiB/);
    const json: unknown = JSON.parse((await bootsmith("boards", "--format", "json", "--simulate", "STM32L475VG")).out);
    expect(json).toHaveProperty("boards.0.id", "simulated:STM32L475VG");
    expect(json).toHaveProperty("usb.available");
  });
});

describe("chooseBoard", () => {
  const usb = { available: true };
  const named = async (id: string, more: Partial<BoardInfo>): Promise<BoardInfo> => ({
    ...(await rig("STM32F407VG")).info,
    id,
    ...more,
  });
  it("takes id, serial, path and part, with wildcards, and nothing that runs its application", async () => {
    const boards = [
      await named("usb:1-1", { serial: "A.1", path: "1-1", part: null }),
      await named("usb:1-2", { serial: "AB1", path: "1-2" }),
      await named("usb:1-3", { serial: "C", path: "1-3", mode: "runtime", part: null }),
    ];
    const chosen = (selector: string) => chooseBoard(boards, selector, usb).id;
    expect(["usb:1-2", "A.1", "1-2", "stm32f407vg", "*1-1", "ab*"].map(chosen)).toEqual([
      ...["usb:1-2", "usb:1-1", "usb:1-2", "usb:1-2", "usb:1-1", "usb:1-2"],
    ]);
    for (const selector of ["usb:*", undefined]) {
      expect(() => chooseBoard(boards, selector, usb)).toThrow(/Several boards.*usb:1-1.*usb:1-2/);
    }
    expect(() => chooseBoard(boards, "C", usb)).toThrow(BootsmithError);
    expect(() => chooseBoard([], undefined, usb)).toThrow(/No board was found/);
  });
});
