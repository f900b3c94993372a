import * as vscode from "vscode";
import type { Analysis } from "../core/analysis";
import type { Cancellation } from "../core/cancellation";
import { explain } from "../core/errors";
import type { BootLayout } from "../core/layout/boot-layout";
import { loadAnalysis } from "../core/load-analysis";
import type { ProjectSettings } from "../core/project/discovery";
import { folderOf } from "../core/project/paths";
import { hashText, type Reading, type Snapshot, type Uri } from "../core/project/snapshot";
import { settle, takeSnapshot, type SourceTree } from "../core/project/source-tree";
import { inSlices, type Pace } from "../core/steps";
import { configurationSection, settings } from "../manifest";

/** An analysis and the very texts it was made from: ranges are offsets into these. */
export interface SettledAnalysis extends Analysis {
  readonly snapshot: Snapshot;
}

/** Milliseconds of rest after a keystroke before the analysis runs again. */
const keystrokeRest = 80;

/** Milliseconds after a file came or went: a build makes hundreds. */
const listingRest = 300;

/** What comes and goes while a program is built, and what version control writes: no analysis reads it. */
const buildNoise = /\/(\.git|node_modules)\/|\.(o|obj|d|su|cyclo|a|lst|gch|log|tmp)$/i;

/** Between two slices of an analysis everything else of the extension host has its turn. */
const pace: Pace = {
  now: () => performance.now(),
  rest: () => new Promise((resolve) => setTimeout(resolve, 0)),
};

/**
 * Keeps the analysis of the workspace up to date: on unsaved text, file changes and settings. One run at a time, in
 * slices; a run whose snapshot has become stale stops at the end of its slice and nobody hears of it.
 */
export class AnalysisService {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly disposables: { dispose(): unknown }[] = [this.changed];
  /** What is listed and read so far; a change takes out what it makes stale. */
  private snapshot: Snapshot | undefined;
  /** False where files came or went since. */
  private isListed = false;
  /** What changed during the run that is under way, which may have read it before or behind the change. */
  private readonly touched = new Set<Uri>();
  private analysis: SettledAnalysis | undefined;
  private generation = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<void> = Promise.resolve();

  /** Fires after each finished analysis. */
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly tree: SourceTree,
    private readonly log: vscode.LogOutputChannel,
  ) {
    const watcher = vscode.workspace.createFileSystemWatcher("**/*");
    this.disposables.push(
      watcher,
      watcher.onDidCreate((uri) => this.listingChanged(uri)),
      watcher.onDidDelete((uri) => this.listingChanged(uri)),
      watcher.onDidChange((uri) => this.fileChanged(uri.toString())),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.textChanged(document)),
      vscode.workspace.onDidCloseTextDocument((document) => this.fileChanged(document.uri.toString())),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.startOver()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(configurationSection)) this.schedule(0);
      }),
    );
    this.schedule(0);
  }

  /** The last finished analysis; undefined until the first one. */
  get current(): SettledAnalysis | undefined {
    return this.analysis;
  }

  get layouts(): readonly BootLayout[] {
    return this.analysis?.layouts ?? [];
  }

  /** Waits until everything that is known to have changed is analysed. */
  async settled(): Promise<SettledAnalysis | undefined> {
    for (;;) {
      const generation = this.generation;
      if (this.timer !== undefined) this.runNow();
      await this.running;
      if (generation === this.generation && this.timer === undefined) return this.analysis;
    }
  }

  /**
   * Reads these files and the listing again. For who knows of a change before any watcher does: those of a busy machine
   * are late, and a folder on a network may have none.
   */
  readAgain(uris: readonly Uri[]): void {
    this.isListed = false;
    for (const uri of uris) this.touched.add(uri);
    if (this.snapshot !== undefined) this.snapshot = without(this.snapshot, uris);
    this.schedule(listingRest);
  }

  private startOver(): void {
    this.isListed = false;
    this.schedule(0);
  }

  private listingChanged(uri: vscode.Uri): void {
    if (buildNoise.test(uri.path)) return;
    this.touched.add(uri.toString());
    if (this.snapshot !== undefined) this.snapshot = without(this.snapshot, [uri.toString()]);
    this.isListed = false;
    this.schedule(listingRest);
  }

  private fileChanged(uri: Uri): void {
    this.touched.add(uri);
    if (this.snapshot === undefined) return;
    const rest = without(this.snapshot, [uri]);
    if (rest === this.snapshot) return;
    this.snapshot = rest;
    this.schedule(keystrokeRest);
  }

  private textChanged(document: vscode.TextDocument): void {
    const { snapshot } = this;
    const uri = document.uri.toString();
    this.touched.add(uri);
    if (snapshot?.texts.has(uri) !== true) return;
    const text = document.getText();
    const times = new Map(snapshot.times);
    if (document.isDirty) times.set(uri, Infinity);
    else times.delete(uri);
    this.snapshot = {
      ...snapshot,
      texts: new Map(snapshot.texts).set(uri, { uri, text, hash: hashText(text) }),
      times,
    };
    this.schedule(keystrokeRest);
  }

  private schedule(milliseconds: number): void {
    this.generation++;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.runNow(), milliseconds);
  }

  private runNow(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.running = this.running.then(() => this.run());
  }

  private async run(): Promise<void> {
    const { generation, snapshot: before } = this;
    const isStale = (): boolean => generation !== this.generation;
    const signal: Cancellation = {
      get aborted() {
        return isStale();
      },
    };
    const started = performance.now();
    let loaded = before;
    this.touched.clear();
    try {
      loaded = await this.listed(before);
      const settings = settingsByFolder();
      const { analysisSteps } = loadAnalysis();
      const read = (snapshot: Snapshot): Promise<Reading<Analysis>> => {
        loaded = snapshot;
        return inSlices(analysisSteps(snapshot, settings), pace, signal);
      };
      const { value, snapshot } = await settle(this.tree, loaded, read, signal);
      if (isStale()) return;
      this.analysis = { ...value, snapshot };
      this.log.debug(
        `${value.layouts.length} layouts, ${value.findings.length} findings in ${Math.round(performance.now() - started)} ms`,
      );
      this.changed.fire();
    } catch (error) {
      if (!isStale()) this.log.error(`Analysis failed: ${explain(error)}`);
    } finally {
      this.keep(loaded, before);
    }
  }

  /** The listing as it is now, with the texts that were read under an earlier one and are still what the files hold. */
  private async listed(before: Snapshot | undefined): Promise<Snapshot> {
    if (before !== undefined && this.isListed) return before;
    this.isListed = true;
    const fresh = await takeSnapshot(this.tree);
    if (before === undefined) return fresh;
    const listed = new Set(fresh.listing);
    const present = <T extends object>(files: ReadonlyMap<Uri, T>): Map<Uri, T> =>
      new Map([...files].filter(([uri, file]) => listed.has(uri) && !("absent" in file)));
    return { ...fresh, texts: present(before.texts), binaries: present(before.binaries) };
  }

  /** What a run has read is the next one's start, also where it was stopped; what changed under its hands is read again. */
  private keep(loaded: Snapshot | undefined, before: Snapshot | undefined): void {
    if (loaded === undefined || this.snapshot !== before) return;
    this.snapshot = without(loaded, [...this.touched]);
    if (this.snapshot !== loaded && this.timer === undefined) this.schedule(keystrokeRest);
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const disposable of this.disposables) disposable.dispose();
  }
}

const noTimes: NonNullable<Snapshot["times"]> = new Map();

/** The snapshot without what was read at or below these places; itself where it holds nothing of them. */
function without(snapshot: Snapshot, places: readonly Uri[]): Snapshot {
  const gone = new Set(places);
  const isGone = (uri: Uri): boolean => gone.has(uri) || (folderOf(uri) !== uri && isGone(folderOf(uri)));
  const rest = <T>(files: ReadonlyMap<Uri, T>): ReadonlyMap<Uri, T> => {
    const stays = [...files].filter(([uri]) => !isGone(uri));
    return stays.length === files.size ? files : new Map(stays);
  };
  const [texts, binaries, times] = [rest(snapshot.texts), rest(snapshot.binaries), rest(snapshot.times ?? noTimes)];
  const same = texts === snapshot.texts && binaries === snapshot.binaries && (snapshot.times ?? times) === times;
  return same ? snapshot : { ...snapshot, texts, binaries, times };
}

function settingsByFolder(): Record<Uri, ProjectSettings> {
  const byFolder: Record<Uri, ProjectSettings> = {};
  for (const folder of vscode.workspace.workspaceFolders ?? []) {
    const configuration = vscode.workspace.getConfiguration(configurationSection, folder);
    byFolder[folder.uri.toString()] = {
      device: configuration.get<string>(settings.device, "").trim(),
      defines: stringsOnly(configuration.get<unknown>(settings.defines)),
      symbols: stringsOnly(configuration.get<unknown>(settings.symbols)),
      includePaths: listOfStrings(configuration.get<unknown>(settings.includePaths)),
      mbedTool: mbedTools.find((tool) => tool === configuration.get<unknown>(settings.mbedTool)) ?? "mbed-cli-1",
      rules: levelsOnly(stringsOnly(configuration.get<unknown>(settings.rules))),
    };
  }
  return byFolder;
}

const mbedTools = ["mbed-cli-1", "mbed-tools", "mbed-ce"] as const;
const levels = ["error", "warning", "information", "off"] as const;

function levelsOnly(given: Readonly<Record<string, string>>): ProjectSettings["rules"] {
  return Object.fromEntries(
    Object.entries(given).flatMap(([code, word]) => {
      const level = levels.find((one) => one === word);
      return level === undefined ? [] : [[code, level] as const];
    }),
  );
}

function listOfStrings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string" && one !== "") : [];
}

/** A settings file may hold anything. */
function stringsOnly(value: unknown): Record<string, string> {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}
