// Runs in the page before its own script: stands in for VS Code's frame, and answers the questions of the tests.
import type { Intent, PageState } from "../../../src/protocol/memory-map";
import { activeBlock, faintTexts, namelessBlocks, overflow, strokeOf, textsBehindEdge } from "./questions";

export interface Given {
  readonly bodyClass: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly state: unknown;
}

declare global {
  interface Window {
    given: Given;
    toHost(intent: Intent): void;
  }
}

const { given } = window;
const violations: string[] = [];
let state = given.state;

document.addEventListener("securitypolicyviolation", (event) => {
  violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
});

Object.assign(window, {
  acquireVsCodeApi: () => ({
    postMessage: (intent: Intent) => window.toHost(intent),
    getState: () => state,
    setState: (next: PageState) => {
      state = next;
    },
  }),
  ask: {
    violations: () => violations,
    state: () => state,
    ...{ activeBlock, faintTexts, namelessBlocks, overflow, strokeOf, textsBehindEdge },
  },
});

function dress(): void {
  for (const [name, value] of Object.entries(given.variables)) {
    document.documentElement.style.setProperty(name, value);
  }
  document.body.className = given.bodyClass;
  document.body.dataset["vscodeThemeKind"] = given.bodyClass;
}

// As in VS Code the theme is there before the page's script runs.
const wait = new MutationObserver(() => {
  if ((document.body as HTMLElement | null) !== null) {
    wait.disconnect();
    dress();
  }
});
wait.observe(document, { childList: true, subtree: true });
