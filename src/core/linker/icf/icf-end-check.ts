import { text } from "../../text";
import type { Problems } from "../problems";
import type { Node } from "../syntax";
import type { IcfEvaluator } from "./icf-evaluator";
import type { RangeLiteral, RegionNode } from "./icf-syntax";

/** Memories begin and end on multiples of this: no last byte lies on one. */
const BOUNDARY = 0x400n;

/**
 * `to` names the last byte, so `end = start + size` is one byte too long. Reported only where it is certain: the end is
 * a plain sum that starts from the region's own start, and it lies on a boundary of 1 KiB, where no last byte can lie.
 */
export function checkEnd(name: string, node: RegionNode, evaluator: IcfEvaluator, problems: Problems): void {
  if (node.kind === "chain") {
    for (const one of [node.first, ...node.rest.map(({ operand }) => operand)])
      checkEnd(name, one, evaluator, problems);
  }
  if (node.kind === "range" && endsLate(node, evaluator) && node.to !== null) {
    const summed = sumOf(node.to.node, evaluator);
    const message = text(
      "The last byte of region {0} is computed as start + size: it ends one byte late without - 1.",
      name,
    );
    problems.add("linker-script-value", "warning", summed?.range ?? node.to.range, message);
  }
}

function endsLate({ from, to }: RangeLiteral, evaluator: IcfEvaluator): boolean {
  if (to === null) return false;
  const [start, last] = [evaluator.valueOf(from).value, evaluator.valueOf(to).value];
  if (!start.known || !last.known || last.value <= start.value || last.value % BOUNDARY !== 0n) return false;
  const sum = sumOf(to.node, evaluator);
  if (sum === null) return false;
  const own = from.node.kind === "name" ? [from.node.name] : [];
  const starts = [...own, ...(sumOf(from.node, evaluator)?.names ?? [])];
  return sum.names.some((name) => starts.includes(name));
}

/** The names a plain sum adds up, through symbols that stand for one; null for anything that subtracts or computes more. */
function sumOf(
  node: Node,
  evaluator: IcfEvaluator,
  depth = 0,
): { readonly names: readonly string[]; readonly range?: RangeLiteral["range"] } | null {
  if (depth > 8) return null;
  if (node.kind === "name") {
    const definition = evaluator.definitionOf(node.name);
    const sum = definition === undefined ? null : sumOf(definition.expression.node, evaluator, depth + 1);
    return sum === null || definition === undefined ? null : { range: definition.expression.range, ...sum };
  }
  if (node.kind !== "chain") return null;
  const operands = [node.first, ...node.rest.map(({ operand }) => operand)];
  const plain = node.rest.every(({ operator }) => operator === "+") && operands.every(isPlain);
  return plain ? { names: operands.flatMap((one) => (one.kind === "name" ? [one.name] : [])) } : null;
}

function isPlain(node: Node): boolean {
  return node.kind === "name" || node.kind === "number";
}
