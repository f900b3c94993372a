import type { BootLayout, ImageRef, LayoutClaim, Quantity } from "./boot-layout";

/** A claim whose value is known. */
export type KnownClaim = LayoutClaim & { readonly value: { readonly known: true; readonly value: number } };

/** The known claims on one quantity of one image, one per place that can be written to or read. */
export function knownClaims(layout: BootLayout, image: string, quantity: Quantity): KnownClaim[] {
  const seen = new Set<string>();
  return layout.claims.filter((claim): claim is KnownClaim => {
    if (claim.image !== image || claim.quantity !== quantity || !claim.value.known) return false;
    const place = placeOf(claim);
    if (seen.has(place)) return false;
    seen.add(place);
    return true;
  });
}

/** Two claims with the same place are one statement: a script that takes `MBED_APP_START` says nothing of its own. */
function placeOf(claim: LayoutClaim): string {
  const [site] = claim.edit.editable ? claim.edit.sites : [];
  const range = site?.range ?? (claim.source.type === "file" ? claim.source.range : undefined);
  return range === undefined ? `${claim.source.type} ${claim.label}` : `${range.uri}:${range.start}`;
}

/** Whether a claim merely repeats what another place states: it has no vote. */
export function follows(claim: LayoutClaim): boolean {
  return claim.edit.editable && claim.edit.sites.length === 0;
}

/**
 * The value the places agree on. A chip fact decides; else the value most files state; of a tie the one that all
 * places but `VECT_TAB_OFFSET` state; else undefined: nobody can tell which is meant.
 */
export function agreedValue(claims: readonly KnownClaim[]): number | undefined {
  const chip = claims.find((claim) => claim.kind === "chip");
  if (chip !== undefined) return chip.value.value;
  const voters = claims.some((claim) => !follows(claim)) ? claims.filter((claim) => !follows(claim)) : claims;
  const most = mostFiles(voters);
  if (most.length === 1) return most[0];
  const stated = [
    ...new Set(voters.filter((claim) => claim.statedBy !== "vector-table-offset").map((claim) => claim.value.value)),
  ];
  return stated.length === 1 ? stated[0] : undefined;
}

/** The values that the most files state. */
function mostFiles(claims: readonly KnownClaim[]): number[] {
  const files = new Map<number, Set<string>>();
  for (const claim of claims) {
    files.set(claim.value.value, (files.get(claim.value.value) ?? new Set()).add(fileOf(claim)));
  }
  const most = Math.max(0, ...[...files.values()].map((uris) => uris.size));
  return [...files].filter(([, uris]) => uris.size === most).map(([value]) => value);
}

/** The claim to show a finding at: the linker script's, else the first file that states the value. */
export function representative(claims: readonly KnownClaim[], value: number): KnownClaim | undefined {
  const stating = claims.filter((claim) => claim.value.value === value && claim.source.type === "file");
  return (
    stating.find((claim) => claim.statedBy === "linker-script") ??
    stating[0] ??
    claims.find((claim) => claim.value.value === value)
  );
}

/** What an image occupies, as far as its places agree; undefined parts are not known. Without a header its size is 0. */
export interface Extent {
  readonly slot: number | undefined;
  readonly vectors: number | undefined;
  readonly headerSize: number | undefined;
  readonly end: number | undefined;
}

/** The extent of an image, each part from the others where only they are stated. */
export function extentOf(layout: BootLayout, image: ImageRef): Extent {
  const value = (quantity: Quantity): number | undefined =>
    agreedOn(layout, image, quantity) ?? linked(knownClaims(layout, image.id, quantity));
  const [statedSlot, statedHeader] = [value("slot"), value("headerSize")];
  const statedVectors = statedSlot === undefined && isOnlyRelocated(layout, image) ? undefined : value("vectors");
  const slot = statedSlot ?? (statedVectors === undefined ? undefined : statedVectors - (statedHeader ?? 0));
  const vectors = statedVectors ?? (slot === undefined ? undefined : slot + (statedHeader ?? 0));
  const headerSize = statedHeader ?? (slot === undefined || vectors === undefined ? undefined : vectors - slot);
  return { slot, vectors, headerSize, end: value("end") };
}

/** VTOR alone does not place an image: at the boot address it more often was never thought of. */
function isOnlyRelocated(layout: BootLayout, image: ImageRef): boolean {
  return knownClaims(layout, image.id, "vectors").every((claim) => claim.statedBy === "vector-table-offset");
}

/**
 * The value the places agree on for one quantity of an image; of a tie the one that slot + header = vectors bears out,
 * where a file has a say in that which does not state the value itself. Undefined where nobody can tell.
 */
export function agreedOn(layout: BootLayout, image: ImageRef, quantity: Quantity): number | undefined {
  const claims = knownClaims(layout, image.id, quantity);
  const agreed = agreedValue(claims);
  if (agreed !== undefined || claims.length === 0) return agreed;
  const made = madeByOthers((other) => agreedValue(knownClaims(layout, image.id, other)), quantity);
  const stating = claims.filter((claim) => claim.value.value === made).map(fileOf);
  const places = (["slot", "vectors"] as const)
    .filter((other) => other !== quantity)
    .flatMap((other) => knownClaims(layout, image.id, other));
  return stating.length > 0 && places.some((claim) => !stating.includes(fileOf(claim))) ? made : undefined;
}

function madeByOthers(agreed: (quantity: Quantity) => number | undefined, quantity: Quantity): number | undefined {
  const [slot, vectors, header] = [agreed("slot"), agreed("vectors"), agreed("headerSize")];
  if (quantity === "slot") return vectors === undefined || header === undefined ? undefined : vectors - header;
  if (quantity === "vectors") return slot === undefined || header === undefined ? undefined : slot + header;
  return quantity === "headerSize" && slot !== undefined && vectors !== undefined ? vectors - slot : undefined;
}

function fileOf(claim: KnownClaim): string {
  return claim.source.type === "file" ? claim.source.range.uri : claim.source.type;
}

/** Where places contradict each other one still has to be drawn and compared: the linker script's, which links. */
function linked(claims: readonly KnownClaim[]): number | undefined {
  return claims.find((claim) => claim.statedBy === "linker-script")?.value.value ?? claims[0]?.value.value;
}
