import { Command } from "commander";
import { vi } from "vitest";
import type { CreateService } from "../../../src/cli/board-options";
import { addFlashCommands } from "../../../src/cli/flash-commands";
import { withOptionalNumbers } from "../../../src/cli/numbers";

export interface Ended {
  readonly code: typeof process.exitCode;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line of boards in this process. */
export async function commandLine(line: readonly string[], createService?: CreateService): Promise<Ended> {
  const out: string[] = [];
  const err: string[] = [];
  const stdout = vi.spyOn(process.stdout, "write").mockImplementation((text) => out.push(String(text)) > 0);
  const stderr = vi.spyOn(process.stderr, "write").mockImplementation((text) => err.push(String(text)) > 0);
  try {
    const program = new Command("bootsmith").exitOverride();
    addFlashCommands(program, createService);
    await program.parseAsync(withOptionalNumbers(line), { from: "user" });
    return { code: process.exitCode, out: out.join(""), err: err.join("") };
  } finally {
    stdout.mockRestore();
    stderr.mockRestore();
    process.exitCode = undefined;
  }
}
