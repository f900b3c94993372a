import Ajv from "ajv";
import { describe, expect, it } from "vitest";
import packageJson from "../../../package.json";
import { english } from "../../../src/core/text";
import { imageChoices } from "../../../src/core/dfu/plan/image-choice";
import type { FlashJob } from "../../../src/flash/flash-job";
import {
  definitionToJob,
  imageWord,
  parallelismAt,
  type TaskFolder,
  type TaskProblem,
} from "../../../src/flash/task-definition";
import { bootAndApplication, layoutOf } from "./builders";

const folder: TaskFolder = { uri: "file:///ws", name: "ws" };
const layouts = [bootAndApplication];

function job(definition: object, where: TaskFolder | null = folder): FlashJob {
  const made = definitionToJob({ type: "bootsmith", ...definition }, where, layouts);
  if ("problem" in made) throw new Error(english(made.problem));
  return made;
}

function problem(definition: unknown, where: TaskFolder | null = folder, of = layouts): TaskProblem {
  const made = definitionToJob(definition, where, of);
  if (!("problem" in made)) throw new Error("the definition was accepted");
  return made;
}

describe("a task that names an image", () => {
  it("becomes a job with the best file and the rest of the set guarded", () => {
    const made = job({ action: "flash", image: "application" });
    expect(made).toMatchObject({
      action: "flash",
      name: "application",
      role: "application",
      file: "file:///ws/app/app.hex",
      fileName: "app/app.hex",
      address: null,
      vectors: 0x0802_0800,
      board: null,
      as: null,
      leave: "where-known",
    });
    expect(made.guarded.map(({ name }) => name)).toEqual(["bootloader"]);
  });

  it("takes board, leave and verify over", () => {
    expect(job({ action: "verify", image: "application", board: "30*", leave: false })).toMatchObject({
      action: "verify",
      board: "30*",
      leave: false,
    });
  });

  it("writes a bootloader only when it says so, and verifies it without", () => {
    expect(english(problem({ action: "flash", image: "bootloader" }).nextStep)).toContain('"as": "bootloader"');
    expect(english(problem({ action: "flash", image: "bootloader", as: "application" }).problem)).toContain(
      "bootloader",
    );
    expect(job({ action: "flash", image: "bootloader", as: "bootloader" }).as).toBe("bootloader");
    expect(job({ action: "verify", image: "bootloader" }).role).toBe("bootloader");
  });

  it("lists the images there are when the name is none of them", () => {
    expect(english(problem({ action: "flash", image: "app" }).nextStep)).toContain("bootloader, application");
    expect(english(problem({ action: "flash", image: "app" }, folder, []).nextStep)).toContain("Build the project");
  });

  it("sees only its own folder", () => {
    expect(
      english(problem({ action: "flash", image: "application" }, { uri: "file:///ws2", name: "2" }).problem),
    ).toContain("application");
  });

  it("asks for the set where a name is not enough", () => {
    const image = { id: "app", role: "application" as const, states: {} };
    const two = ["one", "two"].map((set) =>
      layoutOf([{ ...image, artifacts: [`file:///ws/${set}.hex`] }], { set, folder: "file:///ws" }),
    );
    expect(imageChoices(two).map((choice) => imageWord(choice, imageChoices(two)))).toEqual(["one/app", "two/app"]);
    expect(english(problem({ action: "flash", image: "app" }, folder, two).nextStep)).toContain("one/app, two/app");
    expect(definitionToJob({ action: "flash", image: "two/app" }, folder, two)).toMatchObject({
      file: "file:///ws/two.hex",
    });
  });
});

describe("a task that names a file", () => {
  it.each([
    ["file:///ws", "/ws/out/x.hex", "file:///ws/out/x.hex"],
    ["file:///ws", "out/x.hex", "file:///ws/out/x.hex"],
    ["file:///ws", "/elsewhere/a b.hex", "file:///elsewhere/a%20b.hex"],
    ["memfs:/ws", "/ws/out/x.hex", "memfs:/ws/out/x.hex"],
    ["memfs:/ws", "../x.hex", "memfs:/x.hex"],
    ["file:///ws", "/ws/build/../../x.hex", "file:///x.hex"],
    ["file:///c%3A/ws", "C:\\ws\\..\\x.hex", "file:///c%3A/x.hex"],
    ["file:///c%3A/ws", "C:\\ws\\out\\x.hex", "file:///c%3A/ws/out/x.hex"],
    ["file:///c%3A/ws", "out\\x.hex", "file:///c%3A/ws/out/x.hex"],
    ["vscode-remote://wsl%2Bdeb/ws", "/ws/x.hex", "vscode-remote://wsl%2Bdeb/ws/x.hex"],
  ])("in %s finds %s", (uri, file, expected) => {
    expect(job({ action: "flash", file }, { uri, name: "f" }).file).toBe(expected);
  });

  it("is the image whose file it is, whatever way leads there", () => {
    expect(job({ action: "flash", file: "/ws/out/../app/app.hex" })).toMatchObject({ role: "application" });
    expect(english(problem({ action: "flash", file: "/ws/app/../boot/boot.hex" }).nextStep)).toContain("bootloader");
  });

  it("is the image whose file it is", () => {
    const made = job({ action: "flash", file: "/ws/app/app.bin" });
    expect(made).toMatchObject({ name: "application", role: "application", file: "file:///ws/app/app.bin" });
    expect(made.fileName).toBe("app/app.bin");
    expect(english(problem({ action: "flash", file: "boot/boot.hex" }).nextStep)).toContain('"as": "bootloader"');
  });

  it("belongs to no image otherwise, and the bootloaders are guarded", () => {
    const made = job({ action: "flash", file: "out/new.bin", address: "0x08020800" });
    expect(made).toMatchObject({ name: "new.bin", role: null, address: 0x0802_0800 });
    expect(made.guarded.map(({ name }) => name)).toEqual(["bootloader"]);
  });

  it("needs a folder for a relative path, and no variable left", () => {
    expect(english(problem({ action: "flash", file: "x.hex" }, null).problem)).toContain("x.hex");
    expect(job({ action: "flash", file: "/ws/x.hex" }, null).file).toBe("file:///ws/x.hex");
    const variable = problem({ action: "flash", file: "${command:pick}/x.hex" });
    expect(english(variable.problem)).toContain("variable");
    expect(english(variable.nextStep)).toContain("${workspaceFolder}");
  });
});

describe("a definition that cannot be run", () => {
  it.each([
    ["nothing", null, "action"],
    ["another action", { action: "erase", image: "application" }, "action"],
    ["neither image nor file", { action: "flash" }, "image"],
    ["both", { action: "flash", image: "application", file: "x.hex" }, "image"],
    ["an empty name", { action: "flash", image: " " }, "image"],
    ["a number as file", { action: "flash", file: 3 }, "file"],
    ["a board that is no text", { action: "flash", image: "application", board: 1 }, "board"],
    ["another role", { action: "flash", image: "application", as: "other" }, "as"],
    ["a word for leave", { action: "flash", image: "application", leave: "no" }, "leave"],
    ["a decimal address", { action: "flash", file: "x.bin", address: "1234" }, "address"],
    ["an address of 40 bits", { action: "flash", file: "x.bin", address: "0x1234567890" }, "address"],
  ])("%s", (_, definition, word) => {
    const { problem: what, nextStep } = problem(definition);
    expect(`${english(what)} ${english(nextStep)}`).toContain(word);
  });
});

describe("what a task says besides", () => {
  it("is the house's default where it says nothing", () => {
    expect(job({ action: "flash", image: "application" })).toMatchObject({
      strategy: "changed",
      preserve: null,
      parallelism: null,
      verify: true,
      all: false,
      wait: null,
      detach: true,
    });
  });

  it("is taken over, with its file in the folder and its supply as bytes per write", () => {
    const said = {
      strategy: "full",
      preserve: "old.hex",
      voltage: 3.3,
      verify: false,
      all: true,
      wait: 5,
      detach: false,
    };
    expect(job({ action: "flash", image: "application", ...said })).toMatchObject({
      ...{ strategy: "full", preserve: "file:///ws/old.hex", parallelism: 4, verify: false },
      ...{ all: true, wait: 5, detach: false },
    });
    expect(job({ action: "flash", image: "application", wait: true }).wait).toBe(Infinity);
    expect(job({ action: "flash", image: "application", wait: false }).wait).toBeNull();
  });

  // RM0090 §3.6.2: the limits belong to the wider range.
  it.each([
    [1.8, 1],
    [2.09, 1],
    [2.1, 2],
    [2.69, 2],
    [2.7, 4],
    [3.6, 4],
  ])("at %d V are %d bytes per write", (volts, bytes) => {
    expect(parallelismAt(volts)).toBe(bytes);
  });

  it.each([
    ["strategy", "all"],
    ["preserve", ""],
    ["voltage", 5],
    ["voltage", "3.3"],
    ["verify", "yes"],
    ["all", 1],
    ["wait", -1],
    ["wait", "long"],
    ["detach", "no"],
    ["leave", "maybe"],
  ])("is refused by name where it makes no sense: %s %j", (name, value) => {
    expect(english(problem({ action: "flash", image: "application", [name]: value }).problem)).toContain(name);
  });

  it("is what the schema of the task allows: the two agree on every option", () => {
    const [schema] = packageJson.contributes.taskDefinitions;
    const validate = new Ajv({ strict: false }).compile({ ...schema, type: "object" });
    const values = [true, false, "where-known", "changed", "full", "bootloader", "x", 0, 1, 3.3, 5, "0x08000000"];
    for (const name of ["leave", "strategy", "voltage", "verify", "all", "detach", "as"] as const)
      for (const value of values) {
        const definition = { type: "bootsmith", action: "flash", image: "application", [name]: value };
        const made = definitionToJob(definition, folder, layouts);
        expect(!("problem" in made), `${name} ${String(value)}`).toBe(validate(definition));
      }
  });
});
