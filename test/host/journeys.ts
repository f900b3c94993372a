/** Journeys: what a person does in VS Code, on the page of VS Code's server. Each file of `journeys/` is one. */
import { createWriteStream, mkdirSync, readdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { launchBrowser } from "../run/browser";
import { findServer } from "../run/host";
import type { Outcome } from "../run/outcome";
import { mainSample, results, root, setUpCommand, vsix } from "../run/paths";
import { installExtension, quietSettings, startServer, writeSettings } from "../run/server";
import { copySample, temporaryFolder } from "../run/temporary";
import { Workbench } from "./workbench";

/** What a file in `journeys/` exports. */
interface Journey {
  readonly name: string;
  /** Folder under test/fixtures/workspaces to open a copy of; default: the main sample. */
  readonly sample?: string;
  run(bench: Workbench): Promise<void>;
}

const timeLimit = 120_000;
const folder = join(root, "test", "host", "journeys");

/** Takes all journeys whose file name contains `filter`, one after the other, each in a fresh window on a fresh copy. */
export async function runJourneys(filter = ""): Promise<Outcome[]> {
  const host = findServer();
  if (host === undefined)
    throw new Error(`Journeys need VS Code's server, also where a desktop VS Code is there. Run: ${setUpCommand}`);
  const files = readdirSync(folder).filter((file) => file.endsWith(".ts") && file.includes(filter));
  if (files.length === 0) throw new Error(`No journey is named like "${filter}".`);
  const dataFolder = temporaryFolder("journeys");
  try {
    writeSettings(dataFolder, quietSettings);
    await installExtension(host, vsix, dataFolder);
    const server = await startServer(host, { dataFolder, trustEverything: true, testDriver: false });
    try {
      const browser = await launchBrowser();
      try {
        const outcomes: Outcome[] = [];
        for (const file of files) outcomes.push(await takeJourney(file, browser, server.port, dataFolder));
        return outcomes;
      } finally {
        await browser.close();
      }
    } finally {
      await server.stop();
    }
  } finally {
    rmSync(dataFolder, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function takeJourney(file: string, browser: Browser, port: number, dataFolder: string): Promise<Outcome> {
  const id = basename(file, ".ts");
  const journey = (await import(pathToFileURL(join(folder, file)).href)) as Journey;
  const workspace = copySample(journey.sample ?? mainSample, join(dataFolder, id, journey.sample ?? mainSample));
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    permissions: ["clipboard-read", "clipboard-write"],
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  mkdirSync(results, { recursive: true });
  const log = createWriteStream(join(results, `journey-${id}.log`));
  page.on("console", (message) => log.write(`${message.type()}: ${message.text()}\n`));
  const bench = new Workbench(page, workspace);
  const name = `journey: ${journey.name}`;
  const started = Date.now();
  try {
    await page.goto(`http://127.0.0.1:${port}/?${new URLSearchParams({ folder: workspace }).toString()}`);
    await bench.ready();
    await withLimit(journey.run(bench));
    return { name: `${name} (${Date.now() - started} ms)`, error: undefined };
  } catch (error) {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { name, error: `${reason}\nThe window then: ${await bench.screenshot(`failed-${id}`)}` };
  } finally {
    await context.close();
    log.end();
  }
}

/** Rejects when `work` takes longer than the time limit. */
async function withLimit(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`Not done after ${timeLimit / 1000} s.`)), timeLimit);
  });
  try {
    await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
