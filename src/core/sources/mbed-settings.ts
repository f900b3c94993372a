import type { AddressRange } from "../mcu/device";
import { ascii, isSet, numberOf, type MbedConfig, type MbedEntry } from "./mbed-config";
import { mbedKey, mbedKeys, obeys } from "./mbed-keys";
import { attributeOf, matchLabel, type LabelMatch, type Lineage } from "./mbed-targets";
import type { MbedTool } from "../project/discovery";

/** The values in force for one target: application beats library beats target (rules sheet §1). */
export interface MbedSettings {
  /** By key. What is not set, or of which nobody can tell, is not here. */
  readonly entries: ReadonlyMap<string, MbedEntry>;
  /** Keys whose value depends on something that is not in sight, and its name. */
  readonly open: ReadonlyMap<string, string>;
}

/** A library's file; `certain` where the build takes it in for sure. */
export interface MbedLibrary {
  readonly config: MbedConfig;
  readonly match: LabelMatch;
}

interface State {
  readonly entry: MbedEntry | undefined;
  readonly open: string | undefined;
  /** The library that wrote it last: the order of libraries is not known. */
  readonly library: MbedConfig | undefined;
}

/** Merges target, libraries and application; within a file every matching label in file order, the last writer wins. */
export function mergeSettings(
  application: MbedConfig | undefined,
  libraries: readonly MbedLibrary[],
  lineage: Lineage | undefined,
): MbedSettings {
  const states = new Map<string, State>();
  const write = (entry: MbedEntry, match: LabelMatch, library?: MbedConfig): void => {
    const before = states.get(entry.key);
    const state = written(before, entry, match, library);
    if (state !== undefined) states.set(entry.key, state);
  };
  if (lineage !== undefined)
    for (const name of Object.keys(mbedKeys)) {
      const entry = attributeOf(lineage, name);
      if (entry !== undefined) write(entry, "yes");
    }
  for (const { config, match } of libraries) {
    for (const entry of config.defaults) write(entry, match, config);
    for (const entry of config.entries) {
      // Of the target's own parameters a library may change these alone.
      if (entry.key.startsWith("target.") && mbedKey(entry.key) === undefined) continue;
      write(entry, weaker(match, matchLabel(entry.label, lineage)), config);
    }
  }
  const extra = addedLabels(application);
  for (const entry of application?.defaults ?? []) write(entry, "yes");
  for (const entry of application?.entries ?? []) {
    const match = matchLabel(entry.label, lineage);
    write(entry, match === "no" && extra.has(entry.label) ? "maybe" : match);
  }
  return settled(states);
}

function written(
  before: State | undefined,
  entry: MbedEntry,
  match: LabelMatch,
  library: MbedConfig | undefined,
): State | undefined {
  const same = before?.entry?.value.source === entry.value.source;
  if (match === "no") return undefined;
  if (match === "maybe") {
    const open = library === undefined ? entry.label : library.uri;
    return same ? undefined : { entry: before?.entry, open: before?.open ?? open, library: before?.library };
  }
  const rival = library !== undefined && before?.library !== undefined && before.library !== library && !same;
  return { entry, open: rival ? library.uri : undefined, library };
}

function weaker(one: LabelMatch, other: LabelMatch): LabelMatch {
  return one === "no" || other === "no" ? "no" : one === "maybe" || other === "maybe" ? "maybe" : "yes";
}

/** Labels that the application gives its target itself. */
function addedLabels(application: MbedConfig | undefined): ReadonlySet<string> {
  const adding = (application?.entries ?? []).filter(({ key }) =>
    /^target\.(extra_labels|features|components)/.test(key),
  );
  return new Set(adding.flatMap(({ value }) => value.items.flatMap((item) => ascii(item.string ?? ""))));
}

function settled(states: ReadonlyMap<string, State>): MbedSettings {
  const entries = new Map<string, MbedEntry>();
  const open = new Map<string, string>();
  for (const [key, state] of states) {
    if (state.open !== undefined) open.set(key, state.open);
    else if (state.entry !== undefined && (mbedKey(key) === undefined || isSet(state.entry)))
      entries.set(key, state.entry);
  }
  return { entries, open };
}

/** Read-only memory as the tools see it for a target; `name` is the target's. */
export interface MbedRom extends AddressRange {
  readonly name: string;
}

/** ROM of the board table, start and size each replaced by `mbed_rom_start` and `mbed_rom_size` where set and not zero (rules sheet §3). */
export function romOf(
  { entries, open }: MbedSettings,
  tool: MbedTool,
  board: { readonly target: string; readonly rom: AddressRange } | undefined,
  target: string | undefined,
): MbedRom | undefined {
  const keys = ["target.mbed_rom_start", "target.mbed_rom_size"] as const;
  const heeded = obeys(tool, "memory");
  if (heeded && keys.some((key) => open.has(key))) return undefined;
  const [start, size] = keys.map((key) => {
    const entry = heeded ? entries.get(key) : undefined;
    if (entry === undefined) return undefined;
    return numberOf(entry) ?? NaN;
  });
  const base = nonZero(start) ?? board?.rom.base;
  const length = nonZero(size) ?? board?.rom.size;
  if (base === undefined || length === undefined || Number.isNaN(base) || Number.isNaN(length)) return undefined;
  return { base, size: length, name: board?.target ?? target ?? "" };
}

function nonZero(value: number | undefined): number | undefined {
  return value === 0 ? undefined : value;
}
