import { describe, expect, it } from "vitest";
import { nvicWords } from "../../../../src/core/mcu/cores";
import { findDevices } from "../../../../src/core/mcu/find-device";
import { systemBootloaderOf, type SystemBootloader } from "../../../../src/core/mcu/system-bootloader";
import { registersOf } from "../../../../src/core/mcu/registers";
import {
  SNIPPET_FLAVOURS,
  type SnippetEntry,
  type SnippetFlavour,
  type SnippetRequest,
} from "../../../../src/core/snippets/request";
import { writeSnippet } from "../../../../src/core/snippets/write-snippet";
import { english } from "../../../../src/core/text";
import { referenceRows } from "../mcu/reference-rows";

interface Case {
  readonly part: string;
  readonly rom: SystemBootloader;
}

/** Every part that stands for a device line, two per line. */
const PARTS = referenceRows("system-bootloaders.txt").flatMap((fields) => (fields.at(-1) ?? "").split(" ").slice(0, 2));
const CASES: Case[] = PARTS.map((part) => ({ part, rom: systemBootloaderOf(part)! }));
const JUMPABLE = CASES.filter(({ rom }) => ["ok", "conditional"].includes(rom.jumpStatus) && rom.jumpAddress !== null);
const RULED_OUT = CASES.filter((candidate) => !JUMPABLE.includes(candidate));
const FLAVOURS: SnippetFlavour[] = ["hal", "cmsis"];
const ENTRIES: SnippetEntry[] = ["direct", "reset"];

/** The code without comments and preprocessor lines, as a person would step through it. */
function statements(part: string, flavour: SnippetFlavour, entry: SnippetEntry): string[] {
  return codeOf(part, flavour, entry)
    .replaceAll(/\/\*[\s\S]*?\*\//g, "")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
}

function codeOf(part: string, flavour: SnippetFlavour, entry: SnippetEntry): string {
  return written({ kind: "system-bootloader", device: part, flavour, entry }).code;
}

function written(request: SnippetRequest) {
  const snippet = writeSnippet(request);
  if ("refused" in snippet) {
    throw new Error(`${JSON.stringify(request)}: ${english(snippet.refused)}`);
  }
  return snippet;
}

function refused(request: SnippetRequest) {
  const snippet = writeSnippet(request);
  if (!("refused" in snippet)) {
    throw new Error(`${JSON.stringify(request)} gives code`);
  }
  return { why: english(snippet.refused), instead: english(snippet.instead), anyway: snippet.canShowAnyway };
}

/** Lines of one function, from its opening to its closing brace. */
function body(lines: readonly string[], name: string): string[] {
  const start = lines.findIndex((line, i) => line.includes(`${name}(`) && lines[i + 1] === "{");
  const rest = lines.slice(start + 2);
  let depth = 1;
  const end = rest.findIndex((line) => (depth += line === "{" ? 1 : line === "}" ? -1 : 0) === 0);
  return rest.slice(0, end);
}

/** Expects each pattern exactly once (or at least), one after the other. */
function expectInOrder(lines: readonly string[], patterns: readonly RegExp[]): void {
  let from = 0;
  for (const pattern of patterns) {
    const at = lines.findIndex((line, i) => i >= from && pattern.test(line));
    expect(at, `${pattern.source} after line ${from} of\n${lines.join("\n")}`).toBeGreaterThanOrEqual(from);
    from = at + 1;
  }
}

/** Registers only: the header of the series was read, its clocks too. */
function hasCode(part: string, flavour: SnippetFlavour, entry: SnippetEntry): boolean {
  return flavour === "hal" || entry === "reset" || (registersOf(part)?.clock ?? null) !== null;
}

const direct = JUMPABLE.flatMap((line) =>
  FLAVOURS.filter((flavour) => hasCode(line.part, flavour, "direct")).map((flavour) => ({ ...line, flavour })),
);
/** Where the program in flash does not keep the ROM from staying after a reset. */
const RESETTABLE = JUMPABLE.filter(({ rom }) => rom.jumpNeeds !== "empty-flash");
const afterReset = RESETTABLE.flatMap((line) => FLAVOURS.map((flavour) => ({ ...line, flavour })));

describe("direct jump", () => {
  it.each(direct)("$part $flavour: everything in its order", ({ part, rom, flavour }) => {
    const jump = body(statements(part, flavour, "direct"), "jump_to_system_bootloader");
    const remap = flavour === "hal" ? /__HAL_SYSCFG_REMAPMEMORY_SYSTEMFLASH\(\);/ : /^SYSCFG->(CFGR1|MEMRMP) = /;
    const clock = flavour === "hal" ? /__HAL_RCC_SYSCFG_CLK_ENABLE\(\);/ : /^RCC->APB\w+ \|= RCC_APB\w+_SYSCFG/;
    const usb = rom.interfaces?.usbDfu === true ? [/^for \(uint32_t cycles = SystemCoreClock \/ 100U/] : [];
    const mask = /^__disable_irq\(\);/;
    expectInOrder(jump, [
      /^if \(.*__get_IPSR\(\) != 0U/,
      ...(rom.caches === "l1" ? [/^SCB_DisableDCache\(\);/, /^SCB_DisableICache\(\);/] : []),
      ...(rom.caches?.startsWith("icache") === true ? [/^ICACHE->CR &= /, /ICACHE->SR & ICACHE_SR_BUSYF/] : []),
      ...(rom.core === "cm0" ? [] : [/^MPU->CTRL = 0U;/]),
      ...(rom.series === "STM32H7RS" ? [/^RCC->CKPROTR &= /] : []),
      ...(flavour === "hal"
        ? [/HAL_RCC_(DeInit|Reset)\(\);/, mask, /HAL_DeInit\(\);/, ...usb]
        : [
            mask,
            /^RCC->\w+ \|= /,
            /^while \(\(RCC->/,
            /^RCC->CFGR\w* = /,
            /^RCC->\w+ &= /,
            /^RCC->\w+RSTR\w* = 0x/,
            /^RCC->\w+RSTR\w* = 0U;/,
            ...usb,
          ]),
      /^SysTick->CTRL = 0U;/,
      /^SysTick->LOAD = 0U;/,
      /^SysTick->VAL = 0U;/,
      /^SCB->ICSR = SCB_ICSR_PENDSTCLR_Msk/,
      /^SCB->SCR = 0U;/,
      /^for \(.*NVIC_WORDS/,
      /^NVIC->ICER\[word\] = 0xFFFFFFFFUL;/,
      /^NVIC->ICPR\[word\] = 0xFFFFFFFFUL;/,
      ...(rom.remap?.available === true && rom.remap.clockEnable !== null ? [clock] : []),
      ...(rom.remap?.available === true ? [remap] : []),
      ...(rom.vtor === true ? [/^SCB->VTOR = SYSTEM_BOOTLOADER_ADDRESS;/, /^__DSB\(\);/, /^__ISB\(\);/] : []),
      ...(rom.core?.startsWith("cm0") === true ? [] : [/^__set_BASEPRI\(0U\);/, /^__set_FAULTMASK\(0U\);/]),
      /^__enable_irq\(\);/,
      /^start_system_bootloader\(SYSTEM_BOOTLOADER_ADDRESS\);/,
    ]);
    expect(jump.at(-1)).toBe("start_system_bootloader(SYSTEM_BOOTLOADER_ADDRESS);");
  });

  it.each(direct)("$part $flavour: nothing this chip does not have", ({ part, rom, flavour }) => {
    const code = statements(part, flavour, "direct").join("\n");
    const absent: [boolean, RegExp][] = [
      [rom.remap?.available !== true, /SYSCFG/],
      [rom.vtor !== true, /VTOR/],
      [rom.core === "cm0", /MPU/],
      [rom.core?.startsWith("cm0") === true, /BASEPRI|FAULTMASK/],
      [rom.core !== "cm33", /msplim/],
      [rom.caches !== "l1", /SCB_\w*Cache/],
      [rom.caches?.includes("icache") !== true, /ICACHE/],
      [rom.caches?.includes("dcache1") !== true, /DCACHE1/],
      [rom.caches?.includes("dcache2") !== true || /^STM32U5[9A]5/.test(part), /DCACHE2/],
      [rom.series !== "STM32H7RS", /CKPROTR/],
      [flavour === "cmsis", /HAL_/],
      [flavour === "hal", /RCC->CR|RCC->CFGR/],
      [rom.interfaces?.usbDfu !== true, /SystemCoreClock/],
    ];
    for (const [expected, pattern] of absent) {
      expect(pattern.test(code), pattern.source).toBe(!expected);
    }
  });

  it.each(direct)("$part $flavour: address, header and NVIC words of the chip", ({ part, rom, flavour }) => {
    const code = codeOf(part, flavour, "direct");
    const core = findDevices(part).candidates[0]?.cores.find(({ id }) => id === rom.core);
    const words = core === undefined ? rom.nvicWords : nvicWords(core);
    expect(Number(/SYSTEM_BOOTLOADER_ADDRESS (0x[0-9A-F]{8})UL/.exec(code)?.[1])).toBe(rom.jumpAddress);
    expect(Number(/NVIC_WORDS (\d+)U/.exec(code)?.[1])).toBe(words);
    expect(words).toBeLessThanOrEqual(rom.icerWords ?? 0);
    const family = `${rom.series.toLowerCase()}xx`;
    expect(code).toContain(flavour === "hal" ? `#include "${family}_hal.h"` : `#include "${family}.h"`);
    expect(code.match(/#include/g)).toHaveLength(1);
  });
});

describe("the start of the ROM", () => {
  it.each(JUMPABLE)("$part: CONTROL, stack limit, stack pointer, branch", ({ part, rom }) => {
    for (const entry of rom.jumpNeeds === "empty-flash" ? (["direct"] as const) : ENTRIES) {
      const start = body(statements(part, "hal", entry), "start_system_bootloader");
      expectInOrder(start, [
        /^"ldr {2}r1, \[r0\]\\n"/,
        /^"ldr {2}r2, \[r0, #4\]\\n"/,
        /^"movs r3, #0\\n"/,
        /^"msr {2}control, r3\\n"/,
        /^"isb\\n"/,
        ...(rom.core === "cm33" ? [/^"msr {2}msplim, r3\\n"/] : []),
        /^"msr {2}msp, r1\\n"/,
        /^"bx {3}r2\\n"/,
      ]);
      expect(codeOf(part, "hal", entry)).toContain("__attribute__((naked, noreturn))");
    }
  });
});

describe("mark, reset, early jump", () => {
  it.each(afterReset)("$part $flavour: request", ({ part, rom, flavour }) => {
    const request = body(statements(part, flavour, "reset"), "request_system_bootloader");
    expectInOrder(request, [
      /^__disable_irq\(\);/,
      /^\*\(volatile uint64_t \*\)SYSTEM_BOOTLOADER_MARK_ADDRESS = SYSTEM_BOOTLOADER_MAGIC;/,
      ...(rom.caches === "l1" ? [/^if \(\(SCB->CCR & SCB_CCR_DC_Msk\) != 0U\)/, /^SCB_CleanDCache_by_Addr\(/] : []),
      /^NVIC_SystemReset\(\);/,
    ]);
    expect(request).toHaveLength(rom.caches === "l1" ? 7 : 3);
  });

  it.each(afterReset)("$part $flavour: test and jump", ({ part, rom, flavour }) => {
    const enter = body(statements(part, flavour, "reset"), "enter_system_bootloader_if_requested");
    expectInOrder(enter, [
      /^if \(\*\(volatile uint64_t \*\)SYSTEM_BOOTLOADER_MARK_ADDRESS != SYSTEM_BOOTLOADER_MAGIC\)/,
      /^return;/,
      /^\*\(volatile uint64_t \*\)SYSTEM_BOOTLOADER_MARK_ADDRESS = 0U;/,
      ...(rom.remap?.available === true ? [/REMAPMEMORY_SYSTEMFLASH|^SYSCFG->\w+ = /] : []),
      ...(rom.vtor === true ? [/^SCB->VTOR = /] : []),
      /^__DSB\(\);/,
      /^__ISB\(\);/,
      /^start_system_bootloader\(/,
    ]);
    const text = enter.join("\n");
    expect(text.includes("SYSCFG")).toBe(rom.remap?.available === true);
    expect(text.includes("VTOR")).toBe(rom.vtor);
    expect(text).not.toMatch(/NVIC|SysTick|HAL_RCC_DeInit|HAL_DeInit|MPU/);
  });

  it.each(RESETTABLE)("$part: the mark is the last eight bytes of RAM that is there", ({ part }) => {
    const code = codeOf(part, "hal", "reset");
    const mark = Number(/MARK_ADDRESS (0x[0-9A-F]{8})UL/.exec(code)?.[1]);
    expect(mark % 8).toBe(0);
    for (const device of findDevices(part).candidates) {
      const memory = device.memories.find(({ base, size }) => base <= mark && mark + 8 <= base + size);
      expect(["sram", "ccm"], `${part} 0x${mark.toString(16)}`).toContain(memory?.kind);
      expect(memory!.base + memory!.size).toBe(mark + 8);
    }
    const [, origin, length] = /ORIGIN = (0x[0-9A-F]{8}), LENGTH = (0x[0-9A-F]+)/.exec(code) ?? [];
    expect(Number(origin) + Number(length)).toBe(mark);
  });

  it.each([
    ["STM32F407VG", 0x2001fff8],
    ["STM32F103C8", 0x20004ff8],
    ["STM32F746ZG", 0x2004fff8],
    ["STM32H743ZI", 0x2407fff8],
    ["STM32L475VG", 0x20017ff8],
    ["STM32G474RE", 0x2001fff8],
    ["STM32WB55RG", 0x2002fff8],
    ["STM32WL55JC", 0x20007ff8],
    ["STM32WLE5JC", 0x2000fff8],
    ["STM32F205RB", 0x2000bff8],
    ["STM32H5E5ZJ", 0x2017fff8],
  ])("%s keeps it at 0x%s", (part, address) => {
    const code = codeOf(part, "cmsis", "reset");
    expect(Number(/MARK_ADDRESS (0x[0-9A-F]{8})UL/.exec(code)?.[1])).toBe(address);
  });
});

describe("conditions", () => {
  it.each(JUMPABLE.filter(({ rom }) => rom.jumpStatus === "conditional"))(
    "$part states its own in code and notes",
    ({ part, rom }) => {
      for (const entry of rom.jumpNeeds === "empty-flash" ? (["direct"] as const) : ENTRIES) {
        const snippet = written({ kind: "system-bootloader", device: part, flavour: "hal", entry });
        expect(snippet.conditions.map(english)).toContain(`Condition: ${rom.condition ?? ""}`);
        expect(snippet.code.replaceAll(/\n \*\s+/g, " ")).toContain(rom.condition);
      }
    },
  );

  it.each(JUMPABLE)("$part: a secure image does not compile where TrustZone can be on", ({ part, rom }) => {
    const guarded = rom.trustZone === "optional" || rom.trustZone === "optional-sfsp";
    expect(codeOf(part, "hal", "direct").includes("__ARM_FEATURE_CMSE")).toBe(guarded);
  });

  it("a dual-core H7 jumps from the M7 only, WL5x from the M4 only", () => {
    expect(codeOf("STM32H747XI", "hal", "reset")).toContain("#if defined(CORE_CM4)");
    expect(codeOf("STM32H743ZI", "hal", "reset")).not.toContain("CORE_CM4");
    expect(codeOf("STM32WL55JC", "hal", "reset")).toContain("#if defined(CORE_CM0PLUS)");
  });

  it("says where there is no USB DFU", () => {
    const { notes } = written({ kind: "system-bootloader", device: "STM32G031K8", flavour: "hal", entry: "direct" });
    expect(notes.map(english)).toContain("No USB DFU on STM32G031K8; the ROM listens on USART1, USART2, I2C1, I2C2.");
  });
});

describe("refusals", () => {
  it.each(RULED_OUT)("$part: no code, why, and what to do instead", ({ part }) => {
    for (const flavour of SNIPPET_FLAVOURS) {
      for (const entry of ENTRIES) {
        const { why, instead } = refused({ kind: "system-bootloader", device: part, flavour, entry });
        expect(why).toContain(part);
        expect(instead).toMatch(/\.$/);
      }
    }
  });

  it.each([
    ["STM32L072CZ", "AN2606 section 4.1 rules the jump out on STM32L0"],
    ["STM32N657X0", "BOOT0 and BOOT1 pins"],
    ["STM32WB05KZ", "PA10"],
    ["STM32H553VG", "Nothing reliable is published"],
    ["K64F", "has no system bootloader of ST's"],
    ["STM32F408VG", "No device line of AN2606 is known"],
    ["STM32F030xx", "covers chips with different system bootloaders"],
    ["STM32F4", "covers chips with different system bootloaders"],
    ["STM32", "No device line of AN2606 is known"],
    ["", "No chip was given."],
    ["STM32F407xx\nfn evil() {}", "is no name of a chip."],
    ["*/ int x; /*", "is no name of a chip."],
    ["STM32F407".repeat(9000), "is no name of a chip."],
  ])("%s: %s", (device, reason) => {
    expect(refused({ kind: "system-bootloader", device, flavour: "hal", entry: "direct" }).why).toContain(reason);
  });

  it("suggests what may have been meant, and how to add a chip", () => {
    const { instead } = refused({ kind: "system-bootloader", device: "STM32F408VG", flavour: "hal" });
    expect(instead).toContain("STM32F407VG");
    expect(instead).toContain("CONTRIBUTING");
  });

  it("gives code all the same only where users contradict AN2606", () => {
    const anyway = RULED_OUT.filter(
      ({ part }) => refused({ kind: "system-bootloader", device: part, flavour: "hal" }).anyway,
    );
    expect(new Set(anyway.map(({ rom }) => rom.line))).toEqual(
      new Set(["STM32L05xxx/06xxx", "STM32L07xxx/08xxx (L072, L073, L082, L083)"]),
    );
    for (const { part, rom } of RULED_OUT) {
      const made = writeSnippet({ kind: "system-bootloader", device: part, flavour: "hal", anyway: true });
      expect("code" in made, part).toBe(anyway.some((one) => one.rom === rom));
    }
    const l072 = written({ kind: "system-bootloader", device: "STM32L072CZ", flavour: "cmsis", anyway: true });
    expect(l072.code).toContain("if (*(const volatile uint8_t *)0x1FF01FFEUL != 0x40UL)");
  });
});

describe("the request", () => {
  it("takes a device as well as a name", () => {
    const [device] = findDevices("STM32F407VG").candidates;
    const request = { kind: "system-bootloader", flavour: "hal", entry: "direct" } as const;
    expect(writeSnippet({ ...request, device: device! })).toEqual(
      writeSnippet({ ...request, device: "STM32F407VGT6" }),
    );
  });

  it("takes a name that leaves the chip open, as long as one line covers it", () => {
    expect(codeOf("STM32F407xx", "hal", "direct")).toContain("0x1FFF0000UL");
    expect(codeOf("STM32F105xx", "hal", "reset")).toContain("0x2000FFF8UL");
    // 64, 48 and 20 KiB of RAM under one name: the mark lies in all of them.
    expect(codeOf("STM32WLE5xx", "hal", "reset")).toContain("0x20004FF8UL");
  });

  it("takes boards and chip ids as their parts, and refuses those whose parts need different code", () => {
    const request = { kind: "system-bootloader", flavour: "cmsis", entry: "direct" } as const;
    expect(written({ ...request, device: "0x413" }).code).toContain("RCC->AHB1RSTR");
    expect(written({ ...request, device: "nucleo_l496zg" }).code).toContain("RCC_CR_PLLSAI2ON");
    // H743 has one core, H745 two.
    expect(refused({ ...request, device: "0x450" }).why).toBe("0x450 covers chips that need different code.");
  });

  it("covers all lines", () => {
    expect(new Set(CASES.map(({ rom }) => rom.line)).size).toBe(105);
    expect(new Set(JUMPABLE.map(({ rom }) => rom.line)).size).toBe(90);
  });
});

describe("Arduino", () => {
  it("keeps the request in a backup register: its linker script puts the stack over all RAM", () => {
    const { code } = written({ kind: "system-bootloader", device: "STM32F407VG", flavour: "arduino" });
    expect(code).toContain("RTC->BKP0R = SYSTEM_BOOTLOADER_MAGIC;");
    expect(code).not.toContain("MARK_ADDRESS");
    expect(Number(/MAGIC (0x\w+)UL/.exec(codeOf("STM32F103CB", "arduino", "reset"))?.[1])).toBeLessThan(0x10000);
    expect(refused({ kind: "system-bootloader", device: "STM32F030C8", flavour: "arduino" }).why).toContain(
      "keeps a request",
    );
  });
});

describe("every flavour", () => {
  it.each(SNIPPET_FLAVOURS)("%s declares what it defines", (flavour) => {
    for (const entry of ENTRIES) {
      const { code, declarations } = written({ kind: "system-bootloader", device: "STM32F407VG", flavour, entry });
      const names =
        entry === "direct"
          ? ["jump_to_system_bootloader"]
          : ["request_system_bootloader", "enter_system_bootloader_if_requested"];
      expect(declarations).toHaveLength(names.length);
      for (const name of names) {
        expect(declarations.some((line) => line.includes(`${name}(`))).toBe(true);
        expect(code).toMatch(new RegExp(`^.*(void|fn) ${name}\\(`, "m"));
      }
    }
  });

  it("C++ is callable from C, and the Arduino test runs by itself", () => {
    for (const flavour of ["mbed", "arduino"] as const) {
      expect(codeOf("STM32F407VG", flavour, "direct")).toContain('extern "C" void jump_to_system_bootloader(void)');
    }
    expect(codeOf("STM32F407VG", "arduino", "reset")).toContain('section(".preinit_array")');
  });

  it.each([
    ["libopencm3", "STM32L552ZE", "libopencm3 does not cover STM32L552ZE."],
    ["libopencm3", "STM32F746ZG", "libopencm3 does not cover STM32F746ZG."],
    ["hal", "K64F", "has no system bootloader"],
  ] as const)("%s refuses %s", (flavour, device, why) => {
    expect(refused({ kind: "system-bootloader", device, flavour }).why).toContain(why);
  });
});

describe("jump to application", () => {
  const at = (device: string, address?: number): SnippetRequest => ({
    kind: "application",
    device,
    flavour: "cmsis",
    ...(address === undefined ? {} : { address }),
  });

  it.each([
    ["no address", at("STM32F407VG"), "The address of the application is missing."],
    ["RAM", at("STM32F407VG", 0x20000000), "0x20000000 is not in the flash of STM32F407VG."],
    ["behind flash", at("STM32F407VG", 0x08100000), "0x08100000 is not in the flash of STM32F407VG."],
    ["a hole between banks", at("STM32H743VG", 0x08080000), "0x08080000 is not in the flash"],
    ["half an address", at("STM32F407VG", 0x08010000 + 0.5), "is no address"],
    ["no number", at("STM32F407VG", Number.NaN), "is no address"],
    ["not where VTOR can go", at("STM32F407VG", 0x08010100), "it has to be a multiple of 0x200"],
    ["no known memories", at("STM32H5E5ZJ", 0x08010000), "The memories of STM32H5E5ZJ are not known"],
  ])("refuses %s", (_, request, why) => {
    expect(refused(request).why).toContain(why);
    expect(refused(request).instead).toMatch(/\.$/);
  });

  it("names the legal addresses around an illegal one", () => {
    expect(refused(at("STM32F407VG", 0x08010100)).instead).toBe("The nearest are 0x08010000 and 0x08010200.");
  });

  it("knows where a stack and code may be", () => {
    const { code } = written(at("STM32F407VG", 0x08010000));
    expect(code).toContain("(stack > 0x10000000UL) && (stack <= 0x10010000UL)");
    expect(code).toContain("(stack > 0x20000000UL) && (stack <= 0x20020000UL)");
    expect(code).toContain("(reset > 0x08010000UL) && (reset < 0x08100000UL)");
  });

  it("refuses the place where the chip starts, and one whose vector table passes the end", () => {
    expect(refused(at("STM32F407VG", 0x08000000)).why).toBe(
      "0x08000000 is where STM32F407VG starts: the bootloader is there.",
    );
    expect(refused(at("STM32F042K6", 0x08007ffc)).why).toContain("would pass the end of the flash of STM32F042K6");
  });

  it("takes the view of flash that the address is in", () => {
    expect(written(at("STM32F746ZG", 0x00208000)).code).toContain("(reset > 0x00208000UL) && (reset < 0x00300000UL)");
  });

  it("copies the vectors on Cortex-M0 and sets VTOR elsewhere", () => {
    const m0 = written(at("STM32F072RB", 0x08004000)).code;
    expect(m0).toContain("#define APPLICATION_VECTORS 48U");
    expect(m0).toContain("SYSCFG_CFGR1_MEM_MODE_0 | SYSCFG_CFGR1_MEM_MODE_1");
    expect(m0).not.toContain("VTOR = ");
    expect(written(at("STM32G071RB", 0x08004000)).code).toContain("SCB->VTOR = APPLICATION_ADDRESS;");
  });
});

describe("the empty check", () => {
  it("no reset entry where the program in flash would always be started again", () => {
    const request = { kind: "system-bootloader", device: "STM32F070C6", flavour: "hal" } as const;
    expect(refused({ ...request, entry: "reset" }).why).toContain("its empty check finds a program there");
    expect(written({ ...request, entry: "direct" }).code).toContain("!= 0xFFFFFFFFUL");
  });

  it("F04x in C takes the pin that BOOT0 shares; Rust has no way to say so", () => {
    const request = { kind: "system-bootloader", device: "STM32F042K6", entry: "reset" } as const;
    expect(written({ ...request, flavour: "cmsis" }).code).toContain("#if defined(BOOT0_IS_PF11)");
    expect(refused({ ...request, flavour: "rust" }).instead).toContain("BOOT0");
  });
});

describe("own bootloader", () => {
  it("has every way in, and leaves room for its mark beside the other one", () => {
    const { code, declarations } = written({
      kind: "own-bootloader",
      device: "STM32F407VG",
      flavour: "cmsis",
      address: 0x08010000,
    });
    expect(declarations).toEqual(["void request_own_bootloader(void);", "bool own_bootloader_wanted(void);"]);
    for (const way of [
      "bootloader_was_requested",
      "bootloader_pin_is_held",
      "reset_was_tapped_twice",
      "application_is_plausible",
    ]) {
      expect(code).toMatch(new RegExp(`if \\(!?${way}\\(`));
    }
    expect(code).toContain("OWN_BOOTLOADER_MARK_ADDRESS 0x2001FFF0UL");
    expect(code).toContain("LENGTH = 0x1FFF0");
  });

  it("keeps 16 bits where the backup register has no more", () => {
    const magic = (device: string): number =>
      Number(
        /DOUBLE_TAP_MAGIC (0x[0-9A-F]+)/.exec(
          written({ kind: "own-bootloader", device, flavour: "cmsis", address: 0x08004000 }).code,
        )?.[1],
      );
    expect(magic("STM32F103CB")).toBeLessThan(0x10000);
    expect(magic("STM32F407VG")).toBeGreaterThan(0x10000);
  });
});
