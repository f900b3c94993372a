import { BootsmithError, explain } from "../errors";
import { readIntelHex } from "../image/intel-hex";
import type { LayoutProblem } from "../layout/boot-layout";
import { hex } from "../notation";
import { folderOf, isInside, join, relativePath } from "../project/paths";
import type { SnapshotReader, Uri } from "../project/snapshot";
import { ignoredFolders } from "../project/source-tree";
import { text, type Text } from "../text";
import type { MbedContext } from "./mbed-claims";
import { ascii, type MbedEntry } from "./mbed-config";

const buildOutput = /^(BUILD|build|out|dist|cmake_build|cmake-build-.*)$/;

/** First address behind the bootloader image; undefined where it cannot be read, which then is a problem (rules sheet §5). */
export function endOfBootloader(
  image: MbedEntry,
  { rom, files }: MbedContext,
  problems: LayoutProblem[],
): number | undefined {
  const path = ascii(image.value.string ?? "");
  const uri = join(folderOf(image.value.range.uri), path);
  const { base, size } = rom ?? { base: 0, size: 0 };
  const problem = (code: string, message: Text, severity: LayoutProblem["severity"] = "error"): number | undefined => {
    problems.push({ code, severity, range: image.value.range, message });
    return undefined;
  };
  const fits = (end: number): number | undefined =>
    end <= base + size
      ? end
      : problem(
          "mbed-value",
          text("The bootloader image {0} does not fit in the ROM, which ends at {1}.", path, hex(base + size)),
        );
  if (!/\.(bin|hex)$/i.test(path))
    return problem("mbed-value", text("The Mbed tools load a bootloader from .bin or .hex only, not from {0}.", path));
  if (!files.lists(uri)) {
    const place = placeOf(uri, files);
    if (place === "built")
      return problem(
        "bootloader-image-missing",
        text("The bootloader image {0} is not built yet.", path),
        "information",
      );
    return place === "elsewhere"
      ? undefined
      : problem("bootloader-image-missing", text("The bootloader image {0} does not exist.", path));
  }
  const bytes = files.bytes(uri);
  if (bytes === undefined) return undefined;
  if (/\.bin$/i.test(path)) return fits(base + bytes.length);
  try {
    const { segments } = readIntelHex(bytes, path);
    const [first] = segments;
    if (first === undefined)
      return problem("bootloader-image-missing", text("The bootloader image {0} is empty.", path));
    if (first.address !== base)
      return problem(
        "mbed-value",
        text(
          "The bootloader image {0} starts at {1}; the Mbed tools want it at {2}.",
          path,
          hex(first.address),
          hex(base),
        ),
      );
    // From the first segment beyond ROM on they are left out: option bytes and the like.
    const outside = segments.findIndex((segment) => segment.address + segment.data.length > base + size);
    const last = segments[(outside < 0 ? segments.length : outside) - 1] ?? first;
    return fits(last.address + last.data.length);
  } catch (error) {
    if (!(error instanceof BootsmithError)) throw error;
    return problem("mbed-value", text("{0}", explain(error)));
  }
}

/** A file that is not listed: in a folder that nothing looks into, in one that a build fills, or truly not there. */
function placeOf(uri: Uri, { snapshot }: SnapshotReader): "elsewhere" | "built" | "missing" {
  const root = snapshot.roots.find((candidate) => isInside(uri, candidate));
  if (root === undefined) return "elsewhere";
  const folders = relativePath(uri, root).split("/").slice(0, -1);
  if (folders.some((name) => ignoredFolders.includes(name))) return "elsewhere";
  return folders.some((name) => buildOutput.test(name)) ? "built" : "missing";
}
