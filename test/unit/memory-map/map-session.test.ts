import { describe, expect, it } from "vitest";
import { BootsmithError } from "../../../src/core/errors";
import type { BootLayout } from "../../../src/core/layout/boot-layout";
import type { SourceRange } from "../../../src/core/project/snapshot";
import { english, text } from "../../../src/core/text";
import { MapSession } from "../../../src/memory-map/map-session";
import { mentionedUris } from "../../../src/memory-map/mentioned";
import { parseIntent, parsePageState, protocolVersion, type HostMessage } from "../../../src/protocol/memory-map";
import { samples, uri } from "../core/scene/layout-builder";

function start(layouts: BootLayout[], selected?: string, open?: (range: SourceRange) => Promise<void>) {
  const posted: HostMessage[] = [];
  const opened: SourceRange[] = [];
  const warned: string[] = [];
  const session = new MapSession(
    {
      layouts: () => layouts,
      post: (message) => posted.push(message),
      open: open ?? ((range) => Promise.resolve(void opened.push(range))),
      say: english,
      warn: (sentence) => warned.push(sentence),
    },
    selected,
  );
  return { session, posted, opened, warned, layouts };
}

const second: BootLayout = {
  ...samples.f407,
  id: "second",
  configuration: { id: "K64F", target: "K64F", defines: {}, device: [] },
};
const range = (file: string): SourceRange => ({ uri: uri(file), start: 3, end: 9 });

describe("the host's side of the map", () => {
  it("greets first, then pushes the whole state", async () => {
    const { session, posted } = start([samples.l475, second]);
    await session.receive({ type: "ready" });
    expect(posted.map(({ type }) => type)).toEqual(["hello", "scene"]);
    expect(posted[0]).toMatchObject({ version: protocolVersion, words: { goToLine: "Go to Line" } });
    expect(posted[1]).toMatchObject({
      layouts: [
        { id: "ws/default", name: "stm32-boot-app" },
        { id: "second", name: "stm32-boot-app · K64F" },
      ],
      selected: "ws/default",
      scene: { id: "ws/default" },
    });
  });

  it("stays silent until the page is ready", async () => {
    const { session, posted } = start([samples.l475]);
    session.refresh();
    expect(posted).toEqual([]);
    await session.receive({ type: "ready" });
    session.refresh();
    expect(posted).toHaveLength(3);
  });

  it("shows the layout it is asked for, also after a reload, and the first when that is gone", async () => {
    const { session, posted, layouts } = start([samples.l475, second], "second");
    await session.receive({ type: "ready" });
    expect(posted.at(-1)).toMatchObject({ selected: "second" });
    await session.receive({ type: "select", layout: "ws/default" });
    expect(posted.at(-1)).toMatchObject({ selected: "ws/default" });
    await session.receive({ type: "select", layout: "second" });
    layouts.pop();
    session.refresh();
    expect(posted.at(-1)).toMatchObject({ selected: "ws/default" });
  });

  it("welcomes where there is nothing to draw, and says how to begin", async () => {
    const { session, posted } = start([]);
    await session.receive({ type: "ready" });
    expect(posted.at(-1)).toMatchObject({ type: "empty", welcome: { title: "No layout in this workspace yet" } });
    expect(JSON.stringify(posted.at(-1))).toContain("bootsmith.json");
  });

  it("opens a line of a file that the layouts mention, and says when it is done", async () => {
    const { session, posted, opened } = start([samples.l475]);
    await session.receive({ type: "reveal", request: 7, range: range("application.ld") });
    expect(opened).toEqual([range("application.ld")]);
    expect(posted).toEqual([{ type: "done", request: 7 }]);
  });

  it("refuses any other file", async () => {
    const { session, posted, opened } = start([samples.l475]);
    await session.receive({ type: "reveal", request: 8, range: { uri: "file:///etc/passwd", start: 0, end: 0 } });
    expect(opened).toEqual([]);
    expect(posted).toMatchObject([{ type: "failed", request: 8 }]);
  });

  it("reports in words when the file cannot be opened", async () => {
    const gone = new BootsmithError("unreadable-file", text("{0} is gone.", "application.ld"), text("Save it again."));
    const { session, posted, warned } = start([samples.l475], undefined, () => Promise.reject(gone));
    await session.receive({ type: "reveal", request: 9, range: range("application.ld") });
    expect(posted).toEqual([{ type: "failed", request: 9, reason: "application.ld is gone. Save it again." }]);
    expect(warned[0]).toContain("application.ld is gone.");
  });

  it("ignores what is no intent, and logs it", async () => {
    const { session, posted, warned } = start([samples.l475]);
    await session.receive({ type: "eval", code: "1" });
    expect([posted, warned.length]).toEqual([[], 1]);
  });
});

it("knows every file that layouts point into", () => {
  expect([...mentionedUris([samples.l475broken])].sort()).toEqual(
    ["application.ld", "boot.c", "bootloader.ld", "system_stm32l4xx.c"].map(uri).sort(),
  );
});

describe("parseIntent", () => {
  const good = { uri: "file:///a.ld", start: 1, end: 2 };
  it.each([
    [{ type: "ready", extra: 1 }, { type: "ready" }],
    [
      { type: "select", layout: "x" },
      { type: "select", layout: "x" },
    ],
    [
      { type: "reveal", request: 1, range: { ...good, more: true } },
      { type: "reveal", request: 1, range: good },
    ],
  ])("takes %j", (message, intent) => {
    expect(parseIntent(message)).toEqual(intent);
  });

  it.each([
    [undefined],
    [null],
    ["ready"],
    [[]],
    [{}],
    [{ type: "READY" }],
    [{ type: "select" }],
    [{ type: "select", layout: 3 }],
    [{ type: "reveal", request: 1 }],
    [{ type: "reveal", range: good }],
    [{ type: "reveal", request: -1, range: good }],
    [{ type: "reveal", request: 1, range: { ...good, start: 3 } }],
    [{ type: "reveal", request: 1, range: { ...good, end: Number.POSITIVE_INFINITY } }],
    [{ type: "reveal", request: 1, range: { ...good, uri: {} } }],
    [{ type: "reveal", request: 1, range: "file:///a.ld" }],
  ])("refuses %j", (message) => {
    expect(parseIntent(message)).toBeUndefined();
  });
});

it("parsePageState keeps what makes sense and drops the rest", () => {
  expect(parsePageState({ layout: "a", item: 3, tableOpen: true, x: 1 })).toEqual({ layout: "a", tableOpen: true });
  expect(parsePageState(null)).toEqual({});
  expect(parsePageState({ layout: {}, item: "i", tableOpen: "yes" })).toEqual({ item: "i" });
});
