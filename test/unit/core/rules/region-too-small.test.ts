import { describe, expect, it } from "vitest";
import { checkFiles } from "../../../support/memory-tree";

const regions = { flash: "1024K", ram: "128K", ccm: "64K" };

/** A CubeIDE script with these lengths. */
function cube(sizes: Partial<typeof regions>, sections = "", stack = "0x400"): string {
  const { flash, ram, ccm } = { ...regions, ...sizes };
  return `_estack = ORIGIN(RAM) + LENGTH(RAM);
_Min_Heap_Size = 0x200;
_Min_Stack_Size = ${stack};
MEMORY
{
  RAM    (xrw) : ORIGIN = 0x20000000, LENGTH = ${ram}
  CCMRAM (rw)  : ORIGIN = 0x10000000, LENGTH = ${ccm}
  FLASH  (rx)  : ORIGIN = 0x08000000, LENGTH = ${flash}
}
SECTIONS
{
  .isr_vector : { . = ALIGN(4); KEEP(*(.isr_vector)) . = ALIGN(4); } >FLASH
  .text : { *(.text*) } >FLASH
  .data : { *(.data*) } >RAM AT> FLASH
  .bss : { *(.bss*) } >RAM
  ${sections}
  ._user_heap_stack : { . = ALIGN(8); . = . + _Min_Heap_Size; . = . + _Min_Stack_Size; . = ALIGN(8); } >RAM
}
`;
}

async function said(script: string): Promise<string[]> {
  const { findings } = await checkFiles({ "STM32F407VGTX_FLASH.ld": script });
  return findings
    .filter(({ code }) => code === "region-too-small")
    .map(({ severity, message: { args } }) => [severity, ...args].join(" "));
}

describe("a region that cannot hold what the script puts there", () => {
  it.each([
    ["a K left out", cube({ ram: "128" }), "error RAM 128 bytes 1536 bytes ._user_heap_stack 1536 bytes"],
    ["a digit too many", cube({}, "", "0x40400"), "error RAM 128 KiB 263680 bytes ._user_heap_stack 263680 bytes"],
    ["no room for variables", cube({ ram: "0" }, "", "0"), "error RAM 0 bytes 512 bytes ._user_heap_stack 512 bytes"],
    ["no room for the vector table", cube({ flash: "64" }), "error FLASH 64 bytes 392 bytes vector table 392 bytes"],
    [
      "a stack with inputs, and data",
      cube({ ccm: "1K" }, ".stack (NOLOAD) : { . += 0x800; *(.stack) LONG(0) } >CCMRAM"),
      "error CCMRAM 1 KiB 2052 bytes .stack 2052 bytes",
    ],
  ])("%s", async (_, script, expected) => {
    expect(await said(script)).toEqual([expected]);
  });

  it("is an error where variables go to a region of no length, stack or not", async () => {
    const bare = cube({ ram: "0" }).replace(/ {2}\._user_heap_stack.*\n/, "");
    expect(await said(bare)).toEqual(["error RAM 0 bytes 1 byte .data 1 byte"]);
  });
});

describe("nothing is said of", () => {
  it.each([
    ["a plain script", cube({})],
    ["a placeholder of no length", cube({ ccm: "0" }, ".ccmram : { *(.ccmram*) } >CCMRAM AT> FLASH")],
    ["a stack that just fits", cube({ ram: "1536" })],
    [
      "overlays, which share their addresses",
      cube({ ram: "4K" }, "OVERLAY : { .a { . = . + 2K; } .b { . = . + 2K; } } >RAM"),
    ],
    ["what is not loaded", cube({ ccm: "1K" }, ".x (COPY) : { . = . + 4K; } >CCMRAM")],
    [
      "sections placed by hand",
      cube({ ccm: "4K" }, ".x 0x10000000 : { . = . + 3K; } >CCMRAM .y 0x10000000 : { . = . + 3K; } >CCMRAM"),
    ],
    ["the rest of a region", cube({ ccm: "4K" }, ".x : { *(.x) . = ORIGIN(CCMRAM) + LENGTH(CCMRAM); } >CCMRAM")],
    ["a size that nobody gave", cube({ ram: "1K" }, "", "STACK_SIZE")],
  ])("%s", async (_, script) => {
    expect(await said(script)).toEqual([]);
  });
});
