import { hasSecondApplicationCore, type JumpChip } from "../jump-chip";
import type { SnippetKind } from "../request";
import type { ConstantDefinition, Program } from "../steps/program";
import { step, type Step } from "../steps/statement";

/** How many words the loop over the NVIC takes. */
export function nvicConstant({ nvicWords }: JumpChip): ConstantDefinition {
  const why = ["Words of NVIC enable bits this chip has (CMSIS device header: highest interrupt number / 32 + 1)."];
  return { name: "NVIC_WORDS", value: nvicWords, as: "count", why };
}

/** Whatever else runs code on a dual-core chip, and what the user has to write for it. */
export function secondCore({ parts, registers }: JumpChip): { step: Step | undefined; needs: Program["needs"] } {
  if (parts.some(hasSecondApplicationCore)) {
    const about =
      "Write it: the Cortex-M4 has to stop for good, in a loop in its own RAM with interrupts off, before it returns.";
    const stop = step("The Cortex-M4 stops first.", { do: "call", text: "stop_second_core();" });
    return { step: stop, needs: [{ name: "stop_second_core", about }] };
  }
  return { step: radioStep({ registers }, "With the radio core booted only a reset leads into the ROM."), needs: [] };
}

/** WB, WL5x: a running radio core would lose the peripherals it uses. */
export function radioStep({ registers }: Pick<JumpChip, "registers">, why: string, result?: string): Step | undefined {
  const booted = registers?.secondCoreBoot;
  const when = booted === undefined ? undefined : ({ is: "bits-set", bits: booted } as const);
  return when === undefined
    ? undefined
    : step(why, { do: "return-if", when, ...(result === undefined ? {} : { result }) });
}

/** What a compiler can check of the conditions: which core, and a non-secure image. */
export function guardsOf({ parts, rom, registers }: JumpChip, kind: SnippetKind): Program["guards"] {
  const isRom = kind === "system-bootloader";
  return [
    ...(parts.some(hasSecondApplicationCore)
      ? [
          {
            when: "defined(CORE_CM4)",
            error: isRom
              ? "The Cortex-M4 cannot execute from system memory: jump from the Cortex-M7."
              : "This code is for the Cortex-M7.",
          },
        ]
      : []),
    ...(registers?.secondCoreBoot !== undefined && rom?.series === "STM32WL"
      ? [{ when: "defined(CORE_CM0PLUS)", error: "This code is for the Cortex-M4." }]
      : []),
    ...(isRom && (rom?.trustZone === "optional" || rom?.trustZone === "optional-sfsp")
      ? [
          {
            when: "defined(__ARM_FEATURE_CMSE) && (__ARM_FEATURE_CMSE == 3U)",
            error: "No plain jump from secure code: turn TrustZone off (TZEN), or enter by option bytes.",
          },
        ]
      : []),
  ];
}
