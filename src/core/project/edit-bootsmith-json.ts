import { applyEdits, findNodeAtLocation, modify, parseTree, type JSONPath } from "jsonc-parser";

/**
 * The text of a `bootsmith.json` in which `device` is the chip of the set at `index`, in each of its configurations;
 * undefined takes the chip away. Everything else stays as it is. A configuration has the last word on its chip, so
 * where there are some it is written there.
 */
export function withDevice(text: string, index: number, device: string | undefined): string {
  const set: JSONPath = ["sets", index];
  const tree = parseTree(text);
  const list = tree === undefined ? undefined : findNodeAtLocation(tree, [...set, "configurations"]);
  const configurations = (list?.children ?? []).map((_, i): JSONPath => [...set, "configurations", i]);
  const owners = device === undefined ? [set, ...configurations] : configurations.length > 0 ? configurations : [set];
  return owners.reduce((edited, owner) => withMember(edited, [...owner, "device"], device), text);
}

function withMember(text: string, path: JSONPath, value: string | undefined): string {
  const indent = /\n([ \t]+)"/.exec(text)?.[1] ?? "  ";
  const formattingOptions = {
    insertSpaces: !indent.startsWith("\t"),
    tabSize: indent.startsWith("\t") ? 1 : indent.length,
    eol: text.includes("\r\n") ? "\r\n" : "\n",
  };
  // Behind the name, where people look for it.
  const getInsertionIndex = (properties: string[]): number => properties.indexOf("name") + 1;
  const tree = parseTree(text);
  const there = tree !== undefined && findNodeAtLocation(tree, path) !== undefined;
  return value === undefined && !there
    ? text
    : applyEdits(text, modify(text, path, value, { formattingOptions, getInsertionIndex }));
}
