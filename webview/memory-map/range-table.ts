import type { MapItem, MapScene } from "../../src/core/scene/map-scene";
import type { PageWords } from "../../src/protocol/memory-map";
import { html } from "./dom";

/** The same content as the picture, as a table: for screen readers, and for copying. Lowest address first. */
export function rangeTable(
  scene: MapScene,
  words: PageWords,
  onReveal: (item: MapItem) => void,
): { readonly element: HTMLElement } {
  const { memory, what, range, size, stated } = words.columns;
  const head = [memory, what, range, size, stated].map((title) => {
    const cell = html("th", "", title);
    cell.scope = "col";
    return cell;
  });
  const rows = scene.columns.flatMap((column) =>
    column.items.map((item) =>
      html(
        "tr",
        item.overlapping || item.conflicts.length > 0 ? "faulty" : "",
        html("td", "", column.title),
        html("td", "", [item.label, item.kind === "overlap" ? "" : item.detail].filter(Boolean).join(" · ")),
        html("td", "number", item.range),
        html("td", "number", item.size),
        html("td", "", ...statedCell(item, onReveal)),
      ),
    ),
  );
  const table = html("table", "", html("thead", "", html("tr", "", ...head)), html("tbody", "", ...rows));
  return { element: html("div", "table-frame", table) };
}

function statedCell(item: MapItem, onReveal: (item: MapItem) => void): (Node | string)[] {
  const words = [item.stated, ...item.conflicts].filter((part) => part !== "").join(" ");
  if (item.source === undefined) {
    return [words];
  }
  const link = html("button", "link", item.stated);
  link.type = "button";
  link.addEventListener("click", () => onReveal(item));
  return [link, ...item.conflicts.map((conflict) => html("span", "conflict", ` ${conflict}`))];
}
