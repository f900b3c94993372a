import { text } from "../core/text";
import type { Say } from "../core/scene/options";
import type { PageWords, Welcome } from "../protocol/memory-map";

/** Words of the page in the reader's language. */
export function pageWords(say: Say): PageWords {
  return {
    layout: say(text("Layout")),
    goToLine: say(text("Go to Line")),
    details: say(text("Details")),
    hint: say(text("Choose a block to see where it is stated. Arrow keys move, Enter goes to the line.")),
    table: say(text("All ranges as a table")),
    notes: say(text("Notes")),
    columns: {
      memory: say(text("Memory")),
      what: say(text("What")),
      range: say(text("Range")),
      size: say(text("Size")),
      stated: say(text("Stated by")),
    },
    wrongVersion: say(text("Bootsmith was updated. Close this tab and open the memory map again.")),
  };
}

/** What to do where the workspace has no layout yet. */
export function welcomeWords(say: Say): Welcome {
  return {
    title: say(text("No layout in this workspace yet")),
    sentences: [
      say(text("The memory map shows where bootloader and application lie, once a file says so.")),
      say(text("Open a folder with a GNU linker script (.ld) or an mbed_app.json, and it appears here.")),
      say(text("Images in several folders? Name them and the chip in a bootsmith.json at the top of the folder.")),
    ],
  };
}
