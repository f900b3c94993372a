import { imageExtent } from "../core/dfu/plan/image-choice";
import type { ProtectedRange } from "../core/dfu/plan/plan-flash";
import type { BootLayout } from "../core/layout/boot-layout";

/** Where the workspace says that bootloaders lie: each range once. */
export function bootloadersOf(layouts: readonly BootLayout[]): readonly ProtectedRange[] {
  const ranges = new Map<string, ProtectedRange>();
  for (const layout of layouts) {
    for (const { id, name, role } of layout.images) {
      const range = role === "bootloader" ? imageExtent(layout, id) : null;
      if (range !== null)
        ranges.set(`${name} ${range.base}+${range.size}`, { ...range, what: name, role: "bootloader" });
    }
  }
  return [...ranges.values()];
}
