import { describe, expect, it } from "vitest";
import { mapSvg } from "../../../../src/core/report/map-svg";
import { memoryMapScene } from "../../../../src/core/scene/memory-map";
import { chips, layout, region, samples } from "../scene/layout-builder";

/** Fails unless the text is one well-formed XML element: names nest, attributes are quoted, entities are known. */
function elementsOf(xml: string): string[] {
  const open: string[] = [];
  const names: string[] = [];
  const token = /<\?[^?]*\?>|<(\/?)([a-z]+)((?:\s[\w:-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/gy;
  while (token.lastIndex < xml.length) {
    const at = token.lastIndex;
    const match = token.exec(xml);
    if (match === null) {
      throw new Error(`not well-formed at ${xml.slice(at, at + 60)}`);
    }
    const [, closing, name, attributes, selfClosing, content] = match;
    for (const entity of `${attributes ?? ""}${content ?? ""}`.match(/&[^;\s]*;?/g) ?? []) {
      expect(entity).toMatch(/^&(amp|lt|gt|quot);$/);
    }
    if (name !== undefined && closing === "/") {
      expect(open.pop()).toBe(name);
    } else if (name !== undefined) {
      names.push(name);
      if (selfClosing !== "/") {
        open.push(name);
      }
    }
  }
  expect(open).toEqual([]);
  return names;
}

describe("the exported picture", () => {
  it.each(Object.entries(samples))("%s is well-formed XML with a title and a description", (_, sample) => {
    const svg = mapSvg(memoryMapScene(sample));
    expect(elementsOf(svg).slice(0, 3)).toEqual(["svg", "title", "desc"]);
    expect(svg).toContain('role="img" aria-labelledby="map-title map-description"');
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });

  it("says every address of the layout", () => {
    const svg = mapSvg(memoryMapScene(samples.l475));
    for (const words of ["0x08000000", "0x08020000", "0x08020800", "0x08100000", "894 KiB", "page 64"]) {
      expect(svg).toContain(words);
    }
  });

  it("keeps hostile names as text", () => {
    const name = `</text><script>alert("1")</script>&amp;]]>\u0000\uFFFF`;
    const hostile = layout(chips.l475, {
      ...{ id: "application", name, vectors: 0x08000000, end: 0x08080000 },
      regions: [region(`"><img onerror=x>`, 0x20000000, 0x8000)],
    });
    const scene = memoryMapScene({ ...hostile, set: { ...hostile.set, name } });
    const names = elementsOf(mapSvg(scene));
    expect(names).not.toContain("script");
    expect(names).not.toContain("img");
  });

  it("follows the reader's colour scheme and needs nothing from outside", () => {
    const svg = mapSvg(memoryMapScene(samples.f407));
    expect(svg).toContain("prefers-color-scheme: dark");
    expect(svg.replace('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(/https?:|@import|href/);
  });

  it("is wide enough for its columns and high enough for its notes", () => {
    const scene = memoryMapScene(samples.l475broken);
    const svg = mapSvg(scene);
    const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
    const lowest = Math.max(...[...svg.matchAll(/<text [^>]*y="([\d.]+)"/g)].map(([, y]) => Number(y)));
    expect(Number(height)).toBeGreaterThan(lowest);
    expect(Number(width)).toBeGreaterThan(3 * 320);
  });
});
