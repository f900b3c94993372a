import { describe, expect, it } from "vitest";
import { partsOf } from "../../../../src/core/layout/device-choice";
import { script } from "../../../support/linker-script";
import { checkFiles, pathOf, type Files } from "../../../support/memory-tree";

const boot = script("0x08000000", "32K");
const app = script("0x08008000", "480K");

/** `image set, configuration: parts (who says so)` of every layout. */
async function chips(files: Files, device = ""): Promise<string[]> {
  const { layouts } = await checkFiles(files, { device });
  return layouts.map((layout) => {
    const parts = partsOf(layout.device).join(" ");
    return `${layout.set.name}, ${layout.configuration.id}: ${parts} (${layout.device.hint?.from ?? ""})`;
  });
}

const cproject = `<?xml version="1.0"?><cproject><configuration name="Debug">
<option id="com.st.stm32cube.ide.mcu.gnu.managedbuild.option.target_mcu.1" name="MCU" superClass="com.st.stm32cube.ide.mcu.gnu.managedbuild.option.target_mcu" useByScannerDiscovery="true" value="STM32F407VGTx" valueType="string"/>
<option id="x.definedsymbols"><listOptionValue builtIn="false" value="STM32F405xx"/></option></configuration></cproject>`;

const compiled = (entries: Readonly<Record<string, string>>): string =>
  JSON.stringify(
    Object.entries(entries).map(([file, define]) => ({
      directory: "/home/me/project/build",
      command: `arm-none-eabi-gcc -mcpu=cortex-m4 -DUSE_HAL_DRIVER -D${define} -Og -c ${file}`,
      file,
    })),
    null,
    1,
  );

describe("the chip of an image, and who says so", () => {
  it.each<[string, Files, string]>([
    ["a .ioc", { "x.ioc": "Mcu.CPN=STM32F407VGT6\nMcu.Name=STM32F407V(E-G)Tx\n" }, "STM32F407VG (x.ioc)"],
    ["CubeIDE's .cproject, before its symbols", { ".cproject": cproject }, "STM32F407VG (.cproject)"],
    [
      "the symbols of a .cproject without an MCU",
      { ".cproject": cproject.replace("option.target_mcu", "option.other").replaceAll("target_mcu", "other") },
      "STM32F405xE STM32F405xG (.cproject)",
    ],
    [
      "a Keil project",
      { "a.uvprojx": "<Target><Device>STM32F103C8</Device><Define>STM32F10X_MD</Define></Target>" },
      "STM32F103C8 (a.uvprojx)",
    ],
    ["a define in a Makefile", { Makefile: "DEFS = -DUSE_HAL_DRIVER -D STM32F411xE\n" }, "STM32F411xE (Makefile)"],
    [
      "a define of ST's old library",
      { Makefile: "-DSTM32F10X_HD_VL\n" },
      "STM32F100xC STM32F100xD STM32F100xE (Makefile)",
    ],
    ["libopencm3's DEVICE", { Makefile: "DEVICE = stm32f407vgt6\n" }, "STM32F407VG (Makefile)"],
    ["a CMake variable", { "CMakeLists.txt": 'set(MCU_MODEL "STM32F407VG")\n' }, "STM32F407VG (CMakeLists.txt)"],
    [
      "CMake definitions",
      { "CMakeLists.txt": "target_compile_definitions(app PRIVATE USE_HAL_DRIVER STM32F446xx)\n" },
      "STM32F446xC STM32F446xE (CMakeLists.txt)",
    ],
    ["Zephyr's BOARD", { "CMakeLists.txt": "set(BOARD stm32f4_disco)\n" }, "STM32F407VG (CMakeLists.txt)"],
    [
      "the board of a platformio.ini",
      { "platformio.ini": "[env:release]\nplatform = ststm32\nboard = genericSTM32F407VGT6 ; the black one\n" },
      "STM32F407VG (platformio.ini [env:release])",
    ],
    [
      "an environment that sets another chip than its board's",
      { "platformio.ini": "[env:a]\nboard = bluepill_f103c8\nboard_build.mcu = stm32f103cbt6\n" },
      "STM32F103CB (platformio.ini [env:a])",
    ],
    [
      "an environment that inherits",
      { "platformio.ini": "[common]\nchip = nucleo_f429zi\n[base]\nboard = ${common.chip}\n[env:a]\nextends = base\n" },
      "STM32F429ZI (platformio.ini [env:a])",
    ],
    [
      "[env] for all",
      { "platformio.ini": "[env]\nboard = disco_l475vg_iot01a\n[env:a]\n" },
      "STM32L475VG (platformio.ini [env:a])",
    ],
    [
      "a compilation database in a build folder",
      { "build/Debug/compile_commands.json": compiled({ "../src/main.c": "STM32F411xE" }) },
      "STM32F411xE (compile_commands.json)",
    ],
    [
      "the name of a start-up file",
      { "src/startup_stm32f411xe.s": "" },
      "STM32F411xE (the name of startup_stm32f411xe.s)",
    ],
    [
      ".mbed beside mbed_app.json",
      { "mbed_app.json": "{}", ".mbed": "ROOT=.\nTARGET=NUCLEO_F429ZI\nTOOLCHAIN=GCC_ARM\n" },
      "STM32F429ZI (.mbed)",
    ],
    ["nothing", {}, " ()"],
  ])("from %s", async (_name, files, expected) => {
    expect(await chips({ "a.ld": app, ...files })).toEqual([`ws, default: ${expected}`]);
  });

  it.each<[string, string, string]>([
    ["x.ioc", "Mcu.CPN=STM32F407VGT6", "STM32F407VGT6"],
    [".cproject", cproject, "STM32F407VGTx"],
    ["Makefile", "CFLAGS += -DSTM32F411xE", "STM32F411xE"],
    ["platformio.ini", "[env:a]\nboard = nucleo_f429zi", "nucleo_f429zi"],
    ["compile_commands.json", compiled({ "src/main.c": "STM32F411xE" }), "STM32F411xE"],
  ])("%s: the range is the name in the file", async (name, content, expected) => {
    const { layouts, snapshot } = await checkFiles({ "a.ld": app, [name]: content });
    const { range } = layouts[0]!.device.hint!;
    expect(pathOf(range!.uri)).toBe(name);
    const file = snapshot.texts.get(range!.uri)!;
    expect("text" in file && file.text.slice(range!.start, range!.end)).toBe(expected);
  });

  it("gives way to a setting", async () => {
    expect(await chips({ "a.ld": app, ".cproject": cproject }, "STM32L475VGT6")).toEqual([
      "ws, default: STM32L475VG (setting bootsmith.device)",
    ]);
  });
});

describe("sources that do not agree", () => {
  it("names what contradicts the choice", async () => {
    const { layouts } = await checkFiles({ "x.ioc": "Mcu.CPN=STM32F407VGT6\n", "STM32F429ZITX_FLASH.ld": app });
    expect(partsOf(layouts[0]!.device)).toEqual(["STM32F407VG"]);
    expect(layouts[0]!.device.against?.map(({ from }) => from)).toEqual(["the name of STM32F429ZITX_FLASH.ld"]);
  });

  it("a narrower name is no contradiction", async () => {
    const files = { "x.ioc": "Mcu.CPN=STM32F407VGT6\n", "a.ld": app, Makefile: "-DSTM32F407xx" };
    expect((await checkFiles(files)).layouts[0]!.device.against).toBeUndefined();
  });

  it("a build file for several boards leaves all of them", async () => {
    const Makefile = "ifeq ($(BOARD),a)\nDEFS = -DSTM32F411xE\nelse\nDEFS = -DSTM32F446xx\nendif\n";
    expect(await chips({ "a.ld": app, Makefile })).toEqual([
      "ws, default: STM32F411xE STM32F446xC STM32F446xE (Makefile)",
    ]);
  });

  it("environments for different chips are configurations; those for one chip are not", async () => {
    const ini = (second: string): string =>
      `[platformio]\ndefault_envs = a, b\n[env:a]\nboard = nucleo_f429zi\n[env:b]\nboard = ${second}\n[env:old]\nboard = maple\n`;
    expect(await chips({ "a.ld": app, "platformio.ini": ini("disco_f407vg") })).toEqual([
      "ws, a: STM32F429ZI (platformio.ini [env:a])",
      "ws, b: STM32F407VG (platformio.ini [env:b])",
    ]);
    expect(await chips({ "a.ld": app, "platformio.ini": ini("nucleo_f429zi") })).toEqual([
      "ws, default: STM32F429ZI (platformio.ini [env:a])",
    ]);
  });
});

it("a finding that holds for one environment says for which", async () => {
  const ini = "[env:small]\nboard = nucleo_f446re\n[env:large]\nboard = disco_f407vg\n";
  const { findings } = await checkFiles({ "a.ld": script("0x08000000", "1M"), "platformio.ini": ini });
  const [finding] = findings.filter(({ code }) => code === "region-exceeds-memory");
  expect(finding?.condition).toEqual({ template: "in configuration {0}", args: ["small"] });
});

describe("several images", () => {
  const declared = (device = ""): string =>
    `{"sets":[{"name":"node"${device === "" ? "" : `,"device":"${device}"`},"images":[{"name":"boot","linkerScript":"boot/STM32F407VGTX_FLASH.ld"},{"name":"app","linkerScript":"app/STM32F429ZITX_FLASH.ld"}]}]}`;
  const files = { "boot/STM32F407VGTX_FLASH.ld": boot, "app/STM32F429ZITX_FLASH.ld": app };

  it("of a declared set that name different chips keep both, with a finding", async () => {
    const { layouts, lines, findings } = await checkFiles({ ...files, "bootsmith.json": declared() });
    expect(partsOf(layouts[0]!.device)).toEqual(["STM32F407VG", "STM32F429ZI"]);
    expect(layouts[0]!.images.map(({ device }) => device && partsOf(device))).toEqual([
      ["STM32F407VG"],
      ["STM32F429ZI"],
    ]);
    expect(lines).toContain("app/STM32F429ZITX_FLASH.ld:1 device-mismatch");
    expect(findings.find(({ code }) => code === "device-mismatch")?.message.args).toEqual([
      "boot",
      "STM32F407VG",
      "the name of STM32F407VGTX_FLASH.ld",
      "app",
      "STM32F429ZI",
      "the name of STM32F429ZITX_FLASH.ld",
    ]);
  });

  it("are silent where somebody says which chip it is", async () => {
    const { layouts, lines } = await checkFiles({ ...files, "bootsmith.json": declared("STM32F429ZIT6") });
    expect(partsOf(layouts[0]!.device)).toEqual(["STM32F429ZI"]);
    expect(lines.filter((line) => line.includes("device-mismatch"))).toEqual([]);
    expect(
      (await checkFiles({ ...files, "bootsmith.json": declared() }, { device: "STM32F429ZI" })).lines.join(),
    ).not.toContain("mismatch");
  });

  it("side by side for different chips are no set", async () => {
    const folders = { "bootloader/STM32F407VGTX_FLASH.ld": boot, "application/STM32F429ZITX_FLASH.ld": app };
    expect((await chips(folders)).sort()).toEqual([
      "application, default: STM32F429ZI (the name of STM32F429ZITX_FLASH.ld)",
      "bootloader, default: STM32F407VG (the name of STM32F407VGTX_FLASH.ld)",
    ]);
  });

  it("are one set where the one leaves open what the other says", async () => {
    const folders = {
      "bootloader/STM32F407VGTX_FLASH.ld": boot,
      "application/a.ld": app,
      "application/Makefile": "-DSTM32F407xx",
    };
    expect(await chips(folders)).toEqual(["ws, default: STM32F407VG (the name of STM32F407VGTX_FLASH.ld)"]);
  });

  it("the nested project's files say nothing of the one around it", async () => {
    const { layouts } = await checkFiles({
      Makefile: "-DSTM32F411xE",
      "stm32.ld": app,
      "bootloader/Makefile": "-DSTM32F411xE",
      "bootloader/x.ioc": "Mcu.CPN=STM32F411CEU6\n",
      "bootloader/stm32.ld": boot,
    });
    expect(layouts[0]!.images.map(({ name, device }) => `${name} ${device?.hint?.from ?? ""}`)).toEqual([
      "bootloader x.ioc",
      "ws Makefile",
    ]);
  });

  it("for the two cores of one chip are one set, each with its core", async () => {
    const { layouts } = await checkFiles({
      "x.ioc": "Mcu.CPN=STM32H747XIH6\n",
      "CM7/STM32H747XIHX_FLASH.ld": script("0x08000000", "1M"),
      "CM4/STM32H747XIHX_FLASH.ld": script("0x08100000", "1M"),
    });
    expect(layouts.map(({ images }) => images.map(({ name, core }) => `${name} ${core ?? ""}`).sort())).toEqual([
      ["CM4 cm4", "CM7 cm7"],
    ]);
    expect(layouts[0]!.device.against).toBeUndefined();
  });

  it("a core's name on a chip with one core means nothing", async () => {
    const { layouts } = await checkFiles({ "CM7/STM32F407VGTX_FLASH.ld": app });
    expect(layouts[0]!.images[0]!.core).toBeUndefined();
  });

  it("a compilation database of many boards tells each its own", async () => {
    const files = {
      "boards/a/a.ld": app,
      "boards/b/b.ld": app,
      "compile_commands.json": compiled({
        "boards/a/main.c": "STM32F411xE",
        "/home/me/project/boards/b/main.c": "STM32F446xx",
      }),
    };
    expect(await chips(files)).toEqual([
      "a, default: STM32F411xE (compile_commands.json)",
      "b, default: STM32F446xC STM32F446xE (compile_commands.json)",
    ]);
  });

  it("forty boards in one repository each keep their chip", async () => {
    const parts = ["STM32F407VG", "STM32F429ZI", "STM32L475VG", "STM32H743ZI"];
    const boards = Array.from({ length: 40 }, (_, i) => [`boards/b${i}/${parts[i % 4]!}TX_FLASH.ld`, app] as const);
    const { layouts } = await checkFiles(Object.fromEntries(boards));
    expect(layouts).toHaveLength(40);
    for (const { set, device } of layouts) expect(partsOf(device)).toEqual([parts[Number(set.name.slice(1)) % 4]]);
  });
});

describe("files that are not what their name says", () => {
  const garbage = [
    "",
    "\u0000\uffff",
    "<",
    "{{{{",
    "[env:",
    "=".repeat(5000),
    "-DSTM32".repeat(2000),
    "\\".repeat(3000),
  ];
  const names = [
    "x.ioc",
    ".cproject",
    "a.uvprojx",
    "Makefile",
    "CMakeLists.txt",
    "platformio.ini",
    "compile_commands.json",
    ".mbed",
  ];
  it.each(names)("%s", async (name) => {
    for (const content of garbage) expect(await chips({ "a.ld": app, [name]: content })).toEqual(["ws, default:  ()"]);
  });

  it("references that lead in a circle end", async () => {
    const ini = "[env:a]\nextends = env:b\nboard = ${env:b.board}\n[env:b]\nextends = env:a\nboard = ${env:a.board}\n";
    expect(await chips({ "a.ld": app, "platformio.ini": ini })).toEqual(["ws, default:  ()"]);
  });

  it("a compilation database of 12 MB is read in a moment", async () => {
    const entries = Object.fromEntries(Array.from({ length: 60_000 }, (_, i) => [`src/file${i}.c`, "STM32F411xE"]));
    const started = performance.now();
    expect(await chips({ "a.ld": app, "compile_commands.json": compiled(entries) })).toEqual([
      "ws, default: STM32F411xE (compile_commands.json)",
    ]);
    expect(performance.now() - started).toBeLessThan(3000);
  });

  it("a file that names more chips than anybody builds for names none", async () => {
    const defines = Array.from({ length: 40 }, (_, i) => `-DSTM32F${String(400 + i)}xx`).join(" ");
    expect(await chips({ "a.ld": app, Makefile: defines })).toEqual(["ws, default:  ()"]);
  });
});
