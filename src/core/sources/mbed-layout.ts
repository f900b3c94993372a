import { known, unknown, type Claim, type EditRecipe, type Value } from "../layout/claim";
import type { LayoutClaim, LayoutProblem, Quantity } from "../layout/boot-layout";
import { eraseUnitAt } from "../mcu/addresses";
import type { Board, Device } from "../mcu/device";
import { folderOf, join } from "../project/paths";
import type { SnapshotReader } from "../project/snapshot";
import { readIntelHex } from "../image/intel-hex";
import { BootsmithError, explain } from "../errors";
import type { Fix } from "../rules/finding";
import { text } from "../text";
import { numberOf, type MbedEntry } from "./mbed-config";
import { hex, sizeText, writeLike } from "./number-literal";

/** What the Mbed tools would do with the keys in force for one target (rules sheet §3–§5). */
export interface MbedLayout {
  /** Claims on the project's own image (`self`), on the bootloader in front of it, and on the application behind it. */
  readonly claims: readonly (Omit<LayoutClaim, "image"> & { readonly about: "self" | "bootloader" | "application" })[];
  readonly problems: readonly LayoutProblem[];
  /**
   * `MBED_APP_START` and `MBED_APP_SIZE` for the linker's preprocessor. `source` only where the entry's literal *is* the
   * value; in managed mode the tools compute it, so a script that uses it follows and cannot be edited by itself.
   */
  readonly defines: Readonly<Record<string, { readonly text: string; readonly source?: MbedEntry }>>;
}

interface Context {
  readonly entries: ReadonlyMap<string, MbedEntry>;
  readonly board: Board | undefined;
  readonly devices: readonly Device[];
  readonly files: SnapshotReader;
}

const managedKeys = ["target.bootloader_img", "target.restrict_size"];
const unmanagedKeys = ["target.mbed_app_start", "target.mbed_app_size"];

/** Reads the region keys of one target. Unknown chip: values that need its ROM are unknown, not guessed. */
export function mbedLayout(entries: ReadonlyMap<string, MbedEntry>, board: Board | undefined, devices: readonly Device[], files: SnapshotReader): MbedLayout {
  const context: Context = { entries, board, devices, files };
  const managed = managedKeys.flatMap((key) => entries.get(key) ?? []);
  const unmanaged = unmanagedKeys.flatMap((key) => entries.get(key) ?? []);
  const [firstManaged, firstUnmanaged] = [managed[0], unmanaged[0]];
  if (firstManaged !== undefined && firstUnmanaged !== undefined) return conflict(firstManaged, unmanaged);
  if (entries.get("target.bootloader_img") !== undefined) return behindBootloaderImage(context);
  if (entries.get("target.restrict_size") !== undefined) return restricted(context);
  if (firstUnmanaged !== undefined) return unmanagedLayout(context);
  return { claims: [], problems: [], defines: {} };
}

function conflict(managed: MbedEntry, unmanaged: readonly MbedEntry[]): MbedLayout {
  return {
    claims: [],
    defines: {},
    problems: unmanaged.map((entry) => ({
      code: "mbed-key-conflict",
      severity: "error",
      range: entry.keyRange,
      message: text("{0} and {1} exclude each other; the Mbed tools refuse to build.", entry.key, managed.key),
    })),
  };
}

function unmanagedLayout({ entries, board }: Context): MbedLayout {
  const start = entries.get("target.mbed_app_start");
  const size = entries.get("target.mbed_app_size");
  const startValue = start === undefined ? board?.rom.base : numberOf(start);
  const sizeValue = size === undefined ? undefined : numberOf(size);
  const claims: MbedLayout["claims"][number][] = [];
  if (start !== undefined && startValue !== undefined) claims.push(stated("self", "vectors", start, known(startValue), 0));
  if (size !== undefined && sizeValue !== undefined) {
    const end: Value<number> = startValue === undefined ? unknown("target.mbed_app_start") : known(startValue + sizeValue);
    claims.push(stated("self", "end", size, end, startValue ?? 0));
  }
  const romEnd = board === undefined ? undefined : board.rom.base + board.rom.size;
  const restOfRom = romEnd === undefined || startValue === undefined ? undefined : romEnd - startValue;
  return {
    claims,
    problems: [],
    defines: {
      ...(startValue === undefined ? {} : { MBED_APP_START: { text: hex(startValue), ...(start && { source: start }) } }),
      ...(sizeValue !== undefined && size !== undefined
        ? { MBED_APP_SIZE: { text: hex(sizeValue), source: size } }
        : restOfRom === undefined ? {} : { MBED_APP_SIZE: { text: hex(restOfRom) } }),
    },
  };
}

/** The project is a bootloader, or an application with a size limit: it starts at ROM and ends where `restrict_size` says. */
function restricted({ entries, board, devices }: Context): MbedLayout {
  const restrict = entries.get("target.restrict_size");
  const size = restrict === undefined ? undefined : numberOf(restrict);
  if (restrict === undefined || size === undefined) return { claims: [], problems: [], defines: {} };
  if (board === undefined) {
    const end = unknown("ROM of the target");
    return { claims: [stated("self", "end", restrict, end, 0)], problems: [], defines: {} };
  }
  const start = board.rom.base;
  const asked = start + size;
  const end = sectorFloor(devices, asked);
  const problems: LayoutProblem[] = [];
  if (end !== undefined && end !== asked) {
    problems.push({
      code: "restrict-size-rounded",
      severity: end <= start ? "error" : "warning",
      range: restrict.value.range,
      message:
        end <= start
          ? text("{0} is less than the first sector, so nothing is left for the program.", sizeText(size))
          : text("{0} ends inside a sector; the Mbed tools round it down to {1}, so the program must fit in less than is written here.", sizeText(size), hex(end - start)),
      ...(end > start && { fix: roundedDown(restrict, end - start) }),
    });
  }
  const last = end ?? asked;
  return {
    claims: [
      stated("self", "slot", restrict, known(start), 0, false),
      stated("self", "vectors", restrict, known(start), 0, false),
      stated("self", "end", restrict, known(last), start),
      { ...stated("application", "vectors", restrict, known(last), start), label: "POST_APPLICATION_ADDR" },
    ],
    problems,
    defines: { MBED_APP_START: { text: hex(start) }, MBED_APP_SIZE: { text: hex(last - start) } },
  };
}

function roundedDown({ value }: MbedEntry, size: number): Fix {
  const replacement = writeLike(value.source, size) ?? `0x${size.toString(16)}`;
  return { title: text("Write {0}, where the sector ends", replacement), edits: [{ range: value.range, current: value.source, replacement }], preferred: true };
}

/** The project is an application that the tools put behind a bootloader image, and behind a header where there is one. */
function behindBootloaderImage({ entries, board, devices, files }: Context): MbedLayout {
  const image = entries.get("target.bootloader_img");
  if (image?.value.string === undefined || board === undefined) return { claims: [], problems: [], defines: {} };
  const problems: LayoutProblem[] = [];
  const { base } = board.rom;
  const romEnd = base + board.rom.size;
  const imageEnd = endOfBootloader(image, base, files, problems);
  const bootloaderEnd = imageEnd === undefined ? undefined : (sectorCeiling(devices, imageEnd) ?? imageEnd);
  const claims: MbedLayout["claims"][number][] = [stated("bootloader", "slot", image, known(base), 0, false), stated("bootloader", "vectors", image, known(base), 0, false)];
  if (bootloaderEnd !== undefined) claims.push(stated("bootloader", "end", image, known(bootloaderEnd), 0, false));

  const headerOffset = entries.get("target.header_offset");
  const headerAt = headerOffset === undefined ? undefined : numberOf(headerOffset);
  const header = entries.get("target.header_format") === undefined ? undefined : headerAt === undefined ? bootloaderEnd : base + headerAt;
  if (header !== undefined) claims.push(stated("self", "slot", headerOffset ?? image, known(header), base, headerOffset !== undefined));

  const appOffset = entries.get("target.app_offset");
  const offset = appOffset === undefined ? undefined : numberOf(appOffset);
  let start = bootloaderEnd;
  if (appOffset !== undefined && offset !== undefined) {
    start = base + offset;
    claims.push(stated("self", "vectors", appOffset, known(start), base));
  } else if (start !== undefined && header === undefined) {
    claims.push(stated("self", "vectors", image, known(start), 0, false));
  }
  if (header === undefined || offset !== undefined) claims.push({ ...stated("self", "end", appOffset ?? image, known(romEnd), 0, false), label: "end of ROM" });
  return {
    claims,
    problems,
    defines: start === undefined ? {} : { MBED_APP_START: { text: hex(start) }, MBED_APP_SIZE: { text: hex(romEnd - start) } },
  };
}

/** First address behind the bootloader image; undefined where it cannot be read, which then is a problem. */
function endOfBootloader(image: MbedEntry, rom: number, files: SnapshotReader, problems: LayoutProblem[]): number | undefined {
  const path = image.value.string ?? "";
  const uri = join(folderOf(image.value.range.uri), path);
  const problem = (code: string, message: LayoutProblem["message"]): undefined => {
    problems.push({ code, severity: "error", range: image.value.range, message });
    return undefined;
  };
  if (!files.lists(uri)) return problem("bootloader-image-missing", text("The bootloader image {0} does not exist.", path));
  if (!/\.(bin|hex)$/i.test(path)) return problem("mbed-value", text("The Mbed tools load a bootloader from .bin or .hex only, not from {0}.", path));
  const bytes = files.bytes(uri);
  if (bytes === undefined) return undefined;
  if (/\.bin$/i.test(path)) return rom + bytes.length;
  try {
    const segments = readIntelHex(bytes, path).segments;
    const [first, last] = [segments[0], segments.at(-1)];
    if (first === undefined || last === undefined) return problem("bootloader-image-missing", text("The bootloader image {0} is empty.", path));
    if (first.address !== rom) {
      return problem("mbed-value", text("The bootloader image {0} starts at {1}; the Mbed tools want it at {2}.", path, hex(first.address), hex(rom)));
    }
    return last.address + last.data.length;
  } catch (error) {
    if (!(error instanceof BootsmithError)) throw error;
    return problem("mbed-value", text("{0}", explain(error)));
  }
}

function stated(about: "self" | "bootloader" | "application", quantity: Quantity, entry: MbedEntry, value: Value<number>, base: number, editable = true): MbedLayout["claims"][number] {
  const edit: EditRecipe = editable
    ? { editable: true, sites: [{ range: entry.value.range, current: entry.value.source, base }] }
    : { editable: false, reason: text("it follows from {0}", entry.key) };
  const claim: Claim<number> = { value, source: { type: "file", range: entry.value.range }, kind: "declared", edit };
  return { ...claim, about, quantity, statedBy: "mbed-config", label: entry.key };
}

/** The start of the sector that holds `address`, or `address` where a sector begins there; undefined without a chip. */
function sectorFloor(devices: readonly Device[], address: number): number | undefined {
  const flash = devices[0]?.memories.filter((memory) => memory.kind === "flash") ?? [];
  for (const memory of flash) {
    const unit = eraseUnitAt(memory, address);
    if (unit !== undefined) return unit.base;
  }
  return flash.some((memory) => memory.base + memory.size === address) ? address : undefined;
}

function sectorCeiling(devices: readonly Device[], address: number): number | undefined {
  const floor = sectorFloor(devices, address);
  if (floor === undefined || floor === address) return floor;
  const memory = devices[0]?.memories.find((candidate) => candidate.kind === "flash" && eraseUnitAt(candidate, address) !== undefined);
  const unit = memory === undefined ? undefined : eraseUnitAt(memory, address);
  return unit === undefined ? undefined : unit.base + unit.size;
}
