import { printable } from "../notation";
import type { BootLayout } from "../layout/boot-layout";
import type { Device } from "../mcu/device";
import { english, text } from "../text";
import { buildColumn } from "./build-column";
import { planColumns } from "./columns";
import type { LegendEntry, MapColumn, MapNote, MapScene } from "./map-scene";
import type { MapOptions, Say } from "./options";
import { placeImages } from "./placement";

/**
 * The memory map of one layout: a pure function, the one geometry that webview, SVG and terminal share. Takes any
 * layout, also an empty or contradictory one; what is not known is listed in `notes`, never drawn at a guess.
 */
export function memoryMapScene(layout: BootLayout, options: MapOptions = {}): MapScene {
  const say = options.say ?? english;
  const [device] = layout.device.candidates;
  const placement = placeImages(layout, device, say);
  const points = placement.openStarts.map((open) => open.address);
  const plans = planColumns(device, placement.pieces, points, say);
  const ramKnown = layout.images.every((image) => image.factory || image.regions.length > 0);
  const columns = plans.map((plan) =>
    buildColumn({
      ...{ plan, placement, say, word: device?.eraseUnit ?? "sector" },
      certain: !placement.incomplete && (plan.lane !== "ram" || ramKnown),
    }),
  );
  return {
    id: layout.id,
    title: printable(layout.set.name),
    subtitle: subtitleOf(layout, device, say),
    columns,
    notes: [...deviceNotes(layout, device, say), ...placement.notes],
    legend: legendOf(columns, placement.incomplete, say),
    footnote: say(text("Addresses grow upwards. Heights are not to scale.")),
  };
}

function subtitleOf(layout: BootLayout, device: Device | undefined, say: Say): string {
  const { configuration, device: choice } = layout;
  const chip = device === undefined ? say(text("Chip not named")) : device.part;
  const board = choice.board?.target;
  return [chip, board, configuration.target === board ? undefined : configuration.target]
    .filter((part) => part !== undefined && part !== "")
    .map((part) => printable(String(part)))
    .join(" · ");
}

function deviceNotes(layout: BootLayout, device: Device | undefined, say: Say): MapNote[] {
  const { candidates, hint } = layout.device;
  const source = hint?.range === undefined ? {} : { source: hint.range };
  if (device === undefined) {
    const why =
      hint === undefined
        ? text(
            "No file names the chip, so its memories and erase units are not drawn. Name the chip in bootsmith.json.",
          )
        : text(
            "{0} is no chip we know, so no memories are drawn. Name the chip in bootsmith.json.",
            printable(hint.name),
          );
    return [{ kind: "device", text: say(why), ...source }];
  }
  const notes: MapNote[] = [];
  const others = candidates.slice(1).filter((other) => memoriesOf(other) !== memoriesOf(device));
  if (others.length > 0) {
    const names = others.map(candidateName).join(", ");
    const note = text("Drawn for {0}. The files leave open whether the chip is {1}.", candidateName(device), names);
    notes.push({ kind: "device", text: say(note), ...source });
  }
  for (const memory of device.memories) {
    if (memory.doubt !== undefined) {
      notes.push({ kind: "device", text: `${memory.name}: ${memory.doubt}` });
    }
  }
  return notes;
}

function memoriesOf(device: Device): string {
  return JSON.stringify(device.memories.map(({ kind, base, size, eraseRuns }) => [kind, base, size, eraseRuns]));
}

function candidateName(device: Device): string {
  return device.variant === null ? device.part : `${device.part} (${device.variant})`;
}

/** Only what the picture shows, in one fixed order. */
function legendOf(columns: readonly MapColumn[], incomplete: boolean, say: Say): LegendEntry[] {
  const items = columns.flatMap((column) => column.items);
  const labels: readonly (readonly [LegendEntry["look"], string])[] = [
    ["bootloader", say(text("Bootloader"))],
    ["factory", say(text("Factory bootloader"))],
    ["application", say(text("Application"))],
    ["other", say(text("Other image"))],
    ["header", say(text("Image header"))],
    ["free", say(incomplete ? text("Unclaimed") : text("Free"))],
    ["unknown", say(text("End unknown"))],
    ["overlap", say(text("Overlap"))],
    ["conflict", say(text("Contradicted"))],
  ];
  const shown = new Set<LegendEntry["look"]>();
  for (const { kind, role, conflicts } of items) {
    if (kind === "image" || kind === "region") {
      shown.add(role ?? "other");
    } else {
      shown.add(kind);
    }
    if (conflicts.length > 0) {
      shown.add("conflict");
    }
  }
  return labels.flatMap(([look, label]) => (shown.has(look) ? [{ look, label }] : []));
}
