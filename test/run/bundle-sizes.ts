import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Outcome } from "./outcome";
import { root, vsix } from "./paths";

interface PackedFile {
  readonly path: string;
  /** Bytes after unpacking. */
  readonly size: number;
}

/** Limits of the design's performance budgets, in bytes (1 KB = 1000). */
const entryLimit = 300_000;
const ownLimit = 1_500_000;

const entryPath = "extension/dist/extension.js";
const nativePath = "extension/dist/node_modules/";

/** Measures what `bootsmith.vsix` installs: the entry bundle, everything but the native part, and that this part is there. */
export function checkSizes(): Outcome[] {
  const files = packedFiles(readFileSync(vsix));
  const entry = files.find((file) => file.path === entryPath)?.size;
  const own = sum(files.filter((file) => !file.path.startsWith(nativePath)));
  const native = sum(files.filter((file) => file.path.startsWith(nativePath)));
  console.log(
    `entry bundle ${String(entry)} B, everything but native ${own} B, native ${native} B, ${files.length} files`,
  );
  return [
    limit(`entry bundle below ${entryLimit} B`, entry, entryLimit),
    limit(`everything but the native part below ${ownLimit} B`, own, ownLimit),
    {
      name: "the native binding is in the package",
      error: files.some((file) => file.path.startsWith(nativePath) && file.path.endsWith(".node"))
        ? undefined
        : `No .node file below ${nativePath}.`,
    },
    ...["analysis", "analysis-verbs", "board-verbs", "chip-verbs"].map(loadsAlone),
  ];
}

/** Bundles share modules (shared-bundles.mjs): one that needs VS Code must not come to the command line that way. */
function loadsAlone(bundle: string): Outcome {
  const { status, stderr } = spawnSync(process.execPath, ["-e", `require("./dist/${bundle}.js")`], {
    cwd: root,
    encoding: "utf8",
  });
  return { name: `Node loads ${bundle}.js without VS Code`, error: status === 0 ? undefined : stderr };
}

function limit(name: string, size: number | undefined, most: number): Outcome {
  if (size === undefined) return { name, error: `${entryPath} is not in the package.` };
  return { name, error: size < most ? undefined : `It has ${size} bytes.` };
}

function sum(files: readonly PackedFile[]): number {
  return files.reduce((total, file) => total + file.size, 0);
}

/** Central directory of a zip file (APPNOTE.TXT 4.3.12 and 4.3.16). Throws when there is none. */
function packedFiles(zip: Buffer): PackedFile[] {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0) throw new Error(`${vsix} is not a zip file.`);
  const count = zip.readUInt16LE(end + 10);
  const files: PackedFile[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let n = 0; n < count; n++) {
    const nameLength = zip.readUInt16LE(at + 28);
    files.push({ path: zip.toString("utf8", at + 46, at + 46 + nameLength), size: zip.readUInt32LE(at + 24) });
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return files;
}
