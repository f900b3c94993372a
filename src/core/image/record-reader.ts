import { text, type Text } from "../text";
import { ChunkList } from "./chunks";
import type { FirmwareImage, ImageFormat } from "./firmware-image";
import { badImage, damaged, truncated } from "./image-error";
import { hexByte, RecordData, RecordLines } from "./record-lines";

/** What Intel HEX and S-record have in common: a record per line, a checksum in each, and one record at the end. */
export abstract class RecordReader {
  protected readonly lines: RecordLines;
  protected readonly data: RecordData;
  protected readonly chunks: ChunkList;
  protected entry: number | null = null;
  protected ended = false;

  constructor(
    content: Uint8Array,
    private readonly fileName: string,
    private readonly format: ImageFormat,
    /** What to do about a file that is none of this format. */
    protected readonly rebuild: Text,
  ) {
    this.lines = new RecordLines(content, fileName);
    this.data = new RecordData(content);
    this.chunks = new ChunkList(this.data.bytes, fileName, "line");
  }

  /** @throws BootsmithError `bad-image` with file, line and reason */
  read(): FirmwareImage {
    while (this.lines.advance()) {
      if (this.ended) {
        throw badImage(text("{0}: There is text behind the end record.", this.lines.place), this.rebuild);
      }
      this.readRecord();
    }
    if (!this.ended) {
      throw badImage(this.endMissing(this.lines.place), truncated);
    }
    return { name: this.fileName, format: this.format, segments: this.chunks.segments(), entry: this.entry };
  }

  /** Takes the record of the current line. */
  protected abstract readRecord(): void;
  protected abstract endMissing(place: string): Text;

  /** The checksum that stands there against the one that the bytes give. */
  protected checkSum(stated: number, expected: number): void {
    if (stated !== expected) {
      throw badImage(
        text("{0}: The checksum is {1}; the bytes give {2}.", this.lines.place, hexByte(stated), hexByte(expected)),
        damaged,
      );
    }
  }

  /** The bytes a record announces against those it has. */
  protected checkLength(announced: number, held: number): void {
    if (announced !== held) {
      const what = text("{0}: The record announces {1} bytes and holds {2}.", this.lines.place, announced, held);
      throw badImage(what, truncated);
    }
  }
}
