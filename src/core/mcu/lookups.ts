// All that is known of chips, tables and lookups together: bundled as `chip-data.js`, loaded on first use (esbuild.config.mjs).
export * from "./boards";
export * from "./chip-data";
export * from "./find-device";
export * from "./system-bootloader";
