import { createRequire } from "node:module";
import { Language, Parser, type Node } from "web-tree-sitter";
import type { Outcome } from "../run/outcome";
import type { Unit } from "./units";

/** Parses the Rust units with tree-sitter's grammar of the language. */
export async function parseRust(units: readonly Unit[]): Promise<Outcome[]> {
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(
    await Language.load(createRequire(import.meta.url).resolve("tree-sitter-rust/tree-sitter-rust.wasm")),
  );
  return units.map(({ name, code }) => {
    const tree = parser.parse(code);
    const wrong = tree === null ? null : firstFault(tree.rootNode);
    const error = tree === null ? "It was not parsed." : wrong === null ? undefined : faultText(wrong, code);
    tree?.delete();
    return { name, error };
  });
}

/** The first place where the text does not follow the grammar. */
function firstFault(node: Node): Node | null {
  if (!node.hasError) {
    return null;
  }
  if (node.isError || node.isMissing) {
    return node;
  }
  return node.children.map((child) => firstFault(child)).find((found) => found !== null) ?? node;
}

function faultText({ startPosition, isMissing, type }: Node, code: string): string {
  const line = code.split("\n")[startPosition.row] ?? "";
  return `line ${startPosition.row + 1}: ${isMissing ? `${type} is missing` : "not Rust"}: ${line.trim()}`;
}
