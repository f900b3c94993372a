import type { BoardInfo } from "../core/dfu/board-service";
import { endOfSegment, isProgramMemory } from "../core/dfu/layout-units";
import { quirksOf } from "../core/dfu/quirks";
import { BootsmithError } from "../core/errors";
import { maximumImageSize, type ImageSegment } from "../core/image/firmware-image";
import { writeSRecord } from "../core/image/srecord";
import { writeIntelHex } from "../core/image/intel-hex";
import type { AddressRange } from "../core/mcu/device";
import { text } from "../core/text";
import type { ReadOptions, VerbContext } from "./board-options";
import { devicesNamed, withService } from "./board-session";
import { takeBoard } from "./board-wait";
import { note, print, printJson } from "./console";
import { progressTo } from "./flash-report";
import { refuseOtherChip } from "./other-chip";
import { refuseExisting, writeWhole } from "./output-file";

/** A form of file that memory can be read to. */
interface Form {
  readonly name: RegExp;
  /** It states addresses, so it can hold more than one stretch of memory. */
  readonly addresses: boolean;
  readonly write: (segments: readonly ImageSegment[]) => string | Uint8Array;
}

const forms: readonly Form[] = [
  { name: /\.bin$/i, addresses: false, write: ([segment]) => segment?.data ?? new Uint8Array() },
  { name: /\.(i?hex|ihx)$/i, addresses: true, write: (segments) => writeIntelHex(segments) },
  { name: /\.(s19|s28|s37|srec|mot)$/i, addresses: true, write: (segments) => writeSRecord(segments) },
];

/** Reads memory of a board to a file, which is complete or is not there. */
export async function read(options: ReadOptions, context: VerbContext): Promise<number> {
  const { signal } = context;
  const form = forms.find(({ name }) => name.test(options.output));
  if (form === undefined) {
    throw new BootsmithError(
      "bad-usage",
      text("{0} is neither .hex, .srec nor .bin.", options.output),
      text("Name the file so that its format is clear."),
    );
  }
  if (options.force !== true) await refuseExisting(options.output);
  const devices = devicesNamed(options.device);
  return withService(options, context, async (service) => {
    const board = await takeBoard(service, options, signal, { mode: "dfu", detach: false, chip: options.device });
    refuseOtherChip(board, devices);
    const alternate = options.alt ?? usualAlternate(board);
    const ranges = rangesToRead(board, alternate, form, options);
    const segments: ImageSegment[] = [];
    for (const range of ranges) {
      const data = await service.read(board.id, alternate, range, progressTo(note), signal);
      segments.push({ address: range.base, data });
    }
    await writeWhole(options.output, form.write(segments));
    const size = segments.reduce((sum, { data }) => sum + data.length, 0);
    const held = segments.map(({ address, data }) => ({ base: address, size: data.length }));
    if (options.format === "json") printJson({ board: board.id, alternate, ranges: held, file: options.output });
    else print(`${board.name}: ${size} bytes read to ${options.output}.`);
    return 0;
  });
}

/** The flash, where one of several is it; none that takes and gives nothing. */
function usualAlternate(board: BoardInfo): number {
  const { deadAlternate } = quirksOf(board);
  const usable = board.alternates.filter(({ name }) => deadAlternate?.test(name) !== true);
  return (usable.find(isProgramMemory) ?? usable[0] ?? board.alternates[0])?.number ?? 0;
}

/** The range that was asked for, else all readable memory of the alternate setting in unbroken stretches. */
function rangesToRead(board: BoardInfo, alternate: number, form: Form, options: ReadOptions): AddressRange[] {
  const ranges =
    board.protocol === "dfu" ? streamToRead(board, form, options) : memoryToRead(board, alternate, options);
  if (!form.addresses && ranges.length > 1) {
    throw new BootsmithError(
      "bad-usage",
      text("The memory has gaps; a raw binary cannot state addresses."),
      text("Write a .hex file, or give --address and --length."),
    );
  }
  return ranges;
}

/** A board without addresses sends what it has from its own start, and ends where it likes (DFU 1.1 §6.2). */
function streamToRead(board: BoardInfo, form: Form, { address, length }: ReadOptions): AddressRange[] {
  if (form.addresses || address !== undefined) {
    throw new BootsmithError(
      "bad-usage",
      text("{0} gives its memory without addresses.", board.name),
      text("Read it to a .bin file, without --address."),
    );
  }
  return [{ base: 0, size: length ?? maximumImageSize }];
}

function memoryToRead(board: BoardInfo, alternate: number, { address, length }: ReadOptions): AddressRange[] {
  const layout = board.alternates.find(({ number }) => number === alternate)?.layout;
  const stretches: { base: number; size: number }[] = [];
  for (const segment of (layout?.segments ?? []).filter(({ readable }) => readable)) {
    const last = stretches.at(-1);
    if (last !== undefined && last.base + last.size === segment.base) last.size = endOfSegment(segment) - last.base;
    else stretches.push({ base: segment.base, size: segment.size * segment.count });
  }
  if (stretches.length === 0) {
    throw new BootsmithError(
      "bad-usage",
      text("{0} has no memory to read in alternate setting {1}.", board.name, alternate),
      text("See with the command boards what it has, and choose with --alt."),
    );
  }
  if (address === undefined) {
    return length === undefined ? stretches : stretches.slice(0, 1).map(({ base }) => ({ base, size: length }));
  }
  const around = stretches.find(({ base, size }) => address >= base && address < base + size);
  return [{ base: address, size: length ?? (around === undefined ? 1 : around.base + around.size - address) }];
}
