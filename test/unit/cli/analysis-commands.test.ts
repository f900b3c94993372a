import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { builtElf, vectorTable } from "../../support/built-elf";
import { workspacesFolder } from "../../support/sample-workspaces";

const main = fileURLToPath(new URL("../../../src/cli/main.ts", import.meta.url));
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bootsmith-cli-"));
  await build({
    entryPoints: [main],
    outfile: join(folder, "cli.cjs"),
    bundle: true,
    platform: "node",
    format: "cjs",
    mainFields: ["module", "main"],
    external: ["usb"],
    logLevel: "silent",
  });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function bootsmith(...args: string[]): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(folder, "cli.cjs"), ...args], { cwd: folder });
    let [out, err] = ["", ""];
    child.stdout.on("data", (data: Buffer) => (out += data.toString()));
    child.stderr.on("data", (data: Buffer) => (err += data.toString()));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, out, err }));
  });
}

async function written(files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

const sample = (name: string): string => join(workspacesFolder, name);
const plain = (origin: string, length: string): string =>
  `MEMORY\n{\n  FLASH (rx) : ORIGIN = ${origin}, LENGTH = ${length}\n}\n`;

describe("check", () => {
  it("exits 0 and says so where nothing is wrong", async () => {
    expect(await bootsmith("check", sample("stm32f407-discovery"))).toEqual({
      code: 0,
      out: "No findings.\n",
      err: "",
    });
  });

  it("exits 1 where an error is found, each at file, line and column", async () => {
    const { code, out } = await bootsmith("check", sample("portenta-h7-broken-1"));
    expect(code).toBe(1);
    expect(out).toMatch(/conf\/mbed_app\.json:8:\d+: error application-start-mismatch: /);
    expect(out).toMatch(/\d errors, \d warnings, \d notes\.\n$/);
  });

  it("exits 0 where there are warnings only", async () => {
    await written({ "warn/STM32F407.ld": plain("0x08006000", "64K") });
    const { code, out } = await bootsmith("check", "warn");
    expect([code, out.includes("warn/STM32F407.ld:3:25: warning erase-unit-shared")]).toEqual([0, true]);
  });

  it.each(["json", "sarif"])("writes %s and nothing else", async (format) => {
    const { code, out, err } = await bootsmith("check", sample("stm32l475-boot-app-broken-4"), "--format", format);
    expect([code, err]).toEqual([1, ""]);
    const parsed = JSON.parse(out) as { version?: string; runs?: { results: unknown[] }[] } | unknown[];
    expect(Array.isArray(parsed) ? parsed.length : parsed.runs?.[0]?.results.length).toBe(2);
  });

  it("takes a built file or a map, and finds the project above its build folder", async () => {
    const elf = builtElf([
      { section: ".isr_vector", address: 0x0800_4000, data: vectorTable(0x2000_1000, 0x0800_4101) },
    ]);
    const map = await readFile(new URL("../../fixtures/maps/failed-flash.map", import.meta.url));
    await written({
      "built/Makefile": "CFLAGS = -DSTM32F407xx\n",
      "built/app.ld": plain("0x08008000", "2K"),
      "built/build/app.elf": elf,
      "failed/Makefile": "CFLAGS = -DSTM32F407xx\n",
      "failed/app.ld": plain("0x08000000", "2K"),
      "failed/build/app.map": map,
    });
    const built = await bootsmith("check", "built/build/app.elf");
    expect(built.code).toBe(0);
    expect(built.out).toMatch(
      /^built\/app.ld:3:25: warning built-elsewhere: build\/app.elf was linked .* at 0x08004000/,
    );
    expect(built.err).toBe("");
    const failed = await bootsmith("check", "failed/build/app.map");
    expect(failed.code).toBe(1);
    expect(failed.out).toMatch(/^failed\/app.ld:3:46: error region-overflow: FLASH is 1020 bytes too small/);
  });

  it("says of a built file of nobody that it was not checked", async () => {
    await written({ "nobody/x.bin": new Uint8Array(64) });
    expect(await bootsmith("check", "nobody/x.bin")).toEqual({
      code: 0,
      out: "No findings.\n",
      err: "nobody/x.bin: which image of a project this is cannot be told, so it was not checked.\n",
    });
  });

  it("checks several folders, each by itself", async () => {
    const { out } = await bootsmith("check", sample("portenta-h7"), sample("stm32f407-discovery-broken-1"));
    expect(out).toMatch(/^2 errors, 0 warnings/m);
  });

  it("of one file reports that file, in the workspace that bootsmith.json declares around it", async () => {
    const { out } = await bootsmith(
      "check",
      join(sample("stm32l475-boot-app-broken-1"), "application/STM32L475VGTX_FLASH.ld"),
    );
    expect(out).toMatch(/STM32L475VGTX_FLASH\.ld:18:\d+: error application-start-mismatch/);
    expect(out).toMatch(/^1 errors, 0 warnings/m);
  });

  it("takes the chip from --device", async () => {
    await written({ "chip/a.ld": plain("0x08000000", "1024K") });
    expect((await bootsmith("check", "chip")).code).toBe(0);
    const { code, out } = await bootsmith("check", "chip", "--device", "STM32F103C8");
    expect([code, out.includes("region-exceeds-memory")]).toEqual([1, true]);
  });

  it.each<[string, string[], string]>([
    ["an unknown path", ["check", "none"], "none does not exist. Check the path.\n"],
    ["an unknown chip", ["check", ".", "--device", "STM32F999ZZ"], "STM32F999ZZ is no chip Bootsmith knows. Closest: "],
    ["an unknown format", ["check", "--format", "xml"], "error: option '--format <format>' argument 'xml' is invalid"],
    ["an unknown command", ["chek"], "error: unknown command 'chek'"],
    ["a bad --defsym", ["regions", "--defsym", "A=x", "a.ld"], "--defsym A=x is not SYMBOL=NUMBER."],
  ])("exits 2 on %s, with the reason on stderr", async (_name, args, message) => {
    const { code, out, err } = await bootsmith(...args);
    expect([code, out]).toEqual([2, ""]);
    expect(err.startsWith(message), err).toBe(true);
    expect(err).not.toMatch(/\n\s+at /);
  });
});

describe("bad input", () => {
  it("answers binary junk by name with a finding, and passes over it in a workspace", async () => {
    await written({ "junk/app.ld": Uint8Array.from({ length: 4096 }, (_, i) => (i * 31) % 256) });
    const { code, out } = await bootsmith("check", "junk/app.ld");
    expect([code, out.includes("junk/app.ld:1:1: error linker-script-syntax")]).toEqual([1, true]);
    expect((await bootsmith("check", "junk")).code).toBe(0);
  });

  it("lets no name from a file move the cursor", async () => {
    const path = join(folder, "ctl");
    await mkdir(path);
    await writeFile(join(path, "a.ld"), 'MEMORY { "\x1b[31mRED" (rx) : ORIGIN = 0x08000000, LENGTH = foo }\n');
    const { out } = await bootsmith("check", path);
    expect(out).toContain("RED depends on foo");
    expect(out).not.toContain("\x1b");
  });

  it("refuses a script of 50 MB at once", async () => {
    await written({ "large/app.ld": new Uint8Array(50_000_000).fill(0x20) });
    const started = Date.now();
    expect(await bootsmith("check", "large/app.ld")).toMatchObject({
      code: 2,
      err: "large/app.ld is larger than 16 MiB. Check that it is the file you mean.\n",
    });
    expect((await bootsmith("check", "large")).code).toBe(0);
    expect(Date.now() - started).toBeLessThan(5000);
  });

  it("ends on scripts that include each other", async () => {
    await written({ "cycle/a.ld": "INCLUDE b.ld\n", "cycle/b.ld": `INCLUDE a.ld\n${plain("0x08000000", "64K")}` });
    const { code, out } = await bootsmith("check", "cycle");
    expect([code, out.includes("linker-script-include")]).toEqual([1, true]);
  });

  it("ends on folders of any depth", async () => {
    await written({ [`deep/${"d/".repeat(80)}app.ld`]: plain("0x08000001", "64K") });
    expect((await bootsmith("check", "deep")).code).toBe(0);
  });
});

describe("check of other linkers' scripts", () => {
  it("reports what is wrong with one that is asked for by name, also where it is no program", async () => {
    const late = "define symbol A = 0x8000;\ndefine symbol E = A + 0x8000;\ndefine region R = [from A to E];\n";
    await written({ "other/app.ld": plain("0x08000000", "64K"), "other/app.icf": late, "other/app.sct": "LR { }\n" });
    const { code, out } = await bootsmith("check", "other/app.icf", "other/app.sct");
    expect(code).toBe(1);
    expect(out).toContain("other/app.icf:2:19: warning linker-script-value: The last byte of region R");
    expect(out).toContain("other/app.sct:1:4: error linker-script-syntax: A base address");
    expect((await bootsmith("check", "other")).out).toBe("No findings.\n");
  });
});

describe("regions", () => {
  it("writes one entry per file, numbers as numbers, and names what is missing", async () => {
    await written({
      "regions/a.ld": `_end = ORIGIN(FLASH) + LENGTH(FLASH);\nMEMORY\n{\n  FLASH (rx) : ORIGIN = START, LENGTH = SIZE\n  RAM (xrw) : ORIGIN = 0x20000000, LENGTH = 64K\n}\n`,
    });
    const { code, out } = await bootsmith("regions", "regions/a.ld", "-D", "START=0x08008000", "--format", "json");
    const [entry] = JSON.parse(out) as unknown[];
    expect(code).toBe(0);
    expect(entry).toMatchObject({
      file: "regions/a.ld",
      regions: [
        { name: "FLASH", origin: 0x08008000, length: { unknown: ["SIZE"] }, attributes: "rx" },
        { name: "RAM", origin: 0x20000000, length: 65536, attributes: "xrw" },
      ],
      symbols: { _end: { unknown: ["SIZE"] } },
      problems: [{ code: "linker-script-value", line: 4 }],
    });
  });

  it("takes symbols, and includes from given folders", async () => {
    await written({ "inc/common.ld": plain("0x08000000", "SIZE"), "main/m.ld": "INCLUDE common.ld\n" });
    const { out } = await bootsmith("regions", "main/m.ld", "-I", "inc", "--defsym", "SIZE=0x4000", "--format", "json");
    expect(JSON.parse(out)).toMatchObject([{ regions: [{ origin: 0x08000000, length: 0x4000 }] }]);
  });

  it("is JSON unless asked otherwise, and finds what a script includes from the folder above", async () => {
    await written({
      "up/regions.inc": "FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 1M\n",
      "up/a/m.ld": "MEMORY { INCLUDE ../regions.inc }\n",
    });
    const { out } = await bootsmith("regions", "up/a/m.ld");
    expect(JSON.parse(out)).toMatchObject([{ regions: [{ name: "FLASH", length: 0x100000 }], problems: [] }]);
    expect((await bootsmith("regions", "up/a/m.ld", "--format", "text")).out).toContain("1024 KiB");
  });

  it("reads a script in the language its name stands for", async () => {
    await written({
      "own/a.icf": "define symbol A = 0x08008000;\ndefine region ROM = mem:[from A to B];\n",
      "own/a.sct": "LR 0x08004000 SIZE { ER +0 { *.o (RESET, +First) } }\n",
    });
    const { code, out } = await bootsmith(
      "regions",
      "own/a.icf",
      "own/a.sct",
      "-D",
      "B=0x0800BFFF",
      "-D",
      "SIZE=0x100",
    );
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject([
      { regions: [{ name: "ROM", origin: 0x08008000, length: 0x4000 }], symbols: { A: 0x08008000 } },
      {
        regions: [
          { name: "LR", origin: 0x08004000, length: 0x100 },
          { name: "ER", origin: 0x08004000 },
        ],
      },
    ]);
  });

  it("exits 1 where a script has an error, and 2 where one cannot be read", async () => {
    await written({ "bad/s.ld": "MEMORY { FLASH (rx) ORIGIN = 0, LENGTH = 1K }" });
    expect((await bootsmith("regions", "bad/s.ld")).code).toBe(1);
    expect((await bootsmith("regions", "bad/none.ld")).code).toBe(2);
    expect((await bootsmith("regions", "bad/s.ld", "--defsym", "A=x")).code).toBe(2);
  });
});

describe("map", () => {
  it.each<[string, string]>([
    ["text", "application"],
    ["json", '"application"'],
    ["svg", "<svg"],
  ])("draws as %s", async (format, part) => {
    const { code, out } = await bootsmith("map", sample("stm32l475-boot-app"), "--format", format);
    expect([code, out.includes(part)]).toEqual([0, true]);
  });

  it("exits 2 where there is nothing to draw", async () => {
    await written({ "empty/readme.txt": "" });
    expect((await bootsmith("map", "empty")).code).toBe(2);
  });
});
