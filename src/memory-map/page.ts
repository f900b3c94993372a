/** What the page of the memory map may load: our own script and style sheet, and nothing from anywhere else. */
export function contentSecurityPolicy(cspSource: string, nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    // The nonce is for the one style element that the UI toolkit makes to try `:focus-visible`.
    `style-src ${cspSource} 'nonce-${nonce}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

export interface PageParts {
  readonly cspSource: string;
  readonly nonce: string;
  /** URIs the page can load. */
  readonly script: string;
  readonly style: string;
  readonly title: string;
  /** Language tag of the words on the page. */
  readonly language: string;
}

/** The HTML of the memory map: a frame without content; the script fills it from the host's messages. */
export function memoryMapPage({ cspSource, nonce, script, style, title, language }: PageParts): string {
  return `<!DOCTYPE html>
<html lang="${escapeHtml(language)}">
  <head>
    <meta charset="UTF-8">
    <meta http-equiv="Content-Security-Policy" content="${escapeHtml(contentSecurityPolicy(cspSource, nonce))}">
    <meta property="csp-nonce" content="${escapeHtml(nonce)}">
    <meta name="viewport" content="width=device-width, initial-scale=1.0">
    <link rel="stylesheet" href="${escapeHtml(style)}">
    <title>${escapeHtml(title)}</title>
  </head>
  <body>
    <main id="map"></main>
    <script nonce="${escapeHtml(nonce)}" src="${escapeHtml(script)}"></script>
  </body>
</html>
`;
}

function escapeHtml(content: string): string {
  return content
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;")
    .replace(/'/g, "&#39;");
}
