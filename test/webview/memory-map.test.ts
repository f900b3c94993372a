import { mkdirSync } from "node:fs";
import type { Browser, Locator } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { BootLayout } from "../../src/core/layout/boot-layout";
import { chips, layout, region, samples } from "../unit/core/scene/layout-builder";
import { launchChromium } from "./browser";
import { bundlePage, PageHost, type OpenMap, type OpenOptions } from "./page-host";
import { themes } from "./themes";

const screenshots = "test-results/screenshots";
const second: BootLayout = {
  ...samples.f407,
  id: "second",
  configuration: { id: "NUCLEO_F429ZI", target: "NUCLEO_F429ZI", defines: {}, device: [] },
};

let browser: Browser;
let host: PageHost;
let files: ReadonlyMap<string, Uint8Array>;
let map: OpenMap;

beforeAll(async () => {
  mkdirSync(screenshots, { recursive: true });
  files = await bundlePage();
  browser = await launchChromium();
  host = await PageHost.start(browser, files);
});

afterAll(async () => {
  await browser.close();
  await host.stop();
});

/** Whatever a test did, the page must not have tried to load or run anything its policy forbids. */
afterEach(async () => {
  expect(await map.ask("violations")).toEqual([]);
  expect(map.errors).toEqual([]);
  await map.page.close();
});

async function open(layouts: BootLayout[], options: Partial<OpenOptions> = {}): Promise<void> {
  map = await host.open(layouts, { theme: themes.dark, ...options });
  await map.page.locator(layouts.length === 0 ? ".welcome" : ".lanes").waitFor();
}

const block = (name: string): Locator => map.page.locator(`[data-target="${name}"]`);
const application = "flash@8000000:application/image";
const bootloader = "flash@8000000:bootloader/image";
const header = "flash@8000000:application/header";
const focused = (): Promise<string | null> => map.ask("activeBlock");
const details = (): Promise<string> => map.page.locator(".details .line").innerText();
const statedRange = (image: string, quantity: string): unknown => {
  const claim = samples.l475.claims.find((one) => one.image === image && one.quantity === quantity);
  return claim?.source.type === "file" ? claim.source.range : undefined;
};

describe("drawing", () => {
  it("draws the scene that arrives, with the names a screen reader says", async () => {
    await open([samples.l475]);
    const { page } = map;
    expect(await page.locator("h2").allInnerTexts()).toEqual(["Flash", "SRAM1", "SRAM2"]);
    expect(await page.locator(".kind-image .label, .kind-header .label").allTextContents()).toEqual([
      ...["Bootloader", "Header", "Application"],
    ]);
    expect(await page.getByRole("button", { name: /^Application: 0x08020800 – 0x08100000, 894 KiB/ }).count()).toBe(1);
    expect(await page.getByRole("group", { name: /^Flash, 0x08000000/ }).count()).toBe(1);
    expect(await page.getByRole("status").innerText()).toContain("Choose a block");
    expect(await map.ask("namelessBlocks")).toEqual([]);
  });

  it("has the low addresses at the bottom, and blocks that do not cover each other", async () => {
    await open([samples.l475]);
    const boxes = await Promise.all(
      [bootloader, header, application].map((name) => block(name).locator(".block").boundingBox()),
    );
    const [low, middle, high] = boxes.map((box) => box!);
    expect(low!.y).toBeGreaterThanOrEqual(middle!.y + middle!.height);
    expect(middle!.y).toBeGreaterThanOrEqual(high!.y + high!.height);
    expect(middle!.height).toBeGreaterThanOrEqual(24);
  });

  it("follows a change of the layouts and keeps what was chosen", async () => {
    await open([samples.l475]);
    await block(application).focus();
    map.layouts[0] = layout(chips.l475, { id: "application", vectors: 0x08010000, end: 0x08080000 });
    map.session.refresh();
    await map.page.locator(`[data-target="${application}"][aria-label*="0x08010000"]`).waitFor();
    expect(await focused()).toBe(application);
    expect(await details()).toContain("0x08010000 – 0x08080000");
  });

  it("chooses among several layouts with the toolkit's list, from the keyboard", async () => {
    await open([samples.l475, second]);
    const list = map.page.getByRole("combobox", { name: "Layout" });
    await list.focus();
    await map.page.keyboard.press("ArrowDown");
    await map.page.keyboard.press("Enter");
    await map.page.locator(".subtitle", { hasText: "STM32F407VGTx" }).first().waitFor();
    expect(map.intents).toContainEqual({ type: "select", layout: "second" });
    expect(await map.ask("state")).toMatchObject({ layout: "second" });
  });

  it("comes as a bundle below 300 kB", async () => {
    await open([samples.l475]);
    expect(files.get("memory-map.js")?.length).toBeLessThan(300_000);
  });

  it("hides the list where there is no choice", async () => {
    await open([samples.l475]);
    expect(await map.page.locator("vscode-dropdown").isVisible()).toBe(false);
  });

  it("welcomes an empty workspace and says how to begin", async () => {
    await open([]);
    expect(await map.page.getByRole("heading").innerText()).toBe("No layout in this workspace yet");
    await map.page.screenshot({ path: `${screenshots}/memory-map-empty.png` });
    map.layouts.push(samples.l475);
    map.session.refresh();
    await block(application).waitFor();
  });
});

describe("going to the line", () => {
  it("opens what a click hits", async () => {
    await open([samples.l475]);
    await block(header).click();
    await expect.poll(() => map.opened).toEqual([statedRange("application", "slot")]);
    expect(await details()).toContain("Application header");
  });

  it("opens it from the button too, and from the keyboard on the table", async () => {
    await open([samples.l475]);
    await block(bootloader).focus();
    await map.page.getByRole("button", { name: "Go to Line" }).click();
    await expect.poll(() => map.opened).toEqual([statedRange("bootloader", "vectors")]);
    await map.page.locator("summary").click();
    await map.page
      .getByRole("row", { name: /Application 0x08020800/ })
      .getByRole("button")
      .press("Enter");
    await expect.poll(() => map.opened.length).toBe(2);
    expect(map.opened[1]).toEqual(statedRange("application", "vectors"));
  });

  it("goes to a contradicting statement from its line and from the notes", async () => {
    await open([samples.l475broken]);
    await map.page.locator(".marker", { hasText: "VECT_TAB_OFFSET" }).locator(".marker-tag").click();
    await expect.poll(() => map.opened.map(({ uri }) => uri)).toEqual(["file:///ws/system_stm32l4xx.c"]);
    await map.page
      .locator(".notes")
      .getByRole("button", { name: /APPLICATION_ADDRESS/ })
      .click();
    await expect.poll(() => map.opened[1]?.uri).toBe("file:///ws/boot.c");
  });

  it("can reach a block that lies wholly inside an overlap", async () => {
    await open([samples.l475broken]);
    await block(header).click();
    await expect.poll(() => map.opened.length).toBe(1);
    expect(await details()).toContain("Overlaps Bootloader.");
  });

  it("says why where it fails, and forgets it with the next try", async () => {
    const open404 = (): Promise<void> => Promise.reject(new Error("The file is gone."));
    await open([samples.l475], { open: open404 });
    await block(application).click();
    await expect.poll(() => map.page.getByRole("alert").innerText()).toBe("The file is gone.");
    await block(bootloader).focus();
    await map.page.keyboard.press("Enter");
    await expect.poll(() => map.intents.filter(({ type }) => type === "reveal").length).toBe(2);
  });

  it("offers no line where no file says so", async () => {
    await open([samples.f407]);
    await map.page.locator(".kind-free").first().click();
    expect(map.intents.filter(({ type }) => type === "reveal")).toEqual([]);
    expect(await map.page.locator("vscode-button").getAttribute("disabled")).not.toBeNull();
  });
});

describe("keyboard", () => {
  it("is one tab stop, then arrows in address order and across columns, Enter goes to the line", async () => {
    await open([samples.l475]);
    const visited: (string | null)[] = [];
    for (const key of ["Tab", "ArrowUp", "ArrowUp", "ArrowUp", "ArrowRight", "ArrowLeft", "Home", "End"]) {
      await map.page.keyboard.press(key);
      visited.push(await focused());
    }
    const ramOfBootloader = "sram@20000000:bootloader/region/RAM";
    expect(visited.slice(0, 5)).toEqual([bootloader, header, application, application, ramOfBootloader]);
    expect(visited.slice(6)).toEqual([bootloader, application]);
    await map.page.keyboard.press("Enter");
    await expect.poll(() => map.opened).toEqual([statedRange("application", "vectors")]);
    await map.page.keyboard.press("Tab");
    expect(await focused()).toBeNull();
  });

  it("shows where the focus is", async () => {
    await open([samples.l475]);
    await map.page.keyboard.press("Tab");
    expect(await map.ask("strokeOf", bootloader)).toEqual(["rgb(0, 120, 212)", "3px"]);
  });
});

describe("hostile input", () => {
  it("stays text wherever it is shown", async () => {
    const name = `<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>`;
    const hostile = layout(chips.l475, {
      ...{ id: "application", name, vectors: 0x08000000, end: 0x08080000 },
      also: [{ quantity: "vectors", statedBy: "source-constant", label: name, value: 0x08010000, file: "x.c" }],
      regions: [region(name, 0x20000000, 0x8000)],
    });
    await open([
      { ...hostile, set: { ...hostile.set, name } },
      { ...second, set: { ...second.set, name } },
    ]);
    await map.page.locator("summary").click();
    expect(await map.page.locator("img, body script:not([src]), foreignObject").count()).toBe(0);
    expect(await map.page.evaluate("window.pwned")).toBeUndefined();
    expect(await map.page.locator("h1").innerText()).toBe(name);
  });

  it("draws a thousand regions without falling over", async () => {
    const regions = Array.from({ length: 1000 }, (_, index) => region(`R${index}`, 0x60000000 + index * 0x1000, 0x800));
    await open([layout(chips.l475, { id: "application", vectors: 0x08000000, end: 0x08080000, regions })]);
    expect(await map.page.locator(".kind-region").count()).toBe(1000);
  });
});

describe("state", () => {
  it("survives a reload: block and open table", async () => {
    await open([samples.l475], { state: { layout: "ws/default", item: header, tableOpen: true } });
    expect(await details()).toContain("Application header");
    expect(await map.page.locator("details.ranges").getAttribute("open")).not.toBeNull();
    await map.page.keyboard.press("Tab");
    expect(await focused()).toBe(header);
  });

  it("is written as the person moves", async () => {
    await open([samples.l475]);
    await block(application).focus();
    expect(await map.ask("state")).toEqual({ layout: "ws/default", item: application });
  });
});

describe("looks", () => {
  for (const [name, theme] of Object.entries(themes)) {
    it(`is legible in the theme ${name}`, async () => {
      await open([samples.l475broken, second], { theme, width: 1180, height: 1000 });
      await block(application).focus();
      await map.page.screenshot({ path: `${screenshots}/memory-map-${name}.png` });
      expect(await map.ask("faintTexts")).toEqual([]);
    });
  }

  it("fits a panel of 300 pixels", async () => {
    await open([samples.l475broken], { width: 300, height: 900 });
    await map.page.screenshot({ path: `${screenshots}/memory-map-narrow.png`, fullPage: true });
    expect(await map.ask("overflow")).toBeLessThanOrEqual(0);
    expect(await map.ask("textsBehindEdge")).toEqual([]);
  });

  it("redraws when the panel grows, and keeps the focus", async () => {
    await open([samples.l475], { width: 500 });
    await block(header).focus();
    await map.page.setViewportSize({ width: 1000, height: 900 });
    await expect
      .poll(() => map.page.locator(".picture").first().getAttribute("width").then(Number))
      .toBeGreaterThan(480);
    expect(await focused()).toBe(header);
  });

  it.each(["f407", "portenta", "noChip", "l475"] as const)("takes a picture of %s", async (name) => {
    await open([samples[name]], { width: 900, height: 900 });
    await map.page.screenshot({ path: `${screenshots}/memory-map-${name}.png` });
    expect(await map.page.locator("[data-target]").count()).toBeGreaterThan(1);
  });
});
