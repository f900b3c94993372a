import { text } from "../text";
import {
  cacheBlock,
  cFunction,
  clockProtectionBlock,
  hex,
  MASK_BLOCK,
  mpuBlock,
  NVIC_BLOCK,
  START_BLOCK,
  startFunction,
  SYSTICK_BLOCK,
  unmaskBlock,
  vtorBlock,
  type Block,
} from "./c-blocks";
import { headComment, buildGuards, markComment } from "./c-comments";
import { afterReset, C_FLAVOURS, type CFlavour } from "./flavours";
import { planJump, type JumpPlan } from "./jump-plan";
import { notesOf } from "./notes";
import type { Snippet, SnippetRequest } from "./request";

/**
 * C code that enters the ROM bootloader of a chip, right for that chip (AN2606, and what the field found).
 * `direct`: defines `jump_to_system_bootloader()`. `reset`: `request_system_bootloader()` for the program and
 * `enter_system_bootloader_if_requested()` for the image that owns reset. Refuses where no code is right.
 */
export function jumpToSystemBootloader(request: SnippetRequest): Snippet {
  const plan = planJump(request.device);
  if ("refused" in plan) {
    return plan;
  }
  const flavour = C_FLAVOURS[request.flavour];
  if (request.entry === "direct") {
    return direct(plan, flavour);
  }
  if (plan.markRegion === null) {
    return {
      refused: text("No RAM of {0} is known that could keep the request over the reset.", plan.part),
      instead: text("Use the direct jump."),
    };
  }
  const code = resetUnit(plan, flavour, plan.markRegion.base, plan.markRegion.size);
  return { code, notes: notesOf(plan, "reset") };
}

function direct(plan: JumpPlan, flavour: CFlavour): Snippet {
  const resetBlock = flavour.resetBlock(plan);
  if (resetBlock === undefined) {
    return {
      refused: text(
        "The clock registers of {0} are not known well enough for code that uses registers only.",
        plan.part,
      ),
      instead: text("Take the reset entry, where the clocks are as after reset, or the HAL."),
    };
  }
  return { code: directUnit(plan, flavour, resetBlock), notes: notesOf(plan, "direct") };
}

function directUnit(plan: JumpPlan, flavour: CFlavour, resetBlock: Block): string {
  const jump = cFunction("jump_to_system_bootloader", [
    cacheBlock(plan),
    mpuBlock(plan),
    clockProtectionBlock(plan),
    resetBlock,
    MASK_BLOCK,
    SYSTICK_BLOCK,
    NVIC_BLOCK,
    flavour.remapBlock(plan),
    vtorBlock(plan),
    unmaskBlock(plan),
    START_BLOCK,
  ]);
  return unit([
    headComment(plan, flavour, "direct"),
    [`#include "${flavour.header(plan)}"`],
    buildGuards(plan),
    addressDefine(plan),
    [
      `/* Words of NVIC enable bits this chip has (CMSIS device header: highest interrupt number / 32 + 1). */`,
      `#define NVIC_WORDS ${plan.nvicWords}U`,
    ],
    ["void jump_to_system_bootloader(void);"],
    startFunction(plan),
    jump,
  ]);
}

function resetUnit(plan: JumpPlan, flavour: CFlavour, ram: number, size: number): string {
  const request = cFunction("request_system_bootloader", [
    {
      why: "One aligned 64-bit write: RAM with ECC takes whole words.",
      statements: ["*SYSTEM_BOOTLOADER_MARK = SYSTEM_BOOTLOADER_MAGIC;"],
    },
    cleanBlock(plan),
    { why: "Done before the reset.", statements: ["__DSB();", "NVIC_SystemReset();"] },
  ]);
  const enter = cFunction("enter_system_bootloader_if_requested", [
    {
      why: "Not asked for: start as usual.",
      statements: ["if (*SYSTEM_BOOTLOADER_MARK != SYSTEM_BOOTLOADER_MAGIC)", "{", "  return;", "}"],
    },
    {
      why: "First of all, so that a failed attempt starts the program next time.",
      statements: ["*SYSTEM_BOOTLOADER_MARK = 0U;", "__DSB();"],
    },
    clockProtectionBlock(plan),
    afterReset(flavour.remapBlock(plan)),
    vtorBlock(plan),
    START_BLOCK,
  ]);
  return unit([
    headComment(plan, flavour, "reset"),
    [`#include "${flavour.header(plan)}"`],
    buildGuards(plan),
    addressDefine(plan),
    [
      ...markComment(plan, ram, size),
      "#ifndef SYSTEM_BOOTLOADER_MARK_ADDRESS",
      `#define SYSTEM_BOOTLOADER_MARK_ADDRESS ${hex(ram + size - 8)}`,
      "#endif",
      "#define SYSTEM_BOOTLOADER_MARK ((volatile uint64_t *)SYSTEM_BOOTLOADER_MARK_ADDRESS)",
      "#define SYSTEM_BOOTLOADER_MAGIC 0xB007F00D4FF80FF2ULL",
    ],
    ["void request_system_bootloader(void);", "void enter_system_bootloader_if_requested(void);"],
    startFunction(plan),
    ["/* In the application. Stop USB first: soft-disconnect, then about 10 ms for the host to notice. */", ...request],
    [
      "/* In the image that owns reset (the bootloader, where there is one): first call of Reset_Handler or SystemInit,",
      " * before clocks, caches, MPU, .data, .bss and constructors. Everything else is at its reset value there. */",
      ...enter,
    ],
  ]);
}

/** The mark has to be in RAM, not in the D-cache, when the reset comes (Klipper pull request 5936). */
function cleanBlock(plan: JumpPlan): Block | undefined {
  if (plan.rom.caches !== "l1") {
    return undefined;
  }
  return {
    why: "Out of the D-cache and into RAM: its line is 32 bytes.",
    statements: ["SCB_CleanDCache_by_Addr((uint32_t *)(SYSTEM_BOOTLOADER_MARK_ADDRESS & ~31UL), 32);"],
  };
}

function addressDefine(plan: JumpPlan): string[] {
  return [
    `/* Word with the ROM's initial stack pointer, its reset handler behind it (${plan.rom.inAn2606 ? "AN2606, " : ""}${plan.rom.line}). */`,
    `#define SYSTEM_BOOTLOADER_ADDRESS ${hex(plan.address)}`,
  ];
}

function unit(parts: readonly (readonly string[])[]): string {
  return `${parts
    .filter((part) => part.length > 0)
    .map((part) => part.join("\n"))
    .join("\n\n")}\n`;
}
