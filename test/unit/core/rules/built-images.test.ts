import { describe, expect, it } from "vitest";
import { english } from "../../../../src/core/text";
import { builtElf, vectorTable } from "../../../support/built-elf";
import { checkFiles, type Checked, type Files } from "../../../support/memory-tree";

/** The linker script of an STM32F407 (1 MiB of flash, 128 KiB of RAM) and the build that names the chip. */
function project(origin: string, length: string, more: Files = {}, regions = ""): Files {
  const script = `ENTRY(Reset_Handler)
MEMORY
{
  FLASH (rx) : ORIGIN = ${origin}, LENGTH = ${length}
  RAM (rwx) : ORIGIN = 0x20000000, LENGTH = 128K
${regions}}
SECTIONS
{
  .isr_vector : { KEEP(*(.isr_vector)) } >FLASH
  .text : { *(.text*) } >FLASH
}
`;
  return { "app/STM32F407VG_FLASH.ld": script, "app/Makefile": "CFLAGS = -DSTM32F407xx\nall:\n", ...more };
}

const image = (address: number, stack: number, reset: number, size?: number): Uint8Array =>
  builtElf([{ section: ".isr_vector", address, data: vectorTable(stack, reset, size) }]);
const elf = (address: number, stack = 0x2002_0000, reset = address + 0x201, size?: number): Files => ({
  "app/build/app.elf": image(address, stack, reset, size),
});

/** Intel HEX of some bytes, 16 in a record. */
function hexFile(address: number, data: Uint8Array): string {
  const record = (bytes: readonly number[]): string => {
    const sum = bytes.reduce((total, byte) => total + byte, 0);
    const all = [...bytes, -sum & 0xff];
    return `:${all.map((byte) => (byte & 0xff).toString(16).padStart(2, "0")).join("")}\n`;
  };
  let lines = "";
  for (let at = 0; at < data.length; at += 16) {
    const upper = (address + at) >>> 16;
    if (at === 0 || (address + at) % 0x1_0000 === 0) lines += record([2, 0, 0, 4, upper >>> 8, upper & 0xff]);
    const low = (address + at) & 0xffff;
    const piece = data.subarray(at, at + 16);
    lines += record([piece.length, low >>> 8, low & 0xff, 0, ...piece]);
  }
  return `${lines}:00000001FF\n`;
}

/** Findings about what was built, with what they say. */
function about({ findings, located }: Checked): string[] {
  return findings.flatMap(({ code, message }, index) =>
    code.startsWith("built-") ? [`${(located[index]?.start.line ?? -1) + 1} ${code}: ${english(message)}`] : [],
  );
}

async function findings(files: Files): Promise<string> {
  return about(await checkFiles(files)).join("\n");
}

describe("built-vectors-implausible", () => {
  it.each([
    ["behind the end of RAM", 0x2002_0008, "is not in RAM"],
    ["in flash", 0x0802_0000, "is not in RAM"],
    ["at the very start of RAM", 0x2000_0000, "is not in RAM"],
    ["never set", 0xffff_ffff, "is not in RAM"],
    ["not a multiple of 8", 0x2001_fffc, "not a multiple of 8"],
    ["odd, as old scripts have it", 0x2001_ffff, "not a multiple of 8"],
  ])("stack pointer %s", async (_, stack, says) => {
    const found = await findings(project("0x08000000", "1M", elf(0x0800_0000, stack)));
    expect(found).toMatch(new RegExp(`^4 built-vectors-implausible: build/app.elf .*${says}`));
  });

  it.each([
    ["at the end of RAM", 0x2002_0000],
    ["inside RAM", 0x2000_0400],
    ["at the end of CCM", 0x1001_0000],
    ["in external SRAM", 0x6010_0000],
    ["in SDRAM", 0xd080_0000],
  ])("stack pointer %s is right", async (_, stack) => {
    expect(await findings(project("0x08000000", "1M", elf(0x0800_0000, stack)))).toBe("");
  });

  it.each([
    ["without Thumb bit", 0x0800_0200, "without the Thumb bit"],
    ["never set", 0xffff_ffff, "without the Thumb bit"],
    ["outside of the image and its regions", 0x0820_0001, "lies outside"],
  ])("reset vector %s", async (_, reset, says) => {
    const found = await findings(project("0x08000000", "1M", elf(0x0800_0000, 0x2002_0000, reset)));
    expect(found).toMatch(new RegExp(`^4 built-vectors-implausible: build/app.elf .*${says}`));
  });

  it.each([
    ["through the boot alias at 0", 0x0000_0201],
    ["in RAM that the script loads", 0x2000_0101],
  ])("reset vector %s is right", async (_, reset) => {
    expect(await findings(project("0x08000000", "1M", elf(0x0800_0000, 0x2002_0000, reset)))).toBe("");
  });

  it("judges hex files and raw binaries of the image's name, too", async () => {
    const table = vectorTable(0x3002_0000, 0x0800_0201);
    const hex = await findings(project("0x08000000", "1M", { "app/build/app.hex": hexFile(0x0800_0000, table) }));
    expect(hex).toContain("build/app.hex starts with the stack pointer 0x30020000");
    const bin = await findings(project("0x08000000", "1M", { "app/build/app.bin": table }));
    expect(bin).toContain("build/app.bin starts with the stack pointer 0x30020000");
  });

  it.each<[string, Files]>([
    ["a raw binary of another name", { "app/assets/font.bin": vectorTable(1, 2) }],
    [
      "two programs of other names",
      { "app/build/t1.elf": image(0x0800_0000, 1, 2), "app/build/t2.elf": image(0x0800_0000, 1, 2) },
    ],
    [
      "another program beside the image's own",
      { ...elf(0x0800_0000), "app/build/selftest.elf": image(0x0800_0000, 1, 2) },
    ],
    ["a bootloader in the application's folder", { "app/prebuilt/bootloader/x.elf": image(0x0800_0000, 1, 2) }],
    ["half a file, as the linker is writing it", { "app/build/app.elf": image(0x0800_0000, 1, 2).subarray(0, 70) }],
    ["a hex file that came with a library", { "app/lib/softdevice.hex": hexFile(0x0800_0000, vectorTable(1, 2)) }],
    ["a hex file of another name beside the script", { "app/radio.hex": hexFile(0x0800_0000, vectorTable(1, 2)) }],
    ["a loader for the debugger", { "app/tools/loader.elf": image(0x0800_0000, 1, 2) }],
    ["a blank placeholder", { "app/build/app.bin": new Uint8Array(4096) }],
  ])("is silent about %s", async (_, more) => {
    expect(await findings(project("0x08000000", "1M", more))).toBe("");
  });

  it("is silent where no chip is known, but for what no Cortex-M has", async () => {
    const unnamed = (stack: number): Files => {
      const files = project("0x08000000", "1M", elf(0x0800_0000, stack));
      return {
        "app/link.ld": String(files["app/STM32F407VG_FLASH.ld"]),
        "app/build/app.elf": files["app/build/app.elf"] ?? "",
      };
    };
    expect(await findings(unnamed(0x2004_0000))).toBe("");
    expect(await findings(unnamed(0x4002_0000))).toContain("is not in RAM");
  });
});

describe("which file is looked at", () => {
  const wrong = hexFile(0x0800_0000, vectorTable(0x3002_0000, 0x0800_0201));

  it("is the program, not what was made from it", async () => {
    const both = { ...elf(0x0800_0000), "app/build/app.hex": wrong };
    expect(await findings(project("0x08000000", "1M", both))).toBe("");
  });

  it("is the hex file where the program cannot be read", async () => {
    const both = { "app/build/app.elf": new Uint8Array(20), "app/build/app.hex": wrong };
    expect(await findings(project("0x08000000", "1M", both))).toContain("build/app.hex starts with");
  });

  it("is each of Debug and Release, but not one of several boards", async () => {
    const bad = image(0x0800_0000, 0x3002_0000, 0x0800_0201);
    const builds = await findings(
      project("0x08000000", "1M", {
        "app/Debug/app.elf": bad,
        "app/Release/app.elf": image(0x0800_0000, 0x2002_0000, 0x0800_0201),
      }),
    );
    expect(builds).toMatch(/^4 built-vectors-implausible: Debug\/app.elf [^\n]*$/);
    const boards = { "app/build/nucleo/app.elf": bad, "app/build/disco/app.elf": bad };
    expect(await findings(project("0x08000000", "1M", boards))).toBe("");
  });
});

describe("built-elsewhere", () => {
  it.each([0x0800_0000, 0x0804_0000])("linked to %i while the script says 0x08020000", async (address) => {
    expect(await findings(project("0x08020000", "384K", elf(address)))).toMatch(
      /^4 built-elsewhere: build\/app.elf was linked with its vector table at 0x080[04]0000, but that of app belongs at 0x08020000 \(ORIGIN\(FLASH\)/,
    );
  });

  it("tells it from a hex file without its neighbour, also where that reaches over the right place", async () => {
    const table = vectorTable(0x2002_0000, 0x0800_0201, 0x2_1000);
    const found = await findings(project("0x08020000", "384K", { "app/build/app.hex": hexFile(0x0800_0000, table) }));
    expect(found).toContain("built-elsewhere");
  });

  it("tells it from the reset vector of a raw binary", async () => {
    const bin = { "app/build/app.bin": vectorTable(0x2002_0000, 0x0800_0201) };
    expect(await findings(project("0x08020000", "384K", bin))).toContain("its reset vector is 0x08000201");
  });

  it("is silent where it lies right, runs in RAM, or the places contradict each other already", async () => {
    expect(await findings(project("0x08020000", "384K", elf(0x0802_0000)))).toBe("");
    expect(await findings(project("0x08020000", "384K", elf(0x2000_0000)))).toBe("");
  });

  it("is silent about a hex file of bootloader and application together", async () => {
    const both = new Uint8Array(0x2_0400);
    both.set(vectorTable(0x2002_0000, 0x0800_0201));
    both.set(vectorTable(0x2002_0000, 0x0802_0201), 0x2_0000);
    expect(await findings(project("0x08020000", "384K", { "app/build/app.hex": hexFile(0x0800_0000, both) }))).toBe("");
  });

  it("leaves alone what was built before the script was changed", async () => {
    const files = project("0x08020000", "384K", elf(0x0800_0000));
    const times = (script: number): Record<string, number> => ({
      "app/STM32F407VG_FLASH.ld": script,
      "app/build/app.elf": 1_000_000,
    });
    const after = async (script: number): Promise<string> => about(await checkFiles(files, {}, times(script))).join();
    expect(await after(Infinity)).toBe("");
    expect(await after(1_000_000 + 10_000)).toBe("");
    expect(await after(1_000_000 + 1_000)).toContain("built-elsewhere");
    expect(await after(1)).toContain("built-elsewhere");
  });
});

describe("built-image-too-large", () => {
  it("finds a program that passes the end of its region", async () => {
    const found = await findings(project("0x08000000", "32K", elf(0x0800_0000, 0x2002_0000, 0x0800_0201, 0x8400)));
    expect(found).toBe(
      "4 built-image-too-large: build/app.elf reaches to 0x08008400, 1 KiB past the end of FLASH at 0x08008000: it was linked with a larger region. Build it again, or give it the room.",
    );
  });

  it("finds a raw binary that is larger than the room", async () => {
    const bin = { "app/build/app.bin": vectorTable(0x2002_0000, 0x0800_0201, 0x8400) };
    expect(await findings(project("0x08000000", "32K", bin))).toContain("build/app.bin has 33 KiB, 1 KiB more");
  });

  it("is silent where it fits exactly, or goes on in a region that touches", async () => {
    const full = elf(0x0800_0000, 0x2002_0000, 0x0800_0201, 0x8000);
    expect(await findings(project("0x08000000", "32K", full))).toBe("");
    const over = elf(0x0800_0000, 0x2002_0000, 0x0800_0201, 0x8400);
    const next = "  CODE (rx) : ORIGIN = 0x08008000, LENGTH = 32K\n";
    expect(await findings(project("0x08000000", "32K", over, next))).toBe("");
  });
});
