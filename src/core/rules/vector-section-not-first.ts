import { extentOf } from "../layout/agreement";
import type { BootLayout, ImageRef } from "../layout/boot-layout";
import { text } from "../text";
import type { Fix } from "./finding";
import type { Draft } from "./rule";

export const vectorSectionNotFirst = "vector-section-not-first";

/** Chips whose boot address is an option byte: an image of theirs may begin with anything (BOOT_ADD, NSBOOTADD). */
const movableBootAddress = /^STM32(?:F7|H7|H5|U5|L5|U3|C5|WBA)/;

/**
 * The linker script puts code in front of the vector table, which then lies where the link happens to leave it; or, in
 * the image that the chip boots from the start of flash, bytes that are no vector table.
 */
export function checkVectorFirst(layout: BootLayout): readonly Draft[] {
  return layout.images.flatMap((image): Draft[] => {
    const table = image.evidence?.vectorTable;
    const before = table?.before;
    if (table === undefined || before === undefined) return [];
    if (before.what === "header" && !bootsFromItsStart(layout, image)) return [];
    const fix: Fix[] =
      before.move === undefined
        ? []
        : [
            {
              title: text("Put {0} first", table.pattern.name),
              edits: [
                {
                  range: { uri: before.range.uri, start: before.move.to, end: before.move.to },
                  current: "",
                  replacement: before.move.text,
                },
                { range: before.move.removed.range, current: before.move.removed.text, replacement: "" },
              ],
              preferred: true,
            },
          ];
    return [
      {
        code: vectorSectionNotFirst,
        severity: "error",
        range: table.pattern.range,
        message:
          before.what === "code"
            ? text(
                "{0} is placed in front of the vector table of {1} ({2}): the table lies wherever that code ends, and the core takes code for vectors.",
                before.name,
                image.name,
                table.pattern.name,
              )
            : text(
                "{0} is placed in front of the vector table of {1} ({2}), but the chip boots from the first bytes of its flash.",
                before.name,
                image.name,
                table.pattern.name,
              ),
        related: [{ range: before.range, message: text("this comes first") }],
        fixes: fix,
      },
    ];
  });
}

/** No other image is in front, and its region begins where the chip boots. */
function bootsFromItsStart(layout: BootLayout, image: ImageRef): boolean {
  const { candidates } = layout.device;
  const { slot } = extentOf(layout, image);
  const alone = image.role === "bootloader" || layout.images.length === 1;
  return (
    alone &&
    candidates.length > 0 &&
    candidates.every(
      ({ family, memories }) =>
        family.startsWith("STM32") &&
        !movableBootAddress.test(family) &&
        memories.find((memory) => memory.kind === "flash")?.base === slot,
    )
  );
}
