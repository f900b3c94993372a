import { findBoard } from "../mcu/boards";
import type { MbedBoard } from "../mcu/boards";
import { findDevices } from "../mcu/find-device";
import { shareParts } from "../mcu/same-part";
import type { TextFile } from "../project/snapshot";
import { ascii, type MbedEntry } from "./mbed-config";
import { parseMbedJson } from "./mbed-json";
import type { JsonValue } from "./json-document";

/** A target that a `targets.json` or `custom_targets.json` of the workspace defines. */
export interface TargetDefinition {
  readonly name: string;
  readonly key: JsonValue;
  readonly value: JsonValue;
}

/** Every target of a file in file order. */
export function targetDefinitions(file: TextFile): readonly TargetDefinition[] {
  const { root } = parseMbedJson(file);
  return (root?.properties ?? []).flatMap(({ key, name, value }) =>
    value.type === "object" ? [{ name: ascii(name), key, value }] : [],
  );
}

/** A target and what it inherits from, as far as files in sight tell. */
export interface Lineage {
  readonly target: string;
  /** Labels the target certainly has. */
  readonly labels: ReadonlySet<string>;
  /** Every ancestor is in sight, so that it has no other label. */
  readonly complete: boolean;
  /** Its definitions in the workspace, the target's own first. */
  readonly definitions: readonly TargetDefinition[];
  /** The row of the board table for the target, or for the nearest ancestor that has one. */
  readonly board: MbedBoard | undefined;
  /** Other targets that the workspace defines: none of them is an ancestor of a target that Mbed OS defines. */
  readonly others: ReadonlySet<string>;
}

/** The root of every chain in `targets.json`. */
const rootTarget = "Target";

export function lineageOf(target: string, definitions: readonly TargetDefinition[]): Lineage {
  const byName = new Map(definitions.map((one) => [one.name, one]));
  const labels = new Set([target]);
  const found: TargetDefinition[] = [];
  const outside: string[] = [];
  const queue = [target];
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    const definition = byName.get(name);
    if (definition === undefined) {
      if (name !== rootTarget) outside.push(name);
      continue;
    }
    if (found.includes(definition)) continue;
    found.push(definition);
    const inherited = stringsOf(definition.value.member("inherits"));
    const added = ["extra_labels", "extra_labels_add"].flatMap((key) => stringsOf(definition.value.member(key)));
    for (const label of [...inherited, ...added]) labels.add(label);
    queue.push(...inherited);
  }
  const board = [...labels].map((name) => findBoard(name)).find((one) => one !== undefined);
  const others = new Set([...byName.keys()].filter((name) => !labels.has(name)));
  return { target, labels, complete: outside.length === 0 && found.length > 0, definitions: found, board, others };
}

function stringsOf(value: JsonValue | undefined): string[] {
  return value?.string !== undefined ? [value.string] : (value?.items ?? []).flatMap((item) => item.string ?? []);
}

/** What the nearest definition that states it says of an attribute: `mbed_rom_start`, `device_name`. */
export function attributeOf({ definitions }: Lineage, name: string): MbedEntry | undefined {
  for (const definition of definitions) {
    const property = definition.value.properties.findLast((one) => one.name === name);
    if (property !== undefined)
      return {
        label: definition.name,
        key: `target.${name}`,
        value: property.value,
        keyRange: property.key.range,
        written: property.key.source,
      };
  }
  return undefined;
}

/** `MCU_STM32F4`, `STM32F429xI`, `FAMILY_STM32`: as much of a part's name as the label spells. */
const stm32Label = /STM32([A-Z]{0,2}[0-9]?[0-9A-WYZ]{0,2})/;

export type LabelMatch = "yes" | "no" | "maybe";

/** Groups of targets in Mbed OS, which its boards inherit from or carry as a label. */
const groupLabel = /^(MCU|FAMILY|KSDK\d?|CORTEX|FEATURE|COMPONENT|TOOLCHAIN)_|^STM|^M\d|^NRF5\w?$/;

/** Whether a label of `target_overrides` is one of the target's: `maybe` where ancestors in Mbed OS decide, which are not in sight. */
export function matchLabel(label: string, lineage: Lineage | undefined): LabelMatch {
  if (label === "*") return "yes";
  if (lineage === undefined) return "maybe";
  if (lineage.labels.has(label) || label === rootTarget) return "yes";
  if (lineage.complete || lineage.others.has(label)) return "no";
  const { board, target } = lineage;
  const own = board === undefined ? findDevices(target).parts : [board.part];
  const family = stm32Label.exec(label)?.[1];
  if (own.length > 0 && family !== undefined)
    return own.some((part) => part.startsWith(`STM32${family}`)) ? "maybe" : "no";
  const named = findDevices(label).parts;
  if (own.length > 0 && named.length > 0) return shareParts(own, named) ? "maybe" : "no";
  // A name with a number that is no group's is another board's: boards of Mbed OS do not inherit from one another across names.
  const kin = target.includes(label) || label.includes(target);
  return own.length > 0 && /[0-9]/.test(label) && !groupLabel.test(label) && !kin ? "no" : "maybe";
}
