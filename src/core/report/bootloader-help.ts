import { findBoard, type MbedBoard } from "../mcu/boards";
import { closestParts, findDevices } from "../mcu/find-device";
import { systemBootloaderOf, type SystemBootloader } from "../mcu/system-bootloader";
import { text, type Text } from "../text";
import { boardItems } from "./board-help";
import { afterwardsItems, interfaceItems, knownItems, resetItems, softwareItems } from "./system-bootloader-help";

/** One page on how a chip gets into its bootloader, from what the tables hold; what they do not hold is not on it. */
export interface BootloaderHelp {
  /** The part or board the page is about, as it is known. */
  readonly name: string;
  readonly title: Text;
  readonly sections: readonly HelpSection[];
}

export interface HelpSection {
  readonly heading: Text;
  readonly items: readonly Text[];
}

/** The page of a part number, device define or board name. Where nothing is known of it: what is spelt most like it. */
export function bootloaderHelp(name: string): BootloaderHelp {
  const wanted = name.trim();
  const board = findBoard(wanted);
  const device = findDevices(wanted).candidates[0];
  const part = board?.part ?? device?.part ?? wanted.toUpperCase();
  // The name itself first: it may say more than the geometry row does.
  const rom = (board === undefined ? systemBootloaderOf(wanted) : undefined) ?? systemBootloaderOf(part);
  const title = text("How to get {0} into its bootloader", board?.target ?? part);
  const sections = [
    ...(board === undefined ? [] : [section(text("The board"), boardItems(board))]),
    ...(rom === undefined ? unknownPart(wanted, device !== undefined, board) : systemBootloader(rom)),
  ];
  return { name: board?.target ?? part, title, sections: sections.filter(({ items }) => items.length > 0) };
}

function systemBootloader(rom: SystemBootloader): HelpSection[] {
  return [
    section(text("At reset"), resetItems(rom)),
    section(text("Interfaces"), interfaceItems(rom)),
    section(text("From software"), softwareItems(rom)),
    section(text("Known limitations"), rom.limitations.map(verbatim)),
    section(text("Reports from the field"), rom.reports.map(verbatim)),
    section(text("Afterwards"), afterwardsItems(rom)),
    section(text("Good to know"), knownItems(rom)),
  ];
}

function unknownPart(wanted: string, isChip: boolean, board: MbedBoard | undefined): HelpSection[] {
  const none = text("No system bootloader is known for {0}.", board?.part ?? wanted);
  const closest = closestParts(wanted, 3);
  const items = isChip || closest.length === 0 ? [none] : [none, text("Closest: {0}.", closest.join(", "))];
  return [section(text("The system bootloader"), items)];
}

function section(heading: Text, items: readonly Text[]): HelpSection {
  return { heading, items };
}

/** A sentence of a table, as it stands there. */
export function verbatim(sentence: string): Text {
  return text("{0}", sentence);
}

/** The page as Markdown. @param say how a sentence is written: in English, or in the language of the editor */
export function helpMarkdown({ title, sections }: BootloaderHelp, say: (sentence: Text) => string): string {
  const blocks = sections.flatMap(({ heading, items }) => [
    `## ${say(heading)}`,
    items.map((item) => `- ${escaped(say(item))}`).join("\n"),
  ]);
  return [`# ${escaped(say(title))}`, ...blocks, ""].join("\n\n");
}

/** The way in by itself, for a terminal: one sentence per line. */
export function wayIn({ sections }: BootloaderHelp, say: (sentence: Text) => string): string[] {
  const [first] = sections;
  return first === undefined ? [] : [`${say(first.heading)}:`, ...first.items.map((item) => `  ${say(item)}`)];
}

/** Facts hold underscores, angle brackets and stars that are no markup. */
function escaped(sentence: string): string {
  return sentence.replace(/[\\`*_<>[\]|#]/g, "\\$&");
}
