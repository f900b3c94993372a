import * as vscode from "vscode";
import type { BootLayout } from "../core/layout/boot-layout";
import { withDevice } from "../core/project/edit-bootsmith-json";
import { configurationSection, settings } from "../manifest";
import { editDeclaration } from "../workspace/edit-declaration";

/**
 * Writes a person's choice of the chip where it takes effect: into the set's `bootsmith.json`, else into the folder's
 * settings; there, too, where the setting is in use, because it wins. Undefined takes the choice back.
 */
export async function writeChip({ set }: BootLayout, part: string | undefined): Promise<void> {
  const folder = vscode.Uri.parse(set.folder, true);
  const declared = set.origin === "declared" ? /^(.*)#(\d+)$/.exec(set.id) : null;
  const [, file, index] = declared ?? [];
  const inUse = settingOf(folder).get<string>(settings.device, "").trim() !== "";
  if (inUse || file === undefined) await writeSetting(folder, part);
  if (file !== undefined && (!inUse || part === undefined))
    await editDeclaration(vscode.Uri.parse(file, true), (text) => withDevice(text, Number(index), part));
}

async function writeSetting(folder: vscode.Uri, part: string | undefined): Promise<void> {
  const { WorkspaceFolder } = vscode.ConfigurationTarget;
  await settingOf(folder).update(settings.device, part, WorkspaceFolder);
  // A wider setting would come through: an empty one at the folder says that the files decide.
  const through = settingOf(folder).get<string>(settings.device, "").trim();
  if (part === undefined && through !== "") await settingOf(folder).update(settings.device, "", WorkspaceFolder);
}

/** The settings as they are now: the object itself does not follow changes. */
function settingOf(folder: vscode.Uri): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration(configurationSection, folder);
}
