import { baseName, isInside, relativePath } from "../project/paths";
import type { TextFile, Uri } from "../project/snapshot";

const familyName = /stm32([a-z][0-9a-z]*?)(?:x|[^0-9a-z]|$)/gi;
const included = /^[ \t]*#[ \t]*include[ \t]*["<]([^">\n]{1,200})[">]/gm;

/**
 * Whether a file says that it is for other chips than the part: its path below the image's folder, or a header it
 * includes, names STM32 families, and none of them is the part's. Such a file is there for another build.
 */
export function isForAnotherFamily({ uri, text }: TextFile, folder: Uri, part: string): boolean {
  const path = isInside(uri, folder) ? relativePath(uri, folder) : baseName(uri);
  const headers = [...text.matchAll(included)].map(([, name = ""]) => name);
  return [path, headers.join("\n")].some((words) => {
    const families = [...words.matchAll(familyName)].map(([, name = ""]) => `stm32${name}`.toLowerCase());
    return families.length > 0 && !families.some((family) => fits(family, part.toLowerCase()));
  });
}

/** `stm32f4`, `stm32f407` and `stm32f407vgt6` all are names of `stm32f407vg`. */
function fits(family: string, part: string): boolean {
  return part.startsWith(family.slice(0, part.length));
}
