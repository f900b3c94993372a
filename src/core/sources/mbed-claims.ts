import { hex, sizeText } from "../notation";
import type { LayoutClaim, LayoutProblem, Quantity } from "../layout/boot-layout";
import type { Claim, EditRecipe, Value } from "../layout/claim";
import { eraseUnitAt, type EraseUnit } from "../mcu/addresses";
import type { Device } from "../mcu/device";
import type { MbedTool } from "../project/discovery";
import type { SnapshotReader } from "../project/snapshot";
import type { Fix } from "../rules/finding";
import { text, type Text } from "../text";
import type { MbedEntry } from "./mbed-config";
import type { MbedRom } from "./mbed-settings";
import { writeLike } from "./number-literal";

/** A claim on the project's own image (`self`), on the bootloader in front of it, or on the application behind it. */
export type MbedClaim = Omit<LayoutClaim, "image"> & { readonly about: "self" | "bootloader" | "application" };

/** What the Mbed tools would do with the keys in force for one target (rules sheet §3–§5). */
export interface MbedLayout {
  readonly claims: readonly MbedClaim[];
  readonly problems: readonly LayoutProblem[];
  /**
   * `MBED_APP_START` and `MBED_APP_SIZE` for the linker's preprocessor. `source` only where the entry's literal *is* the
   * value; in managed mode the tools compute it, so a script that uses it follows and cannot be edited by itself.
   */
  readonly defines: Readonly<Record<string, { readonly text: string; readonly source?: MbedEntry }>>;
}

export interface MbedContext {
  readonly entries: ReadonlyMap<string, MbedEntry>;
  /** Keys whose value nobody can tell here, and what is missing. */
  readonly open: ReadonlyMap<string, string>;
  readonly tool: MbedTool;
  readonly rom: MbedRom | undefined;
  readonly devices: readonly Device[];
  readonly files: SnapshotReader;
}

/** The macro of a restricted program for where it ends and the rest of flash begins (rules sheet §6). */
export const postApplication = "POST_APPLICATION_ADDR";

/** Nothing stated, nothing handed on. */
export const noMbedLayout: MbedLayout = { claims: [], problems: [], defines: {} };

/** A place that is stated and cannot be computed: the linker gets values that nobody knows, not its script's defaults. */
export const openDefines: MbedLayout["defines"] = {
  MBED_APP_START: { text: "MBED_APP_START" },
  MBED_APP_SIZE: { text: "MBED_APP_SIZE" },
};

/** What an entry states; `base` is what its literal is counted from. Not editable: the value follows from the entry in another way. */
export function stated(
  about: MbedClaim["about"],
  quantity: Quantity,
  entry: MbedEntry,
  value: Value<number>,
  base: number,
  editable = true,
): MbedClaim {
  const edit: EditRecipe = editable
    ? { editable: true, sites: [{ range: entry.value.range, current: entry.value.source, base }] }
    : { editable: false, reason: text("it follows from {0}", entry.key) };
  const claim: Claim<number> = { value, source: { type: "file", range: entry.value.range }, kind: "declared", edit };
  return { ...claim, about, quantity, statedBy: "mbed-config", label: entry.key };
}

/** The start of the sector that holds `address`, or `address` where one begins or the flash ends there; undefined without a chip, or where its layouts differ. */
export function sectorFloor(devices: readonly Device[], address: number): number | undefined {
  return alike(devices, (device) => sectorAt(device, address)?.base ?? flashEnd(device, address));
}

/** The first sector boundary at or behind `address`; undefined without a chip, outside its flash, or where its layouts differ. */
export function sectorCeiling(devices: readonly Device[], address: number): number | undefined {
  return alike(devices, (device) => {
    const unit = sectorAt(device, address);
    if (unit === undefined) return flashEnd(device, address);
    return unit.base === address ? address : unit.base + unit.size;
  });
}

function alike(devices: readonly Device[], of: (device: Device) => number | undefined): number | undefined {
  const values = new Set(devices.map(of));
  return values.size === 1 ? [...values][0] : undefined;
}

function sectorAt(device: Device, address: number): EraseUnit | undefined {
  for (const memory of device.memories) {
    const unit = memory.kind === "flash" ? eraseUnitAt(memory, address) : undefined;
    if (unit !== undefined) return unit;
  }
  return undefined;
}

function flashEnd(device: Device, address: number): number | undefined {
  return device.memories.some(({ kind, base, size }) => kind === "flash" && base + size === address)
    ? address
    : undefined;
}

/** `restrict_size` becomes smaller where it does not end on a sector boundary. */
export function roundedDown(
  restrict: MbedEntry,
  start: number,
  asked: number,
  end: number,
  devices: readonly Device[],
): LayoutProblem[] {
  if (end === asked) return [];
  const { range } = restrict.value;
  if (end <= start) {
    const message = text(
      "{0} is less than the first sector, so nothing is left for the program.",
      sizeText(asked - start),
    );
    const sectorEnd = sectorCeiling(devices, asked);
    const sector = sectorEnd === undefined ? undefined : writeLike(restrict.value.source, sectorEnd - start);
    const fix = sector === undefined ? undefined : replacing(restrict, sector, text("Write {0}, one sector", sector));
    return [{ code: "restrict-size-rounded", severity: "error", range, message, ...(fix !== undefined && { fix }) }];
  }
  const message = text(
    "{0} ends inside a sector; the Mbed tools round it down to {1}, so the program must fit in less than is written here.",
    sizeText(asked - start),
    hex(end - start),
  );
  const replacement = writeLike(restrict.value.source, end - start) ?? `0x${(end - start).toString(16)}`;
  const fix = replacing(restrict, replacement, text("Write {0}, where the sector ends", replacement));
  return [{ code: "restrict-size-rounded", severity: "warning", range, message, fix }];
}

/** A fix of one entry alone. */
export function replacing({ value }: MbedEntry, replacement: string, title: Text): Fix {
  return { title, edits: [{ range: value.range, current: value.source, replacement }], preferred: true };
}
