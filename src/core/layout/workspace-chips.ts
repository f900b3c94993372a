import type { Device } from "../mcu/device";
import type { BootLayout } from "./boot-layout";

/** A chip of the workspace, and what says so. */
export interface WorkspaceChip {
  readonly device: Device;
  /** Image sets that are built for it. */
  readonly sets: readonly string[];
  /** The file or setting that names it; null when nothing does. */
  readonly from: string | null;
}

/** The chips of the workspace's layouts, each part once, in the order of the layouts. */
export function workspaceChips(layouts: readonly BootLayout[]): readonly WorkspaceChip[] {
  const chips = new Map<string, WorkspaceChip>();
  for (const { device, set } of layouts) {
    // Candidates of one part differ in option bits, which a jump does not depend on: the first stands for all.
    for (const candidate of device.candidates) {
      const known = chips.get(candidate.part);
      const sets = new Set([...(known?.sets ?? []), set.name]);
      const from = known?.from ?? device.hint?.from ?? null;
      chips.set(candidate.part, { device: known?.device ?? candidate, sets: [...sets], from });
    }
  }
  return [...chips.values()];
}
