import type { ImageRole } from "./image-set";

/** Words that settle it, and words that count where none of those stands. */
const words: readonly (readonly (readonly [ImageRole, RegExp])[])[] = [
  [
    ["bootloader", /bootloader|bootldr|(^|[^a-z])boot([^a-z]|$)/],
    ["application", /application|(^|[^a-z])(app|appli)([^a-z]|$)/],
  ],
  [
    ["bootloader", /(^|[^a-z])(bl|dfu|iap|ssbl|fsbl)([^a-z]|$)/],
    ["application", /firmware|(^|[^a-z])(fw|user|sketch)([^a-z]|$)/],
  ],
  [["application", /(^|[^a-z])main([^a-z]|$)/]],
];

/** What a file or folder name says of an image's role; undefined where it says nothing, or both. */
export function roleFromName(name: string): ImageRole | undefined {
  const spaced = name
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replace(/mbed_app/g, "mbed");
  for (const level of words) {
    const roles = level.filter(([, pattern]) => pattern.test(spaced)).map(([role]) => role);
    if (roles.length > 0) return roles.length === 1 ? roles[0] : undefined;
  }
  return undefined;
}
