import { variantKeys, type VariantKeys } from "../sources/arduino-boards";
import type { ImageDeclaration, Upload } from "./image-set";
import { folderOf, join, relativePath } from "./paths";
import { remembered } from "./remembered";
import type { SnapshotReader, Uri } from "./snapshot";

/**
 * An image of an Arduino core: its script lies below `variants/`, and the `boards.txt` beside that folder says what the
 * link gets and where the upload goes. Values that differ from board to board or menu to menu are not known.
 */
export function withArduinoBoards(image: ImageDeclaration, files: SnapshotReader): ImageDeclaration {
  const { linkerScript } = image;
  const core = linkerScript === undefined ? undefined : coreAbove(linkerScript);
  if (linkerScript === undefined || core === undefined || !files.lists(join(core, "boards.txt"))) return image;
  const [boards, platform] = [files.text(join(core, "boards.txt")), files.text(join(core, "platform.txt"))];
  if (boards === undefined) return image;
  const variant = relativePath(folderOf(linkerScript), join(core, "variants"));
  const keys = remembered(boards, `variant ${variant}`, files, () => variantKeys(boards, platform, variant));
  const uploads = uploadsOf(keys);
  const named = Object.keys(keys.symbols).length > 0;
  return {
    ...image,
    ...(named && { flags: { file: boards.uri, macros: {}, symbols: keys.symbols } }),
    ...(uploads.length > 0 && { uploads: [...(image.uploads ?? []), ...uploads] }),
  };
}

/** The folder that holds `variants/`. */
function coreAbove(script: Uri): Uri | undefined {
  const at = script.lastIndexOf("/variants/");
  return at < 0 ? undefined : script.slice(0, at);
}

/** One address for all boards of the variant; a menu that moves the program moves more than this tells. */
function uploadsOf({ uploadAddresses }: VariantKeys): Upload[] {
  const inFlash = uploadAddresses.filter(({ text }) => Number(text) >= 0x08000000 && Number(text) < 0x10000000);
  if (new Set(inFlash.map(({ text }) => Number(text))).size !== 1) return [];
  return inFlash.flatMap(({ text, source }) =>
    source === undefined
      ? []
      : [{ address: Number(text), range: source, base: 0, label: "upload.address", statedBy: "build-file" as const }],
  );
}
