import type { BootLayout, ImageRef, LayoutClaim, Quantity, Statement } from "../../src/core/layout/boot-layout";
import { known, type EditRecipe } from "../../src/core/layout/claim";
import { findDevices } from "../../src/core/mcu/find-device";
import type { ImageRole, ImageSet } from "../../src/core/project/image-set";
import { root } from "./memory-tree";

/** Who states what, in which file: the least that agreement and places are computed from. */
export function claim(
  image: string,
  quantity: Quantity,
  statedBy: Statement,
  file: string,
  value: number,
  edit?: EditRecipe,
): LayoutClaim {
  const range = { uri: `${root}/${file}`, start: value % 1000, end: (value % 1000) + 1 };
  const site = { range, current: value.toString(), base: 0 };
  return {
    image,
    quantity,
    statedBy,
    label: `${statedBy} of ${file}`,
    value: known(value),
    source: { type: "file", range },
    kind: "declared",
    edit: edit ?? { editable: true, sites: [site] },
  };
}

export function image(id: string, role: ImageRole = "application"): ImageRef {
  return {
    id,
    name: id,
    role,
    folder: `${root}/${id}`,
    regions: [],
    artifacts: [],
    built: [],
    factory: false,
    relocation: { state: "unseen" },
  };
}

export function layoutWith(
  claims: readonly LayoutClaim[],
  device = "",
  images: readonly ImageRef[] = [image("app")],
): BootLayout {
  const configuration = { id: "default", defines: {}, device: [] };
  const set: ImageSet = {
    id: "s",
    name: "s",
    folder: root,
    origin: "evident",
    images: [],
    configurations: [configuration],
  };
  return {
    id: "s#default",
    set,
    configuration,
    device: { candidates: device === "" ? [] : findDevices(device).candidates },
    images,
    claims,
    problems: [],
  };
}
