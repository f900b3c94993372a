import type { MaskWrite, RegisterRow } from "../../mcu/registers/row";
import type { JumpChip } from "../jump-chip";
import { MASK_STEP } from "./core-steps";
import { clockOn, set, step, withoutGaps, write, type Statement, type Step } from "./statement";

/** How long a host needs to notice that a device has left the bus (Mbed OS holds D+ low as long). */
const USB_GOODBYE_MS = 10;

/** What brings clocks and peripherals back: ST's HAL, or the registers. */
export type ResetBy = "hal" | "registers";

/** Clocks and peripherals as after a reset, interrupts masked. Clocks first: the reset of PWR takes the voltage of a fast one. */
export function resetSteps(chip: JumpChip, by: ResetBy): Step[] {
  const goodbye = usbGoodbye(chip);
  const peripherals =
    by === "hal"
      ? step(PERIPHERALS, { do: "call", text: "(void)HAL_DeInit();" }, ...pulses(chip.registers, isBeyondHal))
      : step(PERIPHERALS, ...pulses(chip.registers, () => true));
  // The HAL waits on ticks for the clocks: only then may interrupts go.
  const clocks =
    by === "hal" ? [halClockStep(chip), MASK_STEP] : [MASK_STEP, clockStep(chip.registers, goodbye !== undefined)];
  return withoutGaps([...clocks, peripherals, dmaStep(chip), goodbye]);
}

function halClockStep({ rom }: JumpChip): Step {
  // ST's second HAL (C5) has another name for the same thing.
  const name = rom?.series === "STM32C5" ? "HAL_RCC_Reset" : "HAL_RCC_DeInit";
  const why = `Clocks as after reset, while ticks run: ${name} waits on them, and starts SysTick again.`;
  return step(why, { do: "call", text: `(void)${name}();` });
}

const PERIPHERALS = "Peripherals into reset and out again, as HAL_DeInit does: bus masters stop, USB leaves the bus.";

function isBeyondHal(reset: MaskWrite): boolean {
  return reset.beyondHal === true;
}

/** Whether code that resets clocks and peripherals can be written: the registers it needs are known. */
export function canReset({ rom, registers }: JumpChip, by: ResetBy): boolean {
  const cachesKnown = rom?.caches?.startsWith("icache") !== true || registers?.caches !== undefined;
  return cachesKnown && (by === "hal" || (registers !== null && registers.clock !== null));
}

function pulses(registers: RegisterRow | null, which: (reset: MaskWrite) => boolean): Statement[] {
  const chosen = registers?.peripheralResets.filter(which) ?? [];
  return chosen.flatMap((reset) => [write(reset, reset.mask), write(reset, 0)]);
}

/** Where DMA has no reset bit its channels would run on. */
function dmaStep({ parts, registers }: JumpChip): Step | undefined {
  const channels = registers?.dmaChannels;
  return channels === undefined
    ? undefined
    : step("DMA has no reset bit on this chip: its channels off, one by one.", {
        do: "dma-off",
        hasDma2: parts.every((name) => channels.dma2.parts.test(name)),
        ...channels,
      });
}

/** Only where the ROM talks USB: elsewhere nobody waits for the device to come back. */
function usbGoodbye({ rom }: JumpChip): Step | undefined {
  return rom?.interfaces?.usbDfu === true
    ? step(`${USB_GOODBYE_MS} ms at least for the host to notice that USB is gone.`, {
        do: "count-ms",
        ms: USB_GOODBYE_MS,
      })
    : undefined;
}

/** SYSCLK on the oscillator the chip starts with, PLLs and the others off. */
function clockStep(registers: RegisterRow | null, thenCounts: boolean): Step | undefined {
  const clock = registers?.clock ?? null;
  if (clock === null) {
    return undefined;
  }
  return step(
    "The system clock back on the oscillator the chip starts with.",
    set(clock.on),
    { do: "wait", field: clock.ready, value: clock.ready.bits },
    write(clock.select, clock.select.bits),
    { do: "wait", field: clock.status, value: clock.selected.bits },
    ...clock.off.map((bits): Statement => ({ do: "clear", bits })),
    ...(thenCounts ? [{ do: "clock-changed" } as const] : []),
  );
}

/** The clock protection bits of H7R/S: with them set the ROM hangs (AN2606 section 62.4). */
export function clockProtectionStep({ registers }: JumpChip): Step | undefined {
  const bits = registers?.clockProtection;
  const why =
    "XSPI and FMC clock protection off, else the ROM hangs (AN2606 section 62.4). Run this from internal memory.";
  return bits === undefined ? undefined : step(why, { do: "clear", bits });
}

/** The caches of ST's own on Cortex-M33 lines. */
export function systemCacheStep({ registers }: JumpChip): Step | undefined {
  const caches = registers?.caches ?? [];
  if (caches.length === 0) {
    return undefined;
  }
  const off = caches.flatMap(({ enable, busy }): Statement[] => [
    { do: "clear", bits: enable },
    { do: "wait", field: busy, value: {} },
  ]);
  return step("Caches off (AN2606, STM32L5 section; the same peripheral here).", ...off);
}

/** System memory or SRAM at address 0. What resets SYSCFG has to come before. */
export function remapStep(chip: JumpChip, by: ResetBy, to: "systemMemory" | "sram", why: string): Step | undefined {
  return by === "hal" ? halRemap(chip, to, why) : registerRemap(chip, to, why);
}

function halRemap({ rom }: JumpChip, to: "systemMemory" | "sram", why: string): Step | undefined {
  if (rom?.remap?.available !== true) {
    return undefined;
  }
  const macro = to === "sram" ? "__HAL_SYSCFG_REMAPMEMORY_SRAM();" : `${rom.remap.halMacro};`;
  const clock: Statement[] =
    rom.remap.clockEnable === null ? [] : [{ do: "call", text: "__HAL_RCC_SYSCFG_CLK_ENABLE();" }];
  return step(why, ...clock, { do: "call", text: macro });
}

function registerRemap({ registers }: JumpChip, to: "systemMemory" | "sram", why: string): Step | undefined {
  const remap = registers?.memoryRemap ?? null;
  if (registers === null || remap === null) {
    return undefined;
  }
  const clock = registers.syscfgClock;
  const field = { register: remap.register, address: remap.address, bits: remap.field };
  return step(why, ...(clock === null ? [] : clockOn(clock)), { do: "replace", field, value: remap[to] });
}
