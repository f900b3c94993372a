import { BootsmithError } from "../../errors";
import type { FirmwareImage } from "../../image/firmware-image";
import { hex } from "../../notation";
import { text } from "../../text";
import type { AlternateSetting, BoardInfo } from "../board-service";
import type { FlashPlan } from "./flash-plan";
import type { PlanOptions } from "./plan-flash";
import { checkImageIds } from "./image-ids";
import { checkOverwrites, type ProtectedRange } from "./protection";

interface StreamOptions extends Omit<PlanOptions, "leave"> {
  readonly leave: boolean;
  readonly standing: readonly ProtectedRange[];
}

/** Longest stream a gap may be filled up to: no plain DFU board of dfu-descriptors has more flash; bytes. */
const longestStream = 16 * 1024 * 1024;

/** A board that only takes a stream has no erased value to tell; every one known is a chip with 0xFF. */
const filler = 0xff;

/** `Upload to Flash 0x8005000`: where the board puts the stream (STM32duino, Maple). */
const uploadAddress = /upload to flash 0x([0-9a-f]{1,8})/i;
/** `ERROR. Upload to RAM not supported.` */
const noTarget = /error|not supported/i;

/**
 * The plan for a board that takes one stream and decides alone what it erases (DFU 1.1 §6.1).
 * @throws BootsmithError `plan-refused` where the image is for another address, or `bad-usage`
 */
export function planStream(image: FirmwareImage, board: BoardInfo, options: StreamOptions): FlashPlan {
  if (image.ids !== undefined) checkImageIds(image.ids, board);
  refuseUnitChoices(board, options);
  const alternate = streamAlternate(board, options.alternate);
  const digits = uploadAddress.exec(alternate.name)?.[1];
  const place = digits === undefined ? null : Number.parseInt(digits, 16);
  const start = image.segments[0]?.address ?? 0;
  const addressed = image.addressed !== false && !(image.format === "bin" && start === 0);
  if (place !== null && addressed && start !== place) {
    throw new BootsmithError(
      "plan-refused",
      text("The image starts at {0}; {1} writes to {2}.", hex(start), board.name, hex(place)),
      text("Link the image for {0}.", hex(place)),
    );
  }
  const address = place ?? (addressed ? start : 0);
  const block = { address, data: streamOf(image) };
  checkOverwrites([block], options.standing);
  return {
    board: board.id,
    alternate: alternate.number,
    protocol: "dfu",
    units: [],
    boot: [],
    massErase: false,
    parallelism: null,
    blocks: [{ ...block, address: place ?? 0 }],
    image: [{ ...block, address: place ?? 0 }],
    verify: options.verify && board.canUpload ? [{ ...block, address: place ?? 0 }] : [],
    preserved: [],
    leaveAt: options.leave ? address : null,
    estimate: null,
  };
}

/** The alternate setting a stream goes to: the one wanted, else the lowest that does not say it takes none. */
export function streamAlternate(board: BoardInfo, wanted: number | undefined): AlternateSetting {
  if (board.mode !== "dfu") {
    throw new BootsmithError(
      "plan-refused",
      text("{0} runs its application; it is not in DFU mode.", board.name),
      text("Start its bootloader, then try again."),
    );
  }
  const usable = board.alternates.filter(({ name }) => !noTarget.test(name));
  const flash = usable.find(({ name }) => uploadAddress.test(name));
  const chosen = wanted === undefined ? (flash ?? usable[0]) : usable.find(({ number }) => number === wanted);
  if (chosen === undefined || !board.canDownload) {
    throw new BootsmithError(
      wanted === undefined ? "plan-refused" : "bad-usage",
      text("{0} has nothing that takes an image.", board.name),
      text("Choose another alternate setting or board."),
    );
  }
  return chosen;
}

/** One stream has no addresses, so gaps are sent as erased bytes. */
function streamOf({ name, segments }: FirmwareImage): Uint8Array {
  const start = segments[0]?.address ?? 0;
  const last = segments.at(-1);
  const size = last === undefined ? 0 : last.address + last.data.length - start;
  if (size > longestStream) {
    throw new BootsmithError(
      "plan-refused",
      text("{0} spans {1} bytes, too many for a board that takes one stream.", name, size),
      text("Leave out what is not for this board's flash."),
    );
  }
  const data = new Uint8Array(size).fill(filler);
  for (const segment of segments) data.set(segment.data, segment.address - start);
  return data;
}

function refuseUnitChoices(board: BoardInfo, options: StreamOptions): void {
  const { massErase, preserve, eraseRanges = [], parallelism } = options;
  if (massErase !== true && preserve !== true && eraseRanges.length === 0 && parallelism === undefined) return;
  throw new BootsmithError(
    "bad-usage",
    text("{0} decides alone what it erases (plain DFU): ranges, preserving and voltage do not apply.", board.name),
    text("Leave these choices out."),
  );
}
