import type { LayoutProblem } from "../layout/boot-layout";
import { hex } from "../notation";
import type { Fix } from "../rules/finding";
import { text } from "../text";
import { numberOf, type MbedEntry } from "./mbed-config";
import type { MbedRom, MbedSettings } from "./mbed-settings";

/**
 * Offsets without the bootloader image they count on: alone they do nothing, with `restrict_size` the tools crash
 * (rules sheet §5).
 * @param complete no library that might add the image is out of sight
 */
export function strayOffsets(
  { entries, open }: MbedSettings,
  complete: boolean,
  rom: MbedRom | undefined,
): LayoutProblem[] {
  const image = "target.bootloader_img";
  if (!complete || entries.has(image) || open.has(image) || open.has("target.restrict_size")) return [];
  if (["target.mbed_app_start", "target.mbed_app_size"].some((key) => entries.has(key) || open.has(key))) return [];
  const offsets = ["target.app_offset", "target.header_offset"].flatMap((key): MbedEntry[] => {
    const entry = entries.get(key);
    return entry === undefined ? [] : [entry];
  });
  const restrict = entries.get("target.restrict_size");
  // A limit that the tools cannot read stops them before that.
  if (restrict !== undefined && numberOf(restrict) === undefined) return [];
  const restricted = restrict !== undefined;
  const [only] = offsets.length === 1 && !restricted ? offsets : [];
  const fix = only === undefined || rom === undefined ? undefined : asAddress(only, rom);
  return offsets.map(({ key, keyRange }) => ({
    code: "mbed-offset-alone",
    severity: restricted ? "warning" : "information",
    range: keyRange,
    message: restricted
      ? text("{0} with target.restrict_size needs target.bootloader_img: without it the Mbed tools crash.", key)
      : text("{0} does nothing without target.bootloader_img: the application starts at the start of ROM.", key),
    ...(fix !== undefined && { fix }),
  }));
}

/** Without an image in front the unmanaged key says the same. */
function asAddress(entry: MbedEntry, { base, size }: MbedRom): Fix | undefined {
  const offset = numberOf(entry);
  if (entry.key !== "target.app_offset" || offset === undefined || offset >= size) return undefined;
  const { range, source } = entry.value;
  const address = hex(base + offset);
  const replacement = entry.value.type === "number" ? `"${address}"` : address;
  return {
    title: text('Write "target.mbed_app_start": "{0}"', address),
    edits: [
      { range: entry.keyRange, current: entry.written, replacement: "target.mbed_app_start" },
      { range, current: source, replacement },
    ],
    preferred: false,
  };
}
