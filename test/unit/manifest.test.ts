import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Ajv from "ajv";
import { describe, expect, it } from "vitest";
import packageJson from "../../package.json";
import nls from "../../package.nls.json";
import schema from "../../media/schemas/bootsmith.schema.json";
import sample from "../fixtures/workspaces/stm32l475-boot-app/bootsmith.json";
import * as manifest from "../../src/manifest";

const source = fileURLToPath(new URL("../../src", import.meta.url));
const sources = readdirSync(source, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && entry.name !== "manifest.ts")
  .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));

const mentions = (expression: string): boolean => sources.some((text) => text.includes(expression));
const { contributes } = packageJson;

const views: string[] = [manifest.boardsView, manifest.imageSetsView];

describe("the manifest and package.json agree", () => {
  it("on commands: each contributed one is in the manifest, and the reverse", () => {
    expect(contributes.commands.map((command) => command.command).sort()).toEqual(
      Object.values(manifest.commands).sort(),
    );
  });

  it.each(Object.keys(manifest.commands))("command %s is registered", (name) => {
    expect(mentions(`commands.${name}`)).toBe(true);
  });

  it.each(Object.keys(manifest.internalCommands))("internal command %s is registered, and not contributed", (name) => {
    expect(mentions(`internalCommands.${name}`)).toBe(true);
    expect(contributes.commands.map((command) => command.command)).not.toContain(
      Object.entries(manifest.internalCommands).find(([key]) => key === name)?.[1],
    );
  });

  it("on settings: each contributed one is read, and the reverse", () => {
    const own = Object.values(manifest.settings).map((name) => `${manifest.configurationSection}.${name}`);
    expect(Object.keys(contributes.configuration.properties).sort()).toEqual(own.sort());
    for (const name of Object.keys(manifest.settings)) expect(mentions(`settings.${name}`), name).toBe(true);
  });

  it("on context keys: every own key in a when clause is set somewhere, and the reverse", () => {
    const { menus, viewsWelcome, keybindings } = contributes;
    const clauses = JSON.stringify([menus, viewsWelcome.map(({ when }) => when), keybindings]);
    const used = [...new Set([...clauses.matchAll(/\bbootsmith\.[A-Za-z]+(?=[^"]*")/g)].map(([key]) => key))].filter(
      (key) => ![...Object.values<string>(manifest.commands), manifest.insertMenu, ...views].includes(key),
    );
    expect(used.sort()).toEqual(Object.values(manifest.contextKeys).sort());
    for (const name of Object.keys(manifest.contextKeys)) expect(mentions(`contextKeys.${name}`), name).toBe(true);
  });

  it("on task type and language", () => {
    expect(contributes.taskDefinitions.map((task) => task.type)).toEqual([manifest.taskType, manifest.buildTaskType]);
    const ids = [manifest.languageId, manifest.icfLanguageId, manifest.scatterLanguageId];
    expect(contributes.languages.map((language) => language.id)).toEqual(ids);
    expect(contributes.grammars.map((grammar) => grammar.language)).toEqual(ids);
    for (const id of ids) expect(packageJson.activationEvents).toContain(`onLanguage:${id}`);
    expect(mentions("taskType")).toBe(true);
    expect(mentions("buildTaskType")).toBe(true);
  });

  it("on views and keys: they name what is there, and the links of a welcome lead somewhere", () => {
    expect(contributes.viewsContainers.activitybar.map(({ id }) => id)).toEqual([manifest.viewContainer]);
    expect(contributes.views[manifest.viewContainer].map(({ id }) => id)).toEqual(views);
    for (const { view } of contributes.viewsWelcome) expect(views).toContain(view);
    const links = [...JSON.stringify(nls).matchAll(/\(command:([^)]+)\)/g)].map(([, command]) => command ?? "");
    expect(links.length).toBeGreaterThan(4);
    const known: string[] = [...Object.values(manifest.commands), "workbench.trust.manage"];
    for (const command of links) expect(known).toContain(command);
    expect(contributes.keybindings.map(({ command }) => command)).toEqual([manifest.commands.buildAndFlash]);
  });

  it("on menus: they only name contributed commands and submenus", () => {
    const items = Object.values(contributes.menus).flatMap((menu): object[] => menu);
    const named = (key: string) =>
      items.flatMap((item) => (key in item ? [(item as Record<string, string>)[key]] : []));
    for (const command of named("command")) expect(Object.values<string>(manifest.commands)).toContain(command);
    expect(named("submenu")).toEqual([manifest.insertMenu]);
    expect(contributes.submenus.map((menu) => menu.id)).toEqual([manifest.insertMenu]);
    expect(contributes.menus[manifest.insertMenu].length).toBeGreaterThan(0);
  });

  it("on snippets: every command is in the palette with a condition, and in the editor's menu", () => {
    const ids = [
      manifest.commands.insertSystemBootloaderJump,
      manifest.commands.insertApplicationJump,
      manifest.commands.insertOwnBootloader,
    ];
    expect(contributes.menus[manifest.insertMenu].map((item) => item.command)).toEqual(ids);
    for (const id of ids)
      expect(contributes.menus.commandPalette.find((item) => item.command === id)?.when).toBeTruthy();
  });

  it("on texts: every %key% has a text, and every text a key", () => {
    const keys = [...JSON.stringify(packageJson).matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key);
    expect([...new Set(keys)].sort()).toEqual(Object.keys(nls).sort());
  });
});

describe("what the manifest promises", () => {
  it("flashing is withheld from an untrusted workspace", () => {
    expect(packageJson.capabilities.untrustedWorkspaces.supported).toBe("limited");
    expect(packageJson.capabilities.untrustedWorkspaces.restrictedConfigurations).toContain(
      "bootsmith.simulatedBoards",
    );
    const { commands } = manifest;
    const touching = [
      ...[commands.flash, commands.flashAll, commands.buildAndFlash, commands.verify, commands.compareBoard],
      ...[commands.readBack, commands.eraseBoard, commands.leaveDfu, commands.detachBoard, commands.unprotectBoard],
    ];
    for (const id of touching) {
      expect(contributes.menus.commandPalette.find((item) => item.command === id)?.when).toContain(
        "isWorkspaceTrusted",
      );
    }
    expect(packageJson.capabilities.untrustedWorkspaces.restrictedConfigurations).toContain("bootsmith.board");
  });

  it("usb is the only runtime dependency", () => {
    expect(Object.keys(packageJson.dependencies)).toEqual(["usb"]);
  });

  it("every file it names exists", () => {
    const paths = [...JSON.stringify(packageJson).matchAll(/"(\.?\/?media\/[^"]+\.[a-z]+)"/g)].map(
      ([, path]) => path ?? "",
    );
    expect(paths.length).toBeGreaterThan(3);
    for (const path of paths)
      expect(() => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)))).not.toThrow();
  });

  it("the schema of bootsmith.json takes the sample and refuses an unknown property", () => {
    const validate = new Ajv({ strict: false }).compile(schema);
    expect(validate(sample), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ ...sample, extra: 1 })).toBe(false);
  });
});
