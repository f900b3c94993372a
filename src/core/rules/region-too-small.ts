import type { BootLayout, ImageRef, RegionClaim } from "../layout/boot-layout";
import type { OutputSection } from "../linker/linker-script";
import { sizeText } from "../notation";
import { text } from "../text";
import { coresOf } from "./legal-place";
import type { Draft } from "./rule";

export const regionTooSmall = "region-too-small";

/** What a section takes of a region, whatever is linked. */
interface Need {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
}

/**
 * A region cannot hold what the script itself puts there: heap and stack of a stated size, a whole vector table, or any
 * variable in none at all. What objects fill is the linker's to say.
 */
export function checkRegionSize(layout: BootLayout): readonly Draft[] {
  return layout.images.flatMap((image) => image.regions.flatMap((region) => tooSmall(layout, image, region)));
}

function tooSmall(layout: BootLayout, image: ImageRef, region: RegionClaim): Draft[] {
  const { length } = region;
  if (!length.value.known || length.source.type !== "file") return [];
  const needs = needsOf(layout, image, region);
  const needed = needs.reduce((sum, { size }) => sum + size, 0);
  if (needed <= length.value.value) return [];
  const largest = needs.toSorted((a, b) => b.size - a.size).slice(0, 3);
  return [
    {
      code: regionTooSmall,
      severity: "error",
      range: length.source.range,
      message: text(
        "{0} has {1}, but what the script puts there takes at least {2}: {3}.",
        region.name,
        sizeText(length.value.value),
        sizeText(needed),
        largest.map(({ name, size }) => `${name} ${sizeText(size)}`).join(", "),
      ),
    },
  ];
}

function needsOf(layout: BootLayout, image: ImageRef, { name, length, holds }: RegionClaim): readonly Need[] {
  const sections = image.script?.sections.filter((one) => one.region === name && one.name !== "/DISCARD/") ?? [];
  // Overlays and what is not loaded share addresses, and so may sections that are placed by hand.
  const sized = sections.filter(
    ({ leastSize, types, address }) =>
      leastSize > 0 && address === null && !types.some((type) => /^(?:OVERLAY|COPY|DSECT|INFO)$/.test(type)),
  );
  const needs: Need[] = sized.map((section) => ({ name: section.name, size: section.leastSize }));
  if (holds === "vectors") return [...needs, ...vectorTable(layout, image)];
  // Regions of length 0 are placeholders; one that gets the program's variables is not.
  const isEmpty = length.value.known && length.value.value === 0;
  const variables = isEmpty && needs.length === 0 ? sections.find(holdsVariables) : undefined;
  return variables === undefined ? needs : [{ name: variables.name, size: 1 }];
}

function vectorTable(layout: BootLayout, image: ImageRef): readonly Need[] {
  const cores = coresOf(layout, image);
  const least = Math.min(...cores.map(({ vectors }) => vectors));
  return cores.length === 0 || !Number.isFinite(least)
    ? []
    : [{ name: text("vector table").template, size: 4 * least }];
}

function holdsVariables({ name, inputs }: OutputSection): boolean {
  return /^\.(?:bss|data)$/.test(name) && inputs.length > 0;
}
