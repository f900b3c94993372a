import { hex, sizeText } from "../notation";
import { extentOf, type Extent } from "../layout/agreement";
import type { BootLayout, ImageRef, LayoutClaim } from "../layout/boot-layout";
import type { Claim, LiteralSite } from "../layout/claim";
import { physical, stretchAt } from "../mcu/addresses";
import { baseName, isInside } from "../project/paths";
import { writeLike } from "../sources/number-literal";
import { english, text, type Text } from "../text";
import type { Edit, Fix, RefusedFix } from "./finding";
import type { Place } from "./legal-place";
import type { Mend } from "./rule";

export type Mended = { readonly fix: Fix } | { readonly refused: RefusedFix };

/** Turns a mend into edits at every place that states the value; refuses, naming the place, where one cannot be written. */
export function mended(layout: BootLayout, mend: Mend): Mended | undefined {
  if (mend.kind === "claim") {
    const writer = new Writer(layout, mend.title, mend.preferred);
    writer.restate(mend.label, mend.claim, mend.value);
    return writer.result();
  }
  const image = layout.images.find((one) => one.id === mend.image);
  if (image === undefined) return undefined;
  switch (mend.kind) {
    case "place":
      return place(layout, image, mend, mend.preferred);
    case "header-size":
      return resizeHeader(layout, image, mend.size, mend.preferred);
    case "end":
      return endAt(layout, image, mend);
    case "system-bootloader":
      return systemBootloaderAt(layout, image, mend);
  }
}

function place(layout: BootLayout, image: ImageRef, { slot, vectors }: Place, preferred: boolean): Mended {
  const before = extentOf(layout, image);
  const title =
    before.slot !== slot || before.vectors === vectors || slot === vectors
      ? text("Start {0} at {1} in every file", image.name, hex(slot))
      : text("Put the vector table of {0} at {1} in every file", image.name, hex(vectors));
  const writer = new Writer(layout, title, preferred);
  const claims = claimsOn(layout, image);
  for (const claim of claims) {
    if (claim.derived) continue;
    if (claim.quantity === "vectors")
      writer.restate(claim.label, claim, vectors, claim.statedBy === "vector-table-offset");
    else if (claim.quantity === "slot") writer.restate(claim.label, claim, slot);
    else if (claim.quantity === "headerSize" && headerMoves(layout, image, vectors - slot))
      writer.restate(claim.label, claim, vectors - slot);
    else if (claim.quantity === "upload" && claim.value.known)
      writer.restate(claim.label, claim, movedUpload(claim.value.value, before, { slot, vectors }));
    else if (claim.quantity === "end" && claim.absolute !== true) {
      const shift = shiftAt(claims, claim, { slot, vectors });
      if (!fitsOnlyMoved(layout, claim, vectors, shift)) writer.keepEnd(claim, shift);
    }
  }
  return writer.result();
}

/** An end beyond the memory that moves into it with the start: only the start was wrong, and the length is right. */
function fitsOnlyMoved({ device }: BootLayout, { value }: LayoutClaim, vectors: number, shift: number): boolean {
  const { candidates } = device;
  if (!value.known || candidates.length === 0) return false;
  const end = value.value;
  return candidates.every((candidate) => {
    const at = physical(candidate, vectors);
    const stretch = stretchAt(candidate, at);
    const limit = stretch === undefined ? 0 : stretch.base + stretch.size - at + vectors;
    return end > limit && end + shift <= limit;
  });
}

/** What was written to the image's start goes along with it; an address that was wrong before has a finding of its own. */
export function movedUpload(address: number, before: Pick<Extent, "slot" | "vectors">, after: Place): number {
  if (address === before.slot) return after.slot;
  return address === before.vectors ? after.vectors : address;
}

/** Only a header that changes on purpose is rewritten; one that is in dispute has a finding of its own. */
function headerMoves(layout: BootLayout, image: ImageRef, size: number): boolean {
  const { slot, vectors } = extentOf(layout, image);
  return slot !== undefined && vectors !== undefined && vectors - slot !== size;
}

function resizeHeader(layout: BootLayout, image: ImageRef, size: number, preferred: boolean): Mended | undefined {
  // Where slot and vector table are both stated, only the gap between them is a size that can be right.
  if (headerMoves(layout, image, size)) return undefined;
  const writer = new Writer(
    layout,
    text("Make the header of {0} {1} in every file", image.name, sizeText(size)),
    preferred,
  );
  for (const claim of claimsOn(layout, image))
    if (claim.quantity === "headerSize") writer.restate(claim.label, claim, size);
  return writer.result();
}

function endAt(layout: BootLayout, image: ImageRef, { end, every, preferred }: Extract<Mend, { kind: "end" }>): Mended {
  const writer = new Writer(layout, text("End {0} at {1}", image.name, hex(end)), preferred);
  for (const claim of claimsOn(layout, image)) {
    if (claim.quantity === "end" && claim.value.known && (every || claim.value.value > end))
      writer.restate(claim.label, claim, end);
  }
  return writer.result();
}

function systemBootloaderAt(
  layout: BootLayout,
  image: ImageRef,
  { from, address, preferred }: Extract<Mend, { kind: "system-bootloader" }>,
): Mended {
  const writer = new Writer(layout, text("Jump to {0}", hex(address)), preferred);
  for (const claim of claimsOn(layout, image)) {
    if (claim.quantity === "systemBootloader" && claim.value.known && claim.value.value === from)
      writer.restate(claim.label, claim, address);
  }
  return writer.result();
}

function claimsOn(layout: BootLayout, image: ImageRef): readonly LayoutClaim[] {
  return layout.claims.filter((claim) => claim.image === image.id);
}

/** By how much the place that states this end moves its own start. */
function shiftAt(claims: readonly LayoutClaim[], end: LayoutClaim, to: Place): number {
  const uri = end.source.type === "file" ? end.source.range.uri : undefined;
  // A partition knows where it begins, and nothing of a vector table.
  const quantity = end.statedBy === "partition" ? "slot" : "vectors";
  const start = claims.find(
    (claim) =>
      claim.quantity === quantity &&
      claim.statedBy === end.statedBy &&
      claim.source.type === "file" &&
      claim.source.range.uri === uri,
  );
  return start?.value.known === true ? to[quantity] - start.value.value : 0;
}

/** Collects the edits of one fix: every site once, all or none. */
class Writer {
  private readonly edits = new Map<string, Edit>();
  private refusal: { readonly reason: Text; readonly range?: Edit["range"] } | undefined;

  constructor(
    private readonly layout: BootLayout,
    private readonly title: Text,
    private readonly preferred: boolean,
  ) {}

  /** @param ored the file combines base and literal with `|`, so they must not share bits */
  restate(label: string, claim: Claim<number>, value: number, ored = false): void {
    if (claim.value.known && claim.value.value === value) return;
    if (!claim.edit.editable) {
      this.refuse(claim, text("{0} cannot be changed: {1}", label, english(claim.edit.reason)));
      return;
    }
    for (const site of claim.edit.sites) {
      const literal = value - site.base;
      if (ored && (site.base | literal) >>> 0 !== value >>> 0) {
        this.refuse(
          claim,
          text(
            "{0} cannot be changed alone: its base shares bits with the new offset, and the file combines them with |",
            label,
          ),
        );
      } else this.write(label, claim, site, literal);
    }
  }

  /** The start moves, the end stays: the length shrinks or grows. */
  keepEnd(claim: LayoutClaim, shift: number): void {
    if (shift === 0 || !claim.value.known || !claim.edit.editable) return;
    for (const site of claim.edit.sites) this.write(claim.label, claim, site, claim.value.value - site.base - shift);
  }

  private write(label: string, claim: Claim<number>, site: LiteralSite, literal: number): void {
    const replacement = writeLike(site.current, literal);
    if (replacement === undefined) {
      this.refuse(claim, text("{0} cannot take that value", label));
      return;
    }
    const key = `${site.range.uri}:${site.range.start}`;
    const before = this.edits.get(key);
    if (before !== undefined && before.replacement !== replacement)
      this.refuse(claim, text("{0} would have to say two different things", label));
    else if (replacement !== site.current)
      this.edits.set(key, { range: site.range, current: site.current, replacement });
  }

  private refuse(claim: Claim<number>, reason: Text): void {
    this.refusal ??= { reason, ...(claim.source.type === "file" && { range: claim.source.range }) };
  }

  result(): Mended {
    if (this.refusal !== undefined) return { refused: { title: this.title, ...this.refusal } };
    const edits = [...this.edits.values()].sort((a, b) =>
      a.range.uri === b.range.uri ? a.range.start - b.range.start : a.range.uri < b.range.uri ? -1 : 1,
    );
    const bootloader = this.layout.images.find((image) => image.role === "bootloader" && !image.factory);
    const its = bootloader === undefined ? [] : filesOf(this.layout, bootloader, edits);
    return {
      fix: {
        title: this.title,
        edits,
        preferred: this.preferred,
        ...(bootloader !== undefined &&
          its.length > 0 && {
            afterwards: text("{0} changes too: rebuild and flash it ({1}).", bootloader.name, its.join(", ")),
          }),
      },
    };
  }
}

/** Names of the edited files that are the image's own: in its folder, and in no other image's folder inside that one. */
function filesOf(layout: BootLayout, image: ImageRef, edits: readonly Edit[]): string[] {
  const nested = layout.images.filter(
    (other) => other !== image && !other.factory && isInside(other.folder, image.folder),
  );
  const own = edits
    .map((edit) => edit.range.uri)
    .filter((uri) => isInside(uri, image.folder) && !nested.some((other) => isInside(uri, other.folder)));
  return [...new Set(own)].map((uri) => baseName(uri));
}
