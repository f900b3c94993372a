import fc from "fast-check";
import type { ImageIds, ImageSegment, ImageTarget } from "../../../../src/core/image/firmware-image";

/** Segments as images hold them: sorted, neither overlapping nor touching. */
export function segmentLists(maximumBytes = 120): fc.Arbitrary<ImageSegment[]> {
  const piece = fc.record({
    gap: fc.oneof(fc.integer({ min: 1, max: 64 }), fc.integer({ min: 1, max: 0x1fff_ffff })),
    data: fc.uint8Array({ minLength: 1, maxLength: maximumBytes }),
  });
  return fc.array(piece, { minLength: 1, maxLength: 5 }).map((pieces) => {
    let end = -1;
    return pieces.map(({ gap, data }) => {
      const address = end + gap;
      end = address + data.length;
      return { address, data };
    });
  });
}

/** A start address, or none. */
export const entries = fc.option(fc.integer({ min: 1, max: 0xffff_ffff }), { nil: null });

const id = fc.option(fc.integer({ min: 0, max: 0xfffe }), { nil: null });

/** Ids of a DFU suffix. */
export const idSets: fc.Arbitrary<ImageIds> = fc.record({ vendorId: id, productId: id, device: id });

const names = fc.oneof(
  fc.constant(null),
  fc.constant("@Internal Flash  /0x08000000/04*016Kg,01*064Kg,07*128Kg"),
  fc
    .uint8Array({ maxLength: 254 })
    .map((codes) => Array.from(codes, (code) => String.fromCharCode(code || 1)).join("")),
);

/** Targets of a DfuSe file: by alternate setting, each once. */
export const targetLists: fc.Arbitrary<ImageTarget[]> = fc
  .uniqueArray(fc.record({ alternate: fc.nat(255), name: names, segments: segmentLists(40) }), {
    minLength: 1,
    maxLength: 3,
    selector: ({ alternate }) => alternate,
  })
  .map((targets) => targets.sort((a, b) => a.alternate - b.alternate));
