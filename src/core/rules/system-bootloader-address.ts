import { knownClaims, type KnownClaim } from "../layout/agreement";
import type { BootLayout } from "../layout/boot-layout";
import { isUnsettled, meaningsOf, ownRole } from "../mcu/known-addresses";
import { systemBootloaderOf, type SystemBootloader } from "../mcu/system-bootloader";
import { hex } from "../notation";
import { text, type Text } from "../text";
import { rangeOf } from "./application-start-mismatch";
import type { Draft } from "./rule";

export const systemBootloaderAddress = "system-bootloader-address";

/** Code that jumps through an address that is another line's system bootloader, or the base of system memory. */
export function checkSystemBootloaderAddress(layout: BootLayout): readonly Draft[] {
  const chip = chipOf(layout);
  if (chip === undefined) return [];
  return layout.images.flatMap((image) =>
    knownClaims(layout, image.id, "systemBootloader").flatMap((claim) => draft(image.id, claim, chip)),
  );
}

interface Chip {
  readonly part: string;
  readonly rom: SystemBootloader;
}

/** The chip, where every candidate has a bootloader that is known, all at one address; else nobody can tell what is right. */
function chipOf({ device: { candidates } }: BootLayout): Chip | undefined {
  const chips = candidates.map(({ part }) => ({ part, rom: systemBootloaderOf(part) }));
  const [first] = chips;
  const alike = chips.every(({ rom }) => rom !== undefined && rom.jumpAddress === first?.rom?.jumpAddress);
  if (first?.rom === undefined || !alike) return undefined;
  // One source alone, or none that says there is no way in: no ground to call anything wrong.
  const { jumpStatus, confidence, jumpAddress } = first.rom;
  const grounded = jumpAddress === null ? jumpStatus === "not-documented" : confidence !== "single";
  return grounded ? { part: first.part, rom: first.rom } : undefined;
}

function draft(image: string, claim: KnownClaim, { part, rom }: Chip): Draft[] {
  const range = rangeOf(claim);
  const address = claim.value.value;
  if (range === undefined || address === rom.jumpAddress || isUnsettled(address, rom)) return [];
  const { jumpAddress } = rom;
  return [
    {
      code: systemBootloaderAddress,
      severity: "error",
      range,
      message: message(address, part, rom),
      ...(claim.usedAt !== undefined && {
        related: [{ range: claim.usedAt, message: text("the jump through {0}", hex(address)) }],
      }),
      ...(jumpAddress !== null && {
        mend: [{ kind: "system-bootloader", image, from: address, address: jumpAddress, preferred: true }],
      }),
    },
  ];
}

function message(address: number, part: string, rom: SystemBootloader): Text {
  const lines = meaningsOf(address)
    .filter(({ role }) => role === "jump")
    .flatMap((meaning) => meaning.lines)
    .join(", ");
  if (rom.jumpAddress === null)
    return text(
      "{0} is not the system bootloader of {1}, and its code cannot jump there. {2}",
      hex(address),
      part,
      rom.condition ?? "",
    );
  const right = hex(rom.jumpAddress);
  const own = ownRole(address, rom);
  if (own === "base")
    return text(
      "{0} is where system memory of {1} begins, not the vector table of its bootloader: that is at {2}.",
      hex(address),
      part,
      right,
    );
  if (own === "mistaken")
    return text("{0} is a wrong copy that went round; the bootloader of {1} is at {2}.", hex(address), part, right);
  return lines === ""
    ? text("{0} is not the system bootloader of {1}: that is at {2}.", hex(address), part, right)
    : text("{0} is the system bootloader of {1}; on {2} it is at {3}.", hex(address), lines, part, right);
}
