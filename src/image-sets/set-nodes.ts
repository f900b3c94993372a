import { extentOf } from "../core/layout/agreement";
import type { BootLayout, ImageRef } from "../core/layout/boot-layout";
import { partsOf } from "../core/layout/device-choice";
import { hex, printable } from "../core/notation";
import type { ImageDeclaration, ImageSet } from "../core/project/image-set";
import { baseName, relativePath } from "../core/project/paths";
import type { Uri } from "../core/project/snapshot";
import { text, type Text } from "../core/text";

/** A row of the view. */
export type SetNode =
  | { readonly kind: "set"; readonly set: ImageSet; readonly layout: BootLayout }
  | {
      readonly kind: "image";
      readonly set: ImageSet;
      readonly layout: BootLayout;
      readonly image: ImageRef;
      /** Absent for what no file of the workspace states: a factory bootloader. */
      readonly declaration: ImageDeclaration | undefined;
    }
  | { readonly kind: "file"; readonly image: string; readonly uri: Uri; readonly what: Text };

/** How a row looks. */
export interface SetLook {
  readonly id: string;
  readonly label: string;
  readonly description: readonly Text[];
  readonly icon: string;
  /** Words for `when` clauses: `set evident several`, `image declared`, `file`. */
  readonly context: string;
  readonly expanded: boolean | undefined;
}

/** The sets of these layouts, each once: its first configuration stands for the others. */
export function setNodes(layouts: readonly BootLayout[]): readonly SetNode[] {
  const first = new Map<string, BootLayout>();
  for (const layout of layouts) if (!first.has(layout.set.id)) first.set(layout.set.id, layout);
  return [...first.values()].map((layout) => ({ kind: "set", set: layout.set, layout }));
}

export function childrenOf(node: SetNode): readonly SetNode[] {
  if (node.kind === "file") return [];
  if (node.kind === "image") return filesOf(node.image, node.declaration);
  const { set, layout } = node;
  return layout.images.map((image) => ({
    kind: "image",
    set,
    layout,
    image,
    declaration: set.images.find(({ id }) => id === image.id),
  }));
}

function filesOf(image: ImageRef, declaration: ImageDeclaration | undefined): SetNode[] {
  const file = (uri: Uri | undefined, what: Text): SetNode[] =>
    uri === undefined ? [] : [{ kind: "file", image: image.id, uri, what }];
  return [
    ...file(declaration?.linkerScript, text("linker script")),
    ...file(declaration?.mbedConfig, text("Mbed configuration")),
    ...image.artifacts.flatMap((uri) => file(uri, text("built"))),
  ];
}

export function lookOf(node: SetNode): SetLook {
  switch (node.kind) {
    case "set":
      return lookOfSet(node.set, node.layout);
    case "image":
      return lookOfImage(node);
    case "file":
      return {
        id: `${node.image} ${node.uri}`,
        label: printable(baseName(node.uri)),
        description: [node.what],
        icon: "file",
        context: "file",
        expanded: undefined,
      };
  }
}

function lookOfSet(set: ImageSet, { device }: BootLayout): SetLook {
  const parts = partsOf(device);
  const [part] = parts;
  return {
    id: set.id,
    label: printable(set.name),
    description: [
      ...(part === undefined ? [text("no chip known")] : parts.length === 1 ? [text("{0}", part)] : []),
      set.origin === "declared" ? text("bootsmith.json") : (set.why ?? text("evident")),
      ...(set.configurations.length > 1 ? [text("{0} configurations", set.configurations.length)] : []),
    ],
    icon: "layers",
    context: ["set", set.origin, ...(set.images.length > 1 ? ["several"] : [])].join(" "),
    expanded: set.images.length > 1,
  };
}

function lookOfImage({ set, layout, image, declaration }: Extract<SetNode, { kind: "image" }>): SetLook {
  const { slot } = extentOf(layout, image);
  const script = declaration?.linkerScript;
  const roles = { bootloader: text("bootloader"), application: text("application"), other: text("no role") };
  return {
    id: `${set.id} ${image.id}`,
    label: printable(image.name),
    description: [
      ...(image.name === image.role ? [] : [roles[image.role]]),
      ...(slot === undefined ? [] : [text("{0}", hex(slot))]),
      ...(image.factory ? [text("not in this workspace")] : []),
      ...(script === undefined ? [] : [text("{0}", printable(relativePath(script, set.folder)))]),
    ],
    icon: image.role === "bootloader" ? "shield" : image.role === "application" ? "package" : "file-binary",
    context: declaration === undefined ? "image given" : `image ${set.origin}`,
    expanded: filesOf(image, declaration).length > 0 ? false : undefined,
  };
}
