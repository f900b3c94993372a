import { describe, expect, it } from "vitest";
import { buildDefines, openDefines } from "../../../../src/core/sources/build-defines";

const read = (name: string, text: string): ReturnType<typeof buildDefines> =>
  buildDefines([{ uri: `memfs:/ws/${name}`, text, hash: "" }]);

describe("buildDefines", () => {
  it.each<[string, string, Record<string, string>]>([
    ["Makefile", "CFLAGS = -DA -DB=0x8000 -D C=1\n", { A: "1", B: "0x8000", C: "1" }],
    [
      "Makefile",
      "C_DEFS =  \\\n-DUSER_VECT_TAB_ADDRESS \\\n-DVECT_TAB_OFFSET=0x4000\n",
      { USER_VECT_TAB_ADDRESS: "1", VECT_TAB_OFFSET: "0x4000" },
    ],
    ["Makefile", "X += -DOFFSET=$(OFFSET)", { OFFSET: "OFFSET" }],
    ["Makefile", "a: -DSTART=0x1000\nb: -DSTART=0x2000\n", { START: "START" }],
    ["Makefile", "LD = x-Dnot", {}],
    ["Makefile", 'F = "-DNAME=\\"text\\""', { NAME: "text" }],
    [
      "platformio.ini",
      "build_flags = -D VECT_TAB_OFFSET=0x2000 -DUSBCON\n",
      { VECT_TAB_OFFSET: "0x2000", USBCON: "1" },
    ],
    [
      "CMakeLists.txt",
      "target_compile_definitions(app PRIVATE\n  USER_VECT_TAB_ADDRESS\n  VECT_TAB_OFFSET=0x20000\n)",
      { app: "1", PRIVATE: "1", USER_VECT_TAB_ADDRESS: "1", VECT_TAB_OFFSET: "0x20000" },
    ],
    ["CMakeLists.txt", "add_definitions(-DSTM32F407xx -DOFFSET=0x10)", { STM32F407xx: "1", OFFSET: "0x10" }],
    [
      ".cproject",
      '<listOptionValue builtIn="false" value="VECT_TAB_OFFSET=0x8000"/><listOptionValue builtIn="false" value="DEBUG"/>',
      { VECT_TAB_OFFSET: "0x8000", DEBUG: "1" },
    ],
    [
      "x.uvprojx",
      "<Define>USE_HAL_DRIVER,STM32F407xx,VECT_TAB_OFFSET=0x8000</Define>",
      { USE_HAL_DRIVER: "1", STM32F407xx: "1", VECT_TAB_OFFSET: "0x8000" },
    ],
  ])("%s: %j", (name, text, expected) => {
    const { macros } = read(name, text);
    expect(Object.fromEntries(Object.entries(macros).map(([key, define]) => [key, define.text]))).toEqual(expected);
  });

  it.each([
    "LDFLAGS = -Wl,--defsym=APP=0x08008000",
    "LDFLAGS = -Wl,--defsym,APP=0x08008000",
    "ld --defsym APP=0x08008000",
  ])("symbols of %s", (text) => {
    expect(read("Makefile", text).symbols).toMatchObject({ APP: { text: "0x08008000" } });
  });

  it.each([
    ["Makefile", "CFLAGS += -DA=1 -DVECT_TAB_OFFSET=0x4000 -g"],
    ["CMakeLists.txt", "target_compile_definitions(x PRIVATE A=0x4 VECT_TAB_OFFSET=0x4000)"],
    [".cproject", '<listOptionValue value="VECT_TAB_OFFSET=0x4000"/>'],
    ["a.uvprojx", "<Define>A=4 VECT_TAB_OFFSET=0x4000</Define>"],
  ])("knows where the value stands in %s", (name, text) => {
    const source = read(name, text).macros["VECT_TAB_OFFSET"]?.source;
    expect(text.slice(source?.start, source?.end)).toBe("0x4000");
  });

  it("leaves values open that may be another image's", () => {
    expect(openDefines({ A: { text: "0x1000" } })).toEqual({ A: { text: "A" } });
  });
});
