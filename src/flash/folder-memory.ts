import type { Uri } from "../core/project/snapshot";

/** What is remembered of the choices somebody made in a folder. */
export type RememberedChoice = "board" | "image" | "buildTask";

/** VS Code's Memento, as far as it is used. */
export interface Store {
  get(key: string): unknown;
  update(key: string, value: unknown): Thenable<void>;
}

/** Choices that are not asked for a second time, by folder; null stands for a window without one. */
export class FolderMemory {
  constructor(private readonly store: Store) {}

  get(choice: RememberedChoice, folder: Uri | null): string | null {
    const value = this.store.get(keyOf(choice, folder));
    return typeof value === "string" ? value : null;
  }

  async set(choice: RememberedChoice, folder: Uri | null, value: string): Promise<void> {
    await this.store.update(keyOf(choice, folder), value);
  }

  async forget(folder: Uri | null): Promise<void> {
    for (const choice of ["board", "image", "buildTask"] as const) {
      await this.store.update(keyOf(choice, folder), undefined);
    }
  }
}

function keyOf(choice: RememberedChoice, folder: Uri | null): string {
  return `${choice} of ${folder ?? "no folder"}`;
}
