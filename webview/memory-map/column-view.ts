import { drawColumn, type ShapeGroup } from "../../src/core/scene/draw";
import type { MapColumn, MapItem, MapMarker } from "../../src/core/scene/map-scene";
import { html, svg } from "./dom";
import { drawShape, hatchPatterns } from "./draw-svg";

export type Target = MapItem | MapMarker;

/** Lowest address first: the order in which arrow keys visit a column. */
export function targetsOf(column: MapColumn): Target[] {
  const address = (target: Target): number => ("address" in target ? target.address : target.base);
  return [...column.items, ...column.markers].sort((a, b) => address(a) - address(b));
}

/** One column of the map on the page; it redraws itself when its width changes. */
export class ColumnView {
  readonly element: HTMLElement;
  private readonly picture: SVGSVGElement;
  private readonly groups = new Map<string, SVGGElement>();
  private width = 0;

  constructor(
    readonly column: MapColumn,
    private readonly suffix: string,
  ) {
    const name = `${column.title}, ${column.subtitle}`;
    this.picture = svg("svg", { class: "picture", role: "group", "aria-label": name });
    this.element = html(
      "section",
      `column lane-${column.lane}`,
      html("h2", "", column.title),
      html("p", "subtitle", column.subtitle),
      this.picture,
    );
  }

  /** Draws at the width the page gives it; true when that was anything new. */
  fit(): boolean {
    const width = Math.max(240, Math.floor(this.element.clientWidth));
    if (width === this.width) {
      return false;
    }
    this.width = width;
    const { height, groups } = drawColumn(this.column, width);
    this.picture.setAttribute("width", String(width));
    this.picture.setAttribute("height", String(height));
    this.groups.clear();
    this.picture.replaceChildren(hatchPatterns(this.suffix), ...groups.map((group) => this.draw(group)));
    return true;
  }

  group(id: string): SVGGElement | undefined {
    return this.groups.get(id);
  }

  private draw({ target, className, shapes }: ShapeGroup): SVGGElement {
    const drawn = shapes.map((shape) => drawShape(shape, this.suffix));
    if (target === undefined) {
      return svg("g", { class: className, "aria-hidden": "true" }, ...drawn);
    }
    const reachable = target.source !== undefined;
    const group = svg(
      "g",
      {
        class: `${className}${reachable ? " reachable" : ""}`,
        role: reachable ? "button" : "img",
        tabindex: -1,
        "aria-label": target.description,
        "data-target": target.id,
      },
      ...drawn,
    );
    this.groups.set(target.id, group);
    return group;
  }
}
