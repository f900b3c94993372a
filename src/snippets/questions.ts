import * as vscode from "vscode";
import type { BootLayout } from "../core/layout/boot-layout";
import { workspaceChips } from "../core/layout/workspace-chips";
import { allParts } from "../core/mcu/find-device";
import { hex, printable } from "../core/notation";
import type { Refusal, SnippetEntry, SnippetFlavour } from "../core/snippets/request";
import { localize } from "../workspace/l10n";
import { parseAddress, type ProposedAddress } from "./application-address";
import type { FileContext } from "./file-context";
import { flavoursInOrder } from "./flavour-choice";

/** A quick pick item that carries what it stands for; a heading carries nothing. */
export interface Choice<T> extends vscode.QuickPickItem {
  readonly value?: T;
}

export function heading(label: string): vscode.QuickPickItem {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

/** Words from a file in a pick list: no control characters, and no icon where they read `$(zap)`. */
export function plain(words: string): string {
  return printable(words).replaceAll("$(", "\\$(");
}

/**
 * Asks for the chip: that of the open file first, then those of the workspace, then every part; any other name may be
 * typed.
 */
export function askChip(context: FileContext, title: string): Promise<string | undefined> {
  const items = chipItems(context);
  return new Promise((resolve) => {
    const pick = vscode.window.createQuickPick<Choice<string>>();
    pick.title = title;
    pick.placeholder = vscode.l10n.t("Chip: choose one, or type a part number");
    pick.matchOnDescription = true;
    pick.items = items;
    pick.onDidChangeValue((typed) => {
      const part = typed.trim().toUpperCase();
      const listed = part === "" || items.some(({ label }) => label.toUpperCase().includes(part));
      const own = { label: plain(part), description: vscode.l10n.t("as typed"), value: part, alwaysShow: true };
      pick.items = listed ? items : [own, ...items];
    });
    pick.onDidAccept(() => {
      resolve(pick.selectedItems[0]?.value);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

function chipItems({ own, layouts }: FileContext): Choice<string>[] {
  const ofFile = ownChips(own);
  const others = ownChips(layouts).filter(({ value }) => ofFile.every((chip) => chip.value !== value));
  return [
    ...(ofFile.length > 0 ? [heading(vscode.l10n.t("Chip of this file")), ...ofFile] : []),
    ...(others.length > 0 ? [heading(vscode.l10n.t("Chips of this workspace")), ...others] : []),
    heading(vscode.l10n.t("All chips")),
    ...allParts().map(({ part, family }) => ({ label: part, description: family, value: part })),
  ];
}

function ownChips(layouts: readonly BootLayout[]): Choice<string>[] {
  return workspaceChips(layouts).map(({ device, sets, from }) => {
    const names = plain(sets.join(", "));
    const description = from === null ? names : vscode.l10n.t("{0} (named by {1})", names, plain(from));
    return { label: device.part, description, value: device.part };
  });
}

/** Asks for the library; what the project speaks of comes first. */
export async function askFlavour(
  evident: readonly SnippetFlavour[],
  title: string,
): Promise<SnippetFlavour | undefined> {
  const items = flavoursInOrder(evident).map((value): Choice<SnippetFlavour> => {
    const { label, detail } = flavourWords(value);
    const found = evident.includes(value) ? { description: vscode.l10n.t("as this project") } : {};
    return { label, detail, value, ...found };
  });
  return (await vscode.window.showQuickPick(items, { title, placeHolder: vscode.l10n.t("Library") }))?.value;
}

export function flavourWords(flavour: SnippetFlavour): { readonly label: string; readonly detail: string } {
  switch (flavour) {
    case "hal":
      return {
        label: vscode.l10n.t("STM32Cube HAL"),
        detail: vscode.l10n.t(
          "For projects made with STM32CubeMX: includes the HAL header and lets HAL functions clean up.",
        ),
      };
    case "cmsis":
      return {
        label: vscode.l10n.t("CMSIS registers"),
        detail: vscode.l10n.t("For everything else: needs only the device header and writes the registers itself."),
      };
    case "mbed":
      return {
        label: vscode.l10n.t("Mbed OS"),
        detail: vscode.l10n.t("C++ for Mbed OS, also below Arduino's own boards (Portenta, Giga, …)."),
      };
    case "arduino":
      return {
        label: vscode.l10n.t("Arduino core for STM32"),
        detail: vscode.l10n.t("For sketches with the STM32 core: the test after the reset runs by itself."),
      };
    case "libopencm3":
      return {
        label: vscode.l10n.t("libopencm3"),
        detail: vscode.l10n.t("C with the names of libopencm3; covers the older families."),
      };
    case "rust":
      return {
        label: vscode.l10n.t("Rust"),
        detail: vscode.l10n.t("A module without dependencies, for cortex-m programs."),
      };
  }
}

/** Asks for the way into the system bootloader, the recommended one first. */
export async function askEntry(title: string): Promise<SnippetEntry | undefined> {
  const items: Choice<SnippetEntry>[] = [
    {
      label: vscode.l10n.t("Through a reset"),
      description: vscode.l10n.t("recommended"),
      detail: vscode.l10n.t(
        "Leaves a mark that outlives a reset, resets the chip and jumps first thing after it: every peripheral is in its reset state.",
      ),
      value: "reset",
    },
    {
      label: vscode.l10n.t("At once"),
      detail: vscode.l10n.t(
        "Jumps from the running program after undoing clocks and interrupts: no start-up code has to change.",
      ),
      value: "direct",
    },
  ];
  return (await vscode.window.showQuickPick(items, { title, placeHolder: vscode.l10n.t("Way in") }))?.value;
}

/** Asks for the address of the application's vector table; proposes what the layouts say, and checks as one types. */
export async function askAddress(
  proposed: readonly ProposedAddress[],
  refuse: (address: number) => Refusal | undefined,
  title: string,
): Promise<number | undefined> {
  const value = await askProposal(proposed, title);
  if (value === undefined) {
    return undefined;
  }
  const typed = await vscode.window.showInputBox({
    title,
    value,
    prompt: vscode.l10n.t("Address of the application's vector table: its start in flash, behind a header."),
    placeHolder: "0x08010000",
    ignoreFocusOut: true,
    validateInput: (text) => addressProblem(text, refuse),
  });
  return typed === undefined ? undefined : parseAddress(typed);
}

/** The text to begin with. Of several applications one is chosen first. Undefined: given up. */
async function askProposal(proposed: readonly ProposedAddress[], title: string): Promise<string | undefined> {
  const [only, ...more] = proposed;
  if (only === undefined || more.length === 0) {
    return only === undefined ? "" : hex(only.address);
  }
  const items: Choice<string>[] = proposed.map(({ address, image, set }) => ({
    label: hex(address),
    description: plain(`${set}: ${image}`),
    value: hex(address),
  }));
  items.push({ label: vscode.l10n.t("Another address…"), value: "" });
  const placeHolder = vscode.l10n.t("Application to start");
  return (await vscode.window.showQuickPick(items, { title, placeHolder }))?.value;
}

function addressProblem(typed: string, refuse: (address: number) => Refusal | undefined): string | undefined {
  const address = parseAddress(typed);
  if (address === undefined) {
    return vscode.l10n.t("An address such as 0x08010000 is expected.");
  }
  const refusal = refuse(address);
  return refusal === undefined ? undefined : `${localize(refusal.refused)} ${localize(refusal.instead)}`;
}
