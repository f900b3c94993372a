import { english, text, type Text } from "../text";
import { FLAVOURS, type Flavour } from "./flavours";
import { jumpChip, romJump, type JumpChip, type RomJump } from "./jump-chip";
import { cDeclarations, writeC } from "./languages/c-writer";
import { rustDeclarations, writeRust } from "./languages/rust-writer";
import { conditionsOf, notesOf } from "./notes";
import { applicationPlace, applicationProgram } from "./programs/application";
import { ownBootloaderProgram } from "./programs/own-bootloader";
import { directProgram, resetProgram } from "./programs/system-bootloader";
import { refusal, type Refusal, type Snippet, type SnippetRequest } from "./request";
import { canMark } from "./steps/mark";
import { canReset } from "./steps/reset-steps";
import type { Program } from "./steps/program";

/** A program, and what to say of it. */
interface Written {
  readonly program: Program;
  readonly chip: JumpChip;
  readonly conditions: readonly Text[];
  readonly notes: readonly Text[];
}

/**
 * Code for one chip, right for that chip (AN2606, ST's device headers, and what the field found), as a complete
 * translation unit. Refuses, with the reason and what to do instead, where no code is right.
 */
export function writeSnippet(request: SnippetRequest): Snippet {
  const flavour = FLAVOURS[request.flavour];
  const made = programOf(request, flavour);
  if ("refused" in made) {
    return made;
  }
  const { program, chip, conditions, notes } = made;
  const head = headOf(made, flavour, request);
  if (flavour.dialect === null) {
    const code = writeRust(program, chip.core, head);
    return { code, language: "rust", declarations: rustDeclarations(program), conditions, notes };
  }
  const dialect = flavour.dialect(chip);
  const code = writeC(program, chip.core, head, dialect);
  const language = dialect.cpp ? "cpp" : "c";
  return { code, language, declarations: cDeclarations(program, dialect.cpp), conditions, notes };
}

function programOf(request: SnippetRequest, flavour: Flavour): Written | Refusal {
  switch (request.kind) {
    case "system-bootloader":
      return romProgram(request, flavour);
    case "application":
    case "own-bootloader":
      return ownProgram(request, flavour);
  }
}

function romProgram({ device, entry = "reset", anyway = false }: SnippetRequest, flavour: Flavour): Written | Refusal {
  const jump = romJump(device, anyway);
  if ("refused" in jump) {
    return jump;
  }
  const refused = flavour.refuse(jump);
  if (refused !== undefined) {
    return refused;
  }
  const said = { chip: jump, conditions: conditionsOf(jump), notes: notesOf(jump, entry) };
  if (entry === "reset") {
    return resetEntry(jump, flavour, said);
  }
  return canReset(jump, flavour.resetBy)
    ? { ...said, program: directProgram(jump, flavour.resetBy) }
    : noRegisters(jump, RESET_ENTRY);
}

function resetEntry(jump: RomJump, flavour: Flavour, said: Omit<Written, "program">): Written | Refusal {
  const { jumpNeeds } = jump.rom;
  // After a reset it is the program in flash that runs, so flash is not empty.
  if (jumpNeeds === "empty-flash" || (jumpNeeds !== null && flavour.dialect === null)) {
    return refusal(
      text("After a reset the ROM of {0} would start flash again: its empty check finds a program there.", jump.part),
      text("Erase the first page of flash and take the direct jump, or hold BOOT0 high during a reset."),
    );
  }
  const chip = markedChip(jump, flavour);
  return canMark(chip) ? { ...said, program: resetProgram(chip, flavour.resetBy) } : noMark(chip);
}

/** Where a backup register has to keep the request, RAM is none. */
function markedChip<T extends JumpChip>(chip: T, { marksInBackup }: Flavour): T {
  return marksInBackup === true ? { ...chip, markRegion: null } : chip;
}

function ownProgram({ kind, device, address }: SnippetRequest, flavour: Flavour): Written | Refusal {
  const chip = jumpChip(device);
  const place = "refused" in chip ? chip : (flavour.refuse(chip) ?? applicationPlace(chip, address));
  if ("refused" in chip) {
    return chip;
  }
  if ("refused" in place) {
    return place;
  }
  if (chip.registers === null) {
    return noRegisters(chip, ADD_REGISTERS);
  }
  const said = { chip, conditions: [], notes: [] };
  if (kind === "own-bootloader") {
    const marked = markedChip(chip, flavour);
    return canMark(marked)
      ? { ...said, program: ownBootloaderProgram(marked, place, flavour.resetBy, flavour.dialect !== null) }
      : noMark(marked);
  }
  return canReset(chip, flavour.resetBy)
    ? { ...said, program: applicationProgram(chip, place, flavour.resetBy) }
    : noRegisters(chip, ADD_REGISTERS);
}

function noMark({ part }: JumpChip): Refusal {
  return refusal(
    text("Nothing of {0} is known that keeps a request over the reset and that no start-up or stack touches.", part),
    text("Use the direct jump."),
  );
}

function noRegisters({ part }: JumpChip, instead: Text): Refusal {
  return refusal(text("What resets clocks, peripherals and caches of {0} is not known well enough.", part), instead);
}

const RESET_ENTRY = text("Take the reset entry, where everything is as after a reset.");
const ADD_REGISTERS = text("CONTRIBUTING says how to add the registers of a chip.");

/** What stands at the top of the file: what it is, where it goes, and the conditions before the notes. */
function headOf({ program, conditions, notes }: Written, flavour: Flavour, { kind, entry }: SnippetRequest): string[] {
  const early = kind === "system-bootloader" && (entry ?? "reset") === "reset" ? [flavour.earlyPlace] : [];
  return [
    program.title,
    `Written for ${flavour.name}.`,
    ...program.head,
    ...early,
    ...[...conditions, ...notes].map((note) => `- ${english(note)}`),
  ];
}
