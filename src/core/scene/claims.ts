import { hex, printable } from "../notation";
import type { BootLayout, LayoutClaim, Quantity } from "../layout/boot-layout";
import { physical } from "../mcu/addresses";
import type { Device } from "../mcu/device";
import type { SourceRange } from "../project/snapshot";
import type { Say } from "./options";
import { text } from "../text";
import { fileName } from "./format";

/** One claim with the number it makes, as a physical address where it is an address. */
export interface Stated {
  readonly value: number;
  readonly claim: LayoutClaim;
}

/** What all files together say about one quantity of one image. */
export interface Resolved {
  /** The value that is drawn: the linker script's, else the first known. */
  readonly drawn?: Stated;
  /** Known claims that say something else. */
  readonly others: readonly Stated[];
  /** Names that would have to be given, where no claim is known. */
  readonly missing: readonly string[];
}

/** Largest address the picture takes: JavaScript's exact integers end there. */
function drawable(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

/** Physical address of a claim; `end` is translated through its last byte, which may be the last one of an alias. */
function place(device: Device | undefined, quantity: Quantity, value: number): number {
  if (device === undefined || quantity === "headerSize") {
    return value;
  }
  return quantity === "end" && value > 0 ? physical(device, value - 1) + 1 : physical(device, value);
}

/** Gathers the claims of one image about one quantity. Facts of the chip never contradict a file: they only fill in. */
export function resolveClaims(
  layout: BootLayout,
  device: Device | undefined,
  image: string,
  quantity: Quantity,
): Resolved {
  const claims = layout.claims.filter((claim) => claim.image === image && claim.quantity === quantity);
  const known = claims.flatMap((claim): Stated[] =>
    claim.value.known && drawable(claim.value.value)
      ? [{ value: place(device, quantity, claim.value.value), claim }]
      : [],
  );
  const drawn =
    known.find(({ claim }) => claim.statedBy === "linker-script") ??
    known.find(({ claim }) => claim.statedBy !== "chip") ??
    known[0];
  if (drawn === undefined) {
    const missing = claims.flatMap(({ value, label }) => (value.known ? [label] : value.missing));
    return { others: [], missing: [...new Set(missing)].map(printable) };
  }
  const others = known.filter(({ value, claim }) => value !== drawn.value && claim.statedBy !== "chip");
  return { drawn, others, missing: [] };
}

/** The line a claim was read from, if it was one. */
export function sourceOf(claim: LayoutClaim): SourceRange | undefined {
  return claim.source.type === "file" ? claim.source.range : undefined;
}

/** `ORIGIN(FLASH), app.ld`; the document or board where no file says it. */
export function statedIn(claim: LayoutClaim): string {
  const place =
    claim.source.type === "file"
      ? fileName(claim.source.range.uri)
      : claim.source.type === "chip"
        ? claim.source.document
        : claim.source.board;
  return printable(`${claim.label}, ${place}`);
}

/** `VECT_TAB_OFFSET, system_stm32l4xx.c says 0x08020000, not 0x08020800.` */
export function contradiction({ value, claim }: Stated, drawn: number, say: Say): string {
  const show = (number: number): string => (claim.quantity === "headerSize" ? `${number} B` : hex(number));
  const says = say(text("{0} says {1}, not {2}.", statedIn(claim), show(value), show(drawn)));
  return claim.note === undefined ? says : `${says} ${say(claim.note)}`;
}
