import { english } from "../text";
import type { CFlavour } from "./flavours";
import type { JumpPlan } from "./jump-plan";
import { notesOf } from "./notes";
import type { SnippetEntry } from "./request";

const WIDTH = 116;

/** What stands at the top of a snippet: what it is for, its source, what to do first, and the notes. */
export function headComment(plan: JumpPlan, flavour: CFlavour, entry: SnippetEntry): string[] {
  const way = entry === "direct" ? "direct jump" : "mark, reset, early jump";
  const { rom } = plan;
  return [
    "/*",
    ...wrap(`System bootloader of ${plan.part}: ${way}, ${flavour.name}.`, " * "),
    ...wrap(`Source: ${rom.inAn2606 ? "AN2606 Rev 70" : "not AN2606"}, line ${rom.line}.`, " * "),
    ...(entry === "direct" ? wrap(BEFORE, " * ") : []),
    ...notesOf(plan, entry).flatMap((note) => wrap(`- ${english(note)}`, " * ", "  ")),
    " */",
  ];
}

const BEFORE =
  "Call it privileged, from thread mode, with interrupts on and the scheduler stopped. First stop USB (soft-disconnect, " +
  "then about 10 ms for the host to notice), DMA, timers and every other bus master, and switch their clocks off. A window watchdog must not run.";

/** Conditions the compiler can check: which core, and a non-secure image. */
export function buildGuards(plan: JumpPlan): string[] {
  const { rom } = plan;
  const dualH7 = /^STM32H7[45][57]/i.test(plan.part);
  return [
    ...(dualH7
      ? [
          "#if defined(CORE_CM4)",
          '#error "The Cortex-M4 cannot execute from system memory: jump from the Cortex-M7."',
          "#endif",
        ]
      : []),
    ...(rom.dualCore !== null && rom.series === "STM32WL"
      ? ["#if defined(CORE_CM0PLUS)", '#error "Only the Cortex-M4 jumps."', "#endif"]
      : []),
    ...(rom.trustZone === "optional" || rom.trustZone === "optional-sfsp"
      ? [
          "#if defined(__ARM_FEATURE_CMSE) && (__ARM_FEATURE_CMSE == 3U)",
          '#error "No plain jump from secure code: turn TrustZone off (TZEN), or enter by option bytes."',
          "#endif",
        ]
      : []),
  ];
}

/** Where the request mark lies, and the linker script lines that keep both images off it. */
export function markComment(plan: JumpPlan, base: number, size: number): string[] {
  const region = `ORIGIN = 0x${base.toString(16).padStart(8, "0")}, LENGTH = 0x${(size - 8).toString(16)}`;
  const lines =
    "The request, at one address in both images and outside what their start-ups clear or use as stack: the last 8 bytes " +
    "of the RAM region. Leave them out in both linker scripts:";
  const movable = /^STM32H7(?:[23]|R|S)/i.test(plan.part)
    ? "Option bytes can move this RAM: check that it is there."
    : "";
  return ["/*", ...wrap(lines, " * "), ` *   RAM (xrw) : ${region}`, ...wrap(movable, " * "), " */"];
}

/** Breaks a sentence into comment lines. */
function wrap(sentence: string, prefix: string, hanging = ""): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of sentence
    .replaceAll("*/", "* /")
    .split(" ")
    .filter((part) => part !== "")) {
    if (line !== "" && prefix.length + line.length + 1 + word.length > WIDTH) {
      lines.push(prefix + line);
      line = hanging + word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return line === "" ? lines : [...lines, prefix + line];
}
