import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { bundleDriver } from "../host/bundle";
import { runNames } from "../host/driver/run-environment";
import { runJourneys } from "../host/journeys";
import { findVSCode, runSuite } from "../host/launch";
import { mutateLayouts } from "../toolchain/layouts/layer";
import { proveToolchain } from "../toolchain/layer";
import { tryRealUsb } from "../usb/layer";
import { findBrowser } from "./browser";
import { checkSizes } from "./bundle-sizes";
import { runCommand } from "./command";
import type { Outcome } from "./outcome";
import { results, setUpCommand, vsix } from "./paths";

export interface Layer {
  readonly name: string;
  readonly about: string;
  /** Rejects when the layer could not run at all; that counts as one failure. */
  run(): Promise<Outcome[]>;
}

/** Runs a tool of node_modules: one outcome, with the tool's output as error. */
async function tool(name: string, script: string, ...args: string[]): Promise<Outcome> {
  const { code, output } = await runCommand(process.execPath, [join("node_modules", script), ...args]);
  return { name, error: code === 0 ? undefined : output.trim() || `${script} ended with code ${code}.` };
}

interface VitestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** Runs vitest: one outcome per test; a file that does not load, a skipped test and an empty run are failures. */
async function vitest(name: string, ...args: string[]): Promise<Outcome[]> {
  mkdirSync(results, { recursive: true });
  const file = join(results, `${name}.json`);
  rmSync(file, { force: true });
  const vitestArgs = ["run", ...args, "--reporter=json", `--outputFile=${file}`];
  const { code, output } = await runCommand(process.execPath, [
    join("node_modules", "vitest", "vitest.mjs"),
    ...vitestArgs,
  ]);
  if (!existsSync(file)) return [{ name, error: output }];
  const report = JSON.parse(readFileSync(file, "utf8")) as VitestReport;
  const outcomes = report.testResults.flatMap((suite) => {
    const tests = suite.assertionResults.map(({ fullName, status, failureMessages }) => ({
      name: fullName,
      error: status === "passed" ? undefined : failureMessages.join("\n") || `The test was ${status}.`,
    }));
    const broken = suite.status === "failed" && tests.every((test) => test.error === undefined);
    return broken ? [...tests, { name: suite.name, error: suite.message }] : tests;
  });
  if (outcomes.length === 0) return [{ name, error: `No tests were found.\n${output}` }];
  if (code !== 0 && outcomes.every((outcome) => outcome.error === undefined)) outcomes.push({ name, error: output });
  return outcomes;
}

function typeScript(project: string): Promise<Outcome> {
  return tool(`types: ${project}`, "typescript/bin/tsc", "--project", project);
}

async function host(): Promise<Outcome[]> {
  const vscode = findVSCode();
  if (findBrowser() === undefined) throw new Error(`There is no Chromium or Chrome. Run: ${setUpCommand}`);
  if (!existsSync(vsix)) throw new Error(`${vsix} is not there. Run: npm run package`);
  const kind = vscode.executable === "server" ? "VS Code's server and Chromium" : "a desktop VS Code";
  console.log(`API suite in ${kind}; journeys in VS Code's server and Chromium.`);
  if (vscode.executable === "server") console.log("A desktop VS Code was NOT run here: it could not be downloaded.");
  await bundleDriver();
  const outcomes: Outcome[] = [];
  for (const run of runNames) outcomes.push(...(await runSuite(run, vscode)));
  return [
    ...outcomes,
    ...(await runJourneys().catch((error: unknown) => [{ name: "journeys", error: String(error) }])),
  ];
}

/** In the order they run: quick ones first, and the build before those that use what it made. */
export const layers: readonly Layer[] = [
  {
    name: "format",
    about: "prettier",
    run: async () => [await tool("format", "prettier/bin/prettier.cjs", "--check", ".", "--log-level=warn")],
  },
  { name: "lint", about: "eslint", run: async () => [await tool("lint", "eslint/bin/eslint.js", ".")] },
  {
    name: "types",
    about: "tsc: host and tests, the pure core, the webview",
    run: async () => [await typeScript("."), await typeScript("src/core"), await typeScript("webview")],
  },
  { name: "dead-code", about: "knip", run: async () => [await tool("dead code", "knip/bin/knip.js")] },
  {
    name: "build",
    about: "bundles and package, with their size limits",
    run: async () => {
      // Nobody may test the package of an earlier build.
      rmSync(vsix, { force: true });
      const { code, output } = await runCommand(process.execPath, ["package.config.mjs"]);
      return code === 0
        ? [{ name: "package", error: undefined }, ...checkSizes()]
        : [{ name: "package", error: output }];
    },
  },
  { name: "unit", about: "vitest", run: () => vitest("unit") },
  {
    name: "toolchain",
    about: "generated snippets: arm-none-eabi-gcc, Unicorn, QEMU; linker scripts and mutated layouts: GNU ld",
    run: async () => [...(await proveToolchain()), ...(await mutateLayouts())],
  },
  { name: "usb", about: "the packaged command line and dfu-util on a real USB stack, in QEMU", run: tryRealUsb },
  {
    name: "webview",
    about: "webview pages in Chromium",
    run: () => {
      if (findBrowser() === undefined) throw new Error(`There is no Chromium or Chrome. Run: ${setUpCommand}`);
      return vitest("webview", "--config", "test/webview/vitest.config.ts");
    },
  },
  { name: "host", about: "the packaged extension in a real VS Code", run: host },
];
