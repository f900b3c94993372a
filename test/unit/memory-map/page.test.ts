import { expect, it } from "vitest";
import { contentSecurityPolicy, memoryMapPage } from "../../../src/memory-map/page";

const parts = {
  ...{ cspSource: "https://*.vscode-cdn.net", nonce: "n0nce", title: "Memory Map", language: "en" },
  ...{ script: "https://x/memory-map.js", style: "https://x/memory-map.css" },
};

it("allows our script and style sheet and nothing else", () => {
  const policy = contentSecurityPolicy("https://*.vscode-cdn.net", "n0nce");
  expect(policy.split("; ")).toEqual([
    "default-src 'none'",
    "script-src 'nonce-n0nce'",
    "style-src https://*.vscode-cdn.net 'nonce-n0nce'",
    "base-uri 'none'",
    "form-action 'none'",
  ]);
  expect(policy).not.toContain("unsafe");
});

it("has no inline script or style, and one nonce for all", () => {
  const page = memoryMapPage(parts);
  expect(page).not.toMatch(/<style|style=|onload|<script(?! nonce="n0nce" src=)/);
  expect(page.match(/n0nce/g)).toHaveLength(4);
});

it("escapes what it is given", () => {
  expect(memoryMapPage({ ...parts, title: `</title><b a="'">&` })).toContain(
    "<title>&lt;/title&gt;&lt;b a=&quot;&#39;&quot;&gt;&amp;</title>",
  );
});
