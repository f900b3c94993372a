import { parseTree, type ParseError } from "jsonc-parser";
import type { SourceRange, TextFile } from "../project/snapshot";
import { JsonValue, parseJson, type JsonFault } from "./json-document";
import { parseJson5 } from "./json5-tree";

/** A file of the Mbed tools, read as far as the most tolerant of them goes. */
export interface MbedDocument {
  readonly root: JsonValue | undefined;
  readonly faults: readonly JsonFault[];
  /** The first thing that plain JSON does not have: comments and trailing commas, or JSON5's numbers, names and quotes. */
  readonly beyondJson?: { readonly range: SourceRange; readonly what: "comments" | "json5" };
}

/** Plain JSON, JSON with comments and trailing commas, or JSON5: the first that the text is without a fault. */
export function parseMbedJson(file: TextFile): MbedDocument {
  const { root, faults } = parseJson(file);
  if (faults.some(({ reason }) => reason === "NestedTooDeep")) return { root, faults };
  const at = (offset: number): SourceRange => ({ uri: file.uri, start: offset, end: offset + 1 });
  if (faults.length === 0) {
    const strict: ParseError[] = [];
    parseTree(file.text, strict, { disallowComments: true, allowTrailingComma: false });
    const [first] = strict;
    return { root, faults, ...(first !== undefined && { beyondJson: { range: at(first.offset), what: "comments" } }) };
  }
  const json5 = parseJson5(file.text);
  if (json5 === undefined) return { root, faults };
  const { node, firstExtension = 0 } = json5;
  return { root: new JsonValue(file, node), faults: [], beyondJson: { range: at(firstExtension), what: "json5" } };
}
