import { describe, expect, it } from "vitest";
import type { MapColumn, MapItem, MapScene } from "../../../../src/core/scene/map-scene";
import { memoryMapScene } from "../../../../src/core/scene/memory-map";
import { text } from "../../../../src/core/text";
import { chips, device, flash, KiB, layout, ram, region, samples, uri } from "./layout-builder";

const F = 0x08000000;
const column = (scene: MapScene, title: string): MapColumn => {
  const found = scene.columns.find((one) => one.title === title);
  expect(found, `${title} among ${scene.columns.map((one) => one.title).join(", ")}`).toBeDefined();
  return found!;
};
const rows = ({ items }: MapColumn): (string | number)[][] =>
  items.map((item) => [item.kind, item.label, item.base, item.end, item.size]);
const find = ({ items }: MapColumn, kind: MapItem["kind"], label?: string): MapItem =>
  items.find((item) => item.kind === kind && (label === undefined || item.label === label))!;

describe("the sample layout of an STM32L475", () => {
  const scene = memoryMapScene(samples.l475);

  it("draws bootloader, header and application from the claims", () => {
    expect(rows(column(scene, "Flash"))).toEqual([
      ["image", "Bootloader", F, F + 0x20000, "128 KiB"],
      ["header", "Header", F + 0x20000, F + 0x20800, "2 KiB"],
      ["image", "Application", F + 0x20800, F + 0x100000, "894 KiB"],
    ]);
    expect(scene.notes).toEqual([]);
  });

  it("puts abutting banks into one column, and RAM behind flash with main RAM first", () => {
    expect(scene.columns.map(({ title, lane }) => [title, lane])).toEqual([
      ["Flash", "flash"],
      ["SRAM1", "ram"],
      ["SRAM2", "ram"],
    ]);
    expect(column(scene, "Flash").memories.map(({ name, base, end }) => [name, base, end])).toEqual([
      ["Bank 1", F, F + 0x80000],
      ["Bank 2", F + 0x80000, F + 0x100000],
    ]);
  });

  it("cuts the run of equal pages where images meet", () => {
    expect(column(scene, "Flash").units.map(({ label, base, first }) => [label, base, first])).toEqual([
      ["64 × 2 KiB pages", F, 0],
      ["page 64 · 2 KiB", F + 0x20000, 64],
      ["191 × 2 KiB pages", F + 0x20800, 65],
      ["256 × 2 KiB pages", F + 0x80000, 0],
    ]);
  });

  it("points every block to the line that states its origin, in words too", () => {
    const application = find(column(scene, "Flash"), "image", "Application");
    const stated = samples.l475.claims.find(({ image, quantity }) => image === "application" && quantity === "vectors");
    expect(stated?.source).toEqual({ type: "file", range: application.source });
    expect(application.stated).toBe("ORIGIN(FLASH), application.ld");
    expect(application.description).toBe(
      "Application: 0x08020800 – 0x08100000, 894 KiB. Bank 1, pages 65–255. Bank 2, pages 0–255. " +
        "Stated by ORIGIN(FLASH), application.ld.",
    );
  });

  it("keeps a 2 KiB header beside 894 KiB legible, and larger blocks larger", () => {
    const [bootloader, header, application] = column(scene, "Flash").items.map(({ height }) => height);
    expect(header).toBeGreaterThanOrEqual(26);
    expect(bootloader).toBeGreaterThan(header!);
    expect(application).toBeGreaterThan(2 * bootloader!);
  });

  it("shows RAM that both images use side by side, and calls it no fault", () => {
    const blocks = column(scene, "SRAM1").items;
    expect(
      blocks.map(({ label, detail, track, tracks, shared, overlapping }) => [
        ...[label, detail, track, tracks, shared, overlapping],
      ]),
    ).toEqual([
      ["RAM", "Bootloader", 0, 2, true, false],
      ["RAM", "Application", 1, 2, true, false],
    ]);
  });

  it("says that low addresses lie at the bottom, and draws them there", () => {
    expect(scene.footnote).toContain("Addresses grow upwards");
    const [bootloader, , application] = column(scene, "Flash").items;
    expect(bootloader!.top).toBeGreaterThan(application!.top);
  });
});

describe("unequal sectors", () => {
  it("draws each of an STM32F407's twelve sectors, with number and size", () => {
    const units = column(memoryMapScene(samples.f407), "Flash").units;
    expect(units.map(({ label }) => label)).toEqual([
      ...[0, 1, 2, 3].map((n) => `sector ${n} · 16 KiB`),
      "sector 4 · 64 KiB",
      ...[5, 6, 7, 8, 9, 10, 11].map((n) => `sector ${n} · 128 KiB`),
    ]);
    expect(Math.min(...units.map(({ height }) => height))).toBeGreaterThanOrEqual(18);
  });

  it("accounts for what is left as free, and for a region that is no image", () => {
    expect(rows(column(memoryMapScene(samples.f407), "Flash"))).toEqual([
      ["image", "Bootloader", F, F + 0x8000, "32 KiB"],
      ["free", "Free", F + 0x8000, F + 0x10000, "32 KiB"],
      ["image", "Application", F + 0x10000, F + 0x90000, "512 KiB"],
      ["free", "Free", F + 0x90000, F + 0xe0000, "320 KiB"],
      ["region", "SETTINGS", F + 0xe0000, F + 0x100000, "128 KiB"],
    ]);
    expect(column(memoryMapScene(samples.f407), "Flash").subtitle).toContain("352 KiB free");
  });

  it("names the images that meet in one sector", () => {
    const scene = memoryMapScene(
      layout(
        chips.f407,
        { id: "bootloader", vectors: F, end: F + 0x5000 },
        { id: "application", vectors: F + 0x5000, end: F + 0x20000 },
      ),
    );
    const shared = column(scene, "Flash").units.filter(({ sharedBy }) => sharedBy.length > 0);
    expect(shared.map(({ first, sharedBy }) => [first, sharedBy])).toEqual([[1, ["Bootloader", "Application"]]]);
    expect(shared[0]?.description).toContain("erasing it for one erases the other");
  });
});

describe("faults", () => {
  const scene = memoryMapScene(samples.l475broken);
  const main = column(scene, "Flash");

  it("marks an overlap with its range and those who claim it, and both blocks", () => {
    const overlap = find(main, "overlap");
    expect([overlap.base, overlap.end, overlap.detail]).toEqual([
      F + 0x20400,
      F + 0x28000,
      "Bootloader, Application header, Application",
    ]);
    expect(main.items.filter((item) => item.overlapping && item.kind !== "overlap").map(({ label }) => label)).toEqual([
      "Bootloader",
      "Header",
      "Application",
    ]);
  });

  it("draws the linker script's address and marks what contradicts it, with its line", () => {
    expect(find(main, "image", "Application").base).toBe(F + 0x20c00);
    expect(find(main, "image", "Application").conflicts).toEqual([
      "VECT_TAB_OFFSET, system_stm32l4xx.c says 0x08010000, not 0x08020C00.",
    ]);
    expect(find(main, "header").conflicts).toEqual(["APPLICATION_ADDRESS, boot.c says 0x08030000, not 0x08020400."]);
    expect(main.markers.map(({ address, label, source }) => [address, label, source?.uri])).toEqual([
      [F + 0x10000, "VECT_TAB_OFFSET", uri("system_stm32l4xx.c")],
      [F + 0x30000, "APPLICATION_ADDRESS", uri("boot.c")],
    ]);
    expect(scene.notes.map(({ kind }) => kind)).toEqual(["conflict", "conflict"]);
  });

  it("puts what no memory holds into a column of its own", () => {
    const outside = column(scene, "Outside any known memory");
    expect(outside.lane).toBe("outside");
    expect(rows(outside)).toEqual([["region", "QSPI", 0x90000000, 0x90800000, "8 MiB"]]);
  });

  it("cuts an image that runs past the end of flash, and says so on both parts", () => {
    const parts = memoryMapScene(layout(chips.f407, { id: "application", vectors: F + 0xe0000, end: F + 0x120000 }));
    const inside = find(column(parts, "Flash"), "image");
    const beyond = find(column(parts, "Outside any known memory"), "image");
    expect([inside.end, beyond.base, beyond.end]).toEqual([F + 0x100000, F + 0x100000, F + 0x120000]);
    for (const part of [inside, beyond]) {
      expect(part.description).toContain("Part of 0x080E0000 – 0x08120000.");
    }
    expect(inside.id).not.toBe(beyond.id);
  });

  it("believes the linker script whichever statement was read first", () => {
    const reversed = { ...samples.l475broken, claims: [...samples.l475broken.claims].reverse() };
    expect(find(column(memoryMapScene(reversed), "Flash"), "image", "Application").base).toBe(F + 0x20c00);
  });

  it("takes the first known value where no linker script states one", () => {
    const scene = memoryMapScene(
      layout(chips.f407, {
        ...{ id: "application", vectors: ["APP_START"], end: F + 0x40000 },
        also: [
          {
            quantity: "vectors",
            statedBy: "mbed-config",
            label: "target.app_offset",
            value: F + 0x8000,
            file: "mbed_app.json",
          },
          { quantity: "vectors", statedBy: "source-constant", label: "APP", value: F + 0xc000, file: "main.c" },
        ],
      }),
    );
    expect(find(column(scene, "Flash"), "image").base).toBe(F + 0x8000);
    expect(find(column(scene, "Flash"), "image").conflicts).toEqual(["APP, main.c says 0x0800C000, not 0x08008000."]);
  });

  it("is not contradicted by a fact of the chip", () => {
    const scene = memoryMapScene(
      layout(chips.f407, {
        ...{ id: "application", vectors: F, end: F + 0x40000 },
        also: [{ quantity: "end", statedBy: "chip", label: "end of flash", value: F + 0x100000, file: "RM0090" }],
      }),
    );
    expect(scene.notes).toEqual([]);
    expect(find(column(scene, "Flash"), "image").end).toBe(F + 0x40000);
  });

  it("notices a header size that does not match slot and vector table", () => {
    const scene = memoryMapScene(
      layout(chips.l475, { id: "application", slot: F, vectors: F + 0x800, headerSize: 0x400, end: F + 0x8000 }),
    );
    expect(find(column(scene, "Flash"), "header").conflicts).toEqual([
      "LENGTH(HEADER), application.ld says 1024 B, not 2048 B.",
    ]);
  });
});

describe("what is not known", () => {
  it("lists the missing name and draws nothing for an image without a start", () => {
    const scene = memoryMapScene(
      layout(chips.f407, { id: "application", vectors: ["MBED_APP_START"], end: F + 0x40000 }),
    );
    expect(scene.notes).toMatchObject([
      { kind: "unknown", text: "Where Application starts is unknown: MBED_APP_START is missing." },
    ]);
    expect(rows(column(scene, "Flash"))).toEqual([["free", "Unclaimed", F, F + 0x100000, "1 MiB"]]);
  });

  it("shows a known start whose end is unknown as unknown, not as free", () => {
    const scene = memoryMapScene(samples.portenta);
    expect(rows(column(scene, "Flash"))).toEqual([
      ["image", "Arduino bootloader", F, F + 0x40000, "256 KiB"],
      ["unknown", "Application, end unknown", F + 0x40000, F + 0x200000, "at most 1792 KiB"],
    ]);
    expect(find(column(scene, "Flash"), "image").role).toBe("factory");
    expect(scene.notes.map(({ text }) => text)).toEqual([
      "Where Application ends is unknown: MBED_APP_SIZE is missing. It starts at 0x08040000.",
    ]);
    expect(find(column(scene, "Flash"), "unknown").source?.uri).toBe(uri("application.ld"));
  });

  it("derives slot or vector table from the header size", () => {
    for (const given of [{ slot: F }, { vectors: F + 0x800 }]) {
      const scene = memoryMapScene(
        layout(chips.l475, { id: "application", ...given, headerSize: 0x800, end: F + 0x8000 }),
      );
      expect(rows(column(scene, "Flash")).slice(0, 2)).toEqual([
        ["header", "Header", F, F + 0x800, "2 KiB"],
        ["image", "Application", F + 0x800, F + 0x8000, "30 KiB"],
      ]);
    }
  });

  it.each([
    ["an end in front of the start", { vectors: F + 0x8000, end: F }],
    ["a size of zero", { vectors: F + 0x8000, end: F + 0x8000 }],
    ["a slot behind the vector table", { slot: F + 0x9000, vectors: F + 0x8000, end: F + 0x10000 }],
  ])("does not draw %s", (_, plan) => {
    const scene = memoryMapScene(layout(chips.f407, { id: "application", ...plan }));
    expect(scene.notes).toMatchObject([{ kind: "fault" }]);
    expect(column(scene, "Flash").items.map(({ kind }) => kind)).toEqual(["free"]);
  });

  it.each([
    ["unknown length", region("DATA", F, ["DATA_SIZE"]), "unknown", "DATA_SIZE is missing"],
    ["zero length", region("DATA", F, 0), "fault", "its length is 0"],
    ["negative length", region("DATA", F, -4), "fault", "its length is -4"],
    ["origin behind every address", region("DATA", 2 ** 53, 16), "fault", "its length is 16"],
  ])("lists a region with %s", (_, plan, kind, words) => {
    const [note] = memoryMapScene(
      layout(chips.f407, { id: "application", vectors: F, end: F + 1, regions: [plan] }),
    ).notes;
    expect([note?.kind, note?.text]).toEqual([kind, expect.stringContaining(words)]);
    expect(note?.source).toBeDefined();
  });

  it("draws only regions where no chip is named, and asks for it", () => {
    const scene = memoryMapScene(samples.noChip);
    expect(scene.columns.map(({ title, units, memories }) => [title, units.length, memories.length])).toEqual([
      ["Code", 0, 0],
      ["SRAM", 0, 0],
    ]);
    expect(scene.columns.flatMap(({ items }) => items.map(({ kind }) => kind))).toEqual(["image", "region"]);
    expect(scene.notes).toMatchObject([{ kind: "device", text: expect.stringContaining("Name the chip") as string }]);
  });

  it("is a picture without columns for an empty layout", () => {
    const scene = memoryMapScene(samples.empty);
    expect([scene.columns, scene.legend, scene.notes.length]).toEqual([[], [], 1]);
  });

  it("names the other candidates only where their memories differ", () => {
    const wide = device("STM32L4R5", [flash("Flash", F, [8 * KiB, 256])], { variant: "DBANK = 0" });
    const dual = device("STM32L4R5", [flash("Flash", F, [4 * KiB, 512])], { variant: "DBANK = 1" });
    expect(memoryMapScene(layout([wide, { ...wide, variant: "again" }])).notes).toEqual([]);
    expect(memoryMapScene(layout([wide, dual])).notes.map(({ text }) => text)).toEqual([
      "Drawn for STM32L4R5 (DBANK = 0). The files leave open whether the chip is STM32L4R5 (DBANK = 1).",
    ]);
  });
});

describe("addresses", () => {
  it("compares and draws them where they physically are", () => {
    const scene = memoryMapScene(
      layout(chips.f746, {
        ...{ id: "application", vectors: 0x00210000, end: 0x00300000 },
        also: [
          { quantity: "vectors", statedBy: "vector-table-offset", label: "VTOR", value: F + 0x10000, file: "a.c" },
        ],
      }),
    );
    expect(find(column(scene, "Flash"), "image")).toMatchObject({
      base: F + 0x10000,
      end: F + 0x100000,
      conflicts: [],
    });
  });

  it("keeps columns of separate flash banks apart", () => {
    const halves = device("STM32H743", [
      flash("Bank 1", F, [128 * KiB, 4]),
      flash("Bank 2", F + 0x100000, [128 * KiB, 4]),
    ]);
    expect(memoryMapScene(layout(halves)).columns.map(({ title }) => title)).toEqual([
      "Flash, Bank 1",
      "Flash, Bank 2",
    ]);
  });

  it("shows backup SRAM only when something claims it", () => {
    const titles = (...regions: ReturnType<typeof region>[]): string[] =>
      memoryMapScene(layout(chips.f407, { id: "application", vectors: F, end: F + 16, regions })).columns.map(
        (c) => c.title,
      );
    expect(titles()).not.toContain("Backup SRAM");
    expect(titles(region("BKP", 0x40024000, 4096))).toContain("Backup SRAM");
  });

  it("keeps 4 GiB apart without growing, and leaves the middle out", () => {
    const scene = memoryMapScene(
      layout(device("x", [ram("SRAM1", 0x20000000, KiB)]), {
        ...{ id: "application" },
        regions: [region("A", 0x60000000, 16), region("B", 2 ** 40, 2 ** 40)],
      }),
    );
    const outside = column(scene, "Outside any known memory");
    expect(outside.items.map(({ kind }) => kind)).toEqual(["region", "gap", "region"]);
    expect(outside.height).toBeLessThan(300);
  });
});

describe("words", () => {
  it("go through the translator it is given", () => {
    const scene = memoryMapScene(samples.f407, { say: ({ template }) => `<${template}>` });
    expect(column(scene, "<Flash>").items.find(({ kind }) => kind === "free")?.label).toBe("<Free>");
    expect(scene.footnote.startsWith("<")).toBe(true);
  });

  it("from files lose what would move a cursor or turn text around", () => {
    const name = "app\u001b[31m\u202Eevil\n";
    const scene = memoryMapScene(layout(chips.f407, { id: "application", name, vectors: F, end: F + 16 }));
    expect(find(column(scene, "Flash"), "image").label).toBe("app�[31m�evil�");
  });

  it("carry what a claim has to add", () => {
    const plain = samples.f407;
    const claims = plain.claims.map((claim) => ({ ...claim, note: text("Only in the {0} build.", "debug") }));
    const item = find(column(memoryMapScene({ ...plain, claims }), "Flash"), "image");
    expect(item.description).toContain("Only in the debug build.");
  });

  it("of the legend are those of what is shown", () => {
    expect(memoryMapScene(samples.l475).legend.map(({ label }) => label)).toEqual([
      "Bootloader",
      "Application",
      "Image header",
    ]);
    expect(memoryMapScene(samples.l475broken).legend.map(({ look }) => look)).toEqual([
      ...["bootloader", "application", "header", "free", "overlap", "conflict"],
    ]);
  });
});
