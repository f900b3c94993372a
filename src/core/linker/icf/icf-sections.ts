import type { Evaluated, InputPattern, OutputSection, ScriptRegion } from "../linker-script";
import { evaluated } from "../read-linker-script";
import type { IcfEvaluator } from "./icf-evaluator";
import type { Piece } from "./icf-ranges";
import type { Placement, Selector } from "./icf-syntax";

/** Blocks inside blocks, selectors of one placement, regions that are searched: more than any real file has. */
const MAX_DEPTH = 8;
const MAX_SELECTORS = 500;
const MAX_REGIONS = 500;

/** Every placement as an output section; what stands at an address is in the named region that holds it. */
export function outputSections(evaluator: IcfEvaluator, regions: readonly ScriptRegion[]): OutputSection[] {
  return evaluator.placements.map((placement): OutputSection => {
    const [piece] = placement.region === null ? [] : evaluator.pieces(placement.region);
    const address = addressOf(placement, piece, evaluator);
    const stands = address ?? (piece === undefined ? null : evaluated(piece.origin.expression, piece.origin.quantity));
    const named = placement.region?.kind === "name" ? placement.region.name : null;
    return {
      name: placement.name,
      nameRange: placement.nameRange,
      range: placement.range,
      types: placement.noload ? ["noload"] : [],
      region: named ?? holderOf(stands, regions),
      loadRegion: null,
      address,
      inputs: inputsOf(placement.selectors, evaluator),
      fixedSize: null,
      leastSize: 0,
    };
  });
}

/** The address that the placement fixes: its own, or the start of the region it stands at the start of. */
function addressOf({ where, address }: Placement, piece: Piece | undefined, evaluator: IcfEvaluator): Evaluated | null {
  if (where === "address") return address === null ? null : evaluated(address, evaluator.valueOf(address));
  return where === "start" && piece !== undefined ? evaluated(piece.origin.expression, piece.origin.quantity) : null;
}

/** The smallest region that holds the address. */
function holderOf(address: Evaluated | null, regions: readonly ScriptRegion[]): string | null {
  if (address?.value.known !== true) return null;
  const at = address.value.value;
  let best: { name: string; size: bigint } | null = null;
  for (const { name, origin, length } of regions.slice(0, MAX_REGIONS)) {
    if (!origin.value.known || !length.value.known) continue;
    const [start, size] = [origin.value.value, length.value.value];
    if (at >= start && at < start + size && (best === null || size < best.size)) best = { name, size };
  }
  return best?.name ?? null;
}

/** The section patterns in order, `first` ones in front, blocks replaced by what they hold. */
function inputsOf(
  selectors: readonly Selector[],
  evaluator: IcfEvaluator,
  depth = 0,
  budget = { selectors: MAX_SELECTORS },
): InputPattern[] {
  const inputs: InputPattern[] = [];
  for (const { input, block } of [
    ...selectors.filter(({ first }) => first),
    ...selectors.filter(({ first }) => !first),
  ]) {
    if (budget.selectors-- <= 0) break;
    if (input !== null) inputs.push(input);
    else if (block !== null && depth < MAX_DEPTH)
      inputs.push(...inputsOf(evaluator.blocks.get(block) ?? [], evaluator, depth + 1, budget));
  }
  return inputs;
}
