import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Frame, Locator, Page } from "playwright-core";
import { screenshots } from "../run/paths";

/** A row of the Problems panel. */
export interface Problem {
  /** File name without its folder. */
  readonly file: string;
  /** The folder as the panel shows it, relative to the workspace; empty for its root. */
  readonly folder: string;
  readonly severity: "error" | "warning" | "information";
  readonly message: string;
  /** The finding's code as shown, or empty. */
  readonly code: string;
  readonly source: string;
  /** One-based. */
  readonly line: number;
  readonly column: number;
}

const activeTab = ".editor-group-container.active .tab.active";

/** A VS Code window as a person sees it: everything goes through the page. */
export class Workbench {
  /** @param workspace the open folder, a copy that may be changed */
  constructor(
    readonly page: Page,
    readonly workspace: string,
  ) {}

  /** Waits until the window is usable: the folder is shown and the palette knows our commands. */
  async ready(): Promise<void> {
    await this.page.locator(".monaco-workbench .explorer-folders-view .monaco-list-row").first().waitFor();
    await eventually(async () => {
      await this.openPalette("Bootsmith: ");
      const rows = await this.quickInputRows();
      await this.closeQuickInput();
      return rows.some((row) => row.startsWith("Bootsmith: "));
    }, "Bootsmith's commands are in the palette");
  }

  /** Opens the command palette with this text behind `>`. */
  async openPalette(text = ""): Promise<void> {
    await this.page.keyboard.press("F1");
    await this.quickInput.waitFor();
    await this.quickInputField.fill(`>${text}`);
  }

  /** Runs a command by its title in the palette, such as `Bootsmith: Show Log`. */
  async runCommand(title: string): Promise<void> {
    // An open palette does not learn of commands that become available later, so it is opened anew until the title is there.
    await eventually(async () => {
      await this.openPalette(title);
      if ((await this.quickInputRows()).includes(title)) return true;
      await this.closeQuickInput();
      return false;
    }, `the palette offers "${title}"`);
    await this.quickPick(title);
  }

  get quickInput(): Locator {
    return this.page.locator(".quick-input-widget");
  }

  get quickInputField(): Locator {
    return this.quickInput.locator("input[type=text]").first();
  }

  /** Labels of the rows that the open pick list shows. */
  async quickInputRows(): Promise<string[]> {
    const rows = this.quickInput.locator(".monaco-list-row");
    await rows.first().waitFor();
    return (await rows.locator(".label-name").allTextContents()).map((text) => text.trim());
  }

  /** Chooses the row of the open pick list whose label is `label`, or matches it. */
  async quickPick(label: string | RegExp): Promise<void> {
    const text = typeof label === "string" ? new RegExp(`^\\s*${escape(label)}\\s*$`) : label;
    const row = this.quickInput
      .locator(".monaco-list-row")
      .filter({ has: this.page.locator(".label-name", { hasText: text }) });
    await row.first().click();
  }

  /** Answers an open input box. */
  async quickEnter(text: string): Promise<void> {
    await this.quickInputField.fill(text);
    await this.page.keyboard.press("Enter");
  }

  async closeQuickInput(): Promise<void> {
    await this.page.keyboard.press("Escape");
    await this.quickInput.waitFor({ state: "hidden" });
  }

  /** Opens a file by its path in the workspace (with `/`), at a one-based line if given. */
  async openFile(path: string, line?: number): Promise<void> {
    await this.page.keyboard.press("F1");
    await this.quickInputField.fill(line === undefined ? path : `${path}:${line}`);
    await this.quickInput.locator(".monaco-list-row").first().waitFor();
    await this.page.waitForTimeout(300);
    await this.page.keyboard.press("Enter");
    const name = path.slice(path.lastIndexOf("/") + 1);
    await this.page.locator(`${activeTab}[data-resource-name="${name}"]`).waitFor();
    if (line !== undefined)
      await eventually(async () => (await this.cursor()).line === line, `the cursor is in line ${line}`);
  }

  /** Replaces the open file's whole text as typing would (not saved). */
  async typeAll(text: string): Promise<void> {
    await this.editor.click();
    await this.page.keyboard.press("ControlOrMeta+A");
    await this.page.keyboard.insertText(text);
  }

  get editor(): Locator {
    return this.page.locator(".editor-group-container.active .monaco-editor").first();
  }

  /** File name on the active tab. */
  async activeTab(): Promise<string> {
    return (
      await this.page.locator(".editor-group-container.active .tab.active .label-name").first().innerText()
    ).trim();
  }

  /** One-based cursor position, as the status bar tells it. */
  async cursor(): Promise<{ readonly line: number; readonly column: number }> {
    const text = await this.page.locator("#status\\.editor\\.selection").innerText();
    const [, line, column] = /Ln (\d+), Col (\d+)/.exec(text) ?? [];
    return { line: Number(line), column: Number(column) };
  }

  async save(): Promise<void> {
    await this.page.keyboard.press("ControlOrMeta+S");
  }

  /** Undoes the last change, in whatever has the focus. */
  async undo(): Promise<void> {
    await this.page.keyboard.press("ControlOrMeta+Z");
  }

  /** Goes to the next problem of the open file with F8 and closes the box that shows it. */
  async nextProblem(): Promise<void> {
    const box = this.page.locator(".monaco-editor .zone-widget");
    await this.page.keyboard.press("F8");
    await box.waitFor();
    await this.page.keyboard.press("Escape");
    await box.waitFor({ state: "hidden" });
  }

  /** Opens the quick fixes at the cursor and returns their titles. */
  async quickFixes(): Promise<string[]> {
    const rows = this.quickFixRows;
    // Asked before the extension has answered once, VS Code says that there are none.
    await eventually(async () => {
      await this.page.keyboard.press("ControlOrMeta+.");
      await rows
        .first()
        .waitFor({ timeout: 3_000 })
        .catch(() => undefined);
      return rows.first().isVisible();
    }, "there are quick fixes at the cursor");
    return (await rows.allInnerTexts()).map((text) => text.trim());
  }

  /** Opens the quick fixes at the cursor and takes the one with this title. */
  async applyQuickFix(title: string | RegExp): Promise<void> {
    await this.quickFixes();
    await this.quickFixRows.filter({ hasText: title }).first().click();
  }

  private get quickFixRows(): Locator {
    return this.page.locator(".action-widget .monaco-list-row.action");
  }

  /** What the Problems panel shows now, without related places. Opens the panel. */
  async problems(): Promise<Problem[]> {
    if (!(await this.problemsPanel.isVisible())) await this.runCommand("Problems: Focus on Problems View");
    await this.problemsPanel.waitFor();
    const list = this.problemsPanel.locator(".monaco-list").first();
    if (!(await list.isVisible())) return [];
    const rows = new Map<number, ProblemRow>();
    await list.focus();
    await this.page.keyboard.press("Home");
    // The list holds only the rows in sight; the last page is the one that shows the last row.
    let last = false;
    while (!last) {
      await this.page.waitForTimeout(100);
      const seen = await list.locator(".monaco-list-rows > .monaco-list-row").evaluateAll(readProblemRows);
      for (const row of seen) rows.set(row.index, row);
      last = seen.length === 0 || seen.some((row) => row.last);
      if (!last) await this.page.keyboard.press("PageDown");
    }
    return toProblems([...rows.values()].sort((a, b) => a.index - b.index));
  }

  get problemsPanel(): Locator {
    return this.page.locator(".markers-panel-container");
  }

  /** Waits until the Problems panel satisfies `ask`; returns what it then shows. */
  async waitForProblems(ask: (problems: readonly Problem[]) => boolean, what: string): Promise<Problem[]> {
    let problems: Problem[] = [];
    await eventually(async () => ask((problems = await this.problems())), what);
    return problems;
  }

  /** A notification in the corner that contains this text. */
  notification(text: string | RegExp): Locator {
    return this.page.locator(".notifications-toasts .notification-toast", { hasText: text }).first();
  }

  /** Waits for a notification and presses one of its buttons. */
  async answerNotification(text: string | RegExp, button: string): Promise<void> {
    await this.notification(text).locator(".monaco-button", { hasText: button }).click();
  }

  /** The modal dialog that is open. */
  get dialog(): Locator {
    return this.page.locator(".monaco-dialog-box");
  }

  /** Waits for a modal dialog and presses one of its buttons. */
  async answerDialog(button: string): Promise<void> {
    await this.dialog.locator(".monaco-button", { hasText: button }).click();
  }

  /** Inside of the webview that Bootsmith has open (it lies two iframes deep). */
  async webview(): Promise<Frame> {
    let found: Frame | undefined;
    await eventually(() => {
      found = this.page
        .frames()
        .find(
          (frame) => isWebviewContent(frame) && frame.parentFrame()?.url().includes("extensionId=bootsmith.bootsmith"),
        );
      return Promise.resolve(found !== undefined);
    }, "Bootsmith shows a webview");
    return found as Frame;
  }

  /** Asks again until the answer is yes, for 20 s; `what` says in the error what was awaited. */
  until(ask: () => Promise<boolean>, what: string): Promise<void> {
    return eventually(ask, what);
  }

  /** Saves a picture of the window as `test-results/screenshots/<name>.png`; returns its path. */
  async screenshot(name: string): Promise<string> {
    mkdirSync(screenshots, { recursive: true });
    const path = join(screenshots, `${name}.png`);
    await this.page.screenshot({ path });
    return path;
  }
}

/** Asks again every 250 ms until the answer is yes. Rejects after `limit` ms, naming what was awaited. */
async function eventually(ask: () => Promise<boolean>, what: string, limit = 20_000): Promise<void> {
  const end = Date.now() + limit;
  while (!(await ask())) {
    if (Date.now() > end) throw new Error(`After ${limit / 1000} s this is still not so: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

function isWebviewContent(frame: Frame): boolean {
  return frame.url().includes("/webview/browser/pre/fake.html");
}

interface ProblemRow {
  readonly index: number;
  readonly last: boolean;
  /** 1 = a file, 2 = a problem of the file above, 3 = a place related to the problem above. */
  readonly level: number;
  readonly name: string;
  readonly folder: string;
  readonly icon: string;
  readonly message: string;
  readonly code: string;
  readonly source: string;
  readonly position: string;
}

/** The little of a DOM element that is read here (the tests compile without DOM types). */
interface PageElement {
  readonly textContent: string;
  readonly className: string;
  getAttribute(name: string): string | null;
  querySelector(selector: string): PageElement | null;
}

/** Runs in the page, so it may use nothing from outside. */
function readProblemRows(rows: PageElement[]): ProblemRow[] {
  return rows.map((row) => {
    const selectors = [
      ".label-name",
      ".label-description",
      ".marker-message",
      ".marker-code",
      ".marker-source",
      ".marker-line",
    ];
    const texts = selectors.map((selector) => row.querySelector(selector)?.textContent.trim() ?? "");
    const [name = "", folder = "", message = "", code = "", source = "", position = ""] = texts;
    const icon = row.querySelector(".marker-icon")?.className ?? "";
    const [index, level] = ["data-index", "aria-level"].map((attribute) => Number(row.getAttribute(attribute)));
    const last = row.getAttribute("data-last-element") === "true";
    return { index: index ?? 0, last, level: level ?? 0, name, folder, icon, message, code, source, position };
  });
}

function toProblems(rows: readonly ProblemRow[]): Problem[] {
  const problems: Problem[] = [];
  let file: ProblemRow | undefined;
  for (const row of rows) {
    if (row.level === 1) file = row;
    if (row.level !== 2 || file === undefined) continue;
    const [, line, column] = /Ln (\d+), Col (\d+)/.exec(row.position) ?? [];
    problems.push({
      file: file.name,
      folder: file.folder,
      severity: row.icon.includes("error") ? "error" : row.icon.includes("warning") ? "warning" : "information",
      message: row.message,
      code: row.code,
      source: row.source,
      line: Number(line),
      column: Number(column),
    });
  }
  return problems;
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
