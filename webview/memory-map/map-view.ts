import type { MapScene } from "../../src/core/scene/map-scene";
import { ColumnView, targetsOf, type Target } from "./column-view";
import { html } from "./dom";

export interface MapEvents {
  /** A block got the focus, or the pointer rests on it (`undefined`: on none). */
  onShow(target: Target | undefined): void;
  /** A block was clicked, or Enter pressed on it. */
  onReveal(target: Target): void;
}

/** The columns of the map: keyboard, pointer, and one tab stop for all of it. */
export class MapView {
  readonly element = html("div", "lanes");
  private columns: ColumnView[] = [];
  private current: Target | undefined;

  constructor(private readonly events: MapEvents) {
    this.element.addEventListener("keydown", (event) => this.onKey(event));
    this.element.addEventListener("focusin", (event) => this.choose(this.targetOf(event)));
    this.element.addEventListener("pointerover", (event) => this.events.onShow(this.targetOf(event) ?? this.current));
    this.element.addEventListener("pointerleave", () => this.events.onShow(this.current));
    this.element.addEventListener("click", (event) => this.onClick(event));
    new ResizeObserver(() => this.fit()).observe(this.element);
  }

  get selected(): Target | undefined {
    return this.current;
  }

  /** Draws a scene; the block with the given id keeps the selection, and the focus if it had it. */
  show(scene: MapScene, selected: string | undefined): void {
    const hadFocus = this.element.contains(document.activeElement);
    this.columns = scene.columns.map((column, index) => new ColumnView(column, String(index)));
    const lanes = (["flash", "ram", "outside"] as const).map((lane) =>
      html(
        "div",
        `lane lane-of-${lane}`,
        ...this.columns.filter(({ column }) => column.lane === lane).map(({ element }) => element),
      ),
    );
    this.element.replaceChildren(...lanes.filter((lane) => lane.childElementCount > 0));
    this.current = this.targets().find((target) => target.id === selected);
    this.fit();
    this.events.onShow(this.current);
    if (hadFocus) {
      this.focus(this.current);
    }
  }

  private targets(): Target[] {
    return this.columns.flatMap(({ column }) => targetsOf(column));
  }

  private fit(): void {
    const focused = this.element.contains(document.activeElement);
    const changed = this.columns.map((column) => column.fit()).includes(true);
    if (changed) {
      this.mark();
      if (focused) {
        this.focus(this.current);
      }
    }
  }

  private groupOf(target: Target | undefined): SVGGElement | undefined {
    return target === undefined ? undefined : this.columns.map((column) => column.group(target.id)).find(Boolean);
  }

  private targetOf(event: Event): Target | undefined {
    const group = event.target instanceof Element ? event.target.closest("[data-target]") : null;
    const id = group?.getAttribute("data-target");
    return this.targets().find((target) => target.id === id);
  }

  /** One tab stop: the selected block, else the lowest of the first column. */
  private mark(): void {
    const stop = this.groupOf(this.current) ?? this.groupOf(this.targets()[0]);
    for (const group of this.element.querySelectorAll("[data-target]")) {
      group.setAttribute("tabindex", group === stop ? "0" : "-1");
      group.classList.toggle("selected", this.current !== undefined && group === stop);
    }
  }

  private choose(target: Target | undefined): void {
    if (target !== undefined) {
      this.current = target;
      this.mark();
      this.events.onShow(target);
    }
  }

  private focus(target: Target | undefined): void {
    const group = this.groupOf(target);
    group?.focus();
    group?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  private onClick(event: MouseEvent): void {
    const target = this.targetOf(event);
    if (target !== undefined) {
      this.focus(target);
      this.events.onReveal(target);
    }
  }

  private onKey(event: KeyboardEvent): void {
    const target = this.targetOf(event);
    if (target === undefined || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    if (event.key === "Enter" || event.key === " ") {
      this.events.onReveal(target);
    } else {
      const next = this.step(target, event.key);
      if (next === undefined) {
        return;
      }
      this.focus(next);
    }
    event.preventDefault();
  }

  /** Up is towards higher addresses, as drawn; left and right change the column. Undefined: not a key of ours. */
  private step(from: Target, key: string): Target | undefined {
    const index = this.columns.findIndex((column) => column.group(from.id) !== undefined);
    const here = this.columns[index];
    if (here === undefined) {
      return undefined;
    }
    const targets = targetsOf(here.column);
    const at = targets.findIndex((target) => target.id === from.id);
    switch (key) {
      case "ArrowUp":
        return targets[Math.min(at + 1, targets.length - 1)];
      case "ArrowDown":
        return targets[Math.max(at - 1, 0)];
      case "Home":
        return targets[0];
      case "End":
        return targets.at(-1);
      case "ArrowLeft":
      case "ArrowRight": {
        const beside = this.columns[index + (key === "ArrowLeft" ? -1 : 1)];
        return beside === undefined ? from : nearest(from, targetsOf(beside.column));
      }
      default:
        return undefined;
    }
  }
}

function nearest(from: Target, targets: readonly Target[]): Target | undefined {
  return [...targets].sort((a, b) => Math.abs(a.top - from.top) - Math.abs(b.top - from.top))[0];
}
