import type { Device } from "../mcu/device";
import type { Configuration, ImageDeclaration } from "../project/image-set";
import type { SnapshotReader } from "../project/snapshot";
import type { LayoutClaim } from "./boot-layout";
import { known } from "./claim";
import { bootView, isNowhere } from "./flash-window";

/** Where STM32 flash may lie; RAM and external memory are written for other ends. */
const flashWindow = { start: 0x08000000, end: 0x10000000 } as const;

/** What tasks, debug configurations and build files say of the address that an image's built file is written to. */
export function uploadClaims(
  image: ImageDeclaration,
  configuration: Configuration,
  devices: readonly Device[],
  files: SnapshotReader,
): LayoutClaim[] {
  return (image.uploads ?? []).flatMap((upload): LayoutClaim[] => {
    const { address, range, base, label, statedBy } = upload;
    if (upload.configuration !== undefined && upload.configuration !== configuration.id) return [];
    const inWindow = address >= flashWindow.start && address < flashWindow.end;
    const seen = inWindow ? address : bootView(address, devices);
    if (seen === undefined && !isNowhere(address, devices)) return [];
    const at = seen ?? address;
    const current = files.text(range.uri)?.text.slice(range.start, range.end) ?? "";
    return [
      {
        image: image.id,
        quantity: "upload",
        statedBy,
        label,
        value: known(at),
        source: { type: "file", range },
        kind: "declared",
        edit: { editable: true, sites: [{ range, current, base: base + at - address }] },
      },
    ];
  });
}
