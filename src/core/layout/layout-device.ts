import type { Configuration, ImageDeclaration, ImageSet } from "../project/image-set";
import type { SourceRange } from "../project/snapshot";
import { shareParts } from "../mcu/same-part";
import { text } from "../text";
import type { DeviceChoice, LayoutProblem } from "./boot-layout";
import { chooseDevice, isExplicit, partsOf } from "./device-choice";

/** The chip of a layout, and what its images say that does not fit together. */
export interface LayoutDevice {
  readonly device: DeviceChoice;
  readonly problems: readonly LayoutProblem[];
}

interface Named {
  readonly image: ImageDeclaration;
  readonly choice: DeviceChoice;
}

/**
 * The chip of a set in one configuration. Where two images name chips that cannot be one, and nobody has said which it
 * is, each stays a candidate and the contradiction is a problem at the place that names the second.
 */
export function layoutDevice(set: ImageSet, configuration: Configuration): LayoutDevice {
  const device = chooseDevice(configuration.device);
  const said = device.hint !== undefined && (isExplicit(device.hint) || device.hint.name === configuration.target);
  const named = set.images
    .map((image) => ({ image, choice: chooseDevice(image.device ?? []) }))
    .filter(({ choice }) => choice.candidates.length > 0);
  const [first, second] = said ? [] : apart(named);
  if (first === undefined || second === undefined) return { device, problems: [] };
  const candidates = [...new Set(named.flatMap(({ choice }) => choice.candidates))];
  const hints = named.flatMap(({ choice }) => choice.hint ?? []);
  return {
    device: { candidates, ...(hints[0] !== undefined && { hint: hints[0] }), against: hints.slice(1) },
    problems: [mismatch(first, second)],
  };
}

/** Two images whose chips cannot be one. */
function apart(named: readonly Named[]): readonly Named[] {
  for (const [index, one] of named.entries()) {
    const other = named.slice(index + 1).find(({ choice }) => !shareParts(partsOf(choice), partsOf(one.choice)));
    if (other !== undefined) return [one, other];
  }
  return [];
}

function mismatch(one: Named, other: Named): LayoutProblem {
  return {
    code: "device-mismatch",
    severity: "warning",
    range: placeOf(other),
    message: text(
      "{0} is built for {1} ({2}), {3} for {4} ({5}), but the images of a set share one chip.",
      ...wordsOf(one),
      ...wordsOf(other),
    ),
  };
}

function wordsOf({ image, choice }: Named): [string, string, string] {
  const [part = "", ...more] = partsOf(choice);
  return [image.name, more.length === 0 ? part : `${part} …`, choice.hint?.from ?? ""];
}

function placeOf({ image, choice }: Named): SourceRange {
  const uri = image.linkerScript ?? image.mbedConfig ?? image.folder;
  return choice.hint?.range ?? { uri, start: 0, end: 0 };
}
