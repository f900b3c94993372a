import type { SourceRange } from "../core/project/snapshot";
import type { MapScene } from "../core/scene/map-scene";

/** Grows when a message changes; the page refuses a host of another version (a panel left over from an update). */
export const protocolVersion = 1;

/** Words of the page, in the reader's language; the host knows it, the page does not. */
export interface PageWords {
  readonly layout: string;
  readonly goToLine: string;
  readonly details: string;
  readonly hint: string;
  readonly table: string;
  readonly notes: string;
  readonly columns: {
    readonly memory: string;
    readonly what: string;
    readonly range: string;
    readonly size: string;
    readonly stated: string;
  };
  readonly wrongVersion: string;
}

/** Shown instead of a map: what is missing and how to add it. */
export interface Welcome {
  readonly title: string;
  readonly sentences: readonly string[];
}

export interface LayoutName {
  readonly id: string;
  readonly name: string;
}

/** Host → page. The host owns the state and pushes all of it; `hello` comes first, once. */
export type HostMessage =
  | { readonly type: "hello"; readonly version: number; readonly words: PageWords }
  | {
      readonly type: "scene";
      readonly layouts: readonly LayoutName[];
      readonly selected: string;
      readonly scene: MapScene;
    }
  | { readonly type: "empty"; readonly welcome: Welcome }
  | { readonly type: "done"; readonly request: number }
  | { readonly type: "failed"; readonly request: number; readonly reason: string };

/** Page → host. `request` numbers an intent that can fail: `done` or `failed` answers it. */
export type Intent =
  | { readonly type: "ready" }
  | { readonly type: "select"; readonly layout: string }
  | { readonly type: "reveal"; readonly request: number; readonly range: SourceRange };

/** What the page leaves behind for its successor when the window reloads. */
export interface PageState {
  readonly layout?: string;
  readonly item?: string;
  readonly tableOpen?: boolean;
}

/** Reads a message of the page, which is untrusted: anything that is no intent is `undefined`. */
export function parseIntent(message: unknown): Intent | undefined {
  if (!isRecord(message)) {
    return undefined;
  }
  switch (message["type"]) {
    case "ready":
      return { type: "ready" };
    case "select": {
      const layout = message["layout"];
      return typeof layout === "string" ? { type: "select", layout } : undefined;
    }
    case "reveal": {
      const request = message["request"];
      const range = parseRange(message["range"]);
      return isCount(request) && range !== undefined ? { type: "reveal", request, range } : undefined;
    }
    default:
      return undefined;
  }
}

/** Reads what {@link PageState} a page left behind; fields that make no sense are dropped. */
export function parsePageState(state: unknown): PageState {
  if (!isRecord(state)) {
    return {};
  }
  const { layout, item, tableOpen } = state;
  return {
    ...(typeof layout === "string" ? { layout } : {}),
    ...(typeof item === "string" ? { item } : {}),
    ...(typeof tableOpen === "boolean" ? { tableOpen } : {}),
  };
}

function parseRange(value: unknown): SourceRange | undefined {
  if (!isRecord(value)) {
    return undefined;
  }
  const { uri, start, end } = value;
  return typeof uri === "string" && isCount(start) && isCount(end) && start <= end ? { uri, start, end } : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}
