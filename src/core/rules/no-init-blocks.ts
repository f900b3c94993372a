import type { BootLayout, ImageRef, RegionClaim } from "../layout/boot-layout";
import type { OutputSection } from "../linker/linker-script";
import { memoryAt } from "../mcu/addresses";
import type { SourceRange } from "../project/snapshot";
import { valueOf } from "../layout/vector-home";
import { isRam } from "./whereabouts";

/** A section in RAM that start-up code leaves alone, at an address the script fixes. */
export interface NoInitBlock {
  readonly name: string;
  readonly address: number;
  /** Of its region, where that is the block's alone; 0: not known. */
  readonly size: number;
  readonly range: SourceRange;
  /** The region that holds no-init sections and nothing else. */
  readonly region?: RegionClaim;
}

const noInitName =
  /no_?init|uninit|boot_?(?:flag|info|args|request|magic)|mailbox|handoff|persist|retain|retention|survive|post_?mortem|crash|shared/i;

/** The no-init blocks of an image whose addresses are known before the link. */
export function noInitBlocks(layout: BootLayout, image: ImageRef): readonly NoInitBlock[] {
  const { script } = image;
  if (script === undefined) return [];
  const isNoInit = (section: OutputSection): boolean =>
    section.types.includes("NOLOAD") &&
    (noInitName.test(section.name) || section.inputs.some(({ name }) => noInitName.test(name)));
  return script.sections.filter(isNoInit).flatMap((section): NoInitBlock[] => {
    const inRegion = script.sections.filter((one) => one.region === section.region);
    const region = inRegion.every(isNoInit) ? image.regions.find(({ name }) => name === section.region) : undefined;
    const explicit = section.address === null ? undefined : valueOf(section.address);
    const first = section.address === null && inRegion[0] === section ? region?.origin.value : undefined;
    const address = explicit ?? (first?.known === true ? first.value : undefined);
    if (address === undefined || !isInRam(layout, address)) return [];
    const length = region?.length.value;
    return [
      {
        name: section.name,
        address,
        size: length?.known === true && explicit === undefined ? length.value : 0,
        range: section.nameRange,
        ...(region !== undefined && explicit === undefined && { region }),
      },
    ];
  });
}

/** While no chip is known, where every one has its RAM. */
function isInRam({ device: { candidates } }: BootLayout, address: number): boolean {
  if (candidates.length === 0) return address >= 0x20000000 && address < 0x40000000;
  return candidates.every((device) => {
    const memory = memoryAt(device, address);
    return memory !== undefined && isRam(memory);
  });
}
