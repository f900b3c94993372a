import { hex } from "../notation";
import { extentOf, knownClaims, representative } from "../layout/agreement";
import type { BootLayout, ImageRef } from "../layout/boot-layout";
import { text } from "../text";
import { rangeOf, related } from "./application-start-mismatch";
import { coresOf, documentedAlignment, legalPlace } from "./legal-place";
import type { Draft } from "./rule";

export const vectorTableAlignment = "vector-table-alignment";

/** No Cortex-M with VTOR takes less (Armv7-M: TBLOFF starts at bit 7). */
const leastAnywhere = 0x80;
/** No chip we know asks for more; a start that has it is legal everywhere. */
const mostAnywhere = 0x400;

/** The vector table lies where the core cannot take it: below the core's need an error, below ST's manuals a warning. */
export function checkVectorAlignment(layout: BootLayout): readonly Draft[] {
  return layout.images.flatMap((image) => {
    const claims = knownClaims(layout, image.id, "vectors");
    const at = extentOf(layout, image).vectors;
    const claim = at === undefined ? undefined : representative(claims, at);
    const range = claim && rangeOf(claim);
    if (at === undefined || range === undefined || image.factory) return [];
    const others = claims.filter((one) => one !== claim && one.value.value === at).flatMap((one) => related(one));
    return judge(layout, image, at).map((draft) => ({ code: vectorTableAlignment, range, related: others, ...draft }));
  });
}

function judge(layout: BootLayout, image: ImageRef, at: number): Pick<Draft, "severity" | "message" | "mend">[] {
  const cores = coresOf(layout, image);
  if (cores.length === 0) return judgeUnknownChip(image, at);
  const withTable = cores.filter((core) => core.hasVtor);
  const needs = withTable.flatMap((core) => core.vectorAlignment ?? []);
  const least = Math.min(...needs);
  if (needs.length === 0 || needs.length < cores.length) return [];
  const { slot = at } = extentOf(layout, image);
  const mend: Draft["mend"] = [{ kind: "place", image: image.id, ...legalPlace(layout, image, slot), preferred: true }];
  const [core] = withTable;
  if (at % least !== 0) {
    return [
      {
        severity: "error",
        message: text(
          "The vector table of {0} at {1} is not aligned to {2}, which {3} with {4} vectors needs: VTOR would point elsewhere.",
          image.name,
          hex(at),
          "0x" + least.toString(16),
          layout.device.candidates[0]?.part ?? "",
          core?.vectors ?? 0,
        ),
        mend,
      },
    ];
  }
  const asked = documentedAlignment(withTable);
  if (at % asked === 0) return [];
  return [
    {
      severity: "warning",
      message: text(
        "The vector table of {0} at {1} is not aligned to {2} as ST's manuals ask.",
        image.name,
        hex(at),
        "0x" + asked.toString(16),
      ),
      mend,
    },
  ];
}

function judgeUnknownChip(image: ImageRef, at: number): Pick<Draft, "severity" | "message">[] {
  if (at % mostAnywhere === 0) return [];
  if (at % leastAnywhere !== 0) {
    return [
      {
        severity: "error",
        message: text(
          "The vector table of {0} at {1} is not aligned to 0x80, which every core with VTOR needs.",
          image.name,
          hex(at),
        ),
      },
    ];
  }
  return [
    {
      severity: "information",
      message: text(
        "Name the chip (bootsmith.json or the setting bootsmith.device) to check the vector table alignment of {0} at {1}.",
        image.name,
        hex(at),
      ),
    },
  ];
}
