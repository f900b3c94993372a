import type { SystemBootloader, SystemBootloaderInterfaces } from "../mcu/system-bootloader";
import { hex, sizeText } from "../notation";
import { text, type Text } from "../text";

/** Ways in that a reset opens: boot pins, option bits, empty flash. AN2606 table 2 names them by pattern. */
export function resetItems(rom: SystemBootloader): Text[] {
  const { activationPattern, emptyCheck, dualBankBoot } = rom;
  return [
    ...(activationPattern === null
      ? []
      : [
          text(
            "Boot pattern {0} of AN2606: its table 2 says which boot pins and option bits that is on this line.",
            activationPattern,
          ),
        ]),
    ...(rom.jumpStatus === "not-documented" && rom.condition !== null ? [text("{0}", rom.condition)] : []),
    ...(emptyCheck === true ? [text("The pattern asks whether flash is empty, too.")] : []),
    ...(dualBankBoot
      ? [
          text(
            "With dual-bank boot switched on, the bootloader starts a bank whose first word points into RAM instead of staying.",
          ),
        ]
      : []),
  ];
}

/** What the ROM listens on. */
export function interfaceItems({ interfaces, dfuClock }: SystemBootloader): Text[] {
  if (interfaces === null) return [];
  const others = busesOf(interfaces);
  const dfu = interfaces.usbDfu ? text("USB DFU: yes.") : text("USB DFU: no, this part’s ROM has none.");
  return [
    dfu,
    ...(dfuClock === null ? [] : [text("Clock for DFU: {0}.", dfuClock)]),
    ...(others.length === 0 ? [] : [text("It listens on {0}, on fixed pins.", others.join(", "))]),
    ...(others.length + Number(interfaces.usbDfu) > 1
      ? [text("Keep the lines of the others quiet until the host has connected: it listens on all of them.")]
      : []),
  ];
}

function busesOf({ usart, i2c, i3c, spi, can, fdcan }: SystemBootloaderInterfaces): string[] {
  return [usart, i2c, i3c, spi, can, fdcan].flat();
}

/** Whether code can jump there, and what it has to see to. */
export function softwareItems(rom: SystemBootloader): Text[] {
  const { jumpAddress, condition, remap, vtor, caches, dualCore, watchdog, confidence } = rom;
  const status = statusOf(rom);
  if (status === undefined) return [];
  const jumps = rom.jumpStatus === "ok" || rom.jumpStatus === "conditional";
  return [
    status,
    ...(condition === null || rom.jumpStatus === "not-documented" ? [] : [text("{0}", condition)]),
    ...(jumpAddress === null ? [] : [text("Its vector table lies at {0}.", hex(jumpAddress))]),
    ...(confidence === "conflicting" ? [text("Sources differ on that address.")] : []),
    ...(confidence === "single" ? [text("One source alone gives that address.")] : []),
    ...(jumps && remap?.available === true
      ? [text("System memory is mapped to address 0 first: {0}, {1}.", remap.register, remap.value)]
      : []),
    ...(jumps && vtor === true && jumpAddress !== null ? [text("VTOR is set to {0}.", hex(jumpAddress))] : []),
    ...(jumps && caches !== null && caches !== "none"
      ? [text("Caches are switched off before: {0}.", cacheNames[caches])]
      : []),
    ...(dualCore === null ? [] : [text("{0}", dualCore)]),
    ...trustZoneItems(rom),
    ...(watchdog === "refreshed"
      ? [text("A watchdog (IWDG) that runs already is refreshed by the bootloader, with its longest prescaler.")]
      : []),
    ...(jumps ? [text("“Insert Jump to System Bootloader” writes the code.")] : []),
  ];
}

const cacheNames = {
  l1: "I-cache, D-cache",
  icache: "ICACHE",
  "icache dcache1": "ICACHE, DCACHE1",
  "icache dcache1 dcache2": "ICACHE, DCACHE1, DCACHE2",
} as const;

function statusOf({ jumpStatus }: SystemBootloader): Text | undefined {
  switch (jumpStatus) {
    case "ok":
      return text("A jump from software is documented.");
    case "conditional":
      return text("A jump from software is documented under a condition.");
    case "documented-not-possible":
      return text("AN2606 rules a jump from software out on this line: use the way at reset.");
    case "not-documented":
      return text("No way in by software is documented: use the way at reset.");
    case "unknown":
      return undefined;
  }
}

function trustZoneItems({ trustZone }: SystemBootloader): Text[] {
  switch (trustZone) {
    case "optional":
    case "optional-sfsp":
      return [text("With TrustZone on (TZEN) a plain jump does not get there.")];
    case "product-states":
      return [text("No TrustZone, but product states of a life cycle.")];
    case "none":
    case null:
      return [];
  }
}

/** What to undo. */
export function afterwardsItems({ activationPattern }: SystemBootloader): Text[] {
  return activationPattern === null
    ? []
    : [
        text(
          "Remove the bridge or release the button at the boot pin, and reset: else the next start is the bootloader again.",
        ),
      ];
}

/** Figures to check against. */
export function knownItems(rom: SystemBootloader): Text[] {
  const { idAddress, versions, pid, ramUsed, ramNote, hostRam, startMs, hseTimeoutMs, usbMs, note, line } = rom;
  const ids = (versions ?? []).flatMap(({ id, versions: names }) =>
    id === null ? [] : [`0x${id.toString(16).toUpperCase()}${names === null ? "" : ` (${names})`}`],
  );
  return [
    rom.inAn2606 ? text("AN2606 calls the line {0}.", line) : text("AN2606 does not have this line ({0}).", line),
    ...(pid === null ? [] : [text("Product ID: 0x{0}.", pid.toString(16).toUpperCase())]),
    ...(idAddress === null ? [] : [text("Bootloader ID at {0}.", hex(idAddress))]),
    ...(ids.length === 0 ? [] : [text("Known bootloader IDs: {0}.", ids.join(", "))]),
    ...(ramUsed ?? []).map(({ base, size }) =>
      text("The bootloader uses {0} of RAM from {1}.", sizeText(size), hex(base)),
    ),
    ...(ramNote === null ? [] : [text("{0}", ramNote)]),
    ...(hostRam === null ? [] : [text("RAM that a host may write: {0}.", hostRam)]),
    ...(startMs === null ? [] : [text("Ready {0} ms after reset.", startMs)]),
    ...(hseTimeoutMs === null ? [] : [text("It looks for the HSE crystal for {0} ms.", hseTimeoutMs)]),
    ...(usbMs === null ? [] : [text("USB connects after {0} ms.", usbMs)]),
    ...(note === null ? [] : [text("{0}", note)]),
  ];
}
