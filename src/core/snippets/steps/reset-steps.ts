import type { MaskWrite, RegisterRow } from "../../mcu/registers/row";
import type { JumpChip } from "../jump-chip";
import { clockOn, set, step, write, type Statement, type Step } from "./statement";

/** How long a host needs to notice that a device has left the bus (Mbed OS holds D+ low as long). */
const USB_GOODBYE_MS = 10;

/** What brings clocks and peripherals back: ST's HAL, or the registers. */
export type ResetBy = "hal" | "registers";

/**
 * Clocks and peripherals as after a reset. The HAL waits on ticks and starts SysTick again, so it runs while interrupts
 * do; the registers need neither.
 */
export function resetSteps(chip: JumpChip, by: ResetBy, mask: Step): Step[] {
  const parts = by === "hal" ? halSteps(chip) : registerSteps(chip, mask);
  return parts.filter((made) => made !== undefined);
}

function halSteps(chip: JumpChip): (Step | undefined)[] {
  // ST's second HAL (C5) has another name for the same thing.
  const clocks = chip.rom?.series === "STM32C5" ? "HAL_RCC_Reset" : "HAL_RCC_DeInit";
  return [
    step(`Clocks as after reset, while ticks run: ${clocks} waits on them, and starts SysTick again.`, {
      do: "call",
      c: `(void)${clocks}();`,
    }),
    step(
      PERIPHERALS,
      { do: "call", c: "(void)HAL_DeInit();" },
      ...pulses(chip.registers, (reset) => reset.beyondHal === true),
    ),
    dmaStep(chip),
    usbGoodbye(chip),
  ];
}

const PERIPHERALS = "Every peripheral into reset and out again: bus masters stop, USB leaves the bus.";

/** Clocks first: the reset of PWR takes away the voltage that a fast clock needs. */
function registerSteps(chip: JumpChip, mask: Step): (Step | undefined)[] {
  const { registers } = chip;
  if (registers === null) {
    return [mask];
  }
  return [
    mask,
    clockStep(registers, usbGoodbye(chip) !== undefined),
    step(PERIPHERALS, ...pulses(registers, () => true)),
    dmaStep(chip),
    usbGoodbye(chip),
  ];
}

/**
 * What a request does before the reset: interrupts off, and off USB where the ROM talks it, so that the host notices
 * that another device comes.
 */
export function goodbyeSteps(chip: JumpChip, by: ResetBy, mask: Step): Step[] {
  const usb = chip.rom?.interfaces?.usbDfu === true && canReset(chip, by);
  const leave = usb ? resetSteps(chip, by, mask) : [];
  return [...leave, ...(leave.includes(mask) ? [] : [mask])];
}

/** Whether code that resets clocks and peripherals can be written: the registers it needs are known. */
export function canReset({ rom, registers }: JumpChip, by: ResetBy): boolean {
  const cachesKnown = rom?.caches?.startsWith("icache") !== true || registers?.caches !== undefined;
  return cachesKnown && (by === "hal" || (registers !== null && registers.clock !== null));
}

function pulses(registers: RegisterRow | null, which: (reset: MaskWrite) => boolean): Statement[] {
  const chosen = registers?.peripheralResets.filter(which) ?? [];
  return [...chosen.map((reset) => write(reset, reset.mask)), ...chosen.map((reset) => write(reset, 0))];
}

/** Where DMA has no reset bit its channels would run on. */
function dmaStep({ part, candidates, registers }: JumpChip): Step | undefined {
  const channels = registers?.dmaChannels;
  const parts = candidates.length === 0 ? [part] : candidates.map((device) => device.part);
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
function clockStep({ clock }: RegisterRow, thenCounts: boolean): Step | undefined {
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
    rom.remap.clockEnable === null ? [] : [{ do: "call", c: "__HAL_RCC_SYSCFG_CLK_ENABLE();" }];
  return step(why, ...clock, { do: "call", c: macro });
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
