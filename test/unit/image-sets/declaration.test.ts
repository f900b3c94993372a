import { describe, expect, it } from "vitest";
import { withoutImages, withSets } from "../../../src/core/project/edit-bootsmith-json";
import { declarationFor, membersOf, placeOf, statedSet, withOtherRole } from "../../../src/image-sets/declaration";
import { childrenOf, lookOf, setNodes } from "../../../src/image-sets/set-nodes";
import { english } from "../../../src/core/text";
import { script } from "../../support/linker-script";
import { checkFiles, root } from "../../support/memory-tree";

const pair = {
  "boot/boot.ld": script("0x08000000", "32K"),
  "boot/Makefile": "CFLAGS += -DSTM32F407xx\n",
  "app/app.ld": script("0x08008000", "96K"),
  "app/Makefile": "CFLAGS += -DSTM32F407xx\n",
};
const file = `${root}/bootsmith.json`;
const declare = (name: string, members: ReturnType<typeof membersOf>): string =>
  withSets('{\n  "sets": []\n}\n', [statedSet(name, members, file)]);

describe("an evident set, written down", () => {
  it("is the same set again: same images, same roles, same findings", async () => {
    const before = await checkFiles(pair);
    const [layout] = before.layouts;
    expect(layout?.set.origin).toBe("evident");
    expect(layout?.set.images).toHaveLength(2);
    const text = declare("board", membersOf(before.layouts));
    const after = await checkFiles({ ...pair, "bootsmith.json": text });
    expect(after.layouts).toHaveLength(1);
    expect(after.layouts[0]?.set).toMatchObject({ origin: "declared", name: "board" });
    const facts = (all: typeof after) =>
      all.layouts.flatMap(({ images }) =>
        images.map(({ name, role, linkerScript, folder }) => [name, role, linkerScript, folder]),
      );
    expect(facts(after)).toEqual(facts(before));
    expect(after.findings.filter(({ code }) => code === "bootsmith-json")).toEqual([]);
  });

  it("taken apart gives each image a set of its own, and rules across images fall silent", async () => {
    const overlapping = { ...pair, "boot/boot.ld": script("0x08000000", "64K") };
    const before = await checkFiles(overlapping);
    expect(before.findings.map(({ code }) => code)).toContain("image-overlap");
    const sets = membersOf(before.layouts).map((member) => statedSet(member.image.name, [member], file));
    const after = await checkFiles({ ...overlapping, "bootsmith.json": withSets('{ "sets": [] }', sets) });
    expect(after.layouts).toHaveLength(2);
    expect(after.findings.map(({ code }) => code)).not.toContain("image-overlap");
  });

  it("with another role", async () => {
    const { layouts } = await checkFiles(pair);
    const members = membersOf(layouts);
    const [, application] = members;
    if (application === undefined) throw new Error("There is no second image.");
    const text = declare("board", withOtherRole(members, application.image, "other"));
    const { layouts: after } = await checkFiles({ ...pair, "bootsmith.json": text });
    expect(after[0]?.images.map(({ role }) => role).sort()).toEqual(["bootloader", "other"]);
  });
});

it("joins images of strangers, also those that stand in bootsmith.json already", async () => {
  const files = {
    "one/STM32F407VG.ld": script("0x08000000", "32K"),
    "two/deep/STM32F407VG.ld": script("0x08008000", "96K"),
    "three/STM32F407VG.ld": script("0x08008000", "96K"),
    "bootsmith.json":
      '{ "sets": [{ "name": "lone", "images": [{ "name": "one", "linkerScript": "one/STM32F407VG.ld" }] }] }',
  };
  const { layouts } = await checkFiles(files);
  const members = membersOf(layouts).filter(({ image }) => !image.folder.endsWith("three"));
  expect(members).toHaveLength(2);
  expect(declarationFor(members, [root])).toBe(file);
  const places = members.flatMap((member) => placeOf(member) ?? []);
  expect(places).toEqual([{ set: 0, image: 0 }]);
  const text = withSets(withoutImages(files["bootsmith.json"], places), [statedSet("both", members, file)]);
  const after = await checkFiles({ ...files, "bootsmith.json": text });
  expect(after.layouts.map(({ set }) => [set.name, set.images.length]).sort()).toEqual([
    ["both", 2],
    ["three", 1],
  ]);
});

it("knows no file for images of different workspace folders", async () => {
  const { layouts } = await checkFiles(pair);
  expect(declarationFor(membersOf(layouts), [`${root}/app`, `${root}/boot`])).toBeUndefined();
});

it("gives images of one name the names of their folders", async () => {
  const { layouts } = await checkFiles({
    "a/STM32F407VG.ld": script("0x08000000", "32K"),
    "a/b/c/STM32F407VG.ld": script("0x08008000", "32K"),
  });
  const members = membersOf(layouts).map((member) => ({ ...member, image: { ...member.image, name: "same" } }));
  const names = statedSet("x", members, file).images.map(({ name }) => name);
  expect(new Set(names).size).toBe(members.length);
});

it("shows sets, images with their address, and files", async () => {
  const { layouts } = await checkFiles(pair);
  const [set] = setNodes(layouts);
  if (set === undefined) throw new Error("There is no set.");
  const look = lookOf(set);
  expect(look).toMatchObject({ icon: "layers", context: "set evident several", expanded: true });
  const images = childrenOf(set).map(lookOf);
  expect(images.map(({ label, description }) => [label, ...description.map(english)].join(" "))).toEqual([
    "boot bootloader 0x08000000 boot/boot.ld",
    "app application 0x08008000 app/app.ld",
  ]);
  const [image] = childrenOf(set);
  expect(image === undefined ? [] : childrenOf(image).map((node) => lookOf(node).label)).toEqual(["boot.ld"]);
});
