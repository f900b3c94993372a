import { sizeText, terminalSafe } from "../core/notation";
import { stat } from "node:fs/promises";
import { dirname, relative, resolve } from "node:path";
import { URI } from "vscode-uri";
import { version } from "../../package.json";
import { analyse, type Analysis } from "../core/analysis";
import { BootsmithError } from "../core/errors";
import type { LinkerScript } from "../core/linker/linker-script";
import { readAnyScript } from "../core/linker/read-any-script";
import { regionsReport, regionsText } from "../core/linker/regions-report";
import { defaultSettings } from "../core/project/discovery";
import { isInside } from "../core/project/paths";
import { SnapshotReader, type Reading, type Snapshot, type Uri } from "../core/project/snapshot";
import { maximumFileSize, settle, takeSnapshot } from "../core/project/source-tree";
import { isLinkerScript } from "../core/project/workspace-index";
import { findingsJson, findingsText } from "../core/report/findings-report";
import { locateFindings } from "../core/report/located";
import { mapSvg } from "../core/report/map-svg";
import { mapJson, mapText } from "../core/report/map-text";
import { sarif } from "../core/report/sarif";
import { memoryMapScene } from "../core/scene/memory-map";
import { findDevices } from "../core/mcu/find-device";
import { unknownDevice } from "../core/mcu/unknown-device";
import type { Finding } from "../core/rules/finding";
import { text } from "../core/text";
import { note, print, printJson } from "./console";
import { isBuiltFile, nearestFolderWith, projectOfBuilt } from "./nearest-folder";
import { NodeSourceTree } from "./node-source-tree";

export interface AnalysisOptions {
  readonly device?: string;
  readonly format: "text" | "json" | "sarif" | "svg";
}

export interface RegionsOptions {
  readonly define: readonly string[];
  readonly include: readonly string[];
  readonly defsym: readonly string[];
  readonly format: "text" | "json";
}

/** All rules over workspaces, files or images; 1 where a finding is an error. */
export async function check(paths: readonly string[], options: AnalysisOptions, signal: AbortSignal): Promise<number> {
  const { analysis, snapshot, only } = await analysed(paths, options.device, signal);
  const asked = analysis.findings.filter((finding) => only.some((place) => isAbout(finding, place)));
  for (const uri of only) noteForeignBuilt(uri, analysis);
  const findings = [...asked, ...only.flatMap((uri) => scriptNobodyLinks(uri, analysis, snapshot))];
  const located = locateFindings(findings, snapshot);
  if (options.format === "json") printJson(findingsJson(located, nameOf));
  else if (options.format === "sarif") printJson(sarif(located, nameOf, version));
  else process.stdout.write(terminalSafe(findingsText(located, nameOf)));
  return findings.some((finding) => finding.severity === "error") ? 1 : 0;
}

/** What stands in a place; of a built file what is said of it at the text that places it. */
function isAbout({ range, related }: Finding, place: Uri): boolean {
  return isInside(range.uri, place) || (isBuiltFile(place) && related.some((one) => one.range.uri === place));
}

/** Silence about a file is only worth something where it was looked at. */
function noteForeignBuilt(uri: Uri, { layouts }: Analysis): void {
  if (!isBuiltFile(uri)) return;
  const images = layouts.flatMap((layout) => layout.images);
  const stem = uri.replace(/\.[^./]*$/, "");
  const known = images.some(
    ({ artifacts, built }) => artifacts.includes(uri) || built.some((one) => one.uri.replace(/\.[^./]*$/, "") === stem),
  );
  if (!known) note(`${nameOf(uri)}: which image of a project this is cannot be told, so it was not checked.`);
}

/** A script that was asked for by name and is no program of the workspace: what is wrong with it is still an answer. */
function scriptNobodyLinks(uri: Uri, { layouts }: Analysis, snapshot: Snapshot): readonly Finding[] {
  const linked = layouts.some((layout) => layout.images.some((image) => image.linkerScript === uri));
  if (linked || !isLinkerScript(uri)) return [];
  const { problems } = readAnyScript(uri, new SnapshotReader(snapshot), {
    defines: {},
    defsyms: {},
    includePaths: [],
  });
  return problems.map((problem) => ({ ...problem, related: [], fixes: [], refused: [] }));
}

/** The memory map of a workspace. */
export async function map(path: string, options: AnalysisOptions, signal: AbortSignal): Promise<number> {
  const { analysis } = await analysed([path], options.device, signal);
  if (analysis.layouts.length === 0) {
    note(`${path}: no linker script and no mbed_app.json was found, so there is nothing to draw.`);
    return 2;
  }
  const scenes = analysis.layouts.map((layout) => memoryMapScene(layout));
  if (options.format === "json") printJson(scenes.map(mapJson));
  else if (options.format === "svg") print(scenes.slice(0, 1).map(mapSvg).join("\n"));
  else print(scenes.map(mapText).join("\n"));
  if (options.format === "svg" && scenes.length > 1)
    note(`Drawn: ${scenes[0]?.title ?? ""}. There are ${scenes.length - 1} more layouts; name a folder with one.`);
  return 0;
}

/** Analyses the folders around the paths; `only` is what was asked for. */
async function analysed(
  paths: readonly string[],
  device: string | undefined,
  signal: AbortSignal,
): Promise<{ analysis: Analysis; snapshot: Snapshot; only: readonly Uri[] }> {
  if (device !== undefined) mustBeKnown(device);
  const places = await Promise.all(paths.map((path) => placeOf(path)));
  const tree = new NodeSourceTree([...new Set(places.map((place) => place.folder))]);
  const settings = Object.fromEntries(tree.roots.map((root) => [root, { ...defaultSettings, device: device ?? "" }]));
  const only = places.map((place) => URI.file(place.path).toString());
  const { value, snapshot } = await settle(
    tree,
    await takeSnapshot(tree, signal),
    (one) => {
      const files = new SnapshotReader(one);
      for (const uri of only.filter(isLinkerScript)) files.text(uri);
      const reading = analyse(one, settings);
      const asked = files.settle(null);
      return asked.done ? reading : { done: false, needs: [...asked.needs, ...(reading.done ? [] : reading.needs)] };
    },
    signal,
  );
  return { analysis: value, snapshot, only };
}

interface Place {
  /** Absolute. */
  readonly path: string;
  /** The folder to look at: the path itself, or for a file the workspace around it. */
  readonly folder: string;
}

/** @throws BootsmithError `unreadable-file` for a path that is absent, and for a file that no reader would take */
async function placeOf(path: string): Promise<Place> {
  const absolute = resolve(path);
  const found = await stat(absolute).catch(() => undefined);
  if (found === undefined)
    throw new BootsmithError("unreadable-file", text("{0} does not exist.", path), text("Check the path."));
  if (found.isDirectory()) return { path: absolute, folder: absolute };
  if (found.size > maximumFileSize) {
    throw new BootsmithError(
      "unreadable-file",
      text("{0} is larger than {1}.", path, sizeText(maximumFileSize)),
      text("Check that it is the file you mean."),
    );
  }
  return {
    path: absolute,
    folder:
      (await nearestFolderWith("bootsmith.json", dirname(absolute))) ??
      (await projectOfBuilt(absolute)) ??
      dirname(absolute),
  };
}

function mustBeKnown(device: string): void {
  if (findDevices(device).candidates.length === 0) throw unknownDevice(device);
}

/** MEMORY and symbols of linker scripts; 1 where one has an error. */
export async function regions(
  scripts: readonly string[],
  options: RegionsOptions,
  signal: AbortSignal,
): Promise<number> {
  const tree = new NodeSourceTree([]);
  const reading = {
    defines: definesOf(options.define),
    defsyms: defsymsOf(options.defsym),
    includePaths: options.include.map((folder) => URI.file(resolve(folder)).toString()),
  };
  const entries = [];
  let files = await takeSnapshot(tree, signal);
  for (const script of scripts) {
    const uri = URI.file((await placeOf(script)).path).toString();
    const read = (snapshot: Snapshot): Reading<LinkerScript> => {
      const reader = new ProbingReader(snapshot);
      return reader.settle(readAnyScript(uri, reader, reading));
    };
    const { value, snapshot } = await settle(tree, files, read, signal);
    files = snapshot;
    entries.push(regionsReport(value, script, new SnapshotReader(snapshot)));
  }
  if (options.format === "json") printJson(entries);
  else print(entries.map(regionsText).join("\n"));
  return entries.some((entry) => entry.problems.some((problem) => problem.severity === "error")) ? 1 : 0;
}

/** Looks for an included file where it may be: a script that is named by hand needs no listing of folders. */
class ProbingReader extends SnapshotReader {
  override lists(): boolean {
    return true;
  }
}

function definesOf(options: readonly string[]): Record<string, { text: string }> {
  return Object.fromEntries(
    options.map((option) => [
      option.split("=")[0] ?? "",
      { text: option.includes("=") ? option.slice(option.indexOf("=") + 1) : "1" },
    ]),
  );
}

function defsymsOf(options: readonly string[]): Record<string, bigint> {
  return Object.fromEntries(
    options.map((option) => {
      const match = /^([^=]+)=(0[xX][0-9a-fA-F]+|[0-9]+)$/.exec(option);
      if (match?.[1] === undefined || match[2] === undefined)
        throw new BootsmithError(
          "bad-usage",
          text("--defsym {0} is not SYMBOL=NUMBER.", option),
          text("Write for example --defsym __app_start=0x08020000."),
        );
      return [match[1], BigInt(match[2])];
    }),
  );
}

/** Relative to where the command runs, with forward slashes. */
function nameOf(uri: Uri): string {
  return relative(process.cwd(), URI.parse(uri).fsPath).replace(/\\/g, "/");
}
