/** Journeys: what a person does in VS Code, on the page of VS Code's server. Each file of `journeys/` is one. */
import { createWriteStream, mkdirSync, readdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { launchBrowser } from "../run/browser";
import { findServer, type ServerHost } from "../run/host";
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
  /** true: nobody trusts the folder. */
  readonly restricted?: boolean;
  run(bench: Workbench): Promise<void>;
}

/** With the name of its file. */
type LoadedJourney = Journey & { readonly id: string };

const timeLimit = 120_000;
const folder = join(root, "test", "host", "journeys");

/** Takes all journeys whose file name contains `filter`, one after the other, each in a fresh window on a fresh copy. */
export async function runJourneys(filter = ""): Promise<Outcome[]> {
  const host = findServer();
  if (host === undefined) {
    throw new Error(`Journeys need VS Code's server, also where a desktop VS Code is there. Run: ${setUpCommand}`);
  }
  const journeys = await loadJourneys(filter);
  const outcomes: Outcome[] = [];
  for (const restricted of [false, true]) {
    const chosen = journeys.filter((journey) => (journey.restricted ?? false) === restricted);
    if (chosen.length > 0) outcomes.push(...(await runOnOneServer(host, chosen, restricted)));
  }
  return outcomes;
}

async function loadJourneys(filter: string): Promise<LoadedJourney[]> {
  const files = readdirSync(folder).filter((file) => file.endsWith(".ts") && file.includes(filter));
  if (files.length === 0) throw new Error(`No journey is named like "${filter}".`);
  const load = async (file: string): Promise<LoadedJourney> => {
    const journey = (await import(pathToFileURL(join(folder, file)).href)) as Journey;
    return { ...journey, id: basename(file, ".ts") };
  };
  return Promise.all(files.map(load));
}

async function runOnOneServer(
  host: ServerHost,
  journeys: readonly LoadedJourney[],
  restricted: boolean,
): Promise<Outcome[]> {
  const dataFolder = temporaryFolder("journeys");
  try {
    // A tooltip that pops up over the next row would catch the click.
    writeSettings(dataFolder, { ...quietSettings, "workbench.hover.delay": 30_000 });
    await installExtension(host, vsix, dataFolder);
    const server = await startServer(host, { dataFolder, trustEverything: !restricted, testDriver: false });
    try {
      const browser = await launchBrowser();
      try {
        const outcomes: Outcome[] = [];
        for (const journey of journeys) outcomes.push(await takeJourney(journey, browser, server.port, dataFolder));
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

async function takeJourney(
  journey: LoadedJourney,
  browser: Browser,
  port: number,
  dataFolder: string,
): Promise<Outcome> {
  const { id, sample = mainSample } = journey;
  const workspace = copySample(sample, join(dataFolder, id, sample));
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
