import type { BootLayout } from "../core/layout/boot-layout";
import { isExplicit } from "../core/layout/device-choice";
import { closestParts, findDevices } from "../core/mcu/find-device";

/** A part that something in the workspace names. */
export interface Candidate {
  readonly part: string;
  /** The files and settings that name it, each once. */
  readonly from: readonly string[];
}

/** Every part that the files of these layouts name, those of the chosen chip first, with what names them. */
export function candidatesOf(layouts: readonly BootLayout[]): readonly Candidate[] {
  const hints = layouts.flatMap(({ configuration, set }) => [
    ...configuration.device,
    ...set.images.flatMap((image) => image.device ?? []),
  ]);
  const chosen = layouts.flatMap(({ device }) => device.candidates.map(({ part }) => part));
  const parts = new Map<string, Set<string>>(chosen.map((part) => [part, new Set<string>()]));
  for (const { name, from } of hints)
    for (const part of findDevices(name).parts) parts.set(part, (parts.get(part) ?? new Set<string>()).add(from));
  return [...parts].map(([part, from]) => ({ part, from: [...from] }));
}

/** Whether a person has said which chip it is: only then is there something to take back. */
export function isChosen(layouts: readonly BootLayout[]): boolean {
  return layouts.some(({ configuration }) => configuration.device.some(isExplicit));
}

/** What a typed name stands for: the parts it may mean, else those that are spelt most like it. */
export type Typed =
  | { readonly known: true; readonly parts: readonly string[] }
  | { readonly known: false; readonly closest: readonly string[] };

/** Reads what a person typed as a chip: anything that can be looked up. */
export function readTyped(typed: string): Typed {
  const { parts } = findDevices(typed);
  return parts.length > 0 ? { known: true, parts } : { known: false, closest: closestParts(typed, 5) };
}
