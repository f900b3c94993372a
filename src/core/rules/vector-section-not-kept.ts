import type { BootLayout } from "../layout/boot-layout";
import { text } from "../text";
import type { Draft } from "./rule";

export const vectorSectionNotKept = "vector-section-not-kept";

/**
 * The linker script leaves the vector table to garbage collection: nothing refers to it, so `--gc-sections` drops it. Told
 * where the build passes that option, or where the script keeps other sections, which is only written for it.
 */
export function checkVectorKept(layout: BootLayout): readonly Draft[] {
  return layout.images.flatMap(({ name, evidence }): Draft[] => {
    const table = evidence?.vectorTable;
    if (table === undefined || table.kept || !(table.keepsOthers || evidence?.collectsGarbage === true)) return [];
    const { pattern, input } = table;
    return [
      {
        code: vectorSectionNotKept,
        severity: "warning",
        range: pattern.range,
        message: text(
          "The vector table of {0} ({1}) is not in KEEP, and nothing refers to it: --gc-sections removes it from the image.",
          name,
          pattern.name,
        ),
        ...(input !== undefined && {
          fixes: [
            {
              title: text("Put {0} into KEEP", input.text),
              edits: [
                { range: { ...input.range, end: input.range.start }, current: "", replacement: "KEEP(" },
                { range: { ...input.range, start: input.range.end }, current: "", replacement: ")" },
              ],
              preferred: true,
            },
          ],
        }),
      },
    ];
  });
}
