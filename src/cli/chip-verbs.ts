import { findDevices } from "../core/mcu/find-device";
import { mcuReport, type McuReport } from "../core/mcu/mcu-report";
import { mcuList, mcuText } from "../core/mcu/mcu-text";
import { unknownDevice } from "../core/mcu/unknown-device";
import { bootloaderHelp, wayIn } from "../core/report/bootloader-help";
import type { SnippetEntry, SnippetFlavour, SnippetKind } from "../core/snippets/request";
import { writeSnippet } from "../core/snippets/write-snippet";
import { english } from "../core/text";
import { note, print, printJson } from "./console";

export interface SnippetOptions {
  readonly device: string;
  readonly for: SnippetFlavour;
  readonly kind: SnippetKind;
  readonly entry: SnippetEntry;
  readonly address?: number;
  readonly anyway?: true;
}

/** What is known of a chip. */
export function mcu(name: string, format: "text" | "json"): number {
  const { candidates, parts } = findDevices(name);
  if (candidates.length === 0) throw unknownDevice(name);
  const reports = candidates.map((device) => mcuReport(device));
  if (format === "json") printJson(asJson(reports));
  else if (parts.length > 1) print(mcuList(name, reports));
  else print([...reports.map(mcuText), ...wayIn(bootloaderHelp(name), english), ""].join("\n"));
  return 0;
}

/** One part is one object, its factory layout first and the other layouts beside it; a name of several parts is a list. */
function asJson(reports: readonly McuReport[]): unknown {
  const [first, ...others] = reports;
  if (first === undefined || others.some((other) => other.part !== first.part)) return reports;
  return others.length === 0 ? first : { ...first, alternatives: others };
}

/** Code that enters a bootloader or an application; 1 where no code is right. */
export function snippet(options: SnippetOptions): number {
  // The name itself, not one of the chips it may mean: lines without a geometry row count, and an open name is refused.
  const { device, for: flavour, ...how } = options;
  const made = writeSnippet({ device, flavour, ...how });
  if ("refused" in made) {
    const anyway = made.canShowAnyway ? " --anyway gives the code all the same." : "";
    note(`${english(made.refused)} ${english(made.instead)}${anyway}`);
    return 1;
  }
  process.stdout.write(made.code);
  return 0;
}
