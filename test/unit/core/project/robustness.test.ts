import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyEdits, checkFiles, pathOf, type Files } from "../../../support/memory-tree";
import { sampleFiles, workspaceNames } from "../../../support/sample-workspaces";

/** A project around the file, so that what is read of it is also compared. */
const around: Files = {
  "boot/STM32F407VG.ld":
    "MEMORY { FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 32K }\nSECTIONS { .isr_vector : { KEEP(*(.isr_vector)) } >FLASH }\n",
  "boot/main.c": "#define APP_ADDRESS 0x08008000\n",
  "app/STM32F407VG.ld":
    "MEMORY { FLASH (rx) : ORIGIN = 0x08008000, LENGTH = 32K }\nSECTIONS { .isr_vector : { KEEP(*(.isr_vector)) } >FLASH }\n",
  "app/conf/mbed_app.json": '{ "target_overrides": { "K64F": { "target.bootloader_img": "b.hex" } } }',
};

const kinds = [
  "app/STM32F407VG.ld",
  "app/memory.x",
  "app/system_stm32f4xx.c",
  "boot/main.c",
  "boot/config.h",
  "app/conf/mbed_app.json",
  "app/conf/b.hex",
  "bootsmith.json",
  "app/app.ioc",
  "app/Makefile",
  "app/CMakeLists.txt",
  "app/.cproject",
  "app/app.uvprojx",
  "app/platformio.ini",
  "app/startup.s",
];

/** Words that get a reader farther than noise does. */
const soup = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ..."MEMORY SECTIONS { } ( ) : = , ; ORIGIN LENGTH FLASH 0x08008000 128K + - * / | << >AT> INCLUDE #define #if #ifdef #else #endif defined APP_ADDRESS VECT_TAB_OFFSET SCB->VTOR FLASH_BASE".split(
          " ",
        ),
        ...'" [ ] { } : , null true 1 -1 1e999 target_overrides * K64F target.bootloader_img target.restrict_size target.app_offset sets images name linkerScript header size 0x40000'.split(
          " ",
        ),
        ...'-DA=1 -D --defsym=A= target_compile_definitions( value="A=1" <Define> </Define> /* */ // \n \r\n \\\n \u0000 \ufeff \ud800'.split(
          " ",
        ),
        "\n",
      ),
      fc.string({ maxLength: 6 }),
      fc.integer().map(String),
    ),
    { maxLength: 80 },
  )
  .chain((words) => fc.constantFrom(" ", "", "\n").map((between) => words.join(between)));

/** The whole way, and what must hold of whatever comes out. */
async function survives(files: Files): Promise<void> {
  const { findings, located } = await checkFiles(files);
  for (const [index, finding] of findings.entries()) {
    for (const { range } of [finding, ...finding.related]) {
      const text = files[pathOf(range.uri)];
      expect(text, `file of a finding: ${range.uri}`).toBeDefined();
      const length = typeof text === "string" ? text.length : new TextDecoder().decode(text).length;
      expect(range.start).toBeGreaterThanOrEqual(0);
      expect(range.end).toBeGreaterThanOrEqual(range.start);
      expect(range.end, `${finding.code} in ${range.uri}`).toBeLessThanOrEqual(length + 1);
    }
    expect(located[index]?.message).not.toBe("");
    const textual = finding.fixes.filter((fix) =>
      fix.edits.every(({ range }) => typeof files[pathOf(range.uri)] === "string"),
    );
    for (const fix of textual) applyEdits(files, fix.edits);
  }
}

describe("garbage in every reader ends, throws nothing, and points into its file", () => {
  it.each(kinds)("bytes as %s", async (path) => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), (bytes) => survives({ ...around, [path]: bytes })),
      { numRuns: 60 },
    );
  });

  it.each(kinds)("words as %s", async (path) => {
    await fc.assert(
      fc.asyncProperty(soup, (text) => survives({ ...around, [path]: text })),
      { numRuns: 150 },
    );
  });

  it.each(workspaceNames().filter((name) => !name.includes("broken")))(
    "%s with a piece torn out or doubled",
    async (workspace) => {
      const files = sampleFiles(workspace);
      const paths = Object.keys(files).filter((path) => typeof files[path] === "string" && !/\.(map|hex)$/.test(path));
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...paths),
          fc.double({ min: 0, max: 1, noNaN: true }),
          fc.nat(200),
          fc.boolean(),
          (path, place, length, doubled) => {
            const text = String(files[path]);
            const at = Math.floor(place * text.length);
            const torn =
              text.slice(0, at) + (doubled ? text.slice(at, at + length).repeat(2) : "") + text.slice(at + length);
            return survives({ ...files, [path]: torn });
          },
        ),
        { numRuns: 60 },
      );
    },
  );
});

describe("input made to hurt", () => {
  const deep = 200_000;
  it.each<[string, string, string]>([
    ["brackets in JSON", "bootsmith.json", "[".repeat(deep)],
    ["objects in JSON", "app/conf/mbed_app.json", '{"a":'.repeat(deep)],
    ["parentheses in a constant", "boot/main.c", `#define APP_ADDRESS ${"(".repeat(deep)}1${")".repeat(deep)}`],
    ["parentheses in an assignment", "app/main.c", `SCB->VTOR = ${"(".repeat(deep)}1;`],
    ["signs in an assignment", "app/main.c", `SCB->VTOR = ${"~".repeat(deep)}1;`],
    ["sums in an assignment", "app/main.c", `SCB->VTOR = ${"1 + ".repeat(deep)}1;`],
    ["one very long word", "boot/main.c", "A".repeat(5_000_000)],
    ["very many names", "boot/main.c", "APP_x ".repeat(deep)],
    ["very many assignments", "app/main.c", "SCB->VTOR = 1 + 2 + 3; ".repeat(20_000)],
    ["very many -D", "app/Makefile", "-DA=1 ".repeat(deep)],
    ["an open call in CMake", "app/CMakeLists.txt", "target_compile_definitions(".repeat(50_000)],
    [
      "open targets in CMake",
      "app/CMakeLists.txt",
      "add_executable(a add_custom_target(b COMMAND st-flash ".repeat(20_000),
    ],
    ["very many writes", "app/Makefile", "\tst-flash write app.bin 0x08008000\n".repeat(5_000)],
    ["very many variables", "app/Makefile", "A = $(A)\nx:\n\tst-flash write $(A).bin $(A)\n".repeat(5_000)],
    ["open tasks", ".vscode/tasks.json", '{"tasks":[{"command":"st-flash write '.repeat(10_000)],
    [
      "open strings of a launch.json",
      ".vscode/launch.json",
      '{"configurations":[{"a":["program a.bin \\"'.repeat(10_000),
    ],
    ["a database without end", "app/compile_commands.json", '[{"file":"a","command":"-DA=1 '.repeat(20_000)],
    ["open enums", "app/main.c", "/* VTOR */ enum { APP_ADDRESS = ".repeat(20_000)],
    ["open casts", "app/main.c", `#define APP_ADDRESS ${"static_cast<a ".repeat(20_000)}`],
    ["very many boards", "boards.txt", "a.build.variant=x\na.upload.address=0x1\n".repeat(5_000)],
    ["an open symbol in .cproject", "app/.cproject", "<listOptionValue ".repeat(50_000)],
    [
      "defines that double",
      "boot/main.c",
      `${Array.from({ length: 60 }, (_, i) => `#define A${i + 1} A${i} A${i}`).join("\n")}\n#define APP_ADDRESS A60\n`,
    ],
    [
      "sections without end",
      "app/STM32F407VG.ld",
      `MEMORY { FLASH (rx) : ORIGIN = 0x08008000, LENGTH = 32K }\nSECTIONS {${" .a : { . = ".repeat(20_000)}`,
    ],
  ])(
    "%s",
    async (_name, path, text) => {
      const started = performance.now();
      await survives({ ...around, [path]: text });
      expect(performance.now() - started).toBeLessThan(5000);
    },
    15_000,
  );
});

describe("an mbed_app.json of very many keys", () => {
  it("is read to its end, and is not a thousand findings", async () => {
    const keys = Array.from({ length: 150_000 }, (_, n) => `"target.app_offset${" ".repeat(1 + (n % 9))}": "1"`).join(
      ",",
    );
    const text = `{"target_overrides": {"*": {${keys}}}}`;
    const { findings } = await checkFiles({ "mbed_app.json": text });
    expect(findings.length).toBeGreaterThan(0);
    expect(findings.length).toBeLessThanOrEqual(100);
  }, 30_000);
});
