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

const bundling = {
  bundle: true,
  minify: true,
  write: false,
  platform: "browser",
  format: "iife",
  target: "es2022",
  legalComments: "none",
  outdir: "out",
  logLevel: "warning",
} as const;

/** The production bundle of the page, as `npm run build` makes it, by file name. */
export async function bundlePage(): Promise<ReadonlyMap<string, Uint8Array>> {
  const { outputFiles } = await build({
    ...bundling,
    tsconfig: "webview/tsconfig.json",
    entryPoints: { "memory-map": "webview/memory-map/main.ts" },
  });
  return new Map(outputFiles.map((file) => [file.path.replace(/^.*[\\/]/, ""), file.contents]));
}

/** What stands in for VS Code's frame inside the page. */
async function bundleStandIn(): Promise<string> {
  const { outputFiles } = await build({
    ...bundling,
    tsconfig: "test/webview/page/tsconfig.json",
    entryPoints: ["test/webview/page/stand-in.ts"],
  });
  return outputFiles.map((file) => file.text).join("\n");
}

export interface OpenMap {
  readonly page: Page;
  readonly intents: Intent[];
  readonly opened: SourceRange[];
  readonly session: MapSession;
  readonly layouts: BootLayout[];
  /** Exceptions that nobody caught. */
  readonly errors: string[];
  /** Asks the page one of `page/questions.ts`. */
  ask<T>(question: string, ...given: string[]): Promise<T>;
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
    private readonly standIn: string,
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
    const host = new PageHost(browser, files, await bundleStandIn());
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
    const [intents, opened, errors]: [Intent[], SourceRange[], string[]] = [[], [], []];
    page.on("pageerror", (error) => errors.push(error.message));
    const open = options.open ?? ((range: SourceRange) => Promise.resolve(void opened.push(range)));
    const session: MapSession = new MapSession({
      layouts: () => map.layouts,
      post: (message) => void page.evaluate(`window.postMessage(${JSON.stringify(message)}, "*")`),
      ...{ open, say: english, warn: () => undefined },
    });
    const ask = <T>(question: string, ...given: string[]): Promise<T> =>
      page.evaluate(`window.ask.${question}(${given.map((one) => JSON.stringify(one)).join()})`);
    const map: OpenMap = { page, intents, opened, session, layouts, errors, ask };
    await page.exposeFunction("toHost", (message: Intent) => {
      intents.push(message);
      return session.receive(message);
    });
    const given = { ...options.theme, state: options.state ?? null };
    await page.addInitScript(`window.given = ${JSON.stringify(given)};\n${this.standIn}`);
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
