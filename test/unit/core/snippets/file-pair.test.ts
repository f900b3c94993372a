import { describe, expect, it } from "vitest";
import { freeName, includeGuard, snippetFiles } from "../../../../src/core/snippets/file-pair";
import type { SnippetRequest } from "../../../../src/core/snippets/request";
import { writeSnippet } from "../../../../src/core/snippets/write-snippet";

function written(request: SnippetRequest) {
  const snippet = writeSnippet(request);
  if ("refused" in snippet) throw new Error(snippet.refused.template);
  return snippet;
}

const c = written({ kind: "system-bootloader", device: "STM32F407VG", flavour: "hal", entry: "reset" });
const cpp = written({ kind: "application", device: "STM32F407VG", flavour: "mbed", address: 0x08010000 });
const rust = written({ kind: "system-bootloader", device: "STM32F407VG", flavour: "rust", entry: "reset" });

describe("snippetFiles", () => {
  it("are a source and a header with an include guard in C", () => {
    const [source, header] = snippetFiles(c, "request_system_bootloader");
    expect(source.name).toBe("request_system_bootloader.c");
    expect(header).toEqual({
      name: "request_system_bootloader.h",
      text: `#ifndef REQUEST_SYSTEM_BOOTLOADER_H
#define REQUEST_SYSTEM_BOOTLOADER_H

#ifdef __cplusplus
extern "C" {
#endif

void request_system_bootloader(void);
void enter_system_bootloader_if_requested(void);

#ifdef __cplusplus
}
#endif

#endif
`,
    });
  });

  it("include the header first, keep the includes of the code, and declare nothing twice", () => {
    const { text } = snippetFiles(c, "boot")[0];
    expect(text.match(/^#include .*/gm)).toEqual(['#include "boot.h"', '#include "stm32f4xx_hal.h"']);
    expect(text).not.toContain("void request_system_bootloader(void);");
    expect(text).toMatch(/^void request_system_bootloader\(void\)\n\{/m);
    const withoutHeader = text.replace('#include "boot.h"\n', "");
    expect(c.code.replace(`${c.declarations.join("\n")}\n\n`, "")).toBe(withoutHeader);
  });

  it("keep C linkage in C++, and bring bool where the header needs it", () => {
    const [source, header] = snippetFiles(cpp, "jump_to_application");
    expect(source.name).toBe("jump_to_application.cpp");
    expect(source.text).toMatch(/^extern "C" bool jump_to_application\(void\)\n\{/m);
    expect(header?.text).toContain("#include <stdbool.h>");
    expect(header?.text).toMatch(/^bool jump_to_application\(void\);$/m);
  });

  it("are one module in Rust", () => {
    expect(snippetFiles(rust, "boot")).toEqual([{ name: "boot.rs", text: rust.code }]);
  });

  it("are written in the given manner", () => {
    const files = snippetFiles(c, "boot", (code) => code.replaceAll("\n", "\r\n"));
    for (const { text } of files) expect(text).not.toMatch(/[^\r]\n/);
  });
});

describe("includeGuard", () => {
  it.each([
    ["jump_to_application.h", "JUMP_TO_APPLICATION_H"],
    ["2nd-stage.h", "H_2ND_STAGE_H"],
    ["__own.h", "OWN_H"],
    ["größe.h", "GR_SSE_H"],
    ["日本", "H_"],
  ])("%s → %s", (file, guard) => {
    expect(includeGuard(file)).toBe(guard);
  });
});

describe("freeName", () => {
  it("takes the next number where a name is taken", () => {
    expect(freeName("boot", () => false)).toBe("boot");
    expect(freeName("boot", (name) => ["boot", "boot_2"].includes(name))).toBe("boot_3");
  });
});
