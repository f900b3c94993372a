import { tmpdir } from "node:os";
import { describe, expect, it } from "vitest";
import { runCommand } from "../../../src/build/run-command";
import type { BuildCommand } from "../../../src/build/task-definition";

const plain = { args: null, cwd: null, env: {} };

async function run(command: Partial<BuildCommand> & { command: string }): Promise<{ code: number; output: string }> {
  let output = "";
  const code = await runCommand({ ...plain, ...command }, tmpdir(), (text) => (output += text)).ended;
  return { code, output };
}

describe("a build's command", () => {
  it("hands its output on as it is, with colours, and its exit code", async () => {
    const command = String.raw`printf '\033[31mred\033[0m größe\n'; exit 3`;
    expect(await run({ command })).toEqual({ code: 3, output: "\u001b[31mred\u001b[0m größe\n" });
  });

  it.runIf(process.platform !== "win32")("keeps the order of output and errors", async () => {
    const command = "for i in 1 2 3 4 5 6 7 8 9; do echo o$i; echo e$i >&2; done";
    const { output } = await run({ command });
    expect(output).toBe(["1", "2", "3", "4", "5", "6", "7", "8", "9"].map((i) => `o${i}\ne${i}\n`).join(""));
  });

  it.runIf(process.platform !== "win32")("takes a program with arguments without a shell reading them", async () => {
    expect(await run({ command: "printf", args: ["%s|", "two words", "$HOME; exit 9"] })).toEqual({
      code: 0,
      output: "two words|$HOME; exit 9|",
    });
  });

  it("adds to the environment", async () => {
    expect((await run({ command: 'echo "$PLACE${PATH:+ and path}"', env: { PLACE: "here" } })).output).toBe(
      "here and path\n",
    );
  });

  it("says like a shell that there is no such command", async () => {
    expect((await run({ command: "no-such-command-here" })).code).toBe(127);
  });

  it("cannot start in a folder that is not there", async () => {
    await expect(runCommand({ ...plain, command: "true" }, "/not/there", () => undefined).ended).rejects.toThrow();
  });

  it.runIf(process.platform !== "win32")(
    "stops with everything it has started",
    async () => {
      const running = runCommand({ ...plain, command: "sleep 60 & sleep 60" }, tmpdir(), () => undefined);
      setTimeout(() => running.stop(), 100);
      // The streams stay open as long as one of the two sleeps.
      expect(await running.ended).toBe(128 + 15);
    },
    10_000,
  );

  it("reads what is typed", async () => {
    let output = "";
    const running = runCommand(
      { ...plain, command: "read line; echo got $line" },
      tmpdir(),
      (text) => (output += text),
    );
    running.type("hello\n");
    await running.ended;
    expect(output).toBe("got hello\n");
  });
});
