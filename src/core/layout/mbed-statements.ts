import type { Configuration, ImageDeclaration } from "../project/image-set";
import { mbedConfigIn, mbedFilesOf, targetsAround } from "../project/mbed-files";
import type { SnapshotReader, Uri } from "../project/snapshot";
import type { Fix } from "../rules/finding";
import { sectorFloor, openDefines, type MbedClaim, type MbedLayout } from "../sources/mbed-claims";
import { isSet, type MbedEntry } from "../sources/mbed-config";
import { mbedKey } from "../sources/mbed-keys";
import { mbedLayout } from "../sources/mbed-layout";
import { libraryStatements } from "../sources/mbed-libraries";
import { strayOffsets } from "../sources/mbed-offsets";
import { mergeSettings, romOf, type MbedLibrary, type MbedRom, type MbedSettings } from "../sources/mbed-settings";
import { attributeOf, lineageOf, matchLabel, type Lineage, type LabelMatch } from "../sources/mbed-targets";
import { ignoredKeys, mbedToolOf } from "../sources/mbed-tool";
import { writeLike } from "../sources/number-literal";
import { hex } from "../notation";
import { text } from "../text";
import type { DeviceChoice, LayoutClaim, LayoutProblem } from "./boot-layout";

/** What the Mbed files of one image say under one configuration. */
export interface MbedStatements extends MbedLayout {
  /** Most that an image may reach to, where nothing else ends it. */
  readonly limits: readonly MbedClaim[];
  readonly rom: MbedRom | undefined;
}

/** Reads `mbed_app.json`, the libraries around it and the target's definition; undefined where the image has none. */
export function mbedStatements(
  image: ImageDeclaration,
  { target, mbedTool = "mbed-cli-1" }: Configuration,
  { board, candidates }: DeviceChoice,
  files: SnapshotReader,
): MbedStatements | undefined {
  const file = image.mbedConfig === undefined ? undefined : files.text(image.mbedConfig);
  if (file === undefined) return undefined;
  const around = mbedFilesOf(file.uri, files.snapshot.listing);
  const hasBanks = mbedConfigIn(file.uri, "mbed-cli-1", files)?.entries.some(
    ({ key }) => mbedKey(key)?.mode === "banks",
  );
  const choice = mbedToolOf(mbedTool, image, hasBanks === true, files);
  const { tool } = choice;
  const application = mbedConfigIn(file.uri, tool, files);
  const name = target ?? board?.target.replace(/ \(.*\)$/, "");
  const lineage = name === undefined ? undefined : lineageOf(name, targetsAround(file.uri, files));
  const libraries = around.libraries.flatMap(({ uri, folderLabels, certain }): MbedLibrary[] => {
    const config = mbedConfigIn(uri, tool, files);
    if (config === undefined) return [];
    const matches: LabelMatch[] = folderLabels.map((label) => matchLabel(label, lineage));
    const match = matches.includes("no") ? "no" : certain && !matches.includes("maybe") ? "yes" : "maybe";
    return [{ config, match }];
  });
  const settings = mergeSettings(application, libraries, lineage);
  const rom = romOf(settings, tool, board ?? lineage?.board, name);
  const layout = mbedLayout({ ...settings, tool, rom, devices: candidates, files });
  const hidden = bringsHiddenLibraries(application?.entries ?? []);
  const library = libraryStatements({ settings, rom, devices: candidates, role: image.role });
  const problems: LayoutProblem[] = [
    ...(application?.problems ?? []),
    ...libraries.flatMap(({ config, match }) =>
      match === "yes" ? config.problems.filter(({ code }) => code !== "json-syntax") : [],
    ),
    ...layout.problems,
    ...library.problems,
    ...ignoredKeys([...settings.entries.values()].filter(isWritten), choice),
    ...(tool === "mbed-cli-1" ? strayOffsets(settings, !around.fetched && !hidden, rom) : []),
    ...(tool === "mbed-cli-1" ? unsupported(settings, lineage) : []),
  ];
  const [claims, limits] = [withoutRivals(layout.claims, library.claims), library.limits];
  const places = claims.length > 0 || Object.keys(layout.defines).length > 0;
  return { claims, limits, problems, rom, defines: hidden && !places ? openDefines : layout.defines };
}

/** What somebody wrote in a Mbed file, not what a target definition of Mbed OS brings along. */
function isWritten(entry: MbedEntry): boolean {
  return !/targets\.json5?$/.test(entry.keyRange.uri) && isSet(entry);
}

/** A feature of Mbed OS has libraries of its own, which are not in sight: `BOOTLOADER` brings image, header and offsets. */
function bringsHiddenLibraries(entries: readonly MbedEntry[]): boolean {
  return entries.some(({ key, value }) => /^target\.(features|components)(_add)?$/.test(key) && value.items.length > 0);
}

/** Where the libraries say where the application starts, nothing starts it behind the bootloader's own end. */
function withoutRivals(claims: readonly MbedClaim[], library: readonly MbedClaim[]): MbedClaim[] {
  const placed = library.some(({ about, quantity }) => about === "application" && quantity !== "end");
  return [...claims.filter(({ about }) => !placed || about !== "application"), ...library];
}

/** "Bootloader not supported on this target": only where every ancestor is in sight (rules sheet §3.1). */
function unsupported({ entries, open }: MbedSettings, lineage: Lineage | undefined): LayoutProblem[] {
  const key = "target.bootloader_supported";
  const own = lineage?.definitions[0];
  if (lineage?.complete !== true || own === undefined || open.has(key)) return [];
  const stated = entries.get(key) ?? attributeOf(lineage, "bootloader_supported");
  if (stated !== undefined && isSet(stated)) return [];
  const asking = [...entries.values()].find((entry) => {
    const mode = mbedKey(entry.key)?.mode;
    return mode === "managed" || mode === "unmanaged";
  });
  if (asking === undefined) return [];
  return [
    {
      code: "mbed-bootloader-unsupported",
      severity: "error",
      range: asking.keyRange,
      message: text(
        "{0} asks for regions, but {1} does not say bootloader_supported: the Mbed tools refuse.",
        asking.key,
        lineage.target,
      ),
      fix: supporting(stated, own.value.range),
    },
  ];
}

function supporting(stated: MbedEntry | undefined, definition: { uri: Uri; start: number; end: number }): Fix {
  const title = text('Write "bootloader_supported": true');
  if (stated !== undefined)
    return {
      title,
      edits: [{ range: stated.value.range, current: stated.value.source, replacement: "true" }],
      preferred: true,
    };
  const range = { uri: definition.uri, start: definition.start, end: definition.start + 1 };
  return {
    title,
    edits: [{ range, current: "{", replacement: '{\n    "bootloader_supported": true,' }],
    preferred: true,
  };
}

interface Placed {
  readonly claims: readonly LayoutClaim[];
  readonly problems: readonly LayoutProblem[];
}

/** What the statements claim on the images of a set: `imageOf` finds the image that a claim is about. */
export function placedClaims(
  { claims }: MbedStatements,
  imageOf: (claim: MbedClaim) => string | undefined,
  { candidates }: DeviceChoice,
): Placed {
  const placed: LayoutClaim[] = [];
  const problems: LayoutProblem[] = [];
  for (const claim of claims) {
    const image = imageOf(claim);
    if (image !== undefined) placed.push({ ...claim, image });
    else if (claim.about === "application" && claim.quantity === "slot")
      problems.push(...headerInsideSector(claim, candidates));
  }
  return { claims: placed, problems };
}

/** A limit ends an image where no other claim of the set does; else nothing may reach beyond it. */
export function placedLimits(
  limits: readonly MbedClaim[],
  imageOf: (claim: MbedClaim) => string | undefined,
  others: readonly LayoutClaim[],
): Placed {
  const placed: LayoutClaim[] = [];
  const problems: LayoutProblem[] = [];
  for (const limit of limits) {
    const image = imageOf(limit);
    if (image === undefined || !limit.value.known) continue;
    const ends = others.filter((claim) => claim.image === image && claim.quantity === "end");
    if (ends.length === 0) placed.push({ ...limit, image });
    else problems.push(...beyondLimit(limit, limit.value.value, ends));
  }
  return { claims: placed, problems };
}

/** The header of an application that is not in sight, so that no rule looks at it: it must start on a sector (rules sheet §7). */
function headerInsideSector(claim: MbedClaim, candidates: DeviceChoice["candidates"]): LayoutProblem[] {
  const at = claim.value.known ? claim.value.value : undefined;
  const floor = at === undefined ? undefined : sectorFloor(candidates, at);
  if (at === undefined || floor === undefined || floor === at || claim.source.type !== "file") return [];
  return [
    {
      code: "mbed-storage-unaligned",
      severity: "warning",
      range: claim.source.range,
      message: text(
        "{0} is {1}, inside the sector that begins at {2}: storage must start on a sector.",
        claim.label,
        hex(at),
        hex(floor),
      ),
    },
  ];
}

/** The application is declared to reach farther than its bootloader takes. A bound that nobody wrote says nothing. */
function beyondLimit(limit: MbedClaim, most: number, ends: readonly LayoutClaim[]): LayoutProblem[] {
  return ends.flatMap((end): LayoutProblem[] => {
    if (!end.value.known || end.value.value <= most || !end.edit.editable || end.source.type !== "file") return [];
    const [site] = end.edit.sites;
    const value = site === undefined ? undefined : most - site.base;
    return [
      {
        code: "mbed-slot-exceeded",
        severity: "warning",
        range: end.source.range,
        message: text(
          "{0} ends the application at {1}, behind {2}, which {3} allows.",
          end.label,
          hex(end.value.value),
          hex(most),
          limit.label,
        ),
        ...(site !== undefined && value !== undefined && value > 0 && { fix: cutBack(site, value) }),
      },
    ];
  });
}

function cutBack({ range, current }: { range: LayoutProblem["range"]; current: string }, value: number): Fix {
  const replacement = writeLike(current, value) ?? hex(value);
  return { title: text("Write {0}", replacement), edits: [{ range, current, replacement }], preferred: true };
}
