import * as vscode from "vscode";
import type { BootLayout } from "../core/layout/boot-layout";
import type { SourceRange } from "../core/project/snapshot";
import { commands, memoryMapViewType } from "../manifest";
import { parsePageState, type HostMessage } from "../protocol/memory-map";
import { MapSession } from "./map-session";
import { localize } from "../workspace/l10n";
import { memoryMapPage } from "./page";

export interface MemoryMapDependencies {
  readonly extensionUri: vscode.Uri;
  readonly layouts: {
    current(): readonly BootLayout[];
    readonly onDidChange: vscode.Event<void>;
  };
  readonly log: vscode.LogOutputChannel;
}

/** Registers the command that shows the map and the serializer that brings it back after a reload. */
export function registerMemoryMap(dependencies: MemoryMapDependencies): vscode.Disposable {
  const maps = new MemoryMaps(dependencies);
  return vscode.Disposable.from(
    maps,
    vscode.commands.registerCommand(commands.showMemoryMap, () => maps.show()),
    vscode.window.registerWebviewPanelSerializer(memoryMapViewType, {
      deserializeWebviewPanel(panel, state): Promise<void> {
        maps.adopt(panel, parsePageState(state).layout);
        return Promise.resolve();
      },
    }),
  );
}

/** Owns the one panel there is at a time. */
class MemoryMaps implements vscode.Disposable {
  private panel: MemoryMapPanel | undefined;

  constructor(private readonly dependencies: MemoryMapDependencies) {}

  show(): void {
    if (this.panel !== undefined) {
      this.panel.reveal();
      return;
    }
    const title = vscode.l10n.t("Memory Map");
    this.adopt(vscode.window.createWebviewPanel(memoryMapViewType, title, vscode.ViewColumn.Beside, {}));
  }

  adopt(panel: vscode.WebviewPanel, layout?: string): void {
    this.panel?.dispose();
    const map = new MemoryMapPanel(panel, this.dependencies, layout);
    this.panel = map;
    panel.onDidDispose(() => {
      map.dispose();
      if (this.panel === map) {
        this.panel = undefined;
      }
    });
  }

  dispose(): void {
    this.panel?.dispose();
  }
}

/** One open memory map: a page, and the session that feeds it. */
class MemoryMapPanel implements vscode.Disposable {
  private readonly subscriptions: vscode.Disposable[] = [];
  private disposed = false;

  constructor(
    private readonly panel: vscode.WebviewPanel,
    { extensionUri, layouts, log }: MemoryMapDependencies,
    layout?: string,
  ) {
    const { webview } = panel;
    const session = new MapSession(
      {
        layouts: () => layouts.current(),
        post: (message) => this.post(message),
        open: (range) => openRange(range, panel.viewColumn),
        say: localize,
        warn: (sentence) => log.warn(sentence),
      },
      layout,
    );
    const root = vscode.Uri.joinPath(extensionUri, "dist", "webview");
    webview.options = { enableScripts: true, localResourceRoots: [root] };
    this.subscriptions.push(
      webview.onDidReceiveMessage((message: unknown) => void session.receive(message)),
      layouts.onDidChange(() => session.refresh()),
    );
    webview.html = memoryMapPage({
      cspSource: webview.cspSource,
      nonce: crypto.randomUUID(),
      script: webview.asWebviewUri(vscode.Uri.joinPath(root, "memory-map.js")).toString(),
      style: webview.asWebviewUri(vscode.Uri.joinPath(root, "memory-map.css")).toString(),
      title: vscode.l10n.t("Memory Map"),
      language: vscode.env.language,
    });
  }

  /** A hidden page takes no message; it asks again with `ready` when it is back. A closed one must not be written to. */
  private post(message: HostMessage): void {
    if (!this.disposed) {
      void this.panel.webview.postMessage(message);
    }
  }

  reveal(): void {
    this.panel.reveal();
  }

  dispose(): void {
    if (this.disposed) {
      return;
    }
    this.disposed = true;
    vscode.Disposable.from(...this.subscriptions).dispose();
    this.panel.dispose();
  }
}

/** Opens beside the map, never over it; offsets behind the end of a text that has shrunk fall on its end. */
async function openRange(range: SourceRange, map: vscode.ViewColumn | undefined): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(range.uri, true));
  const selection = new vscode.Range(document.positionAt(range.start), document.positionAt(range.end));
  const column = map === vscode.ViewColumn.One ? vscode.ViewColumn.Beside : vscode.ViewColumn.One;
  await vscode.window.showTextDocument(document, { selection, viewColumn: column });
}
