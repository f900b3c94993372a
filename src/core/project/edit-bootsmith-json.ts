import { applyEdits, findNodeAtLocation, modify, parseTree, type JSONPath, type Node } from "jsonc-parser";
import type { ImageRole } from "./image-set";

/** What a new file begins as. */
export const emptyDeclaration = '{\n  "sets": []\n}\n';

/** An image as `bootsmith.json` states it; paths are relative to that file. */
export interface StatedImage {
  readonly name: string;
  readonly role: ImageRole;
  readonly folder?: string;
  readonly linkerScript?: string;
  readonly mbedConfig?: string;
  readonly core?: string;
}

export interface StatedSet {
  readonly name: string;
  readonly device?: string;
  readonly images: readonly StatedImage[];
}

/** Where an image is declared: its place in the lists of `bootsmith.json`. */
export interface DeclaredPlace {
  readonly set: number;
  readonly image: number;
}

/** The text with these sets behind those that are there. */
export function withSets(text: string, sets: readonly StatedSet[]): string {
  return sets.reduce((edited, set) => {
    const count = childrenAt(edited, ["sets"]).length;
    return withValue(edited, ["sets", count], set);
  }, text);
}

/** The text with another role for an image. */
export function withRole(text: string, { set, image }: DeclaredPlace, role: ImageRole): string {
  return withValue(text, ["sets", set, "images", image, "role"], role);
}

/** The text without these images, and without a set that has none left. */
export function withoutImages(text: string, places: readonly DeclaredPlace[]): string {
  // From the back, so that the places in front stay where they are.
  const ordered = [...places].sort((a, b) => b.set - a.set || b.image - a.image);
  return ordered.reduce((edited, { set, image }) => {
    const last = childrenAt(edited, ["sets", set, "images"]).length === 1;
    return withValue(edited, last ? ["sets", set] : ["sets", set, "images", image], undefined);
  }, text);
}

/** Offset of a set in the text; 0 where there is none. */
export function offsetOfSet(text: string, set: number): number {
  const tree = parseTree(text);
  return (tree === undefined ? undefined : findNodeAtLocation(tree, ["sets", set]))?.offset ?? 0;
}

function childrenAt(text: string, path: JSONPath): readonly Node[] {
  const tree = parseTree(text);
  return (tree === undefined ? undefined : findNodeAtLocation(tree, path))?.children ?? [];
}

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
  const tree = parseTree(text);
  const there = tree !== undefined && findNodeAtLocation(tree, path) !== undefined;
  return value === undefined && !there ? text : withValue(text, path, value);
}

function withValue(text: string, path: JSONPath, value: unknown): string {
  const indent = /\n([ \t]+)"/.exec(text)?.[1] ?? "  ";
  const formattingOptions = {
    insertSpaces: !indent.startsWith("\t"),
    tabSize: indent.startsWith("\t") ? 1 : indent.length,
    eol: text.includes("\r\n") ? "\r\n" : "\n",
  };
  // Behind the name, where people look for it.
  const getInsertionIndex = (properties: string[]): number => properties.indexOf("name") + 1;
  return applyEdits(text, modify(text, path, value, { formattingOptions, getInsertionIndex }));
}
