import { describe, expect, it } from "vitest";
import type { BootLayout } from "../../../src/core/layout/boot-layout";
import { findDevices } from "../../../src/core/mcu/find-device";
import { contextOf } from "../../../src/snippets/file-context";
import { sourceFolders } from "../../../src/snippets/source-folders";
import { image, layoutWith } from "../../support/layouts";

const root = "file:///ws";

function layout(set: string, images: readonly string[]): BootLayout {
  const made = layoutWith(
    [],
    "STM32F407VG",
    images.map((name) => ({
      ...image(name, name === "boot" ? "bootloader" : "application"),
      folder: `${root}/${set}/${name}`,
    })),
  );
  return { ...made, set: { ...made.set, name: set, folder: `${root}/${set}` } };
}

const listing = [
  "node/app/main.c",
  "node/app/src/one.c",
  "node/app/src/two.c",
  "node/app/Drivers/a.c",
  "node/app/Drivers/b.c",
  "node/app/Drivers/c.c",
  "node/boot/main.c",
  "node/board.ioc",
  "cloud/mbed_app.json",
  "cloud/main.cpp",
].map((path) => `${root}/${path}`);
const [node, cloud, empty] = [layout("node", ["boot", "app"]), layout("cloud", []), layout("empty", [])];
const known = { layouts: [cloud, node, empty], snapshot: { listing, roots: [root] } };
const open = (path: string, language = "c", text = "") => ({ uri: `${root}/${path}`, language, text });

describe("contextOf", () => {
  it("puts the layouts of the file's image first", () => {
    const context = contextOf(open("node/app/src/one.c"), known);
    expect(context.own).toEqual([node]);
    expect(context.layouts.map(({ set }) => set.name)).toEqual(["node", "cloud", "empty"]);
  });

  it("takes the set for a file that all its images share, and none for a file elsewhere", () => {
    expect(contextOf(open("node/common/crc.c"), known).own).toEqual([node]);
    expect(contextOf(open("tools/gen.c"), known).own).toEqual([]);
    expect(contextOf(undefined, known).own).toEqual([]);
    expect(contextOf(open("node/main.c"), undefined)).toEqual({ own: [], layouts: [], flavours: [] });
  });

  it("tells the library from the file, its set, its workspace, in this order", () => {
    expect(contextOf(open("node/app/main.c"), known).flavours).toEqual(["hal"]);
    expect(contextOf(open("node/app/main.c", "c", '#include "stm32f4xx.h"'), known).flavours).toEqual(["cmsis", "hal"]);
    expect(contextOf(open("cloud/main.cpp", "cpp"), known).flavours).toEqual(["mbed"]);
    expect(contextOf(open("empty/main.cpp", "cpp"), known).flavours).toEqual(["mbed", "hal"]);
    expect(contextOf(undefined, known).flavours).toEqual(["mbed", "hal"]);
  });
});

describe("contextOf a set of different projects", () => {
  it("believes the image's own files before those of its set", () => {
    const files = ["node/sketch/sketch.ino", "node/app/inc/stm32f4xx_hal.h"].map((path) => `${root}/${path}`);
    const mixed = { layouts: [node], snapshot: { listing: files, roots: [root] } };
    expect(contextOf(open("node/app/main.cpp", "cpp"), mixed).flavours).toEqual(["hal"]);
    expect(contextOf(open("node/main.cpp", "cpp"), mixed).flavours).toEqual(["arduino", "hal"]);
  });
});

describe("contextOf a set whose images name chips of their own", () => {
  const { candidates } = findDevices("STM32L475VG");
  const images = node.images.map((one) => (one.id === "app" ? { ...one, device: { candidates } } : one));
  const partsOf = (layout: BootLayout, path: string) =>
    contextOf(open(path), { layouts: [layout], snapshot: { listing, roots: [root] } }).own.flatMap(({ device }) =>
      device.candidates.map(({ part }) => part),
    );

  it("takes that of the file's image", () => {
    expect(partsOf({ ...node, images }, "node/app/main.c")).toEqual(candidates.map(({ part }) => part));
    expect(new Set(partsOf({ ...node, images }, "node/boot/main.c"))).toEqual(new Set(["STM32F407VG"]));
  });

  it("but not where a person has decided for the set", () => {
    const device = { ...node.device, hint: { name: "STM32F407VG", from: "bootsmith.json" } };
    expect(new Set(partsOf({ ...node, images, device }, "node/app/main.c"))).toEqual(new Set(["STM32F407VG"]));
  });
});

describe("sourceFolders", () => {
  const folders = (kind: Parameters<typeof sourceFolders>[1]) =>
    sourceFolders([node], kind, listing).map(({ folder }) => folder.slice(root.length));

  it("are those with most of an image's own sources, the image first that needs the code", () => {
    expect(folders("system-bootloader")).toEqual(["/node/app/src", "/node/boot"]);
    expect(folders("application")).toEqual(["/node/boot", "/node/app/src"]);
  });

  it("are none where no source is in sight", () => {
    expect(sourceFolders([cloud], "application", listing)).toEqual([]);
  });
});
