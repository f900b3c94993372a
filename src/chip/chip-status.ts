import type { BootLayout, ImageRef } from "../core/layout/boot-layout";
import { isExplicit, partsOf } from "../core/layout/device-choice";
import { findDevices } from "../core/mcu/find-device";
import { shareParts } from "../core/mcu/same-part";
import { printable } from "../core/notation";
import { isInside } from "../core/project/paths";
import type { Uri } from "../core/project/snapshot";
import { text, type Text } from "../core/text";

/** What the status bar says of the chip. */
export interface ChipStatus {
  readonly label: Text;
  /** One sentence each. */
  readonly tooltip: readonly Text[];
  /** Places name chips that cannot be one, or a person named one that nobody knows. */
  readonly doubtful: boolean;
}

/** The layouts that a file belongs to: those of the image with the nearest folder; all where it belongs to none. */
export function layoutsOfFile(layouts: readonly BootLayout[], uri: Uri | undefined): readonly BootLayout[] {
  const depths = layouts.map((layout) => (uri === undefined ? 0 : depthOf(layout, uri)));
  const nearest = Math.max(0, ...depths);
  const own = nearest === 0 ? [] : layouts.filter((_, index) => depths[index] === nearest);
  return own.length > 0 ? own : layouts;
}

/** Length of the path of the folder around a file that is an image's, or the set's; 0: none is. */
function depthOf({ set, images }: BootLayout, uri: Uri): number {
  const stated = images.some((image) => image.linkerScript === uri);
  const around = [set.folder, ...images.map(({ folder }) => folder)].filter((folder) => isInside(uri, folder));
  return stated ? uri.length : Math.max(0, ...around.map((folder) => folder.length));
}

/** The chip of these layouts; undefined where there are none: then nothing is shown. */
export function chipStatus(layouts: readonly BootLayout[]): ChipStatus | undefined {
  if (layouts.length === 0) return undefined;
  return {
    label: labelOf(layouts),
    tooltip: layouts.flatMap((layout) => sentencesOf(layout, layouts)),
    doubtful: layouts.some((layout) => layout.device.against !== undefined || unknownNames(layout).length > 0),
  };
}

/** One image set in full; of several what they are built for, as far as it fits. */
function labelOf(layouts: readonly BootLayout[]): Text {
  const sets = new Map<string, Set<string>>();
  for (const { set, device } of layouts) sets.set(set.id, new Set([...(sets.get(set.id) ?? []), ...partsOf(device)]));
  const chips = [...sets.values()].map((parts) => [...parts]).filter((parts) => parts.length > 0);
  const names = [...new Set(chips.map((parts) => common(parts) ?? parts.join("/")))];
  const [first] = names;
  if (first === undefined) return text("no chip known");
  if (names.length > 1) return names.length === 2 ? text("{0}", names.join(", ")) : text("{0} chips", names.length);
  const parts = chips[0] ?? [];
  if (parts.length === 1) return text("{0}", first);
  return common(parts) === undefined
    ? text("{0} chips fit", parts.length)
    : text("{0}: {1} chips fit", first, parts.length);
}

/** The name of all parts with an `x` where they differ: `STM32F407xx`; undefined where they are of different lines. */
export function common(parts: readonly string[]): string | undefined {
  const [first = "", ...others] = parts;
  const line = first.length - 2;
  if (others.some((one) => one.length !== first.length)) return undefined;
  if (!/^STM32[^-]*$/.test(first) || others.some((one) => one.slice(0, line) !== first.slice(0, line)))
    return undefined;
  return first.replace(/./g, (char, i: number) => (parts.every((part) => part[i] === char) ? char : "x"));
}

function sentencesOf(layout: BootLayout, all: readonly BootLayout[]): Text[] {
  const { device, set, configuration, images } = layout;
  const title = set.configurations.length > 1 ? `${set.name} (${configuration.id})` : set.name;
  return [
    ...(all.length > 1 ? [text("{0}:", printable(title))] : []),
    ...named(layout),
    ...variants(layout),
    ...images.flatMap((image) => ofImage(image, layout)),
    ...(device.against ?? []).map((hint) => text("{0} says {1}.", printable(hint.from), printable(hint.name))),
    ...unknownNames(layout).map(({ name, from }) =>
      text("{0} says {1}, which is no chip Bootsmith knows.", printable(from), printable(name)),
    ),
  ];
}

/** How many candidates a sentence names before it says that there are more. */
const longestList = 8;

function named({ device }: BootLayout): Text[] {
  const parts = partsOf(device);
  if (device.hint === undefined || parts.length === 0) return [text("No file names the chip. Choose it here.")];
  const from = printable(device.hint.from);
  if (parts.length === 1) return [text("{0}, named by {1}.", parts[0] ?? "", from)];
  const list = [...parts.slice(0, longestList), ...(parts.length > longestList ? ["…"] : [])].join(", ");
  return [text("{0} leaves open which one it is: {1}.", from, list)];
}

/** The flash layouts among which an option bit of the chip chooses. */
function variants({ device }: BootLayout): Text[] {
  const names = [...new Set(device.candidates.flatMap(({ variant }) => variant ?? []))];
  return partsOf(device).length !== 1 || names.length === 0
    ? []
    : [text("Flash layout by option bit: {0}.", names.join(", "))];
}

/** An image that names another chip than the layout goes by, or a core of its own. */
function ofImage({ name, core, device: own }: ImageRef, { device }: BootLayout): Text[] {
  const parts = own === undefined ? [] : partsOf(own);
  const cores = new Set(device.candidates.flatMap((one) => one.cores.map(({ id }) => id)));
  const others = partsOf(device);
  const differs = parts.length > 0 && (parts.length < others.length || !shareParts(parts, others));
  if (differs)
    return [text("{0}: {1}, named by {2}.", printable(name), parts.join(", "), printable(own?.hint?.from ?? ""))];
  return core !== undefined && cores.size > 1 ? [text("{0} runs on core {1}.", printable(name), core)] : [];
}

/** What a person wrote down as the chip, and is none. */
function unknownNames({ configuration }: BootLayout): readonly { readonly name: string; readonly from: string }[] {
  return configuration.device.filter((hint) => isExplicit(hint) && findDevices(hint.name).candidates.length === 0);
}
