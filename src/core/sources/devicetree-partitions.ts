import type { SourceRange, TextFile, Uri } from "../project/snapshot";
import { parseCInteger } from "./number-literal";

/** A number of a devicetree cell. */
export interface Cell {
  readonly value: number;
  readonly range: SourceRange;
  /** The text that stands there, a plain number; null where a macro makes it. */
  readonly literal: string | null;
}

/** A partition of the chip's own flash, as a devicetree overlay states it (Zephyr, binding `fixed-partitions`). */
export interface Partition {
  /** Node label: `boot_partition`, `slot0_partition`. */
  readonly label: string;
  /** Bytes from the start of flash. */
  readonly offset: Cell;
  /** Bytes. */
  readonly size: Cell;
}

/** Nodes nested deeper than this are no devicetree. */
const deepest = 32;

const flashNode = /(?:^|\s)(?:&flash0|flash0\s*:.*|flash@8000000)$/;
const partitionNode = /(?:^|\s)(\w+)\s*:\s*partition@[0-9a-fA-F]+$/;

/** The partitions below the node of internal flash, those with plain offset and size, in the order of the file. */
export function devicetreePartitions({ uri, text }: TextFile): readonly Partition[] {
  const source = blankComments(text);
  const heads: string[] = [];
  const found: Partition[] = [];
  let from = 0;
  for (const { 0: delimiter, index } of source.matchAll(/[{};]/g)) {
    const statement = source.slice(from, index);
    if (delimiter === "{") heads.push(heads.length < deepest ? statement.trim().slice(-200) : "");
    else if (delimiter === "}") heads.pop();
    else found.push(...partitionAt(uri, source, { from, to: index }, heads));
    from = index + 1;
  }
  return found;
}

function partitionAt(
  uri: Uri,
  source: string,
  { from, to }: { from: number; to: number },
  heads: readonly string[],
): Partition[] {
  const label = partitionNode.exec(heads.at(-1) ?? "")?.[1];
  const inFlash = heads.at(-2) === "partitions" && flashNode.test(heads.at(-3) ?? "");
  if (label === undefined || !inFlash || to - from > 200) return [];
  const cells = /^\s*reg\s*=\s*<([^<>]*)>\s*$/.exec(source.slice(from, to))?.[1];
  if (cells === undefined) return [];
  const [offset, size, third] = cellsOf(uri, source.indexOf("<", from) + 1, cells);
  return offset == null || size == null || third !== undefined ? [] : [{ label, offset, size }];
}

/** Each cell, null where it is neither a number nor `DT_SIZE_K(n)`, `DT_SIZE_M(n)` (zephyr/dt-bindings/dt-util.h). */
function cellsOf(uri: Uri, start: number, cells: string): (Cell | null)[] {
  return [...cells.matchAll(/DT_SIZE_([KM])\s*\(\s*(\w+)\s*\)|[^\s()]+|[()]/g)].map((match) => {
    const [written, unit, inner] = match;
    const at = start + match.index;
    const value = parseCInteger(inner ?? written);
    const factor = unit === undefined ? 1 : unit === "K" ? 1024 : 1024 * 1024;
    return value === undefined
      ? null
      : {
          value: value * factor,
          range: { uri, start: at, end: at + written.length },
          literal: unit === undefined ? written : null,
        };
  });
}

/** Every offset stays where it is. */
function blankComments(text: string): string {
  let out = "";
  let at = 0;
  for (;;) {
    const start = nextComment(text, at);
    if (start < 0) return out + text.slice(at);
    const close = text[start + 1] === "*" ? text.indexOf("*/", start + 2) : text.indexOf("\n", start);
    const end = close < 0 ? text.length : text[start + 1] === "*" ? close + 2 : close;
    out += text.slice(at, start) + " ".repeat(end - start);
    at = end;
  }
}

function nextComment(text: string, from: number): number {
  const [block, line] = [text.indexOf("/*", from), text.indexOf("//", from)];
  return block < 0 ? line : line < 0 ? block : Math.min(block, line);
}
