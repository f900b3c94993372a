import * as vscode from "vscode";
import { findDevices } from "../core/mcu/find-device";
import {
  SNIPPET_ENTRIES,
  type Refusal,
  type Snippet,
  type SnippetKind,
  type SnippetRequest,
  type WrittenSnippet,
} from "../core/snippets/request";
import { writeSnippet } from "../core/snippets/write-snippet";
import { localize } from "../workspace/l10n";
import { proposedAddresses } from "./application-address";
import type { FileContext } from "./file-context";
import { askAddress, askChip, askEntry, askFlavour } from "./questions";

/** A request for a part that has a name. */
export type CompleteRequest = SnippetRequest & { readonly device: string };

export function kindTitle(kind: SnippetKind): string {
  switch (kind) {
    case "system-bootloader":
      return vscode.l10n.t("Insert Jump to System Bootloader");
    case "application":
      return vscode.l10n.t("Insert Jump to Application");
    case "own-bootloader":
      return vscode.l10n.t("Insert Entry into Own Bootloader");
  }
}

/** Asks for everything a snippet depends on. Undefined: given up, or there is no code for the chip. */
export async function askRequest(
  kind: SnippetKind,
  context: FileContext,
  given: string | undefined,
): Promise<CompleteRequest | undefined> {
  const title = kindTitle(kind);
  const device = given ?? (await askChip(context, title));
  if (device === undefined) {
    return undefined;
  }
  return kind === "system-bootloader"
    ? askJump({ kind, device }, context, title)
    : askPlace({ kind, device }, context, title);
}

async function askJump(
  start: Pick<CompleteRequest, "kind" | "device">,
  context: FileContext,
  title: string,
): Promise<CompleteRequest | undefined> {
  const refused = refusalOfChip(start.device);
  const anyway = refused !== undefined && (await askAnyway(refused));
  if (refused !== undefined && !anyway) {
    return undefined;
  }
  const flavour = await askFlavour(context.flavours, title);
  const entry = flavour === undefined ? undefined : await askEntry(title);
  return flavour === undefined || entry === undefined ? undefined : { ...start, flavour, entry, anyway };
}

async function askPlace(
  start: Pick<CompleteRequest, "kind" | "device">,
  context: FileContext,
  title: string,
): Promise<CompleteRequest | undefined> {
  const flavour = await askFlavour(context.flavours, title);
  if (flavour === undefined) {
    return undefined;
  }
  const request = { ...start, flavour };
  const refused = refusalAnywhere(request);
  if (refused !== undefined) {
    await showRefusal(refused);
    return undefined;
  }
  const proposed = proposedAddresses(context.layouts, start.device);
  const refuse = (address: number): Refusal | undefined => refusalIn(writeSnippet({ ...request, address }));
  const address = await askAddress(proposed, refuse, title);
  return address === undefined ? undefined : { ...request, address };
}

/** The code; a refusal is shown, and where the person wants it the code all the same. */
export async function written(request: CompleteRequest): Promise<WrittenSnippet | undefined> {
  const made = writeSnippet(request);
  if (!("refused" in made)) {
    return made;
  }
  return (await askAnyway(made)) ? written({ ...request, anyway: true }) : undefined;
}

function refusalIn(snippet: Snippet): Refusal | undefined {
  return "refused" in snippet ? snippet : undefined;
}

/** Why no library and no way leads into the chip's ROM: said before anything else is asked. */
function refusalOfChip(device: string): Refusal | undefined {
  const kind = "system-bootloader";
  const refusals = SNIPPET_ENTRIES.map((entry) => refusalIn(writeSnippet({ kind, device, flavour: "hal", entry })));
  return refusals.every((refusal) => refusal !== undefined) ? refusals[0] : undefined;
}

/** Why there is no code whatever the address: tried at the start of flash and in its middle. */
function refusalAnywhere(request: CompleteRequest): Refusal | undefined {
  const { candidates } = findDevices(request.device);
  const flash = candidates[0]?.memories.find(({ kind }) => kind === "flash") ?? { base: 0, size: 0 };
  const addresses = [flash.base, flash.base + Math.floor(flash.size / 2)];
  const refusals = addresses.map((address) => refusalIn(writeSnippet({ ...request, address })));
  return refusals.every((refusal) => refusal !== undefined) ? refusals[0] : undefined;
}

/** Says why there is no code; where users say that it works all the same, offers it. */
async function askAnyway(refusal: Refusal): Promise<boolean> {
  const anyway = vscode.l10n.t("Show Anyway");
  return (await showRefusal(refusal, ...(refusal.canShowAnyway ? [anyway] : []))) === anyway;
}

function showRefusal({ refused, instead }: Refusal, ...actions: string[]): Thenable<string | undefined> {
  const detail = localize(instead);
  return vscode.window.showWarningMessage(localize(refused), { modal: true, detail }, ...actions);
}
