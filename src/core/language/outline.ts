import type { LinkerScript } from "../linker/linker-script";
import type { SourceRange, Uri } from "../project/snapshot";
import { hexOf, sizeOf, valueText } from "./value-text";

/** An entry of the outline. Offsets in the open file; `nameStart` and `nameEnd` lie inside `start` and `end`. */
export interface OutlineItem {
  readonly kind: "region" | "section" | "symbol";
  readonly name: string;
  readonly detail: string;
  readonly start: number;
  readonly end: number;
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly children: readonly OutlineItem[];
}

type Flat = Omit<OutlineItem, "children">;

/** What a script of any dialect makes in one of its files: regions with their size, output sections, symbols. */
export function outlineOf(script: LinkerScript, uri: Uri): readonly OutlineItem[] {
  const items: Flat[] = [];
  const add = (kind: Flat["kind"], name: string, detail: string, range: SourceRange, nameRange: SourceRange): void => {
    if (range.uri !== uri || name === "") return;
    const inside = nameRange.uri === uri && nameRange.start >= range.start && nameRange.end <= range.end;
    const { start, end } = inside ? nameRange : range;
    items.push({ kind, name, detail, start: range.start, end: range.end, nameStart: start, nameEnd: end });
  };
  for (const { name, origin, length, range, nameRange } of script.regions) {
    const from = origin.value.known ? hexOf(origin.value.value) : "?";
    add("region", name, `${from}, ${length.value.known ? sizeOf(length.value.value) : "?"}`, range, nameRange);
  }
  for (const { name, range, nameRange, region, loadRegion } of script.sections) {
    const placed = region === null ? "" : `> ${region}`;
    const detail = loadRegion === null || loadRegion === region ? placed : `${placed} AT> ${loadRegion}`;
    add("section", name, detail, range, nameRange);
  }
  const named = new Map<string, SourceRange[]>();
  for (const { kind, name, role, range } of script.occurrences) {
    if (kind === "symbol" && role === "definition") named.set(name, [...(named.get(name) ?? []), range]);
  }
  for (const { name, range, evaluated } of script.symbols) {
    const { value } = evaluated;
    const own = named.get(name)?.find((one) => one.start >= range.start && one.end <= range.end);
    add("symbol", name, value.known ? `= ${valueText(value.value)}` : "", range, own ?? range);
  }
  return nested(items);
}

/** What stands inside something is its child; of what a macro makes in one place the first is it all. */
function nested(items: readonly Flat[]): readonly OutlineItem[] {
  const sorted = [...items].sort((a, b) => a.start - b.start || b.end - a.end);
  const roots: OutlineItem[] = [];
  const open: { readonly end: number; readonly children: OutlineItem[] }[] = [];
  for (const item of sorted) {
    while (open.length > 0 && (open.at(-1)?.end ?? 0) < item.end) open.pop();
    const children: OutlineItem[] = [];
    (open.at(-1)?.children ?? roots).push({ ...item, children });
    if (item.kind === "section") open.push({ end: item.end, children });
  }
  return roots;
}
