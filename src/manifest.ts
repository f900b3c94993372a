/**
 * Every id this extension contributes. `test/unit/manifest.test.ts` holds it against package.json, both ways.
 */

export const commands = {
  showMemoryMap: "bootsmith.showMemoryMap",
  flash: "bootsmith.flash",
  verify: "bootsmith.verify",
  readBack: "bootsmith.readBack",
  listBoards: "bootsmith.listBoards",
  selectDevice: "bootsmith.selectDevice",
  insertSystemBootloaderJump: "bootsmith.insertSystemBootloaderJump",
  insertApplicationJump: "bootsmith.insertApplicationJump",
  insertOwnBootloader: "bootsmith.insertOwnBootloader",
  bootloaderHelp: "bootsmith.bootloaderHelp",
  showLog: "bootsmith.showLog",
} as const;

/** Commands that code actions and links run; the palette never shows them. */
export const internalCommands = {
  explainFinding: "bootsmith.explainFinding",
  applyFix: "bootsmith.applyFix",
} as const;

export const configurationSection = "bootsmith";

/** Setting names below `bootsmith.`. */
export const settings = {
  device: "device",
  defines: "defines",
  simulatedBoards: "simulatedBoards",
} as const;

export const contextKeys = {
  hasLayout: "bootsmith.hasLayout",
} as const;

/** Submenu of the editor's context menu. */
export const insertMenu = "bootsmith.insert";

export const languageId = "linkerscript";
export const taskType = "bootsmith";
export const outputChannelName = "Bootsmith";
/** URIs of help pages that are made from the chip tables. */
export const helpScheme = "bootsmith-help";
export const memoryMapViewType = "bootsmith.memoryMap";
