/**
 * Every id this extension contributes. `test/unit/manifest.test.ts` holds it against package.json, both ways.
 */

export const commands = {
  showMemoryMap: "bootsmith.showMemoryMap",
  flash: "bootsmith.flash",
  verify: "bootsmith.verify",
  readBack: "bootsmith.readBack",
  listBoards: "bootsmith.listBoards",
  buildAndFlash: "bootsmith.buildAndFlash",
  flashAll: "bootsmith.flashAll",
  compareBoard: "bootsmith.compareBoard",
  eraseBoard: "bootsmith.eraseBoard",
  leaveDfu: "bootsmith.leaveDfu",
  detachBoard: "bootsmith.detachBoard",
  unprotectBoard: "bootsmith.unprotectBoard",
  copySerial: "bootsmith.copySerial",
  copyPath: "bootsmith.copyPath",
  forgetBoard: "bootsmith.forgetBoard",
  refreshBoards: "bootsmith.refreshBoards",
  simulateBoard: "bootsmith.simulateBoard",
  usbHelp: "bootsmith.usbHelp",
  udevRule: "bootsmith.udevRule",
  selectDevice: "bootsmith.selectDevice",
  insertSystemBootloaderJump: "bootsmith.insertSystemBootloaderJump",
  insertApplicationJump: "bootsmith.insertApplicationJump",
  insertOwnBootloader: "bootsmith.insertOwnBootloader",
  bootloaderHelp: "bootsmith.bootloaderHelp",
  editImageSet: "bootsmith.editImageSet",
  joinImages: "bootsmith.joinImages",
  separateImages: "bootsmith.separateImages",
  changeRole: "bootsmith.changeRole",
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
  symbols: "symbols",
  includePaths: "includePaths",
  mbedTool: "mbedTool",
  rules: "rules",
  board: "board",
  simulatedBoards: "simulatedBoards",
} as const;

export const contextKeys = {
  hasLayout: "bootsmith.hasLayout",
  /** The last look for boards found no USB on this machine. */
  noUsb: "bootsmith.noUsb",
} as const;

/** Submenu of the editor's context menu. */
export const insertMenu = "bootsmith.insert";

/** Container in the activity bar, and the views in it. */
export const viewContainer = "bootsmith";
export const boardsView = "bootsmith.boards";
export const imageSetsView = "bootsmith.imageSets";

export const languageId = "linkerscript";
export const icfLanguageId = "icf";
export const scatterLanguageId = "arm-scatter";
export const taskType = "bootsmith";
/** Wraps the build of a folder. */
export const buildTaskType = "bootsmith-build";
export const outputChannelName = "Bootsmith";
/** URIs of help pages that are made from the chip tables. */
export const helpScheme = "bootsmith-help";
/** URIs of comparisons of a board with an image. */
export const compareScheme = "bootsmith-compare";
export const memoryMapViewType = "bootsmith.memoryMap";
