import "./style.css";
import "./picture.css";
import {
  parsePageState,
  protocolVersion,
  type HostMessage,
  type Intent,
  type PageState,
} from "../../src/protocol/memory-map";
import { html } from "./dom";
import { Page } from "./page";

declare function acquireVsCodeApi(): {
  postMessage(message: Intent): void;
  getState(): unknown;
  setState(state: PageState): void;
};

const host = acquireVsCodeApi();
const root = document.getElementById("map") ?? document.body;
let page: Page | undefined;
let requests = 0;
let latest = 0;

/** Only the host can post into this frame: VS Code relays nothing else. */
function receive(message: HostMessage): void {
  switch (message.type) {
    case "hello":
      if (message.version === protocolVersion) {
        page = openPage(message);
      } else {
        root.replaceChildren(html("p", "welcome", message.words.wrongVersion));
      }
      return;
    case "scene":
      page?.scene(message);
      return;
    case "empty":
      page?.empty(message.welcome);
      return;
    case "failed":
      if (message.request === latest) {
        page?.fail(message.reason);
      }
      return;
    case "done":
  }
}

function openPage({ words }: Extract<HostMessage, { type: "hello" }>): Page {
  const ports = {
    select: (layout: string) => host.postMessage({ type: "select", layout }),
    reveal: (range: { uri: string; start: number; end: number }) => {
      latest = ++requests;
      host.postMessage({ type: "reveal", request: latest, range });
    },
    remember: (state: PageState) => host.setState(state),
  };
  return new Page(root, words, ports, parsePageState(host.getState()));
}

window.addEventListener("message", (event: MessageEvent<HostMessage>) => receive(event.data));
host.postMessage({ type: "ready" });
