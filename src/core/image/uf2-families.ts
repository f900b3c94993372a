/** Family ids of the chips that boards here have: microsoft/uf2, utils/uf2families.json. */
const families: ReadonlyMap<number, string> = new Map([
  [0x647824b6, "STM32F0"],
  [0x5ee21072, "STM32F1"],
  [0x5d1a0a2e, "STM32F2"],
  [0x6b846188, "STM32F3"],
  [0x57755a57, "STM32F4"],
  [0x6d0922fa, "STM32F407"],
  [0x8fb060fe, "STM32F407VG"],
  [0x53b80f00, "STM32F7"],
  [0x300f5633, "STM32G0"],
  [0x4c71240a, "STM32G4"],
  [0x6db66082, "STM32H7"],
  [0x202e3a91, "STM32L0"],
  [0x1e1f432d, "STM32L1"],
  [0x00ff6919, "STM32L4"],
  [0x04240bdf, "STM32L5"],
  [0x70d16653, "STM32WB"],
  [0x21460ff0, "STM32WL"],
]);

/** Name of a family; null where it is none of ours. */
export function familyName(id: number): string | null {
  return families.get(id) ?? null;
}
