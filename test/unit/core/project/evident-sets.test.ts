import { describe, expect, it } from "vitest";
import { english } from "../../../../src/core/text";
import { script } from "../../../support/linker-script";
import { checkFiles, type Files } from "../../../support/memory-tree";

const boot = script("0x08000000", "32K");
const app = script("0x08008000", "480K");
const whole = script("0x08000000", "512K");
const ram = whole.replaceAll(">FLASH", ">RAM");

/** Sets of more than one image: `name: role image + role image (why)`. */
async function pairs(files: Files): Promise<string[]> {
  const { layouts } = await checkFiles(files);
  return layouts
    .filter(({ images }) => images.length > 1)
    .map(({ set, images }) => {
      const members = images.map((image) => `${image.role} ${image.name}`).join(" + ");
      return `${set.name}: ${members} (${set.why === undefined ? "?" : english(set.why)})`;
    });
}

/** What cross-image rules say; in a set that is none they would. */
async function crossing(files: Files): Promise<string[]> {
  const { lines } = await checkFiles(files);
  return lines.filter((line) => /image-overlap|erase-unit-shared|application-start-mismatch/.test(line));
}

const twoTargets = (first: string, second: string): string =>
  `project(node C)\nadd_executable(${first} a.c)\ntarget_link_options(${first} PRIVATE -T\${CMAKE_SOURCE_DIR}/src/one/link.ld)\nadd_executable(${second} b.c)\ntarget_link_options(${second} PRIVATE "-T\${CMAKE_SOURCE_DIR}/src/two/link.ld")\n`;
const tasks = (...list: readonly Readonly<Record<string, unknown>>[]): string => JSON.stringify({ tasks: list });

describe("what belongs together", () => {
  it.each<[string, Files, string]>([
    [
      "folders side by side",
      { "bootloader/boot.ld": boot, "application/app.ld": app },
      "ws: bootloader bootloader + application application (side by side in ws)",
    ],
    [
      "CubeIDE's Boot and Appli, with a project file each",
      {
        "p/Boot/STM32F407VGTX_FLASH.ld": boot,
        "p/Boot/.cproject": "",
        "p/Appli/STM32F407VGTX_FLASH.ld": app,
        "p/Appli/.cproject": "",
      },
      "p: bootloader Boot + application Appli (side by side in p)",
    ],
    [
      "two scripts in one folder",
      { Makefile: "", "ld/bootloader.ld": boot, "ld/application.ld": app },
      "ws: bootloader bootloader + application application (both scripts are in ws)",
    ],
    [
      "a bootloader inside the application's project",
      { Makefile: "", "stm32.ld": app, "bootloader/Makefile": "", "bootloader/stm32.ld": boot },
      "ws: bootloader bootloader + application ws (side by side in ws)",
    ],
    [
      "a bootloader beside a program with a name of its own",
      { "bootloader/boot.ld": boot, "blinker/blinker.ld": app },
      "ws: bootloader bootloader + application blinker (side by side in ws)",
    ],
    [
      "the two cores of a chip",
      {
        "CM7/STM32H745ZITX_FLASH.ld": script("0x08000000", "1024K"),
        "CM4/STM32H745ZITX_FLASH.ld": script("0x08100000", "1024K"),
      },
      "ws: other CM4 + other CM7 (two cores of one chip, side by side in ws)",
    ],
    [
      "two targets of one CMake project",
      { "CMakeLists.txt": twoTargets("node_bootloader", "node"), "src/one/link.ld": boot, "src/two/link.ld": app },
      "src: bootloader one + application two (two targets of CMakeLists.txt)",
    ],
    [
      "two targets of one CMake project, far apart",
      {
        "CMakeLists.txt": twoTargets("bl", "product").replace("src/two/link.ld", "products/x/y/link.ld"),
        "src/one/link.ld": boot,
        "products/x/y/link.ld": app,
      },
      "ws: bootloader src + application products (two targets of CMakeLists.txt)",
    ],
    [
      "two environments of one platformio.ini",
      {
        "platformio.ini":
          "[env]\nplatform = ststm32\nboard = genericSTM32F103C8\n[env:bootloader]\nboard_build.ldscript = ld/one.ld\n[env:product]\nboard_build.ldscript = ld/two.ld\n",
        "ld/one.ld": script("0x08000000", "8K"),
        "ld/two.ld": script("0x08002000", "56K"),
      },
      "ws: bootloader one + application two (two environments of platformio.ini)",
    ],
    [
      "two PlatformIO projects side by side",
      {
        "bootloader/platformio.ini": "[env:a]\nboard = genericSTM32F103C8\nboard_build.ldscript = b.ld\n",
        "bootloader/b.ld": script("0x08000000", "8K"),
        "firmware/platformio.ini": "[env:a]\nboard = genericSTM32F103C8\nboard_build.ldscript = f.ld\n",
        "firmware/f.ld": script("0x08002000", "56K"),
      },
      "ws: bootloader bootloader + application firmware (side by side in ws)",
    ],
    [
      "one command that writes both",
      {
        "a/bootloader/b.ld": boot,
        "c/d/node/n.ld": app,
        ".vscode/tasks.json": tasks({
          label: "flash",
          command:
            "STM32_Programmer_CLI -w a/bootloader/out/bootloader.bin 0x08000000 -w c/d/node/out/node.bin 0x08008000",
        }),
      },
      "ws: bootloader bootloader + application node (flashed together: flash (tasks.json))",
    ],
    [
      "a task that depends on two",
      {
        "a/bootloader/b.ld": boot,
        "c/d/node/n.ld": app,
        ".vscode/tasks.json": tasks(
          { label: "boot", command: "st-flash write a/bootloader/out/bootloader.bin 0x08000000" },
          { label: "node", command: "st-flash write c/d/node/out/node.bin 0x08008000" },
          { label: "both", dependsOn: ["boot", "node"] },
        ),
      },
      "ws: bootloader bootloader + application node (flashed together: both (tasks.json))",
    ],
    [
      "one rule of a Makefile",
      {
        "a/bootloader/b.ld": boot,
        "c/d/node/n.ld": app,
        Makefile:
          "flash:\n\tst-flash write a/bootloader/out/bootloader.bin 0x08000000\n\tst-flash write c/d/node/out/node.bin 0x08008000\n",
      },
      "ws: bootloader a + application c (flashed together: st-flash (Makefile))",
    ],
    [
      "a pair in each of two boards' folders",
      {
        "boards/red/bootloader/b.ld": boot,
        "boards/red/app/a.ld": app,
      },
      "red: bootloader bootloader + application app (side by side in red)",
    ],
    [
      "a script for RAM beside the application's",
      { "ld/bootloader.ld": boot, "ld/application.ld": app, "ld/application_ram.ld": ram, Makefile: "" },
      "ws: bootloader bootloader + application application (both scripts are in ws)",
    ],
  ])("%s", async (_what, files, expected) => {
    expect(await pairs(files)).toEqual([expected]);
  });
});

describe("what does not belong together", () => {
  it.each<[string, Files]>([
    ["boards of one repository", { "boards/a/a.ld": whole, "boards/b/b.ld": whole, "boards/c/c.ld": app }],
    [
      "dozens of boards with a bootloader among them",
      Object.fromEntries([
        ...Array.from({ length: 40 }, (_, n): [string, string] => [`boards/board${n}/link.ld`, whole]),
        ["tools/bootloader/link.ld", boot],
      ]),
    ],
    ["a board called bootloader among boards", { "boards/bootloader/b.ld": boot, "boards/app/a.ld": whole }],
    ["examples", { "examples/bootloader/b.ld": boot, "examples/application/a.ld": whole }],
    ["tests", { "tests/boot/b.ld": boot, "tests/main/a.ld": whole }],
    ["_FLASH.ld beside _RAM.ld", { "STM32F407VGTX_FLASH.ld": whole, "STM32F407VGTX_RAM.ld": ram }],
    ["a bootloader's own script for RAM", { "boot/bootloader_flash.ld": boot, "boot/bootloader_ram.ld": ram }],
    ["flash.ld beside ram.ld", { "flash.ld": whole, "ram.ld": ram }],
    [
      "secure beside non-secure",
      { "Secure/STM32L552ZETX_FLASH.ld": script("0x0C000000", "256K"), "NonSecure/STM32L552ZETX_FLASH.ld": app },
    ],
    ["Project_s beside Project_ns", { "Boot_s/link.ld": whole, "Boot_ns/link.ld": app, "x.txt": "" }],
    ["a bootloader's secure and non-secure half", { "bootloader_s/b.ld": boot, "app_ns/a.ld": whole }],
    [
      "a bootloader and two applications",
      { "bootloader/a.ld": boot, "app1/application.ld": app, "app2/application.ld": app },
    ],
    ["a bootloader and two programs of unknown role", { "bootloader/a.ld": boot, "x/x.ld": app, "y/y.ld": app }],
    ["two bootloaders and an application", { "bootloader1/a.ld": boot, "bootloader2/b.ld": boot, "app/a.ld": app }],
    ["two variants of one program", { "app/app_v1.ld": app, "app/app_v2.ld": whole, "bootloader/boot.ld": boot }],
    ["two slots of one program", { "bootloader/boot.ld": boot, "app/slot_a.ld": app, "app/slot_b.ld": whole }],
    [
      "different chips",
      {
        "bootloader/STM32F103C8.ld": script("0x08000000", "64K"),
        "application/STM32L476RG.ld": script("0x08000000", "1024K"),
      },
    ],
    [
      "a bootloader beside a program that begins where it does",
      { "bootloader/b.ld": boot, "hardware-check/h.ld": whole },
    ],
    ["a bootloader far away", { "third_party/x/bootloader/b.ld": boot, "src/app/a.ld": whole }],
    [
      "two targets of one CMake project without a bootloader",
      { "CMakeLists.txt": twoTargets("left", "right"), "src/one/link.ld": whole, "src/two/link.ld": app },
    ],
    [
      "three targets of one CMake project",
      {
        "CMakeLists.txt": `${twoTargets("bootloader", "left")}add_executable(right c.c)\ntarget_link_options(right PRIVATE -Tsrc/three/link.ld)\n`,
        "src/one/link.ld": boot,
        "src/two/link.ld": whole,
        "src/three/link.ld": app,
      },
    ],
    [
      "environments that are boards",
      {
        "platformio.ini": "[env:red]\nboard_build.ldscript = ld/one.ld\n[env:blue]\nboard_build.ldscript = ld/two.ld\n",
        "ld/one.ld": whole,
        "ld/two.ld": app,
      },
    ],
    [
      "tasks for two boards, each by itself",
      {
        "a/red/r.ld": whole,
        "b/blue/b.ld": whole,
        ".vscode/tasks.json": tasks(
          { label: "red", command: "st-flash write a/red/red.bin 0x08000000" },
          { label: "blue", command: "st-flash write b/blue/blue.bin 0x08000000" },
        ),
      },
    ],
    [
      "a rule that writes two boards without a bootloader",
      {
        "a/red/r.ld": whole,
        "b/blue/b.ld": whole,
        Makefile: "f:\n\tst-flash write a/red/red.bin 0x08000000\n\tst-flash write b/blue/blue.bin 0x08000000\n",
      },
    ],
    ["a fragment without MEMORY", { "bootloader/sections.ld": "SECTIONS { .text : { *(.text) } }", "app/a.ld": app }],
    [
      "two cores with a third program",
      { "CM7/a.ld": whole, "CM4/b.ld": whole, "CM4_old/b.ld": whole, "x_CM7/c.ld": whole },
    ],
    ["copies of a project", { "v1/fw/a.ld": whole, "v2/fw/a.ld": app, "v3/fw/a.ld": whole }],
    ["nothing at all", { "readme.txt": "" }],
  ])("%s", async (_what, files) => {
    expect(await pairs(files)).toEqual([]);
    expect(await crossing(files)).toEqual([]);
  });
});

describe("a set made of one build", () => {
  it("is checked across its images", async () => {
    const files = {
      "CMakeLists.txt": twoTargets("bl", "product"),
      "src/one/link.ld": script("0x08000000", "64K"),
      "src/two/link.ld": app,
    };
    expect(await crossing(files)).toEqual(["src/one/link.ld:3 image-overlap"]);
  });
});
