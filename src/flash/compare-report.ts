import type { BoardInfo, Mismatch } from "../core/dfu/board-service";
import type { FlashPlan } from "../core/dfu/plan/flash-plan";
import { unitsIn } from "../core/dfu/layout-units";
import type { AddressRange } from "../core/mcu/device";
import { hex, sizeText } from "../core/notation";
import { text, type Text } from "../core/text";

/** One erase unit that the image reaches into, and the first byte in it that is another one. */
export interface ComparedUnit extends AddressRange {
  readonly first: Mismatch | null;
}

/**
 * The erase units an image reaches into, lowest address first.
 * @param plan what was compared: its image
 * @param mismatches at most one per unit, as the board service gives them
 */
export function comparedUnits(
  board: BoardInfo,
  plan: Pick<FlashPlan, "image" | "alternate">,
  mismatches: readonly Mismatch[],
): readonly ComparedUnit[] {
  const layout = board.alternates.find(({ number }) => number === plan.alternate)?.layout ?? null;
  const units = new Map<number, AddressRange>();
  for (const { address, data } of plan.image) {
    const touched = layout === null ? [] : unitsIn(layout, address, address + data.length);
    // Plain DFU has no units: what was compared is one.
    const ranges = touched.length > 0 ? touched : [{ base: address, size: data.length }];
    ranges.forEach(({ base, size }) => units.set(base, { base, size }));
  }
  return [...units.values()]
    .sort((a, b) => a.base - b.base)
    .map(({ base, size }) => ({
      base,
      size,
      first: mismatches.find(({ address }) => address >= base && address < base + size) ?? null,
    }));
}

/** The comparison as a Markdown page. @param say how a sentence is written: in English, or in the editor's language */
export function compareMarkdown(title: Text, units: readonly ComparedUnit[], say: (sentence: Text) => string): string {
  const differing = units.filter(({ first }) => first !== null).length;
  const head = [
    text("Erase unit"),
    text("Size"),
    text("Board and image"),
    text("First difference"),
    text("Found"),
    text("Expected"),
  ];
  const rows = units.map(({ base, size, first }) => [
    `\`${hex(base)}\``,
    sizeText(size),
    first === null ? say(text("same")) : `**${say(text("differs"))}**`,
    ...(first === null ? ["", "", ""] : [`\`${hex(first.address)}\``, byte(first.found), byte(first.expected)]),
  ]);
  const summary =
    differing === 0
      ? text("Every byte of the image is on the board.")
      : text("{0} of {1} erase units differ.", differing, units.length);
  return [
    `# ${say(title)}`,
    "",
    say(summary),
    "",
    line(head.map(say)),
    line(head.map(() => "---")),
    ...rows.map(line),
    "",
  ].join("\n");
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function byte(value: number): string {
  return `\`0x${value.toString(16).toUpperCase().padStart(2, "0")}\``;
}
