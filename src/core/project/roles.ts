import type { ImageRole } from "./image-set";

const words: readonly (readonly [ImageRole, RegExp])[] = [
  ["bootloader", /(^|[^a-z])(boot|bootloader|bootldr|bl|dfu|iap|ssbl|fsbl)([^a-z]|$)|bootloader|bootldr|_boot|boot_/],
  ["application", /(^|[^a-z])(app|appli|application|firmware|fw|user|sketch|main)([^a-z]|$)|application|firmware/],
];

/** What a file or folder name says of an image's role; undefined where it says nothing, or both. */
export function roleFromName(name: string): ImageRole | undefined {
  const spaced = name.replace(/([a-z])([A-Z])/g, "$1_$2").toLowerCase().replace(/mbed_app/g, "mbed");
  const roles = words.filter(([, pattern]) => pattern.test(spaced)).map(([role]) => role);
  return roles.length === 1 ? roles[0] : undefined;
}
