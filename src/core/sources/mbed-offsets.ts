import type { LayoutProblem } from "../layout/boot-layout";
import { text } from "../text";
import { numberOf, type MbedEntry } from "./mbed-config";
import type { MbedSettings } from "./mbed-settings";

/**
 * Offsets without the bootloader image they count on: alone they do nothing, with `restrict_size` the tools crash
 * (rules sheet §5).
 * @param complete no library that might add the image is out of sight
 */
export function strayOffsets({ entries, open }: MbedSettings, complete: boolean): LayoutProblem[] {
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
  return offsets.map(({ key, keyRange }) => ({
    code: "mbed-offset-alone",
    severity: restricted ? "warning" : "information",
    range: keyRange,
    message: restricted
      ? text("{0} with target.restrict_size needs target.bootloader_img: without it the Mbed tools crash.", key)
      : text("{0} does nothing without target.bootloader_img: the application starts at the start of ROM.", key),
  }));
}
