import { dirname, isAbsolute, relative, resolve } from "node:path";
import { URI } from "vscode-uri";
import { guardedForFile, imageChoices, protectedRanges, type GuardedImage } from "../core/dfu/plan/image-choice";
import type { ProtectedRange } from "../core/dfu/plan/plan-flash";
import { BootsmithError } from "../core/errors";
import type { BootLayout } from "../core/layout/boot-layout";
import { loadAnalysis } from "../core/load-analysis";
import type { AddressRange, Device } from "../core/mcu/device";
import type { ImageRole } from "../core/project/image-set";
import { settle, takeSnapshot } from "../core/project/source-tree";
import { indexWorkspace, type WorkspaceIndex } from "../core/project/workspace-index";
import { text, type Text } from "../core/text";
import { nearestFolderWith } from "./nearest-folder";
import { NodeSourceTree } from "./node-source-tree";

/** What the project around an image file says of it, and what must stay on the board when it is flashed. */
export interface Protection {
  readonly ranges: readonly ProtectedRange[];
  readonly warnings: readonly Text[];
  /** Chips the image may be for; empty: not known. */
  readonly devices: readonly Device[];
  /** The image's own place, from the start of its slot to its end; null: not known. */
  readonly region: AddressRange | null;
  /** Address of the image's vector table; null: not known. */
  readonly vectors: number | null;
}

/**
 * Reads the project around an image file, as the editor does: the other images of its set are kept, and for a file that
 * belongs to no image every bootloader is.
 * @param as what the person says the image is
 * @throws BootsmithError `plan-refused` where the file is a bootloader and nobody said so
 */
export async function protectionFor(
  file: string,
  as: "bootloader" | "application" | undefined,
  signal: AbortSignal,
): Promise<Protection> {
  const path = resolve(file);
  const layouts = await layoutsIn(await projectOf(path), signal);
  const uri = URI.file(path).toString();
  const choice = imageChoices(layouts).find(({ artifacts }) => artifacts.includes(uri));
  if (choice?.role === "bootloader" && as !== "bootloader") {
    throw new BootsmithError(
      "plan-refused",
      text("{0} is a bootloader ({1} of {2}).", file, choice.name, choice.setName),
      text("To write it, say so: --as bootloader, and --yes when the plan is right."),
    );
  }
  const guarded = choice?.guarded ?? guardedForFile(layouts, uri);
  return {
    ranges: protectedRanges(guarded),
    warnings: warningsOf(choice?.role ?? null, guarded),
    devices: choice?.devices ?? [],
    region: choice?.region ?? null,
    vectors: choice?.vectors ?? null,
  };
}

/** The bootloaders of the project this command runs in, if it is one: what an erase spares. */
export async function protectionHere(signal: AbortSignal): Promise<Pick<Protection, "ranges">> {
  const folder = await markedFolder(process.cwd());
  if (folder === undefined) return { ranges: [] };
  const layouts = await layoutsIn(folder, signal);
  return { ranges: protectedRanges(guardedForFile(layouts, URI.file(folder).toString())) };
}

/** The boot layouts of a folder. One without a linker script, a source or a project file has none, and is not analysed. */
async function layoutsIn(folder: string, signal: AbortSignal): Promise<readonly BootLayout[]> {
  const tree = new NodeSourceTree([folder]);
  const start = await takeSnapshot(tree, signal);
  if (!hasSources(indexWorkspace(start))) return [];
  const { analyse } = loadAnalysis();
  const { value } = await settle(tree, start, (snapshot) => analyse(snapshot, {}), signal);
  return value.layouts;
}

function hasSources(index: WorkspaceIndex): boolean {
  const { declarations, linkerScripts, mbedConfigs, mbedStates, cubeProjects, buildFiles, compileCommands } = index;
  const { sources, startups, assembly } = index;
  const kinds = [declarations, linkerScripts, mbedConfigs, mbedStates, cubeProjects, buildFiles, compileCommands];
  return [...kinds, sources, startups, assembly].some((files) => files.length > 0);
}

function warningsOf(role: ImageRole | null, guarded: readonly GuardedImage[]): readonly Text[] {
  if (role === null && guarded.length === 0) {
    return [text("No bootloader of this project is known, so none is protected.")];
  }
  return guarded
    .filter((image) => image.role === "bootloader" && image.range === null)
    .map(({ name }) => text("Where {0} starts or ends is not known, so it is not protected.", name));
}

/**
 * The folder whose files say what belongs together: the nearest one with a bootsmith.json, else with a repository, else
 * the one the command runs in, if it holds the file; else the file's own.
 */
async function projectOf(path: string): Promise<string> {
  const own = dirname(path);
  const marked = await markedFolder(own);
  if (marked !== undefined) {
    return marked;
  }
  const fromHere = relative(process.cwd(), own);
  return fromHere.startsWith("..") || isAbsolute(fromHere) ? own : process.cwd();
}

async function markedFolder(inside: string): Promise<string | undefined> {
  return (await nearestFolderWith("bootsmith.json", inside)) ?? (await nearestFolderWith(".git", inside));
}
