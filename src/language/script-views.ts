import * as vscode from "vscode";
import type { ScriptView } from "../core/language/hover";
import type { BuiltImage, ImageRef } from "../core/layout/boot-layout";
import type { LinkerScript, LinkerScriptOptions } from "../core/linker/linker-script";
import { linkerScriptOf } from "../core/project/linker-script-of";
import { LineIndex } from "../core/project/position";
import {
  hashText,
  SnapshotReader,
  type Snapshot,
  type SourceRange,
  type TextFile,
  type Uri,
} from "../core/project/snapshot";
import { settle } from "../core/project/source-tree";
import { isLinkerScript } from "../core/project/workspace-index";
import type { AnalysisService } from "../workspace/analysis-service";
import { VscodeSourceTree } from "../workspace/vscode-source-tree";

/** A linker script that reads the open file, as one image links it. */
export interface DocumentView extends ScriptView {
  /** Name of the image; undefined for a script that nobody links. */
  readonly image: string | undefined;
  readonly snapshot: Snapshot;
}

const nothingGiven: LinkerScriptOptions = { defines: {}, defsyms: {}, includePaths: [] };
const emptySnapshot: Snapshot = { roots: [], listing: [], texts: new Map(), binaries: new Map() };

/** In a workspace with more scripts, those that no image links are not searched for one that includes a file. */
const mostScripts = 100;

interface Reading {
  readonly root: Uri;
  readonly options: LinkerScriptOptions;
  readonly image: string | undefined;
  readonly built: readonly BuiltImage[];
}

/** Linker scripts with the text that the editor shows now: the analysis lags behind while one types. */
export class ScriptViews {
  /** The last text made of each document: as long as it stays the same object, nothing is read again. */
  private readonly texts = new WeakMap<vscode.TextDocument, TextFile>();

  constructor(private readonly analysis: Pick<AnalysisService, "current" | "settled" | "layouts">) {}

  /** Every script that reads this file: those that images link, else those that include it, else the file itself. */
  async of(document: vscode.TextDocument): Promise<readonly DocumentView[]> {
    const current = this.analysis.current ?? (await this.analysis.settled());
    const start = this.withOpenTexts(current?.snapshot ?? emptySnapshot, document);
    const uri = document.uri.toString();
    const { value, snapshot } = await settle(new VscodeSourceTree(), start, (one) => {
      const files = new SnapshotReader(one);
      const linked = readingsOfImages(this.images, uri);
      const readings = linked.length > 0 ? linked : readingsOfIncluders(files, uri);
      return files.settle(
        readings.map((reading) => ({ reading, script: linkerScriptOf(reading.root, files, reading.options) })),
      );
    });
    return value.map(({ reading: { image, built }, script }) => ({
      image,
      built,
      script,
      snapshot,
      textOf: textsOf(snapshot),
    }));
  }

  /** Those of {@link of}, and every further script that shares a file with them. */
  async sharing(document: vscode.TextDocument): Promise<readonly DocumentView[]> {
    const views = [...(await this.of(document))];
    const [first] = views;
    if (first === undefined) return views;
    const files = new SnapshotReader(first.snapshot);
    const others = [
      ...this.images.flatMap((image) => readingOfImage(image) ?? []),
      ...loadedScripts(first.snapshot).map(standalone),
    ].map(({ root, options, image, built }) => ({
      ...first,
      image,
      built,
      script: linkerScriptOf(root, files, options),
    }));
    const known = new Set(views.flatMap(({ script }) => script.files));
    // A script that joins may bring files that lead to another one.
    for (let joined = -1; joined !== views.length;) {
      joined = views.length;
      for (const view of others) {
        if (views.some(({ script }) => script === view.script) || !view.script.files.some((file) => known.has(file)))
          continue;
        views.push(view);
        for (const file of view.script.files) known.add(file);
      }
    }
    return views;
  }

  private get images(): readonly ImageRef[] {
    return this.analysis.layouts.flatMap(({ images }) => images);
  }

  private withOpenTexts(snapshot: Snapshot, document: vscode.TextDocument): Snapshot {
    const open = vscode.workspace.textDocuments.filter((one) => one.isDirty || one === document);
    const newer = open.flatMap((one) => {
      const uri = one.uri.toString();
      const known = snapshot.texts.get(uri);
      if (one !== document && known === undefined) return [];
      const text = one.getText();
      return known !== undefined && "text" in known && known.text === text ? [] : [this.textFile(one, uri, text)];
    });
    return newer.length === 0
      ? snapshot
      : { ...snapshot, texts: new Map([...snapshot.texts, ...newer.map((file) => [file.uri, file] as const)]) };
  }

  private textFile(document: vscode.TextDocument, uri: Uri, text: string): TextFile {
    const known = this.texts.get(document);
    if (known?.text === text) return known;
    const file = { uri, text, hash: hashText(text) };
    this.texts.set(document, file);
    return file;
  }
}

function readingsOfImages(images: readonly ImageRef[], uri: Uri): readonly Reading[] {
  const readings = new Map<string, Reading>();
  for (const image of images) {
    if (image.script?.files.includes(uri) !== true) continue;
    const reading = readingOfImage(image);
    if (reading !== undefined) readings.set(`${reading.root} ${JSON.stringify(reading.options.defines)}`, reading);
  }
  return [...readings.values()];
}

function readingOfImage({ name, script, built }: ImageRef): Reading | undefined {
  return script === undefined
    ? undefined
    : { root: script.uri, options: script.options ?? nothingGiven, image: name, built };
}

function readingsOfIncluders(files: SnapshotReader, uri: Uri): readonly Reading[] {
  const scripts = loadedScripts(files.snapshot).filter((one) => one !== uri);
  const includers = scripts.filter((one) => linkerScriptOf(one, files, nothingGiven).files.includes(uri));
  return (includers.length > 0 ? includers : [uri]).map(standalone);
}

function loadedScripts({ texts }: Snapshot): readonly Uri[] {
  const scripts = [...texts.values()].flatMap((file) => ("text" in file && isLinkerScript(file.uri) ? [file.uri] : []));
  return scripts.length > mostScripts ? [] : scripts;
}

function standalone(root: Uri): Reading {
  return { root, options: nothingGiven, image: undefined, built: [] };
}

function textsOf({ texts }: Snapshot): (uri: Uri) => string | undefined {
  return (uri) => {
    const file = texts.get(uri);
    return file !== undefined && "text" in file ? file.text : undefined;
  };
}

/** The scripts of views, each once. */
export function scriptsOf(views: readonly DocumentView[]): readonly LinkerScript[] {
  return [...new Set(views.map(({ script }) => script))];
}

/** A place in a file that need not be open. */
export function locationOf(
  { uri, start, end }: SourceRange,
  textOf: (uri: Uri) => string | undefined,
): vscode.Location {
  const index = new LineIndex(textOf(uri) ?? "");
  const [from, to] = [index.position(start), index.position(end)];
  return new vscode.Location(
    vscode.Uri.parse(uri, true),
    new vscode.Range(from.line, from.character, to.line, to.character),
  );
}
