import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Has the folder's settings simulate these boards. @param parts whatever somebody may write there */
export function simulate(workspace: string, parts: unknown): void {
  mkdirSync(join(workspace, ".vscode"), { recursive: true });
  const settings = { "bootsmith.simulatedBoards": parts };
  writeFileSync(join(workspace, ".vscode", "settings.json"), JSON.stringify(settings));
}
