import { describe, expect, it } from "vitest";
import { english } from "../../../../src/core/text";
import { applyEdits, checkFiles, type Files } from "../../../support/memory-tree";

const script =
  "MEMORY { FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 64K }\nSECTIONS { .isr_vector : { KEEP(*(.isr_vector)) } >FLASH }\n";

const project = (chip: string, files: Files): Files => ({ [`${chip}_FLASH.ld`]: script, ...files });

/** `file:line` of every finding of the rule. */
async function found(chip: string, files: Files): Promise<string[]> {
  const { lines } = await checkFiles(project(chip, files));
  return lines.filter((line) => line.endsWith(" system-bootloader-address")).map((line) => line.split(" ")[0] ?? "");
}

const H7 = "STM32H743ZITX";
const F4 = "STM32F407VGTX";

/** Jumps through another line's address. Line numbers count from 1. */
const jumps: readonly (readonly [what: string, chip: string, lines: readonly number[], code: string])[] = [
  [
    "the article's function with a local",
    H7,
    [3],
    `void (*SysMemBootJump)(void);
void JumpToBootloader(void) {
  volatile uint32_t addr = 0x1FFF0000;
  HAL_RCC_DeInit();
  SysTick->CTRL = 0;
  __disable_irq();
  SysMemBootJump = (void (*)(void)) (*((uint32_t *)(addr + 4)));
  __set_MSP(*(uint32_t *)addr);
  SysMemBootJump();
}`,
  ],
  [
    "a define for both words",
    H7,
    [1],
    `#define BOOTLOADER_ADDRESS 0x1FF00000UL
typedef void (*pFunction)(void);
void enter_dfu(void) {
  uint32_t jump = *(__IO uint32_t *)(BOOTLOADER_ADDRESS + 4);
  pFunction go = (pFunction)jump;
  __set_MSP(*(__IO uint32_t *)BOOTLOADER_ADDRESS);
  go();
}`,
  ],
  [
    "both literals written out",
    "STM32H563ZITX",
    [2, 3],
    `void boot(void) {
  __set_MSP(*(volatile uint32_t *)0x0BF80000);
  ((void (*)(void))(*(volatile uint32_t *)0x0BF80004))();
}`,
  ],
  ["VTOR alone", H7, [1], `void boot(void) { SCB->VTOR = 0x1FF00000; __DSB(); start(); }`],
  [
    "a structure laid over the table",
    H7,
    [2],
    `typedef struct { uint32_t sp; void (*reset)(void); } rom_t;
static const rom_t *const rom = (const rom_t *)0x1FFF0000;
void boot(void) { __set_MSP(rom->sp); rom->reset(); }`,
  ],
  [
    "a structure as a macro",
    H7,
    [2],
    `struct rom_table { uint32_t stack; void (*entry)(void); };
#define ROM ((struct rom_table *)0x1FFF0000u)
void boot(void) { ROM->entry(); }`,
  ],
  [
    "an anonymous structure in the function",
    H7,
    [2],
    `void boot(void) {
  struct { uint32_t sp; void (*reset)(void); } *boot = (void *)0x1FFF0000;
  __set_MSP(boot->sp);
  boot->reset();
}`,
  ],
  [
    "a pointer and an index",
    H7,
    [2],
    `void boot(void) {
  const uint32_t *table = (const uint32_t *)0x1FF00000;
  __set_MSP(table[0]);
  void (*entry)(void) = (void (*)(void))table[1];
  entry();
}`,
  ],
  [
    "a pointer that is dereferenced",
    "STM32L073RZTX",
    [2],
    `void boot(void) {
  uint32_t *vectors = (uint32_t *)0x1FFF0000;
  void (*go)(void) = (void (*)(void))*(vectors + 1);
  __set_MSP(*vectors);
  go();
}`,
  ],
  [
    "C++ casts and constexpr",
    H7,
    [1],
    `constexpr std::uint32_t systemMemory{0x1FFF'0000};
[[noreturn]] void boot() {
  auto entry = reinterpret_cast<void (*)()>(*reinterpret_cast<volatile std::uint32_t *>(systemMemory + 4));
  __set_MSP(*reinterpret_cast<volatile std::uint32_t *>(systemMemory));
  entry();
  for (;;) {}
}`,
  ],
  [
    "a static inside a namespace",
    H7,
    [2],
    `namespace board {
static const uint32_t kRom = 0x1FFF0000;
void boot() { __set_MSP(*(uint32_t *)kRom); }
}`,
  ],
  [
    "a helper of the same file",
    H7,
    [5],
    `static void go(uint32_t base) {
  __set_MSP(*(uint32_t *)base);
  ((void (*)(void))(*(uint32_t *)(base + 4)))();
}
void dfu(void) { go(0x1FFF0000); }
void app(void) { go(0x08020000); }`,
  ],
  [
    "a helper of another file whose name says it",
    F4,
    [2],
    `extern void JumpToAddress(uint32_t address);
void dfu(void) { JumpToAddress(0x1FF00000); }`,
  ],
  ["Mbed's own start function", F4, [1], `void dfu() { mbed_start_application(0x1FF09800); }`],
  [
    "inline assembler with a literal pool",
    H7,
    [2],
    `__attribute__((naked)) void boot(void) {
  __asm volatile("ldr r0, =0x1FFF0000\\n ldr sp, [r0]\\n ldr r0, [r0, #4]\\n bx r0");
}`,
  ],
  [
    "inline assembler with operands",
    H7,
    [1],
    `#define SYSMEM 0x1FF00000
void boot(void) {
  asm volatile("msr msp, %0\\n bx %1" : : "r"(*(uint32_t *)SYSMEM), "r"(*(uint32_t *)(SYSMEM + 4)));
}`,
  ],
  [
    "libopencm3",
    H7,
    [1],
    `#define ROM_BASE 0x1FFF0000
void boot(void) {
  void (*start)(void) = (void (*)(void))MMIO32(ROM_BASE + 4);
  start();
}`,
  ],
  [
    "the wrong copy of the article",
    "STM32H7A3ZITX",
    [1],
    `#define SYSTEM_MEMORY 0x1FF0A800
void boot(void) { __set_MSP(*(uint32_t *)SYSTEM_MEMORY); ((void (*)(void))*(uint32_t *)(SYSTEM_MEMORY + 4))(); }`,
  ],
  [
    "a global that is set up in its declaration and used elsewhere",
    F4,
    [1],
    `uint32_t bootAddress = 0x1FFFF000;
void boot(void) { uint32_t sp = *(uint32_t *)bootAddress; __set_MSP(sp); }`,
  ],
  [
    "an Arduino sketch's function",
    "STM32F103C8TX",
    [2],
    `void setup() {}
void dfu() { const uint32_t a = 0x1FFF0000; void (*j)(void); j = (void (*)(void))(*((uint32_t *)(a + 4))); __set_MSP(*(uint32_t *)a); j(); }`,
  ],
  [
    "the base named by the device header",
    "STM32H563ZITX",
    [1, 1],
    `void boot(void) { SCB->VTOR = FLASH_SYSTEM_BASE_NS; __set_MSP(*(uint32_t *)FLASH_SYSTEM_BASE_NS); }`,
  ],
  [
    "a branch that another define turns on",
    H7,
    [3],
    `#define WITH_DFU 1
#if WITH_DFU
#define ROM 0x1FFF0000
#endif
void boot(void) { __set_MSP(*(uint32_t *)ROM); }`,
  ],
  ["a chip without a way in", "STM32WB05KZVX", [1], `void boot(void) { __set_MSP(*(uint32_t *)0x1FFF0000); }`],
  [
    "an enumerator",
    H7,
    [1],
    `enum { RomTable = 0x1FFF0000 };
void boot(void) { __set_MSP(*(uint32_t *)RomTable); }`,
  ],
  [
    "a macro that casts, with a type of the project's own for the function",
    H7,
    [1],
    `#define VECTOR_TABLE ((uint32_t *)0x1FFF0000)
typedef void *(*jump_t)(void);
void boot(void) {
  uint32_t stack = VECTOR_TABLE[0];
  jump_t go = (jump_t)VECTOR_TABLE[1];
  __set_MSP(stack);
  go();
}`,
  ],
  [
    "an entry alone, with a stack pointer of its own",
    H7,
    [2],
    `void boot(void) {
  void (*go)(void) = (void (*)(void))(*((uint32_t *)0x1FFF0004));
  __set_MSP(0x20001000);
  go();
}`,
  ],
  [
    "an offset that is ORed in",
    H7,
    [2],
    `void boot(void) {
  uint32_t a = 0x1FFF0000U;
  void (*go)(void) = (void (*)(void))*(uint32_t *)(a | 4);
  go();
}`,
  ],
];

/** What looks like it and is none, or may be none. */
const lookalikes: readonly (readonly [what: string, chip: string, code: string])[] = [
  [
    "the right address",
    H7,
    `#define ROM 0x1FF09800
void boot(void) { SCB->VTOR = ROM; __set_MSP(*(uint32_t *)ROM); ((void (*)(void))*(uint32_t *)(ROM + 4))(); }`,
  ],
  ["the right address of F4", F4, `void boot(void) { __set_MSP(*(uint32_t *)0x1FFF0000); }`],
  ["a read of the unique ID", H7, `uint32_t id(int i) { return ((uint32_t *)0x1FF1E800)[i]; }`],
  ["a read of an L4's unique ID", F4, `uint32_t id(void) { return *(uint32_t *)0x1FFF7590; }`],
  ["a read of the flash size", F4, `uint16_t kb(void) { return *(uint16_t *)0x1FFF7A22; }`],
  ["OTP bytes", F4, `uint8_t otp(int i) { return ((uint8_t *)0x1FFF7800)[i]; }`],
  ["the bootloader's version", H7, `uint8_t version(void) { return *(uint8_t *)0x1FF1E7FE; }`],
  ["a plain read of a word", H7, `int empty(void) { return *(uint32_t *)0x1FFF0000 == 0xFFFFFFFF; }`],
  [
    "both words, printed",
    H7,
    `void dump(void) { printf("%lx %lx", *(uint32_t *)0x1FFF0000, *(uint32_t *)0x1FFF0004); }`,
  ],
  ["a mask", H7, `uint32_t masked(uint32_t a) { return *(uint32_t *)(a & 0x1FFF0000); }`],
  ["a mask that goes into VTOR", H7, `void v(uint32_t a) { SCB->VTOR = a & 0x1FFF0000; }`],
  ["a range check", H7, `int isRom(uint32_t a) { return a >= 0x1FF00000 && a < 0x1FF20000; }`],
  [
    "a define that nobody uses",
    H7,
    `#define BOOTLOADER_ADDRESS 0x1FFF0000\nvoid boot(void) { __set_MSP(*(uint32_t *)0x08020000); }`,
  ],
  ["a comment", H7, `/* __set_MSP(*(uint32_t *)0x1FFF0000); */\n// SCB->VTOR = 0x1FFF0000;\nvoid f(void) {}`],
  ["a string", H7, `const char *help = "__set_MSP(*(uint32_t *)0x1FFF0000)";`],
  ["#if 0", H7, `#if 0\nvoid boot(void) { __set_MSP(*(uint32_t *)0x1FFF0000); }\n#endif`],
  ["#ifdef of another chip", H7, `#ifdef STM32F407xx\nvoid boot(void) { __set_MSP(*(uint32_t *)0x1FFF0000); }\n#endif`],
  [
    "#ifndef of a chip that the build may define",
    H7,
    `#ifndef STM32H7\nvoid boot(void) { __set_MSP(*(uint32_t *)0x1FFF0000); }\n#endif`,
  ],
  [
    "#else of a true condition",
    H7,
    `#define NEW_WAY 1
#if NEW_WAY
void boot(void) { NVIC_SystemReset(); }
#else
void boot(void) { __set_MSP(*(uint32_t *)0x1FFF0000); }
#endif`,
  ],
  [
    "a ladder over families",
    H7,
    `#if defined(STM32F4)
#define ROM 0x1FFF0000
#elif defined(STM32H7xx)
#define ROM 0x1FF09800
#else
#define ROM 0x1FF00000
#endif
void boot(void) { __set_MSP(*(uint32_t *)ROM); }`,
  ],
  [
    "a table of lines",
    H7,
    `static const uint32_t table[] = { 0x1FFF0000, 0x1FFFC400, 0x1FFFC800, 0x1FF09800, 0x0BF90000 };
void boot(int i) { __set_MSP(*(uint32_t *)table[i]); }`,
  ],
  [
    "a choice at run time",
    H7,
    `void boot(void) {
  uint32_t a;
  switch (DBGMCU->IDCODE & 0xFFF) {
    case 0x413: a = 0x1FFF0000; break;
    default: a = 0x1FF09800;
  }
  __set_MSP(*(uint32_t *)a);
}`,
  ],
  [
    "a variable that gets another value",
    H7,
    `void boot(int dfu) { uint32_t a = 0x1FFF0000; if (!dfu) a = 0x08020000; __set_MSP(*(uint32_t *)a); }`,
  ],
  [
    "a variable that is counted up",
    H7,
    `void boot(void) { uint32_t a = 0x1FFF0000; a += offset(); __set_MSP(*(uint32_t *)a); }`,
  ],
  ["an address that only sounds like it", H7, `void boot(void) { __set_MSP(*(uint32_t *)0x1FFF1000); }`],
  ["a jump to the application", H7, `void boot(void) { __set_MSP(*(uint32_t *)0x08020000); }`],
  [
    "an address that is compared before a jump elsewhere",
    H7,
    `void go(uint32_t a) { if (a != 0x1FFF0000) __set_MSP(*(uint32_t *)a); }`,
  ],
  [
    "a question with a telling name",
    H7,
    `int f(void) { return is_jump_allowed(0x1FFF0000) || check_boot_address(0x1FFF0000); }`,
  ],
  ["an erase function", H7, `void f(void) { flash_erase_from(0x1FFF0000, 16); }`],
  [
    "the conflict of C5, which nobody settled",
    "STM32C562RETX",
    `void boot(void) { __set_MSP(*(uint32_t *)0x0BF80000); }`,
  ],
  ["a chip that is not of ST", "MK64FN1M0VLL12", `void boot(void) { __set_MSP(*(uint32_t *)0x1FFF0000); }`],
];

describe("jumps through another line's address", () => {
  it.each(jumps)("%s on %s", async (_what, chip, lines, code) => {
    expect(await found(chip, { "main.cpp": code })).toEqual(lines.map((line) => `main.cpp:${line}`));
  });

  it("is silent where the chip is not known", async () => {
    const files = { "app.ld": script, "main.c": jumps[0]?.[3] ?? "" };
    expect((await checkFiles(files)).lines).toEqual([]);
  });
});

describe("look-alikes stay silent", () => {
  it.each(lookalikes)("%s on %s", async (_what, chip, code) => {
    expect(await found(chip, { "main.c": code })).toEqual([]);
  });
});

describe("assembler files", () => {
  const reboot = (address: string): string => `Reboot_Loader:
  ldr r0, =${address}
  ldr sp, [r0, #0]
  ldr r0, [r0, #4]
  bx r0
`;

  it.each<[string, string, string[]]>([
    ["a loaded literal", reboot("0x1FFF0000"), ["start.s:2"]],
    ["a symbol", `.equ SYSMEM, 0x1FFF0000\n${reboot("SYSMEM")}`, ["start.s:1"]],
    ["the right one", reboot("0x1FF09800"), []],
    ["a comment", `@ ldr r0, =0x1FFF0000\n@ ldr sp, [r0]\n@ bx r0\n`, []],
    ["a word that is not branched to", "  ldr r0, =0x1FFF0000\n  ldr r1, [r0]\n", []],
    ["a conditional", `#ifdef ROM\n${reboot("0x1FFF0000")}#endif\n`, []],
  ])("%s", async (_what, code, expected) => {
    expect(await found(H7, { "start.s": code })).toEqual(expected);
  });
});

describe("the fix", () => {
  it("writes the right address at every place, in the manner of what stands there", async () => {
    const files = project("STM32H563ZITX", {
      "boot.h": "#define ROM_ENTRY 0x0bf80004u\n",
      "main.c":
        '#include "boot.h"\nvoid boot(void) {\n  SCB->VTOR = FLASH_SYSTEM_BASE_NS;\n  __set_MSP(*(uint32_t *)0x0BF80000UL);\n  ((void (*)(void))*(uint32_t *)ROM_ENTRY)();\n}\n',
    });
    const { findings, lines } = await checkFiles(files);
    expect(lines).toHaveLength(3);
    for (const finding of findings) {
      const mended = applyEdits(files, finding.fixes[0]?.edits ?? []);
      expect(mended["boot.h"]).toBe("#define ROM_ENTRY 0x0bf97004u\n");
      expect(mended["main.c"]).toContain("SCB->VTOR = 0x0BF97000;\n  __set_MSP(*(uint32_t *)0x0BF97000UL)");
      expect((await checkFiles(mended)).lines).toEqual([]);
    }
  });

  it("says what the address is, and where the jump stands", async () => {
    const { findings } = await checkFiles(
      project(H7, { "main.c": "#define ROM 0x1FFF0000\nvoid boot(void) { __set_MSP(*(uint32_t *)ROM); }\n" }),
    );
    expect(english(findings[0]!.message)).toMatch(
      /^0x1FFF0000 is the system bootloader of .*STM32F4.*; on STM32H743ZI it is at 0x1FF09800\.$/,
    );
    expect(findings[0]?.related).toHaveLength(1);
    expect(english(findings[0]!.fixes[0]!.title)).toBe("Jump to 0x1FF09800");
  });

  it("is none where the chip has no way in, and the message says why", async () => {
    const { findings } = await checkFiles(
      project("STM32WB05KZVX", { "main.c": "void boot(void) { __set_MSP(*(uint32_t *)0x1FFF0000); }\n" }),
    );
    expect(findings[0]?.fixes).toEqual([]);
    expect(english(findings[0]!.message)).toContain("PA10 high during a hardware reset");
  });

  it("is refused where the address is computed", async () => {
    const { findings } = await checkFiles(
      project(H7, { "main.c": "void boot(void) { SCB->VTOR = 0x1FF00000 + 0xF0000; }\n" }),
    );
    expect(findings[0]?.fixes).toEqual([]);
    expect(findings[0]?.refused).toHaveLength(1);
  });
});

describe("files for several chips in one image stay silent", () => {
  const jump = (address: string): string => `void dfu(void) { __set_MSP(*(uint32_t *)${address}); }\n`;

  it("the right way in stands beside that of another chip", async () => {
    expect(await found(H7, { "src/a.c": jump("0x1FFF0000"), "src/b.c": jump("0x1FF09800") })).toEqual([]);
  });

  it.each([
    ["src/system_stm32f4xx.c", ""],
    ["src/boards/STM32F407/dfu.c", ""],
    ["src/dfu.c", '#include "stm32f4xx_hal.h"\n'],
    ["src/dfu.c", "#include <stm32f10x.h>\n"],
  ])("%s %s", async (file, include) => {
    expect(await found(H7, { [file]: include + jump("0x1FFF0000") })).toEqual([]);
  });

  it.each([
    ["src/system_stm32h7xx.c", ""],
    ["src/stm32/dfu.c", '#include "stm32h743xx.h"\n'],
    ["src/dfu.c", '#include "stm32_dfu.h"\n'],
  ])("but not the chip's own: %s %s", async (file, include) => {
    expect(await found(H7, { [file]: include + jump("0x1FFF0000") })).toHaveLength(1);
  });
});

describe("which file an address stands in", () => {
  it("a header that the source includes", async () => {
    const files = {
      "inc/dfu.h": "#ifndef STM32_DFU_H\n#define STM32_DFU_H\n#define DFU_ROM (0x1FFF0000)\n#endif\n",
      "src/dfu.c": '#include "dfu.h"\nvoid dfu(void) { __set_MSP(*(uint32_t *)DFU_ROM); }\n',
    };
    expect(await found(H7, files)).toEqual(["inc/dfu.h:3"]);
  });

  it("a branch of a device that the build defines", async () => {
    const code =
      "#if defined(STM32H743xx) || defined(STM32H753xx)\nvoid dfu(void) { __set_MSP(*(uint32_t *)0x1FF00000); }\n#endif\n";
    expect(await found(H7, { "dfu.c": code, Makefile: "CFLAGS += -DSTM32H743xx\n" })).toEqual(["dfu.c:2"]);
    expect(await found(H7, { "dfu.c": code, Makefile: "CFLAGS += -DSTM32F407xx\n" })).toEqual([]);
  });
});
