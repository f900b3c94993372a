import type { BootLayout } from "../core/layout/boot-layout";

/** One name per chip of the layouts: its part, or where that is left open what names it (`STM32F407xx`). */
export function chipNames(layouts: readonly BootLayout[]): readonly string[] {
  const names = layouts.flatMap(({ device }) => {
    const parts = new Set(device.candidates.map(({ part }) => part));
    return parts.size > 1 && device.hint !== undefined ? [device.hint.name] : [...parts];
  });
  return [...new Set(names)];
}
