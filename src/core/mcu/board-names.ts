import { chipLines } from "./chip-names";
import type { Device } from "./device";
import { chipData } from "./load-chip-data";
import { partDevices } from "./part-devices";

/** Words in ST's board names behind a part without its pin letter: `STM32F746G-DISCO`, `STM32H573I-DK`, `B-U585I-IOT02A`. */
const stBoardWord = /^(disco|disc\d|discovery|dk\d?|eval\d?|iot\d\w*|lrwan\d|dpow\d)$/;

/**
 * The chips of a PlatformIO board id, a Zephyr board (`board@revision/soc/cpu`) or a board's printed name, in any case;
 * none where the name neither is in the table nor spells a part.
 */
export function boardNameDevices(name: string): readonly Device[] {
  const [board = "", ...qualifiers] = name.trim().toLowerCase().split("/");
  const id = (board.split("@")[0] ?? "").replace(/[- ]+/g, "_").replace(/([^_])discovery$/, "$1_discovery");
  // Before Zephyr 3.7 the core was part of the name: `stm32h747i_disco_m7`.
  const found = [id, id.replace(/_c?m\d$/, "")].map(namedDevices).find((devices) => devices.length > 0) ?? [];
  if (found.length > 0 || id === "") return found;
  // A SoC leaves the pins open: `stm32f103xb`. In capitals that X would be a pin letter (STM32H747XI).
  return partDevices((qualifiers[0] ?? "").toUpperCase().replaceAll("X", "x"));
}

/** Every board id of the table, for "did you mean". */
export function boardNames(): readonly string[] {
  return chipData().BOARD_NAMES.flatMap((row) => row.names.split(" "));
}

function namedDevices(id: string): readonly Device[] {
  const row = chipData().BOARD_NAMES.find(({ names }) => names.split(" ").includes(id));
  if (row !== undefined) return row.parts.split(" ").flatMap(partDevices);
  const words = id.split("_");
  const ofSt = words.some((word) => stBoardWord.test(word));
  for (const word of words) {
    const part = spelledPart(word, ofSt);
    const devices = part === undefined ? [] : partDevices(part);
    if (devices.length > 0) return devices;
  }
  return [];
}

/**
 * The part that a word of a board's name spells: line, pin letter and flash size, with the package behind them or not
 * (`f429zi`, `f103zet6`, `h743zi2`); in ST's own names also line and flash size alone (`stm32f746g`, `l072z`).
 */
function spelledPart(word: string, ofSt: boolean): string | undefined {
  const bare = word.replace(/^(stm)?32(?=[a-z])/, "");
  const line = [...chipLines().keys()].find((known) => bare.startsWith(known.toLowerCase()));
  if (line === undefined) return undefined;
  const rest = bare.slice(line.length).toUpperCase();
  if (ofSt && rest.length === 1) return `STM32${line}x${rest}`;
  // With `stm32` before it, it is a part number as it stands.
  return bare === word && /^[A-Z][0-9A-Z][A-Z]?\d?[A-Z]?$/.test(rest) ? `STM32${line}${rest}` : undefined;
}
