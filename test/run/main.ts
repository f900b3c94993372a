/** `npm test`: all layers, each with its time; the last line is the plain total. `--only unit,host` for developers. */
import { parseArgs } from "node:util";
import { layers } from "./layers";
import type { Outcome } from "./outcome";

function chosenLayers(): typeof layers {
  const { values } = parseArgs({ options: { only: { type: "string" } } });
  if (values.only === undefined) return layers;
  const names = values.only.split(",");
  const unknown = names.filter((name) => !layers.some((layer) => layer.name === name));
  if (unknown.length > 0) {
    const known = layers.map((layer) => layer.name).join(", ");
    throw new Error(`There is no layer "${unknown.join('", "')}". Layers: ${known}.`);
  }
  return layers.filter((layer) => names.includes(layer.name));
}

async function main(): Promise<void> {
  const outcomes: Outcome[] = [];
  const times: string[] = [];
  for (const layer of chosenLayers()) {
    console.log(`\n== ${layer.name}: ${layer.about}`);
    const started = Date.now();
    const found = await layer
      .run()
      .catch((error: unknown): Outcome[] => [
        { name: layer.name, error: error instanceof Error ? error.message : String(error) },
      ]);
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    const failed = found.filter((outcome) => outcome.error !== undefined);
    for (const { name, error } of failed) console.log(`FAILED ${name}\n${String(error)}`);
    times.push(
      `${layer.name.padEnd(10)} ${seconds.padStart(6)} s  ${found.length - failed.length} passed, ${failed.length} failed`,
    );
    console.log(`== ${layer.name} took ${seconds} s: ${found.length - failed.length} passed, ${failed.length} failed`);
    outcomes.push(...found);
  }
  const failed = outcomes.filter((outcome) => outcome.error !== undefined).length;
  console.log(`\n${times.join("\n")}\n`);
  console.log(`${outcomes.length - failed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && outcomes.length > 0 ? 0 : 1;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(2);
});
