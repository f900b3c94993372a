import { describe, expect, it } from "vitest";
import {
  addressConstants,
  countsFromFlash,
  dormantRelocation,
  movesAddresses,
  vtorAssignments,
} from "../../../../src/core/sources/c-addresses";
import { preprocessed } from "./c-files";

const chip = { FLASH_BASE: "0x08000000", NVIC_VectTab_FLASH: "0x08000000", SRAM_BASE: "0x20000000" };

describe("vtorAssignments", () => {
  it.each<[string, (number | "?")[]]>([
    ["SCB->VTOR = FLASH_BASE | 0x8000;", [0x08008000]],
    ["SCB->VTOR = FLASH_BASE + 0x8000UL;", [0x08008000]],
    ["#define VECT_TAB_OFFSET 0x4000\nSCB->VTOR = FLASH_BASE | VECT_TAB_OFFSET; /* why */", [0x08004000]],
    ["SCB_VTOR = 0x08002000;", [0x08002000]],
    ["NVIC_SetVectorTable(NVIC_VectTab_FLASH, 0x3000);", [0x08003000]],
    ["*(volatile uint32_t *)0xE000ED08 = 0x08010000;", [0x08010000]],
    ["(*((volatile unsigned int *)(0xE000ED08u))) = 0x08010000;", [0x08010000]],
    ["SCB->VTOR = (uint32_t)&_vectors;", ["?"]],
    ["SCB->VTOR = (uint32_t)g_pfnVectors;", ["?"]],
    ["SCB->VTOR |= 0x8000;", ["?"]],
    ["scb_set_vtor(base);", ["?"]],
    ["if (SCB->VTOR == 0x08008000) {}", []],
    ["uint32_t was = SCB->VTOR;", []],
    ["SCB_NS->VTOR = 0x08040000;", []],
    ["#if 0\nSCB->VTOR = 0x08008000;\n#endif", []],
    ["/* SCB->VTOR = 0x08008000; */", []],
    ["// SCB->VTOR = 0x08008000;", []],
    ["SCB->VTOR = 0x08008000", [0x08008000]],
  ])("%s", (text, expected) => {
    const found = vtorAssignments(preprocessed(text, chip));
    expect(found.map(({ value }) => (value.known ? value.value : "?"))).toEqual(expected);
  });

  it("points at the literal of the offset, and says how to write it", () => {
    const text = "#define VECT_TAB_OFFSET  0x00020800U\nvoid f(void) { SCB->VTOR = FLASH_BASE | VECT_TAB_OFFSET; }";
    const [write] = vtorAssignments(preprocessed(text, chip));
    expect(write?.label).toBe("VECT_TAB_OFFSET");
    expect(text.slice(write?.range.start, write?.range.end)).toBe("0x00020800U");
    expect(write?.site).toMatchObject({ current: "0x00020800U", base: 0x08000000 });
  });

  it("takes a product as one place", () => {
    const text = "#define VECT_TAB_OFFSET (128 * 1024)\nvoid f(void) { SCB->VTOR = FLASH_BASE | VECT_TAB_OFFSET; }";
    const [write] = vtorAssignments(preprocessed(text, chip));
    expect(write?.site).toMatchObject({ current: "(128 * 1024)", base: 0x08000000 });
  });

  it("tells an OR whose operands share bits from the sum", () => {
    const [write] = vtorAssignments(
      preprocessed("#define VECT_TAB_OFFSET 0x00010800\nSCB->VTOR = 0x08030000 | VECT_TAB_OFFSET;"),
    );
    expect(write?.value).toEqual({ known: true, value: 0x08030800 });
    expect(write?.sum).toBe(0x08040800);
  });
});

describe("addressConstants", () => {
  it.each<[string, string[]]>([
    ["#define APP_ADDRESS 0x08008000UL", ["APP_ADDRESS 8008000 0x08008000UL"]],
    ["static const uint32_t APP_START = 0x08008000;", ["APP_START 8008000 0x08008000"]],
    ["constexpr std::uint32_t kAppStart{0x08008000};", ["kAppStart 8008000 0x08008000"]],
    ["#define APP_ADDR (0x08000000 + 32 * 1024)", ["APP_ADDR 8008000 (0x08000000 + 32 * 1024)"]],
    ["#define KB 1024\n#define APP_OFFSET (32 * KB)", ["APP_OFFSET 8000 -"]],
    ["#define APP_ADDRESS (FLASH_BASE + 0x8000)", ["APP_ADDRESS 8008000 0x8000"]],
    ["#define A 0x8000\n#define APP_ADDRESS (FLASH_BASE + A)", ["APP_ADDRESS 8008000 0x8000"]],
    [
      "#define F 0x08000000\n#define BOOT_SIZE (32 * 1024)\n#define APP_ADDRESS (F + BOOT_SIZE)",
      ["APP_ADDRESS 8008000 -"],
    ],
    ["#define APP_OFFSET 0x8000\n#define APP_ADDRESS (FLASH_BASE + APP_OFFSET)", ["APP_OFFSET 8000 0x8000"]],
    ["#define A 0x8000\n#define APP_ADDRESS A", []],
    ["constexpr auto APP_ADDRESS = 0x0800'8000u;", ["APP_ADDRESS 8008000 0x0800'8000u"]],
    ["constexpr auto APP_ADDRESS = static_cast<std::uint32_t>(0x08008000);", ["APP_ADDRESS 8008000 0x08008000"]],
    ["constexpr auto APP_ADDRESS = std::uint32_t{0x08008000};", ["APP_ADDRESS 8008000 0x08008000"]],
    ["#define APP_ADDRESS UINT32_C(0x08008000)", ["APP_ADDRESS 8008000 0x08008000"]],
    ["#define APP_ADDRESS ((uint32_t)0x08008000)", ["APP_ADDRESS 8008000 0x08008000"]],
    ["#define APP_ADDRESS ((volatile std::uint32_t *)0x08008000)", ["APP_ADDRESS 8008000 0x08008000"]],
    ["#define APP_ADDRESS (FLASH_BASE + 0x8000UL)", ["APP_ADDRESS 8008000 0x8000UL"]],
    ["enum { OTHER = 1, APP_ADDRESS = 0x08008000, APP_END };", ["APP_ADDRESS 8008000 0x08008000"]],
    ["enum Map : uint32_t { APP_START = 0x08008000 };", ["APP_START 8008000 0x08008000"]],
    ["static constexpr uint32_t APP_START = FLASH_BASE + 0x8000;", ["APP_START 8008000 0x8000"]],
    ["#define APP_ADDRESS get(0x08008000)", []],
    ["enum APP_ADDRESS;", []],
    ["#define APP_ADDRESS (UNKNOWN + 0x8000)", []],
    ["uint32_t APP_START = 0x08008000;", []],
    ["#define APP_ADDRESS(x) (0x08008000 + x)", []],
  ])("%s", (text, expected) => {
    const found = addressConstants(preprocessed(text, chip));
    expect(found.map(({ name, value, site }) => `${name} ${value.toString(16)} ${site?.current ?? "-"}`)).toEqual(
      expected,
    );
  });
});

describe("what a constant is used for", () => {
  it.each<[string, boolean]>([
    ["x = FLASH_BASE + APP_OFFSET;", true],
    ["#define APP_ADDRESS (FLASH_START + (APP_OFFSET))", true],
    ["x = (uint32_t *)(0x08000000 + APP_OFFSET);", true],
    ["x = APP_OFFSET + FLASH_BASE;", true],
    ["#define VECT_TAB_OFFSET APP_OFFSET", true],
    ["spi_flash_read(APP_OFFSET, buffer);", false],
    ["", false],
  ])("an offset in %j counts from flash: %s", (text, counts) =>
    expect(countsFromFlash("APP_OFFSET", [text])).toBe(counts),
  );

  it.each<[string, boolean]>([
    ["v = APP_ADDRESS + APP_HEADER_SIZE;", true],
    ["v = address + (uint32_t)APP_HEADER_SIZE;", true],
    ["n = length - APP_HEADER_SIZE;", true],
    ["read(buffer, APP_HEADER_SIZE);", false],
  ])("a size in %j moves an address: %s", (text, moves) =>
    expect(movesAddresses("APP_HEADER_SIZE", [text])).toBe(moves),
  );
});

it.each<[string, string | undefined]>([
  ["int a;\n/* #define USER_VECT_TAB_ADDRESS */\n", "/* #define USER_VECT_TAB_ADDRESS */"],
  ["  // #define USER_VECT_TAB_ADDRESS\n", "  // #define USER_VECT_TAB_ADDRESS"],
  ["#if defined(USER_VECT_TAB_ADDRESS)\n#endif", "#if defined(USER_VECT_TAB_ADDRESS)"],
  ["#ifdef USER_VECT_TAB_ADDRESS\n#endif", "#ifdef USER_VECT_TAB_ADDRESS"],
  ["int main(void);", undefined],
])("dormantRelocation in %j", (text, found) => {
  const range = dormantRelocation({ uri: "memfs:/ws/a.c", text, hash: "" });
  expect(range && text.slice(range.start, range.end)).toBe(found);
});
