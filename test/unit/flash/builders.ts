import { boardWith } from "../../support/boards";
import type { BoardInfo } from "../../../src/core/dfu/board-service";
import type { BootLayout, LayoutClaim, Quantity } from "../../../src/core/layout/boot-layout";
import { known, unknown } from "../../../src/core/layout/claim";
import type { ImageRole } from "../../../src/core/project/image-set";

/** One image of a test layout: numbers per quantity, several where places disagree, null where unknown. */
export interface TestImage {
  readonly id: string;
  readonly role: ImageRole;
  readonly artifacts?: readonly string[];
  readonly factory?: boolean;
  readonly states: Partial<Record<Quantity, number | null | readonly number[]>>;
}

/** A layout with just what flashing looks at. */
export function layoutOf(
  images: readonly TestImage[],
  { folder = "file:///ws", set = "demo", target }: { folder?: string; set?: string; target?: string } = {},
): BootLayout {
  const configuration = {
    id: target ?? "default",
    ...(target === undefined ? {} : { target }),
    defines: {},
    device: [],
  };
  return {
    id: `${set}/${configuration.id}`,
    set: { id: `${folder}#${set}`, name: set, folder, origin: "declared", images: [], configurations: [configuration] },
    configuration,
    device: { candidates: [] },
    images: images.map(({ id, role, artifacts, factory }) => ({
      id,
      name: id,
      role,
      folder,
      regions: [],
      artifacts: artifacts ?? [],
      built: [],
      factory: factory ?? false,
      relocation: { state: "unseen" } as const,
    })),
    claims: images.flatMap(claimsOf),
    problems: [],
  };
}

function claimsOf({ id, states }: TestImage): LayoutClaim[] {
  return Object.entries(states).flatMap(([quantity, stated]) =>
    (typeof stated === "object" && stated !== null ? stated : [stated]).map((value) => ({
      image: id,
      quantity: quantity as Quantity,
      statedBy: "linker-script",
      label: "ORIGIN(FLASH)",
      value: value === null ? unknown("SIZE") : known(value),
      source: { type: "chip", document: "test" },
      kind: "declared",
      edit: { editable: false, reason: { template: "test", args: [] } },
    })),
  );
}

/** Bootloader of 128 KiB, application with a 2 KiB header behind it: the STM32L475 sample. */
export const bootAndApplication = layoutOf([
  {
    id: "bootloader",
    role: "bootloader",
    artifacts: ["file:///ws/boot/boot.hex"],
    states: { slot: 0x0800_0000, vectors: 0x0800_0000, end: 0x0802_0000 },
  },
  {
    id: "application",
    role: "application",
    artifacts: ["file:///ws/app/app.hex", "file:///ws/app/app.bin"],
    states: { slot: 0x0802_0000, vectors: 0x0802_0800, end: 0x0810_0000 },
  },
]);

/** A binary with a vector table at `offset` whose reset handler lies `reset` bytes behind `vectors`. */
export function binWithVectors(size: number, offset: number, vectors: number): Uint8Array {
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  view.setUint32(offset, 0x2001_8000, true);
  view.setUint32(offset + 4, vectors + 0x101, true);
  return bytes;
}

export function boardOf(id: string, changes: Partial<BoardInfo> = {}): BoardInfo {
  return boardWith([], { id, ...changes });
}
