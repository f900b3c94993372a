import type { BootLayout } from "../core/layout/boot-layout";
import { chipLines } from "../core/mcu/chip-names";

/** A chip of the workspace, and what says so. */
export interface WorkspaceChip {
  readonly part: string;
  /** Image sets that are built for it. */
  readonly sets: readonly string[];
  /** The file or setting that names it; null when nothing does. */
  readonly from: string | null;
}

/** The chips of the workspace's layouts, each part once, in the order of the layouts. */
export function workspaceChips(layouts: readonly BootLayout[]): readonly WorkspaceChip[] {
  const chips = new Map<string, WorkspaceChip>();
  for (const { device, set } of layouts) {
    // Candidates of one part differ in option bits, which a jump does not depend on.
    for (const { part } of device.candidates) {
      const known = chips.get(part);
      const sets = new Set([...(known?.sets ?? []), set.name]);
      chips.set(part, { part, sets: [...sets], from: known?.from ?? device.hint?.from ?? null });
    }
  }
  return [...chips.values()];
}

/** One name per chip of the layouts: its part, or where that is left open what names it (`STM32F407xx`). */
export function chipNames(layouts: readonly BootLayout[]): readonly string[] {
  const names = layouts.flatMap(({ device }) => {
    const parts = new Set(device.candidates.map(({ part }) => part));
    return parts.size > 1 && device.hint !== undefined ? [device.hint.name] : [...parts];
  });
  return [...new Set(names)];
}

/** Every part that is known, as `STM32F407xG`, with its family, by name. */
export function allParts(): readonly { readonly part: string; readonly family: string }[] {
  const parts = new Map<string, string>();
  for (const [line, entries] of chipLines()) {
    for (const { family, row, suffix } of entries) {
      parts.set(`STM32${line}x${row.size}${suffix === "" ? "" : `-${suffix}`}`, `STM32${family.name}`);
    }
  }
  return [...parts].map(([part, family]) => ({ part, family })).sort((a, b) => a.part.localeCompare(b.part));
}
