import type { BootLayout } from "../core/layout/boot-layout";
import type { Uri } from "../core/project/snapshot";

/** Every file that the layouts point into: the only ones a page may ask to have opened. */
export function mentionedUris(layouts: readonly BootLayout[]): ReadonlySet<Uri> {
  const uris = new Set<Uri>();
  for (const layout of layouts) {
    const ranges = [
      layout.device.hint?.range,
      ...layout.claims.map(({ source }) => (source.type === "file" ? source.range : undefined)),
      ...layout.images.flatMap((image) => image.regions.map((region) => region.range)),
      ...layout.problems.map((problem) => problem.range),
    ];
    for (const range of ranges) {
      if (range !== undefined) {
        uris.add(range.uri);
      }
    }
  }
  return uris;
}
