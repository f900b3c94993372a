import * as vscode from "vscode";
import { BootsmithError } from "../core/errors";
import { offsetOfSet, withoutImages, withRole, withSets } from "../core/project/edit-bootsmith-json";
import type { ImageRole, ImageSet } from "../core/project/image-set";
import { baseName } from "../core/project/paths";
import { text } from "../core/text";
import type { AnalysisService } from "../workspace/analysis-service";
import { editDeclaration } from "../workspace/edit-declaration";
import { declarationFor, declaredIn, membersOf, placeOf, statedSet, withOtherRole, type Member } from "./declaration";
import type { SetNode } from "./set-nodes";

/** The commands of the view “Image Sets”: each writes `bootsmith.json`, which editor and command line both read. */
export class SetEditor {
  constructor(private readonly analysis: Pick<AnalysisService, "settled" | "layouts">) {}

  /** Opens the declaration of a set; one that is evident is written down first. */
  async edit(node: unknown): Promise<void> {
    const set = await this.setOf(node, vscode.l10n.t("Image Set to Edit"));
    if (set === undefined) return;
    const at = declaredIn(set);
    if (at !== undefined) return openAt(vscode.Uri.parse(at.uri, true), at.index);
    const members = this.membersOf(set);
    const file = this.fileFor(members);
    await editDeclaration(file, (before) => withSets(before, [statedSet(set.name, members, file.toString())]));
    await openAt(file, Number.MAX_SAFE_INTEGER);
  }

  /** Makes one set of images that were several. */
  async join(): Promise<void> {
    await this.analysis.settled();
    const all = membersOf(this.analysis.layouts);
    const picked = await vscode.window.showQuickPick(all.map(toPick), {
      canPickMany: true,
      title: vscode.l10n.t("Images That Share One Chip's Flash"),
      placeHolder: vscode.l10n.t("Choose two or more"),
      matchOnDescription: true,
    });
    const members = picked?.map(({ member }) => member) ?? [];
    if (members.length < 2) return;
    const name = await vscode.window.showInputBox({
      title: vscode.l10n.t("Name of the Image Set"),
      value: baseName(members[0]?.layout.set.folder ?? ""),
      validateInput: (value) => (value.trim() === "" ? vscode.l10n.t("A set needs a name.") : undefined),
    });
    if (name === undefined) return;
    const file = this.fileFor(members);
    await editDeclaration(file, (before) =>
      withSets(withoutImages(before, placesOf(members)), [statedSet(name.trim(), members, file.toString())]),
    );
    await openAt(file, Number.MAX_SAFE_INTEGER);
  }

  /** Makes of each image of a set a set of its own. */
  async separate(node: unknown): Promise<void> {
    const set = await this.setOf(node, vscode.l10n.t("Image Set to Take Apart"), ({ images }) => images.length > 1);
    if (set === undefined) return;
    const members = this.membersOf(set);
    const file = this.fileFor(members);
    const sets = members.map((member) => statedSet(member.image.name, [member], file.toString()));
    await editDeclaration(file, (before) => withSets(withoutImages(before, placesOf(members)), sets));
    await openAt(file, Number.MAX_SAFE_INTEGER);
  }

  /** Says which image is the bootloader and which the application. */
  async changeRole(node: unknown): Promise<void> {
    const member = await this.imageOf(node);
    if (member === undefined) return;
    const role = await pickRole(member);
    if (role === undefined || role === member.image.role) return;
    const place = placeOf(member);
    const members = this.membersOf(member.layout.set);
    const file = this.fileFor(members);
    await editDeclaration(file, (before) =>
      place !== undefined
        ? withRole(before, place, role)
        : withSets(before, [
            statedSet(member.layout.set.name, withOtherRole(members, member.image, role), file.toString()),
          ]),
    );
  }

  private membersOf(set: ImageSet): readonly Member[] {
    return membersOf(this.analysis.layouts).filter(({ layout }) => layout.set.id === set.id);
  }

  private async setOf(
    node: unknown,
    title: string,
    fits: (set: ImageSet) => boolean = () => true,
  ): Promise<ImageSet | undefined> {
    if (isNode(node) && node.kind !== "file") return node.set;
    await this.analysis.settled();
    const sets = [...new Map(this.analysis.layouts.map(({ set }) => [set.id, set])).values()].filter(fits);
    const picks = sets.map((set) => ({
      label: set.name,
      description: set.images.map(({ name }) => name).join(", "),
      set,
    }));
    if (picks.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t("There is no such image set in this workspace."));
      return undefined;
    }
    return (await vscode.window.showQuickPick(picks, { title }))?.set;
  }

  private async imageOf(node: unknown): Promise<Member | undefined> {
    await this.analysis.settled();
    const all = membersOf(this.analysis.layouts);
    if (isNode(node) && node.kind === "image")
      return all.find(({ layout, image }) => layout.set.id === node.set.id && image.id === node.image.id);
    return (await vscode.window.showQuickPick(all.map(toPick), { title: vscode.l10n.t("Image") }))?.member;
  }

  /** @throws BootsmithError `bad-usage` where no single `bootsmith.json` can hold these images */
  private fileFor(members: readonly Member[]): vscode.Uri {
    const roots = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.toString());
    const file = declarationFor(members, roots);
    if (file !== undefined) return vscode.Uri.parse(file, true);
    throw new BootsmithError(
      "bad-usage",
      text("These images do not lie in one workspace folder, or different bootsmith.json files declare them."),
      text("Edit the bootsmith.json files by hand."),
    );
  }
}

interface MemberPick extends vscode.QuickPickItem {
  readonly member: Member;
}

function toPick(member: Member): MemberPick {
  const { image, layout } = member;
  const stated = image.linkerScript ?? image.mbedConfig ?? image.folder;
  return {
    label: image.name,
    description: vscode.workspace.asRelativePath(vscode.Uri.parse(stated, true)),
    detail: layout.set.images.length > 1 ? vscode.l10n.t("now in set {0}", layout.set.name) : "",
    member,
  };
}

async function pickRole({ image }: Member): Promise<ImageRole | undefined> {
  const picks: (vscode.QuickPickItem & { readonly role: ImageRole })[] = [
    {
      label: vscode.l10n.t("Bootloader"),
      description: vscode.l10n.t("runs first and jumps to the application"),
      role: "bootloader",
    },
    { label: vscode.l10n.t("Application"), description: vscode.l10n.t("started by a bootloader"), role: "application" },
    { label: vscode.l10n.t("Neither"), description: vscode.l10n.t("stands alone on its chip"), role: "other" },
  ];
  const title = vscode.l10n.t("What Is {0}?", image.name);
  return (await vscode.window.showQuickPick(picks, { title }))?.role;
}

function placesOf(members: readonly Member[]): { readonly set: number; readonly image: number }[] {
  return members.flatMap((member) => placeOf(member) ?? []);
}

function isNode(given: unknown): given is SetNode {
  return typeof given === "object" && given !== null && "kind" in given;
}

/** Shows a set in `bootsmith.json`; the last one where there are fewer. */
async function openAt(uri: vscode.Uri, index: number): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const position = document.positionAt(offsetOfSet(document.getText(), index));
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(position, position) });
}
