import { isInside } from "../project/paths";
import type { Uri } from "../project/snapshot";
import type { BootLayout } from "./boot-layout";

/** The layouts whose images a file belongs to, by the nearest folder; all of them for any other file. */
export function layoutsOfFile(layouts: readonly BootLayout[], uri: Uri | undefined): readonly BootLayout[] {
  if (uri === undefined) return layouts;
  const depth = ({ images }: BootLayout): number =>
    Math.max(0, ...images.map(({ folder }) => (isInside(uri, folder) ? folder.length : 0)));
  const nearest = Math.max(0, ...layouts.map(depth));
  return nearest === 0 ? layouts : layouts.filter((layout) => depth(layout) === nearest);
}

/** The parts of the layouts' chips, each once. */
export function partsOf(layouts: readonly BootLayout[]): readonly string[] {
  return [...new Set(layouts.flatMap(({ device }) => device.candidates.map(({ part }) => part)))];
}
