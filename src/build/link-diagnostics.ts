import * as vscode from "vscode";
import { placeMessages, type PlacedMessage } from "../core/layout/link-places";
import { LinkLog, type LoggedMessage } from "../core/linker/link-log";
import { SnapshotReader } from "../core/project/snapshot";
import { Locator } from "../core/report/located";
import type { AnalysisService } from "../workspace/analysis-service";
import type { BuildListener } from "./build-terminal";

/** Finding of the analysis that says more about a region that overflowed than the linker's line. */
const overflowFinding = "region-overflow";

/** Milliseconds by which clocks of a file system and of this machine may differ. */
const clockSkew = 2000;

interface Shown {
  readonly message: PlacedMessage;
  readonly diagnostic: vscode.Diagnostic;
}

/** What a build said, and where that is now; undefined while no script is known that it is about. */
interface Said {
  readonly logged: LoggedMessage;
  readonly folder: string;
  shown: Shown | undefined;
  /** A finding has told it better; when that goes the region has been given room. */
  superseded: boolean;
}

/** What the linker said in the last run of each build task, at the lines of linker scripts. */
export class LinkDiagnostics implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection("bootsmith-ld");
  private readonly said = new Map<string, readonly Said[]>();
  private readonly listening: vscode.Disposable;
  private builds = 0;
  private lastEnd = -Infinity;

  constructor(private readonly analysis: AnalysisService) {
    const maps = vscode.workspace.createFileSystemWatcher("**/*.map");
    this.listening = vscode.Disposable.from(
      maps,
      maps.onDidCreate((map) => void this.linked(map)),
      maps.onDidChange((map) => void this.linked(map)),
      analysis.onDidChange(() => {
        this.place();
        this.publish();
      }),
    );
  }

  /** @param task tells the builds apart: a run replaces what the last run of the same one said */
  listenerFor(task: string): BuildListener {
    let log = new LinkLog();
    return {
      started: () => {
        log = new LinkLog();
        this.builds++;
        this.said.delete(task);
        this.publish();
      },
      printed: (text) => log.write(text),
      ended: (code, folder) => this.ended(task, log, code, folder),
    };
  }

  private ended(task: string, log: LinkLog, code: number, folder: vscode.Uri): void {
    this.builds--;
    this.lastEnd = Date.now();
    const said = log.end().filter(({ message }) => code !== 0 || message.severity === "warning");
    this.said.set(
      task,
      said.map((logged) => ({ logged, folder: folder.toString(), shown: undefined, superseded: false })),
    );
    // At once: in a busy workspace the next analysis may take its time. It places anew what it has read by then.
    this.place();
    this.publish();
    this.analysis.readAgain(this.filesOfLinks());
  }

  /** Scripts that the link has read and built files that it has written, as far as they are known. */
  private filesOfLinks(): readonly string[] {
    const { current } = this.analysis;
    if (current === undefined) return [];
    const scripts = current.layouts.flatMap(({ images }) => images.flatMap(({ script }) => script?.files ?? []));
    return [...new Set([...scripts, ...current.snapshot.binaries.keys()])];
  }

  /** Anew after each analysis: a region may have moved, or a script is only read now. A line stays the line of that build. */
  private place(): void {
    const { current } = this.analysis;
    if (current === undefined) return;
    const files = new SnapshotReader(current.snapshot);
    const locator = new Locator(current.snapshot);
    for (const one of [...this.said.values()].flat()) {
      if (one.shown !== undefined && one.logged.message.kind === "at-line") continue;
      const [message] = placeMessages([one.logged], current.layouts, files, one.folder);
      one.shown = message && { message, diagnostic: toDiagnostic(message, locator) };
    }
  }

  /** A link that no task of ours has run. Watchers are late: the map tells when it was written. */
  private async linked(map: vscode.Uri): Promise<void> {
    const { mtime } = await vscode.workspace.fs.stat(map).then(undefined, () => ({ mtime: 0 }));
    if (this.builds > 0 || mtime <= this.lastEnd + clockSkew) return;
    this.said.clear();
    this.publish();
  }

  private publish(): void {
    const byFile = new Map<string, vscode.Diagnostic[]>();
    for (const one of [...this.said.values()].flat()) {
      if (one.shown === undefined) continue;
      const { message, diagnostic } = one.shown;
      one.superseded ||= this.isFinding(message);
      if (one.superseded) continue;
      const { uri } = message.range;
      byFile.set(uri, [...(byFile.get(uri) ?? []), diagnostic]);
    }
    this.collection.clear();
    this.collection.set([...byFile].map(([uri, diagnostics]) => [vscode.Uri.parse(uri, true), diagnostics]));
  }

  private isFinding({ overflow, range }: PlacedMessage): boolean {
    return (
      overflow &&
      this.analysis.current?.findings.some(
        (finding) =>
          finding.code === overflowFinding && finding.range.uri === range.uri && finding.range.start === range.start,
      ) === true
    );
  }

  dispose(): void {
    this.listening.dispose();
    this.collection.dispose();
  }
}

function toDiagnostic({ words, severity, range }: PlacedMessage, locator: Locator): vscode.Diagnostic {
  const { start, end } = locator.locate(range);
  const diagnostic = new vscode.Diagnostic(
    new vscode.Range(start.line, start.character, end.line, end.character),
    words,
    severity === "error" ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning,
  );
  diagnostic.source = "ld";
  return diagnostic;
}
