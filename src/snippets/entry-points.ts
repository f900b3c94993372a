import type { SnippetEntry, SnippetKind } from "../core/snippets/request";

/** One thing that can be inserted: what it enters, and by which way. */
export interface EntryPoint {
  readonly kind: SnippetKind;
  /** For the system bootloader. */
  readonly entry?: SnippetEntry;
  /** Completion prefix, and name of the files it becomes. */
  readonly name: string;
  /** A shorter prefix. */
  readonly short: string;
}

/** The recommended way into the system bootloader first. */
export const entryPoints: readonly EntryPoint[] = [
  { kind: "system-bootloader", entry: "reset", name: "request_system_bootloader", short: "stm32boot" },
  { kind: "system-bootloader", entry: "direct", name: "jump_to_system_bootloader", short: "stm32boot_direct" },
  { kind: "application", name: "jump_to_application", short: "stm32app" },
  { kind: "own-bootloader", name: "own_bootloader", short: "stm32own" },
];

/** Name of the files that a snippet becomes. */
export function fileName(kind: SnippetKind, entry: SnippetEntry | undefined): string {
  const found = entryPoints.find((point) => point.kind === kind && point.entry === entry);
  return found?.name ?? kind.replaceAll("-", "_");
}
