type Rgb = readonly [number, number, number];

export function activeBlock(): string | null {
  return document.activeElement?.getAttribute("data-target") ?? null;
}

/** Blocks that a screen reader could not name. */
export function namelessBlocks(): string[] {
  return [...document.querySelectorAll("[data-target]")]
    .filter((block) => block.getAttribute("aria-label") === null || block.getAttribute("role") === null)
    .map((block) => block.outerHTML);
}

/** Pixels by which the page is wider than the window. */
export function overflow(): number {
  return document.documentElement.scrollWidth - window.innerWidth;
}

export function textsBehindEdge(): string[] {
  return [...document.querySelectorAll(".picture text")]
    .filter((text) => text.getBoundingClientRect().right > window.innerWidth)
    .map((text) => text.textContent);
}

/** Colour and width of the outline of a block. */
export function strokeOf(target: string): string[] {
  const block = document.querySelector(`[data-target="${CSS.escape(target)}"] .block`);
  const style = block === null ? undefined : getComputedStyle(block);
  return style === undefined ? [] : [style.stroke, style.strokeWidth];
}

/** Texts whose colour is closer than 4.5 : 1 to the editor background (WCAG 2.1, 1.4.3). */
export function faintTexts(): string[] {
  const ground = getComputedStyle(document.body).backgroundColor;
  return [...document.querySelectorAll("text:not(.badge-mark), h1, h2, p, li, summary, .link")]
    .filter((element) => element.textContent.trim() !== "")
    .flatMap((element) => {
      const style = getComputedStyle(element);
      const ratio = contrast(element instanceof SVGElement ? style.fill : style.color, ground);
      return ratio < 4.5 ? [`${ratio.toFixed(2)} ${element.textContent}`] : [];
    });
}

function contrast(ink: string, ground: string): number {
  const [a, b] = [luminance(painted(ink, ground)), luminance(painted(ground, ground))];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

const pixel = document.createElement("canvas").getContext("2d", { willReadFrequently: true });

/** What the browser makes of a colour, transparent ones over the ground. */
function painted(colour: string, ground: string): Rgb {
  if (pixel === null) {
    throw new Error("no canvas");
  }
  for (const paint of [ground, colour]) {
    pixel.fillStyle = paint;
    pixel.fillRect(0, 0, 1, 1);
  }
  const [r = 0, g = 0, b = 0] = pixel.getImageData(0, 0, 1, 1).data;
  return [r, g, b];
}

/** Relative luminance, WCAG 2.1. */
function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map((value) => {
    const share = value / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
