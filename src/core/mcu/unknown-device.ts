import { BootsmithError } from "../errors";
import { text } from "../text";
import { closestParts } from "./find-device";
import { systemBootloaderOf } from "./system-bootloader";

/** The error for a name that no chip has: what is known all the same, what is spelt like it, and how a chip is added. */
export function unknownDevice(name: string): BootsmithError {
  const rom = systemBootloaderOf(name);
  const what =
    rom === undefined
      ? text("{0} is no chip Bootsmith knows.", name)
      : text("Of {0} only the system bootloader is known ({1}), not its flash and RAM.", name, rom.line);
  return new BootsmithError(
    "unknown-device",
    what,
    text(
      'Closest: {0}. A chip is added with one row: CONTRIBUTING.md, "Add a chip".',
      closestParts(name, 3).join(", "),
    ),
  );
}
