import * as vscode from "vscode";
import type { Analysis } from "../core/analysis";
import { explain } from "../core/errors";
import type { BootLayout } from "../core/layout/boot-layout";
import { loadAnalysis } from "../core/load-analysis";
import type { ProjectSettings } from "../core/project/discovery";
import { hashText, type Snapshot, type Uri } from "../core/project/snapshot";
import { settle, takeSnapshot, type SourceTree } from "../core/project/source-tree";
import { configurationSection, settings } from "../manifest";

/** An analysis and the very texts it was made from: ranges are offsets into these. */
export interface SettledAnalysis extends Analysis {
  readonly snapshot: Snapshot;
}

/** Milliseconds of rest after a keystroke before the analysis runs again. */
const rest = 80;

/** Milliseconds after a file came or went: a build makes hundreds. */
const listingRest = 300;

/** What comes and goes while a program is built, and what version control writes: no analysis reads it. */
const buildNoise = /\/(\.git|node_modules)\/|\.(o|obj|d|su|cyclo|a|lst|gch|log|tmp)$/i;

/**
 * Keeps the analysis of the workspace up to date: on unsaved text, file changes and settings. One run at a time;
 * a run whose snapshot has become stale is dropped and nobody hears of it.
 */
export class AnalysisService {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly disposables: { dispose(): unknown }[] = [this.changed];
  private snapshot: Snapshot | undefined;
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

  private startOver(): void {
    this.snapshot = undefined;
    this.schedule(0);
  }

  private listingChanged(uri: vscode.Uri): void {
    if (buildNoise.test(uri.path)) return;
    this.snapshot = undefined;
    this.schedule(listingRest);
  }

  private fileChanged(uri: Uri): void {
    const { snapshot } = this;
    if (snapshot === undefined || (!snapshot.texts.has(uri) && !snapshot.binaries.has(uri))) return;
    const texts = new Map(snapshot.texts);
    const binaries = new Map(snapshot.binaries);
    const times = new Map(snapshot.times);
    texts.delete(uri);
    binaries.delete(uri);
    times.delete(uri);
    this.snapshot = { ...snapshot, texts, binaries, times };
    this.schedule(rest);
  }

  private textChanged(document: vscode.TextDocument): void {
    const { snapshot } = this;
    const uri = document.uri.toString();
    // The first run is still reading: whether it has read this text yet, nobody knows.
    if (snapshot === undefined) this.schedule(rest);
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
    this.schedule(rest);
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
    const { generation } = this;
    const started = performance.now();
    try {
      const start = this.snapshot ?? (await takeSnapshot(this.tree));
      const { analyse } = loadAnalysis();
      const { value, snapshot } = await settle(this.tree, start, (one) => analyse(one, settingsByFolder()));
      if (generation !== this.generation) return;
      this.snapshot = snapshot;
      this.analysis = { ...value, snapshot };
      this.log.debug(
        `${value.layouts.length} layouts, ${value.findings.length} findings in ${Math.round(performance.now() - started)} ms`,
      );
      this.changed.fire();
    } catch (error) {
      this.log.error(`Analysis failed: ${explain(error)}`);
    }
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const disposable of this.disposables) disposable.dispose();
  }
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
