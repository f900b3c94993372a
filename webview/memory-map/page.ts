import type { MapItem, MapNote, MapScene } from "../../src/core/scene/map-scene";
import { drawSwatch } from "../../src/core/scene/draw";
import type { SourceRange } from "../../src/core/project/snapshot";
import type { HostMessage, PageState, PageWords, Welcome } from "../../src/protocol/memory-map";
import { createButton, createChoiceList } from "../toolkit";
import type { Target } from "./column-view";
import { html, svg } from "./dom";
import { drawShape } from "./draw-svg";
import { MapView } from "./map-view";
import { rangeTable } from "./range-table";

export interface PagePorts {
  select(layout: string): void;
  reveal(range: SourceRange): void;
  remember(state: PageState): void;
}

/** Everything on the page. Draws what the host pushes and reports intents; keeps no truth of its own. */
export class Page {
  private readonly choice = createChoiceList((id) => this.ports.select(id));
  private readonly title = html("h1", "");
  private readonly subtitle = html("p", "subtitle");
  private readonly notices = html("div", "notices");
  private readonly below = html("div", "below");
  private readonly line = html("p", "line");
  private readonly alert = html("p", "alert");
  private readonly go = createButton(() => this.reveal(this.map.selected));
  private readonly map = new MapView({
    onShow: (target) => this.describe(target),
    onReveal: (target) => this.reveal(target),
  });
  private readonly content: readonly Node[];

  constructor(
    private readonly root: HTMLElement,
    private readonly words: PageWords,
    private readonly ports: PagePorts,
    private state: PageState,
  ) {
    const details = html("footer", "details", html("div", "lines", this.line, this.alert), this.go.element);
    this.line.setAttribute("role", "status");
    this.alert.setAttribute("role", "alert");
    details.setAttribute("aria-label", words.details);
    const header = html("header", "", html("div", "names", this.title, this.subtitle), this.choice.element);
    this.content = [header, this.notices, this.map.element, this.below, details];
  }

  scene({ scene, layouts, selected }: Extract<HostMessage, { type: "scene" }>): void {
    if (!this.root.contains(this.map.element)) {
      this.root.replaceChildren(...this.content);
    }
    this.title.textContent = scene.title;
    this.subtitle.textContent = scene.subtitle;
    this.choice.element.hidden = layouts.length < 2;
    this.choice.show(layouts, selected, this.words.layout);
    this.alert.textContent = "";
    this.remember({ layout: selected });
    this.map.show(scene, this.state.item);
    this.notices.replaceChildren(...this.notes(scene.notes));
    this.below.replaceChildren(this.legend(scene), this.table(scene));
  }

  empty({ title, sentences }: Welcome): void {
    this.root.replaceChildren(
      html("section", "welcome", html("h1", "", title), ...sentences.map((sentence) => html("p", "", sentence))),
    );
  }

  fail(reason: string): void {
    this.alert.textContent = reason;
  }

  private remember(more: PageState): void {
    this.state = { ...this.state, ...more };
    this.ports.remember(this.state);
  }

  private describe(target: Target | undefined): void {
    this.line.textContent = target?.description ?? this.words.hint;
    this.line.classList.toggle("hint", target === undefined);
    const { selected } = this.map;
    this.go.set(this.words.goToLine, selected?.source !== undefined);
    if (selected !== undefined && selected.id !== this.state.item) {
      this.remember({ item: selected.id });
    }
  }

  private reveal(target: Pick<MapItem, "source"> | undefined): void {
    this.alert.textContent = "";
    if (target?.source !== undefined) {
      this.ports.reveal(target.source);
    }
  }

  private legend(scene: MapScene): HTMLElement {
    const entries = scene.legend.map((entry, index) => {
      const { className, shapes } = drawSwatch(entry, 1, 2);
      const suffix = `legend-${index}`;
      const group = svg("g", { class: className }, ...shapes.map((shape) => drawShape(shape, "0")));
      const picture = svg("svg", { width: 18, height: 16, "aria-hidden": "true", "data-swatch": suffix }, group);
      return html("li", "", picture, entry.label);
    });
    return html("div", "legend", html("ul", "", ...entries), html("p", "footnote", scene.footnote));
  }

  private notes(notes: readonly MapNote[]): HTMLElement[] {
    if (notes.length === 0) {
      return [];
    }
    const list = notes.map((note) => {
      if (note.source === undefined) {
        return html("li", `note-${note.kind}`, note.text);
      }
      const link = html("button", "link", note.text);
      link.type = "button";
      link.addEventListener("click", () => this.reveal(note));
      return html("li", `note-${note.kind}`, link);
    });
    const box = html("section", "notes", html("ul", "", ...list));
    box.setAttribute("aria-label", this.words.notes);
    return [box];
  }

  private table(scene: MapScene): HTMLElement {
    const box = html("details", "ranges", html("summary", "", this.words.table));
    box.open = this.state.tableOpen ?? false;
    box.addEventListener("toggle", () => this.remember({ tableOpen: box.open }));
    box.append(rangeTable(scene, this.words, (item) => this.reveal(item)).element);
    return box;
  }
}
