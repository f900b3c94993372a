import { explain } from "../core/errors";
import type { Device } from "../core/mcu/device";
import { findDevices } from "../core/mcu/find-device";
import { unknownDevice } from "../core/mcu/unknown-device";
import { createBoardService, type LocalBoardService } from "../transport/create-board-service";
import type { BoardOptions, VerbContext } from "./board-options";
import { note } from "./console";
import { loadSimulatorState, sameContents, saveSimulatorState } from "./simulator-state";

/**
 * Runs a verb on the boards there are; what simulated ones hold is kept where a file for it was named.
 * @param usb look for real boards; by default where none is simulated
 */
export async function withService(
  options: BoardOptions,
  context: VerbContext,
  action: (service: LocalBoardService) => Promise<number>,
  usb = options.simulate.length === 0,
): Promise<number> {
  const { simulate, simulatorState } = options;
  const contents = simulatorState === undefined ? new Map() : await loadSimulatorState(simulatorState);
  const create = context.createService ?? createBoardService;
  const service = create({ usb, simulate, log: () => undefined, contents });
  const before = simulatorState === undefined ? contents : service.simulatedContents();
  let code: number;
  try {
    code = await action(service);
  } catch (error) {
    // A flash that failed has changed the board all the same; if that cannot be kept, the failure is still the news.
    await keep().catch((unsaved: unknown) => note(explain(unsaved)));
    throw error;
  } finally {
    service.dispose();
  }
  await keep();
  return code;

  /** A command that changed nothing writes no file. */
  async function keep(): Promise<void> {
    if (simulatorState === undefined) return;
    const after = service.simulatedContents();
    if (!sameContents(before, after)) {
      await saveSimulatorState(simulatorState, new Map([...contents, ...after]));
    }
  }
}

/** The chips a name of the command line means; none where nothing was named. @throws BootsmithError `unknown-device` */
export function devicesNamed(name: string | undefined): readonly Device[] {
  if (name === undefined) return [];
  const { candidates } = findDevices(name);
  if (candidates.length === 0) throw unknownDevice(name);
  return candidates;
}

/** The alternate setting, where one was named. */
export function alternateOf({ alt }: { readonly alt?: number }): { readonly alternate?: number } {
  return alt === undefined ? {} : { alternate: alt };
}
