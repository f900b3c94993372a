import type { Outcome } from "../run/outcome";
import { Rig } from "./rig";
import type { Scenario } from "./scenario";
import { scenarios } from "./scenarios";

/** Milliseconds after which the guest is killed: several times what the whole layer takes. */
const lifetime = 15 * 60_000;
/** Milliseconds after which one scenario counts as hanging, and the guest with it. */
const scenarioLimit = 2 * 60_000;

/** The packaged command line beside the real dfu-util, on the USB stack of a Linux kernel. */
export async function tryRealUsb(): Promise<Outcome[]> {
  const rig = await Rig.start(lifetime);
  const outcomes: Outcome[] = [];
  try {
    for (const scenario of scenarios) {
      const begun = Date.now();
      const error = await faultOf(scenario, rig);
      console.log(`  ${((Date.now() - begun) / 1000).toFixed(1).padStart(5)} s  ${scenario.name}`);
      outcomes.push({ name: `usb: ${scenario.name}`, error });
    }
  } finally {
    await rig.stop();
  }
  return outcomes;
}

async function faultOf(scenario: Scenario, rig: Rig): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const hangs = new Promise<string>((resolve) => {
    timer = setTimeout(() => {
      rig.guest.kill();
      resolve(`It did not end within ${scenarioLimit / 1000} s.`);
    }, scenarioLimit);
  });
  try {
    return await Promise.race([scenario.run(rig).then(() => rig.clear()), hangs]).then((fault) => fault ?? undefined);
  } catch (error) {
    await rig.clear().catch(() => undefined);
    return error instanceof Error ? error.message : String(error);
  } finally {
    clearTimeout(timer);
  }
}
