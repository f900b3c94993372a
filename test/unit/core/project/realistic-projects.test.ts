import { describe, expect, it } from "vitest";
import { extentOf } from "../../../../src/core/layout/agreement";
import { english } from "../../../../src/core/text";
import { applyEdits, checkFiles, pathOf, type Checked, type Files } from "../../../support/memory-tree";
import { cubeProjects } from "../../../support/styles/cube-projects";
import { makeProjects } from "../../../support/styles/make-projects";
import { mbedProjects } from "../../../support/styles/mbed-projects";
import { otherProjects } from "../../../support/styles/other-projects";
import type { Mistake, Style } from "../../../support/styles/style";

const styles: readonly Style[] = [...cubeProjects, ...makeProjects, ...mbedProjects, ...otherProjects];
const mistakes = styles.flatMap((style) => style.mistakes.map((mistake) => ({ style, mistake })));

/** What a person sees in Problems without having asked for notes. */
function shown({ located }: Checked): string[] {
  return located
    .filter((finding) => finding.severity !== "information")
    .map((finding) => `${pathOf(finding.uri)}:${finding.start.line + 1} ${finding.code}: ${finding.message}`);
}

function places({ located }: Checked): string[] {
  return located
    .filter((finding) => finding.severity !== "information")
    .map((finding) => `${pathOf(finding.uri)}:${finding.start.line + 1} ${finding.code}`)
    .sort();
}

function broken({ files }: Style, mistake: Mistake): Files {
  const changed: Record<string, string | Uint8Array> = { ...files };
  for (const [file, from, to] of mistake.edits) {
    const content = changed[file];
    if (typeof content !== "string" || !content.includes(from)) throw new Error(`${file} does not say ${from}`);
    changed[file] = content.replace(from, to);
  }
  return changed;
}

function expected(files: Files, mistake: Mistake): string[] {
  return mistake.finds
    .map(([file, line, code]) => {
      const lines = String(files[file]).split("\n");
      const index = lines.findIndex((one) => one.includes(line));
      if (index < 0) throw new Error(`${file} has no line with ${line}`);
      return `${file}:${index + 1} ${code}`;
    })
    .sort();
}

function renamed(files: Files, { renames }: Mistake): Files {
  if (renames === undefined) return files;
  const [from, to] = renames;
  return Object.fromEntries(
    Object.entries(files).map(([path, content]) => [
      path,
      typeof content === "string" ? content.replace(from, to) : content,
    ]),
  );
}

/** A text without its numbers and sums of numbers: what no fix may change. */
function withoutNumbers(files: Files): Record<string, string> {
  const plain = (content: string): string =>
    content
      .replace(/"?\b(0[xX][0-9a-fA-F]+|[0-9]+)[KMkmULul]*\b"?/g, "#")
      .replace(/#( [-+*] #)+/g, "#")
      .replaceAll("(#)", "#");
  return Object.fromEntries(Object.entries(files).map(([path, content]) => [path, plain(String(content))]));
}

function layoutOf({ layouts }: Checked): string[] {
  const figure = (value: number | undefined): string => value?.toString(16) ?? "?";
  return layouts.flatMap((layout) =>
    layout.images.map((image) => {
      const { slot, vectors, end } = extentOf(layout, image);
      const statesSlot = layout.claims.some((claim) => claim.image === image.id && claim.quantity === "slot");
      return `${image.name} ${statesSlot || slot === vectors ? figure(slot) : "?"} ${figure(vectors)} ${figure(end)}`;
    }),
  );
}

describe("projects as they are", () => {
  it.each(styles)("$name: silent, and laid out as meant", async ({ files, layout }) => {
    const checked = await checkFiles(files);
    expect(shown(checked)).toEqual([]);
    const found = layoutOf(checked);
    for (const image of layout) expect(found).toContain(image.replace(/^\? /, "ws "));
  });

  it.each(mistakes)("$style.name: $mistake.what", async ({ style, mistake }) => {
    const files = broken(style, mistake);
    const checked = await checkFiles(files);
    expect(places(checked), shown(checked).join("\n")).toEqual(expected(files, mistake));
    const fixes = checked.findings.flatMap((finding) => finding.fixes);
    if (mistake.unfixable !== true) expect(fixes.length, "a fix is offered").toBeGreaterThan(0);
    for (const fix of fixes) {
      const mended = applyEdits(files, fix.edits);
      expect(shown(await checkFiles(mended)), english(fix.title)).toEqual([]);
      expect(withoutNumbers(mended), english(fix.title)).toEqual(withoutNumbers(renamed(files, mistake)));
    }
  });
});
