import { readFile } from "node:fs/promises";
import { BootsmithError } from "../core/errors";
import type { ImageSegment } from "../core/image/firmware-image";
import { readIntelHex, writeIntelHex } from "../core/image/intel-hex";
import { text } from "../core/text";
import { writeWhole } from "./output-file";
import type { SimulatedContents } from "../transport/simulated-backend";

/** What simulated boards hold, between two runs: `{ version: 1, boards: { PART: "Intel HEX", "PART#2": … } }`. */
interface StateFile {
  readonly version: 1;
  readonly boards: Readonly<Record<string, string>>;
}

/** @returns nothing where the file does not exist yet @throws BootsmithError `unreadable-file` or `bad-image` */
export async function loadSimulatorState(file: string): Promise<SimulatedContents> {
  let content: string;
  try {
    content = await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      return new Map();
    }
    throw notAState(file, error);
  }
  const state = parseState(file, content);
  return new Map(
    Object.entries(state.boards).map(([part, hex]): [string, readonly ImageSegment[]] => [
      part,
      hex === "" ? [] : readIntelHex(hex, `${file} (${part})`).segments,
    ]),
  );
}

function stateText(contents: SimulatedContents): string {
  const boards = Object.fromEntries(
    [...contents].map(([part, segments]) => [part, segments.length === 0 ? "" : writeIntelHex(segments)]),
  );
  const state: StateFile = { version: 1, boards };
  return `${JSON.stringify(state, null, 2)}\n`;
}

/** @throws BootsmithError `unreadable-file` */
export function saveSimulatorState(file: string, contents: SimulatedContents): Promise<void> {
  return writeWhole(file, stateText(contents));
}

/** Whether boards hold the same bytes in both. */
export function sameContents(one: SimulatedContents, other: SimulatedContents): boolean {
  return stateText(one) === stateText(other);
}

function parseState(file: string, content: string): StateFile {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (error) {
    throw notAState(file, error);
  }
  if (!isState(value)) {
    throw notAState(file, undefined);
  }
  return value;
}

function isState(value: unknown): value is StateFile {
  return (
    typeof value === "object" &&
    value !== null &&
    "version" in value &&
    value.version === 1 &&
    "boards" in value &&
    typeof value.boards === "object" &&
    value.boards !== null &&
    !Array.isArray(value.boards) &&
    Object.values(value.boards).every((hex) => typeof hex === "string")
  );
}

function notAState(file: string, cause: unknown): BootsmithError {
  return new BootsmithError(
    "unreadable-file",
    text("{0} is not a readable simulator state.", file),
    text("Delete it; the simulated board then starts blank."),
    { cause },
  );
}
