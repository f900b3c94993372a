import { EventEmitter } from "node:events";
import { afterEach, describe, expect, it, vi } from "vitest";
import { run, surviveLostOutput } from "../../../src/cli/console";

const before = process.listeners("exit");

afterEach(() => {
  process.exitCode = undefined;
  for (const listener of process.listeners("exit")) {
    if (!before.includes(listener)) process.removeListener("exit", listener);
  }
});

/** What the exit code becomes when the process ends now. */
function exitCodeAtEnd(): typeof process.exitCode {
  process.exitCode = 0;
  for (const listener of process.listeners("exit")) {
    if (!before.includes(listener)) listener.call(process, 0);
  }
  return process.exitCode;
}

describe("surviveLostOutput", () => {
  it.each([
    ["nobody reads any more", "EPIPE", 0],
    ["the disk is full", "ENOSPC", 1],
  ])("where %s, nothing is thrown and the exit code says what counts", (_, code, expected) => {
    const output = new EventEmitter();
    expect(() => output.emit("error", Object.assign(new Error(code), { code }))).toThrow(code);
    surviveLostOutput([output]);
    expect(() => output.emit("error", Object.assign(new Error(code), { code }))).not.toThrow();
    expect(exitCodeAtEnd()).toBe(expected);
  });
});

describe("Ctrl+C", () => {
  it("once stops between transfers; the second time nobody holds the process any more", async () => {
    const stderr = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const listeners = process.listenerCount("SIGINT");
    let aborted = false;
    await run((signal) => {
      process.emit("SIGINT");
      aborted = signal.aborted;
      expect(process.listenerCount("SIGINT")).toBe(listeners);
      return 1;
    });
    stderr.mockRestore();
    expect(aborted).toBe(true);
    expect(process.exitCode).toBe(1);
    expect(process.listenerCount("SIGINT")).toBe(listeners);
  });
});
