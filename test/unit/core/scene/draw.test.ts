import { describe, expect, it } from "vitest";
import { drawColumn, type Shape } from "../../../../src/core/scene/draw";
import { memoryMapScene } from "../../../../src/core/scene/memory-map";
import { textWidth } from "../../../../src/core/scene/text-width";
import { samples } from "./layout-builder";

const columns = Object.entries(samples).flatMap(([name, sample]) =>
  memoryMapScene(sample).columns.map((column): [string, typeof column] => [`${name} ${column.title}`, column]),
);

/** Horizontal extent of a shape; texts by their estimated width. */
function extent(shape: Shape): [number, number] {
  switch (shape.type) {
    case "rect":
      return [shape.x, shape.x + shape.width];
    case "line":
      return [shape.x1, shape.x2];
    case "path":
      return [0, 0];
    case "text": {
      const width = shape.upright === true ? 11 : textWidth(shape.text, 11);
      const start = shape.anchor === "start" ? shape.x : shape.x - (shape.anchor === "end" ? width : width / 2);
      return [start, start + width];
    }
  }
}

describe.each(columns)("%s", (_, column) => {
  it.each([276, 320, 440, 700])("stays inside %d pixels", (width) => {
    for (const shape of drawColumn(column, width).groups.flatMap(({ shapes }) => shapes)) {
      const [from, to] = extent(shape);
      expect(from).toBeGreaterThanOrEqual(0);
      expect(to).toBeLessThanOrEqual(width + 1);
    }
  });

  it("draws every item and marker once, as its own target", () => {
    const targets = drawColumn(column, 400).groups.flatMap(({ target }) => (target === undefined ? [] : [target.id]));
    expect(targets.sort()).toEqual([...column.items, ...column.markers].map(({ id }) => id).sort());
  });
});

it("writes every address on the edge of a block once", () => {
  const [flash] = memoryMapScene(samples.l475broken).columns;
  const words = drawColumn(flash!, 440).groups.flatMap(({ shapes }) =>
    shapes.flatMap((shape) => (shape.type === "text" && shape.className.includes("address") ? [shape.text] : [])),
  );
  expect(words.sort()).toEqual([
    ...["0x08000000", "0x08010000", "0x08020400", "0x08020C00", "0x08028000", "0x08030000", "0x08090000", "0x08100000"],
  ]);
});
