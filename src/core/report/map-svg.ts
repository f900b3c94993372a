import { drawColumn, drawSwatch, hatchTiles, type Hatch, type Shape, type ShapeGroup } from "../scene/draw";
import type { Lane, MapColumn, MapScene } from "../scene/map-scene";
import { fontSize, textWidth } from "../scene/text-width";
import { mapStyle } from "./map-svg-style";

const padding = 24;
const columnGap = 28;
const titleHeight = 44;
const widths: Readonly<Record<Lane, number>> = { flash: 440, ram: 320, outside: 320 };

/** A stand-alone picture of the scene: an SVG document that follows the reader's light or dark preference. */
export function mapSvg(scene: MapScene): string {
  const lanes = (["flash", "ram", "outside"] as const).flatMap((lane) => lanesOf(scene.columns, lane));
  const top = padding + 58;
  const parts: string[] = [];
  let x = padding;
  let bottom = top;
  for (const lane of lanes) {
    let y = top;
    for (const column of lane.columns) {
      parts.push(columnSvg(column, x, y, lane.width));
      y += titleHeight + column.height + 18 + columnGap;
    }
    bottom = Math.max(bottom, y - columnGap);
    x += lane.width + columnGap;
  }
  const width = Math.max(x - columnGap + padding, 640);
  const foot = footer(scene, bottom + 20, width);
  return document(scene, width, foot.bottom + padding, [header(scene), ...parts, foot.svg].join("\n"));
}

interface LanePlan {
  readonly width: number;
  readonly columns: readonly MapColumn[];
}

/** Flash columns stand side by side; RAM and what lies outside are stacked. */
function lanesOf(columns: readonly MapColumn[], lane: Lane): LanePlan[] {
  const mine = columns.filter((column) => column.lane === lane);
  if (lane === "flash") {
    return mine.map((column) => ({ width: widths.flash, columns: [column] }));
  }
  return mine.length === 0 ? [] : [{ width: widths[lane], columns: mine }];
}

function document(scene: MapScene, width: number, height: number, body: string): string {
  const patterns = (Object.keys(hatchTiles) as Hatch[])
    .map(
      (name) =>
        `<pattern id="hatch-${name}" width="8" height="8" patternUnits="userSpaceOnUse">` +
        `<path class="hatch-${name}" d="${hatchTiles[name]}"/></pattern>`,
    )
    .join("");
  return [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"` +
      ` role="img" aria-labelledby="map-title map-description">`,
    `<title id="map-title">${escapeXml(scene.title)}</title>`,
    `<desc id="map-description">${escapeXml(descriptionOf(scene))}</desc>`,
    `<style>${mapStyle}</style>`,
    `<defs>${patterns}</defs>`,
    `<rect class="page" width="${width}" height="${height}"/>`,
    body,
    `</svg>`,
    "",
  ].join("\n");
}

function descriptionOf(scene: MapScene): string {
  const columns = scene.columns.map(
    (column) => `${column.title}: ${column.items.map((item) => item.description).join(" ")}`,
  );
  return [scene.subtitle, ...columns, ...scene.notes.map((note) => note.text)].join("\n");
}

function header(scene: MapScene): string {
  return line("title", padding, padding + 18, scene.title) + line("subtitle", padding, padding + 40, scene.subtitle);
}

function columnSvg(column: MapColumn, x: number, y: number, width: number): string {
  const picture = drawColumn(column, width);
  const groups = picture.groups.map(groupSvg).join("\n");
  return (
    `<g transform="translate(${x} ${y})">` +
    line("column-title", 0, 14, column.title) +
    line("column-subtitle", 0, 32, column.subtitle) +
    `<g transform="translate(0 ${titleHeight - 4})">\n${groups}\n</g></g>`
  );
}

function footer(scene: MapScene, top: number, width: number): { svg: string; bottom: number } {
  const parts: string[] = [];
  let x = padding;
  let y = top;
  for (const entry of scene.legend) {
    const entryWidth = textWidth(entry.label, fontSize.detail) + 36;
    if (x + entryWidth > width - padding) {
      x = padding;
      y += 22;
    }
    parts.push(groupSvg(drawSwatch(entry, x, y - 10)), line("legend-label", x + 22, y, entry.label));
    x += entryWidth;
  }
  for (const note of scene.notes) {
    wrap(note.text, width - 2 * padding - 18).forEach((words, index) => {
      y += index === 0 ? 24 : 17;
      parts.push(
        line(`note note-${note.kind}`, padding + (index === 0 ? 0 : 14), y, index === 0 ? `▸ ${words}` : words),
      );
    });
  }
  y += 26;
  parts.push(line("footnote", padding, y, scene.footnote));
  return { svg: parts.join("\n"), bottom: y };
}

function wrap(sentence: string, room: number): string[] {
  const lines: string[] = [];
  for (const word of sentence.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || textWidth(`${last} ${word}`, fontSize.detail) > room) {
      lines.push(word);
    } else {
      lines[lines.length - 1] = `${last} ${word}`;
    }
  }
  return lines;
}

function groupSvg(group: ShapeGroup): string {
  const title = group.target === undefined ? "" : `<title>${escapeXml(group.target.description)}</title>`;
  return `<g class="${escapeXml(group.className)}">${title}${group.shapes.map(shapeSvg).join("")}</g>`;
}

function shapeSvg(shape: Shape): string {
  const name = `class="${escapeXml(shape.className)}"`;
  switch (shape.type) {
    case "rect": {
      const fill = shape.hatch === undefined ? "" : ` fill="url(#hatch-${shape.hatch})"`;
      const box = `x="${num(shape.x)}" y="${num(shape.y)}" width="${num(shape.width)}" height="${num(shape.height)}"`;
      return `<rect ${name} ${box} rx="${num(shape.radius)}"${fill}/>`;
    }
    case "line":
      return `<line ${name} x1="${num(shape.x1)}" y1="${num(shape.y1)}" x2="${num(shape.x2)}" y2="${num(shape.y2)}"/>`;
    case "path":
      return `<path ${name} d="${shape.d}"/>`;
    case "text": {
      const at = `x="${num(shape.x)}" y="${num(shape.y)}" text-anchor="${shape.anchor}"`;
      const turn = shape.upright === true ? ` transform="rotate(-90 ${num(shape.x)} ${num(shape.y)})"` : "";
      return `<text ${name} ${at}${turn}>${escapeXml(shape.text)}</text>`;
    }
  }
}

function line(className: string, x: number, y: number, content: string): string {
  return `<text class="${className}" x="${num(x)}" y="${num(y)}">${escapeXml(content)}</text>`;
}

function num(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** Text for element content and attribute values; characters that XML 1.0 forbids become U+FFFD. */
function escapeXml(content: string): string {
  return content
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "�")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;");
}
