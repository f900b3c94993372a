import { hatchTiles, type Hatch, type Shape } from "../../src/core/scene/draw";
import { svg } from "./dom";

/** Hatching patterns of one picture; `suffix` keeps their ids apart from those of other pictures on the page. */
export function hatchPatterns(suffix: string): SVGDefsElement {
  const names = Object.keys(hatchTiles) as Hatch[];
  return svg(
    "defs",
    {},
    ...names.map((name) =>
      svg(
        "pattern",
        { id: `hatch-${name}-${suffix}`, width: 8, height: 8, patternUnits: "userSpaceOnUse" },
        svg("path", { class: `hatch-${name}`, d: hatchTiles[name] }),
      ),
    ),
  );
}

export function drawShape(shape: Shape, suffix: string): SVGElement {
  const className = { class: shape.className };
  switch (shape.type) {
    case "rect": {
      const { x, y, width, height, radius, hatch } = shape;
      const fill = hatch === undefined ? {} : { fill: `url(#hatch-${hatch}-${suffix})` };
      return svg("rect", { ...className, x, y, width, height, rx: radius, ...fill });
    }
    case "line": {
      const { x1, y1, x2, y2 } = shape;
      return svg("line", { ...className, x1, y1, x2, y2 });
    }
    case "path":
      return svg("path", { ...className, d: shape.d });
    case "text": {
      const { x, y, anchor, upright } = shape;
      const turn = upright === true ? { transform: `rotate(-90 ${x} ${y})` } : {};
      return svg("text", { ...className, x, y, "text-anchor": anchor, ...turn }, document.createTextNode(shape.text));
    }
  }
}
