/** Style sheet of the exported picture; the webview has its own, made of the editor theme's colours. */
export const mapStyle = `
svg { --page: #ffffff; --ink: #1f2328; --dim: #59636e; --line: #d1d9e0; --unit: #f3f5f8; --unit-odd: #e9edf2;
  --bootloader: #8250df; --factory: #6e7781; --application: #0969da; --other: #1a7f37; --warn: #9a6700; --bad: #cf222e; }
@media (prefers-color-scheme: dark) {
  svg { --page: #0d1117; --ink: #e6edf3; --dim: #9198a1; --line: #3d444d; --unit: #161b22; --unit-odd: #1d242d;
    --bootloader: #ab7df8; --factory: #9198a1; --application: #4493f8; --other: #3fb950; --warn: #d29922; --bad: #f85149; }
}
text { font: 12px system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif; fill: var(--ink); }
.page { fill: var(--page); }
.title { font-size: 20px; font-weight: 600; }
.subtitle, .column-subtitle, .footnote, .legend-label, .label-detail { fill: var(--dim); }
.subtitle { font-size: 13px; }
.column-title { font-size: 14px; font-weight: 600; }
.note { fill: var(--ink); }
.note-conflict, .note-fault { fill: var(--bad); }
.note-unknown, .note-device { fill: var(--warn); }
.column-frame { fill: none; stroke: var(--line); }
.tick { stroke: var(--dim); }
.address { font-family: ui-monospace, SFMono-Regular, Consolas, "DejaVu Sans Mono", monospace; font-size: 11px; fill: var(--dim); }
.unit { fill: var(--unit); stroke: none; }
.unit-odd { fill: var(--unit-odd); }
.unit-shared { fill: var(--warn); fill-opacity: 0.3; stroke: var(--warn); }
.unit-label, .band-label { font-size: 11px; fill: var(--dim); }
.unit-label-shared { fill: var(--ink); font-weight: 600; }
.band { fill: none; stroke: var(--line); }
.role-bootloader { --role: var(--bootloader); }
.role-factory { --role: var(--factory); }
.role-application { --role: var(--application); }
.role-other, .role-none { --role: var(--other); }
.block { fill: var(--role); fill-opacity: 0.16; stroke: var(--role); }
.accent { fill: var(--role); }
.label { font-size: 13px; font-weight: 600; }
.kind-header .block { fill-opacity: 0.3; }
.overlapping .label, .overlapping .label-detail { paint-order: stroke; stroke: var(--page); stroke-width: 3px; }
.kind-free .block, .kind-gap .block { fill: var(--page); stroke: var(--line); stroke-dasharray: 4 3; }
.kind-free .label, .kind-gap .label { font-weight: 400; fill: var(--dim); }
.kind-unknown .block { fill-opacity: 0.06; stroke-dasharray: 4 3; }
.hatch-unknown { fill: none; stroke: var(--dim); stroke-opacity: 0.35; }
.kind-overlap .block { fill: var(--bad); fill-opacity: 0.14; stroke: var(--bad); stroke-width: 1.5; }
.hatch-overlap { fill: none; stroke: var(--bad); stroke-width: 1.5; stroke-opacity: 0.7; }
.pill { fill: var(--page); stroke: var(--bad); }
.pill-label { fill: var(--bad); font-weight: 600; }
.badge { fill: var(--warn); }
.badge-mark { font-size: 11px; font-weight: 700; fill: var(--page); }
.marker-hit { fill: none; }
.marker-line { stroke: var(--bad); stroke-width: 1.5; stroke-dasharray: 5 3; }
.marker-tag { fill: var(--page); stroke: var(--bad); }
.marker-label { font-size: 11px; fill: var(--bad); }
.address.marker-address { fill: var(--bad); }
`;
