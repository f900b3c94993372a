import {
  ignoredFolders,
  load,
  maximumFileSize,
  settle,
  takeSnapshot,
  type SourceTree,
} from "../../src/core/project/source-tree";
import { SnapshotReader, type Reading, type Snapshot, type Uri } from "../../src/core/project/snapshot";
import { readLinkerScript } from "../../src/core/linker/read-linker-script";
import { analyse } from "../../src/core/analysis";
import { defaultSettings } from "../../src/core/project/discovery";

/** Makes an empty folder with these files in it (path below it → bytes) and a tree over it. */
export interface TreeMaker {
  (files: Readonly<Record<string, Uint8Array>>): Promise<{ readonly tree: SourceTree; readonly root: Uri }>;
}

/** One thing that every {@link SourceTree} does; it throws where it does not. */
export interface ConformanceCheck {
  readonly name: string;
  run(make: TreeMaker): Promise<void>;
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const oddNames = ["a b.ld", "größe.ld", "日本.ld", "100%.ld", "c#1.ld", "d?.ld", "e%20f.ld", "g+h&i.ld", "[j].ld"];

/** The behaviour that core counts on, whatever the files come from: the editor's file systems or the command line's. */
export const sourceTreeChecks: readonly ConformanceCheck[] = [
  {
    name: "has the folder as its root, in canonical form",
    async run(make) {
      const { tree, root } = await make({ "a.ld": utf8("") });
      equal(tree.roots.filter((one) => one === root).length, 1, "root");
      equal(
        (await tree.list()).every((uri) => tree.roots.some((one) => uri.startsWith(`${one}/`))),
        true,
        "every file lies below a root",
      );
    },
  },
  {
    name: "lists every file below the root, sorted",
    async run(make) {
      const { tree, root } = await make({
        "b.ld": utf8("1"),
        "a/z.c": utf8("2"),
        "a/b/c/d/e/f.json": utf8("3"),
        "A.ld": utf8("4"),
        empty: utf8(""),
      });
      const listing = await tree.list();
      equal(listing, [...listing].sort(), "sorted");
      equal(below(listing, root), ["A.ld", "a/b/c/d/e/f.json", "a/z.c", "b.ld", "empty"], "files");
    },
  },
  {
    name: "leaves out the ignored folders at any depth, and only folders",
    async run(make) {
      const ignored = Object.fromEntries(
        ignoredFolders.flatMap((name) => [
          [`${name}/x.ld`, utf8("")],
          [`deep/${name}/y/x.ld`, utf8("")],
        ]),
      );
      const { tree, root } = await make({ ...ignored, "keep/mbed-os.lib": utf8(""), "keep/x.ld": utf8("") });
      equal(below(await tree.list(), root), ["keep/mbed-os.lib", "keep/x.ld"], "files");
    },
  },
  {
    name: "reads text as it stands, without a byte order mark",
    async run(make) {
      const { tree, root } = await make({
        "a.ld": utf8("MEMORY\r\n{ ä 日 }\n"),
        "bom.json": new Uint8Array([0xef, 0xbb, 0xbf, ...utf8("{}")]),
        empty: utf8(""),
      });
      equal(await tree.readText(`${root}/a.ld`), "MEMORY\r\n{ ä 日 }\n", "text");
      equal(await tree.readText(`${root}/bom.json`), "{}", "text behind a byte order mark");
      equal(await tree.readText(`${root}/empty`), "", "empty text");
    },
  },
  {
    name: "reads Latin-1 bytes as something, one character each, and keeps the rest",
    async run(make) {
      const { tree, root } = await make({
        "a.ld": new Uint8Array([...utf8("/* Gr"), 0xf6, 0xdf, ...utf8("e */\nMEMORY {}")]),
      });
      const text = await tree.readText(`${root}/a.ld`);
      equal(typeof text === "string" && /^\/\* Gr..e \*\/\nMEMORY \{\}$/.test(text), true, "text");
    },
  },
  {
    name: "reads bytes as they are",
    async run(make) {
      const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
      const { tree, root } = await make({ "image.bin": bytes });
      const read = await tree.readBytes(`${root}/image.bin`);
      equal(
        read instanceof Uint8Array && [...read].every((byte, index) => byte === index) && read.length === 256,
        true,
        "bytes",
      );
    },
  },
  {
    name: "tells when a file was changed, and of an absent one that it cannot",
    async run(make) {
      const before = Date.now();
      const { tree, root } = await make({ "a.ld": utf8("1") });
      const changed = (await tree.changedAt?.(`${root}/a.ld`)) ?? 0;
      // Some file systems count in steps of 2 s.
      equal(Math.abs(changed - before) < 60_000, true, "time of a new file");
      equal(await tree.changedAt?.(`${root}/not-there.ld`), null, "time of no file");
    },
  },
  {
    name: "says why an absent file cannot be read, and throws nothing",
    async run(make) {
      const { tree, root } = await make({ "folder/a.ld": utf8("") });
      for (const path of ["none.ld", "folder", "folder/a.ld/b.ld"]) {
        reason(await tree.readText(`${root}/${path}`), path);
        reason(await tree.readBytes(`${root}/${path}`), path);
      }
    },
  },
  {
    name: "refuses a file that is too large",
    async run(make) {
      const { tree, root } = await make({
        "large.ld": new Uint8Array(maximumFileSize + 1),
        "fits.bin": new Uint8Array(maximumFileSize),
      });
      reason(await tree.readText(`${root}/large.ld`), "large.ld");
      const fits = await tree.readBytes(`${root}/fits.bin`);
      equal(fits instanceof Uint8Array && fits.length, maximumFileSize, "a file of just the size");
    },
  },
  {
    name: "reads every file that it lists, whatever its name",
    async run(make) {
      const { tree, root } = await make(
        Object.fromEntries(oddNames.map((name) => [`ö #% folder/${name}`, utf8(name)])),
      );
      const listing = (await tree.list()).filter((uri) => uri.startsWith(`${root}/`));
      equal(listing.length, oddNames.length, "files");
      const texts = await Promise.all(listing.map((uri) => tree.readText(uri)));
      equal(texts.map(String).sort(), [...oddNames].sort(), "texts");
    },
  },
  {
    name: "loads a chain of includes by what each run needs",
    async run(make) {
      const { tree, root } = await make({
        "a b/main.ld": utf8("INCLUDE one.ld\n"),
        "a b/one.ld": utf8("INCLUDE two.ld\n"),
        "a b/two.ld": utf8("INCLUDE none.ld\nMEMORY { FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 64K }\n"),
      });
      const start = await takeSnapshot(tree);
      const uri = (await tree.list()).find((one) => one.endsWith("/main.ld")) ?? root;
      let runs = 0;
      const { value, snapshot } = await settle(tree, start, (one) => {
        runs++;
        const files = new SnapshotReader(one);
        return files.settle(readLinkerScript(uri, files, { defines: {}, defsyms: {}, includePaths: [] }));
      });
      equal(
        value.regions.map(({ name }) => name),
        ["FLASH"],
        "regions",
      );
      equal(runs, 4, "runs");
      equal(snapshot.texts.size, 3, "loaded files");
      equal(start.texts.size, 0, "the snapshot it began with");
    },
  },
  {
    name: "settles also where nothing that is needed is there",
    async run(make) {
      const { tree, root } = await make({ "a.ld": utf8("") });
      const read = (snapshot: Snapshot): Reading<boolean> => {
        const files = new SnapshotReader(snapshot);
        return files.settle(files.text(`${root}/none`) === undefined && files.bytes(`${root}/none.bin`) === undefined);
      };
      equal((await settle(tree, await takeSnapshot(tree), read)).value, true, "absent");
    },
  },
  {
    name: "shares what is loaded already when more is loaded",
    async run(make) {
      const { tree, root } = await make({ "a.ld": utf8("a"), "b.ld": utf8("b") });
      const first = await load(tree, await takeSnapshot(tree), [{ uri: `${root}/a.ld`, as: "text" }]);
      const second = await load(tree, first, [{ uri: `${root}/b.ld`, as: "text" }]);
      equal(second.texts.get(`${root}/a.ld`) === first.texts.get(`${root}/a.ld`), true, "the same object");
    },
  },
  {
    name: "stops when it is cancelled",
    async run(make) {
      const { tree } = await make({ "a/b/c.ld": utf8("") });
      const outcome = await tree.list({ aborted: true }).then(
        () => "listed",
        (error: unknown) => (error instanceof Error ? error.name : "thrown"),
      );
      equal(outcome, "BootsmithError", "outcome");
    },
  },
  {
    name: "carries a whole analysis",
    async run(make) {
      const script = (origin: string, length: string): Uint8Array =>
        utf8(`MEMORY { FLASH (rx) : ORIGIN = ${origin}, LENGTH = ${length} }\n`);
      const { tree, root } = await make({
        "boot loader/STM32F407VG.ld": script("0x08000000", "64K"),
        "application/STM32F407VG.ld": script("0x08008000", "64K"),
      });
      const settings = Object.fromEntries(tree.roots.map((one) => [one, defaultSettings]));
      const { value } = await settle(tree, await takeSnapshot(tree), (one) => analyse(one, settings));
      const own = value.findings.filter((finding) => finding.range.uri.startsWith(`${root}/`));
      equal(
        own.map(({ code }) => code),
        ["image-overlap"],
        "findings",
      );
    },
  },
];

/** Paths of the URIs that lie below `root`. */
function below(listing: readonly Uri[], root: Uri): string[] {
  return listing
    .filter((uri) => uri.startsWith(`${root}/`))
    .map((uri) => decodeURIComponent(uri.slice(root.length + 1)));
}

function reason(read: unknown, path: string): void {
  const { absent } = (typeof read === "object" && read !== null ? read : {}) as { absent?: unknown };
  equal(typeof absent === "string" && absent !== "", true, `the reason why ${path} cannot be read`);
}

function equal(found: unknown, expected: unknown, what: string): void {
  const [a, b] = [JSON.stringify(found), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what}: found ${a}, expected ${b}`);
}
