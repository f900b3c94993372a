import type { BuiltImage } from "../layout/boot-layout";
import type { LinkerScript, ScriptRegion } from "../linker/linker-script";

/** How full a region is. */
export interface RegionUsage {
  readonly name: string;
  /** Bytes; null where unknown. */
  readonly size: number | null;
  /** Bytes that the built files load into it; null where none of them says (nothing built, or memory that is only cleared). */
  readonly used: number | null;
}

/** The largest address a microcontroller's script states; behind it numbers are no addresses. */
const addressSpace = 1n << 32n;

/** The regions of a script in its order, each with what the built files of its image load into it. */
export function regionUsage(script: LinkerScript, built: readonly BuiltImage[]): readonly RegionUsage[] {
  return script.regions.map((region) => ({ name: region.name, size: sizeOf(region), used: usedOf(region, built) }));
}

/** Bytes that built files load into the region: overlaps of several files count once. */
export function usedOf(region: ScriptRegion, built: readonly BuiltImage[]): number | null {
  const [origin, size] = [region.origin.value, sizeOf(region)];
  if (!origin.known || size === null || origin.value < 0n || origin.value >= addressSpace) return null;
  const start = Number(origin.value);
  const inside = built
    .flatMap(({ extents }) => extents)
    .map((extent) => ({ start: Math.max(extent.start, start), end: Math.min(extent.end, start + size) }))
    .filter((extent) => extent.end > extent.start)
    .sort((a, b) => a.start - b.start);
  if (inside.length === 0) return null;
  let [used, upTo] = [0, 0];
  for (const extent of inside) {
    used += Math.max(0, extent.end - Math.max(extent.start, upTo));
    upTo = Math.max(upTo, extent.end);
  }
  return used;
}

function sizeOf({ length }: ScriptRegion): number | null {
  const { value } = length;
  return value.known && value.value >= 0n && value.value <= addressSpace ? Number(value.value) : null;
}

/** Part of the size in percent with one decimal; null where either is unknown. */
export function percentOf({ size, used }: RegionUsage): number | null {
  return size === null || used === null || size === 0 ? null : Math.round((used * 1000) / size) / 10;
}
