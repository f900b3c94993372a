import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build, type BuildOptions } from "esbuild";
import { root } from "../run/paths";

/** The driver extension as VS Code loads it. */
export const driverFolder = join(root, "out", "host");

/** Bundles the driver extension and every test under `suite/`. */
export async function bundleDriver(): Promise<void> {
  const source = join(root, "test", "host");
  rmSync(driverFolder, { recursive: true, force: true });
  const common: BuildOptions = {
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    sourcemap: "inline",
    logLevel: "warning",
    external: ["vscode", "mocha"],
    mainFields: ["module", "main"],
  };
  await build({
    ...common,
    entryPoints: [join(source, "driver", "extension.ts"), join(source, "driver", "runner.ts")],
    outdir: driverFolder,
  });
  await build({
    ...common,
    entryPoints: [join(source, "suite", "**", "*.test.ts")],
    outbase: join(source, "suite"),
    outdir: join(driverFolder, "suite"),
  });
  cpSync(join(source, "driver", "package.json"), join(driverFolder, "package.json"));
}
