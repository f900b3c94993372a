import { agreedValue, knownClaims } from "../layout/agreement";
import type { BootLayout } from "../layout/boot-layout";
import { hex, sizeText } from "../sources/number-literal";
import { text } from "../text";
import { placeName, rangeOf } from "./application-start-mismatch";
import type { Draft } from "./rule";

export const headerSizeMismatch = "header-size-mismatch";

/** The bytes in front of the vector table are counted differently in two places. */
export function checkHeaderSize(layout: BootLayout): readonly Draft[] {
  return layout.images.flatMap((image) => {
    const claims = knownClaims(layout, image.id, "headerSize");
    const values = [...new Set(claims.map((claim) => claim.value.value))];
    if (values.length < 2) return [];
    const agreed = agreedValue(claims);
    return claims.flatMap((claim): Draft[] => {
      const range = rangeOf(claim);
      const other = claims.find((one) => one.value.value !== claim.value.value && (agreed === undefined || one.value.value === agreed));
      if (claim.value.value === agreed || range === undefined || other === undefined) return [];
      return [
        {
          code: headerSizeMismatch,
          severity: "error",
          range,
          message: text("{0} makes the header of {1} {2} long, but {3} makes it {4}.", claim.label, image.name, sizeText(claim.value.value), placeName(other), sizeText(other.value.value)),
          related: claims.flatMap((one) => {
            const at = rangeOf(one);
            return at === undefined || one === claim ? [] : [{ range: at, message: text("{0} says {1}", one.label, hex(one.value.value)) }];
          }),
          mend: values.map((size) => ({ kind: "header-size", image: image.id, size, preferred: size === agreed })),
        },
      ];
    });
  });
}
