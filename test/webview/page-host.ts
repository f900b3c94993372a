import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import { english } from "../../src/core/text";
import type { BootLayout } from "../../src/core/layout/boot-layout";
import type { SourceRange } from "../../src/core/project/snapshot";
import { MapSession } from "../../src/memory-map/map-session";
import { memoryMapPage } from "../../src/memory-map/page";
import type { Intent } from "../../src/protocol/memory-map";
import type { Theme } from "./themes";

/** The production bundle of the page, as `npm run build` makes it. */
export async function bundlePage(): Promise<ReadonlyMap<string, Uint8Array>> {
  const { outputFiles } = await build({
    ...{ bundle: true, minify: true, platform: "browser", format: "iife", target: "es2022", legalComments: "none" },
    ...{ write: false, outdir: "out", tsconfig: "webview/tsconfig.json", logLevel: "warning" },
    entryPoints: { "memory-map": "webview/memory-map/main.ts" },
  });
  return new Map(outputFiles.map((file) => [file.path.replace(/^.*[\\/]/, ""), file.contents]));
}

/** Stands in for VS Code's frame: theme variables, the API object, and a note of every CSP violation. */
function standIn({ bodyClass, kind, variables }: Theme, state: unknown): string {
  return `
    window.violations = [];
    document.addEventListener("securitypolicyviolation", (e) => violations.push(e.violatedDirective + " " + e.blockedURI + " " + e.sourceFile + ":" + e.lineNumber));
    let state = ${JSON.stringify(state ?? null)};
    window.acquireVsCodeApi = () => ({
      postMessage: (message) => window.toHost(message),
      getState: () => state,
      setState: (next) => { state = next; window.savedState = next; },
    });
    const dress = () => {
      for (const [name, value] of Object.entries(${JSON.stringify(variables)})) document.documentElement.style.setProperty(name, value);
      document.body.className = ${JSON.stringify(bodyClass)};
      document.body.dataset.vscodeThemeKind = ${JSON.stringify(kind)};
    };
    // As in VS Code the theme is there before the page's script runs.
    const wait = new MutationObserver(() => { if (document.body) { wait.disconnect(); dress(); } });
    wait.observe(document, { childList: true, subtree: true });
  `;
}

export interface OpenMap {
  readonly page: Page;
  readonly intents: Intent[];
  readonly opened: SourceRange[];
  readonly session: MapSession;
  layouts: BootLayout[];
  violations(): Promise<string[]>;
}

export interface OpenOptions {
  readonly theme: Theme;
  readonly width?: number;
  readonly height?: number;
  readonly state?: unknown;
  readonly open?: (range: SourceRange) => Promise<void>;
}

/** Serves the page under the panel's own Content-Security-Policy and joins it to a real {@link MapSession}. */
export class PageHost {
  private readonly server: Server;
  private readonly nonce = randomUUID();

  private constructor(
    private readonly browser: Browser,
    files: ReadonlyMap<string, Uint8Array>,
  ) {
    this.server = createServer((request, response) => {
      const name = (request.url ?? "/").slice(1);
      const file = files.get(name);
      if (name === "") {
        response.setHeader("content-type", "text/html").end(this.html());
      } else if (file === undefined) {
        response.writeHead(404).end();
      } else {
        response.setHeader("content-type", name.endsWith(".css") ? "text/css" : "text/javascript").end(file);
      }
    });
  }

  static async start(browser: Browser, files: ReadonlyMap<string, Uint8Array>): Promise<PageHost> {
    const host = new PageHost(browser, files);
    await new Promise<void>((resolve) => host.server.listen(0, "127.0.0.1", resolve));
    return host;
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => this.server.close(resolve));
  }

  async open(layouts: BootLayout[], options: OpenOptions): Promise<OpenMap> {
    const page = await this.browser.newPage({
      viewport: { width: options.width ?? 1100, height: options.height ?? 900 },
    });
    const [intents, opened]: [Intent[], SourceRange[]] = [[], []];
    const open = options.open ?? ((range: SourceRange) => Promise.resolve(void opened.push(range)));
    const session: MapSession = new MapSession({
      layouts: () => map.layouts,
      post: (message) => void page.evaluate((data) => window.postMessage(data, "*"), message),
      ...{ open, say: english, warn: () => undefined },
    });
    const violations = (): Promise<string[]> => page.evaluate("window.violations");
    const map: OpenMap = { page, intents, opened, session, layouts, violations };
    await page.exposeFunction("toHost", (message: Intent) => {
      intents.push(message);
      return session.receive(message);
    });
    await page.addInitScript(standIn(options.theme, options.state));
    await page.goto(`${this.origin()}/`);
    return map;
  }

  private origin(): string {
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  private html(): string {
    const origin = this.origin();
    return memoryMapPage({
      ...{ cspSource: origin, nonce: this.nonce, title: "Memory Map", language: "en" },
      ...{ script: `${origin}/memory-map.js`, style: `${origin}/memory-map.css` },
    });
  }
}
