/** The commands for boards, read when one is wanted: a bundle of its own (esbuild.config.mjs). */
export { boards } from "./verb-boards";
export { erase } from "./verb-erase";
export { flash } from "./verb-flash";
export { detach, leave, unprotect } from "./verb-modes";
export { read } from "./verb-read";
export { verify } from "./verb-verify";
