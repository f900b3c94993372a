import { describe, expect, it } from "vitest";
import packageJson from "../../../../package.json";
import { parseLdLine } from "../../../../src/core/linker/ld-messages";
import { LinkLog } from "../../../../src/core/linker/link-log";

const ld = "/usr/lib/gcc/arm-none-eabi/12.2.1/../../../arm-none-eabi/bin/ld";

/** The messages of arm-none-eabi-ld 2.40, measured, and how they are understood. */
describe("lines of GNU ld", () => {
  it.each([
    [`${ld}:app.ld:5: syntax error`, "at-line app.ld:5 error syntax error"],
    [
      `${ld}:app.ld:7: undefined symbol \`foo' referenced in expression`,
      "at-line app.ld:7 error undefined symbol `foo' referenced in expression",
    ],
    [
      `${ld}:app.ld:11 cannot move location counter backwards (from 0800010a to 08000018)`,
      "at-line app.ld:11 error cannot move location counter backwards (from 0800010a to 08000018)",
    ],
    [
      `${ld}:../ld/app.ld:13: warning: memory region \`RAMX' not declared`,
      "at-line ../ld/app.ld:13 warning memory region `RAMX' not declared",
    ],
    [
      `${ld}:app.ld:15: warning: redeclaration of memory region \`FLASH'`,
      "at-line app.ld:15 warning redeclaration of memory region `FLASH'",
    ],
    [`${ld}: region \`FLASH' overflowed by 966 bytes`, "overflow FLASH 966"],
    [`${ld}: region \`FLASH' overflowed by 1 byte`, "overflow FLASH 1"],
    [`${ld}: build/app.elf section \`.text' will not fit in region \`FLASH'`, "no-fit .text FLASH build/app.elf"],
    [
      `${ld}: address 0x9000bba of build/app.elf section \`.text' is not within region \`FLASH'`,
      "outside .text FLASH build/app.elf",
    ],
    [
      `${ld}: section .data LMA [08000000,08000003] overlaps section .isr_vector LMA [08000000,08000007]`,
      "overlap .data .isr_vector",
    ],
    [`${ld}: section .b VMA [20000000,20000003] overlaps section .a VMA [20000000,20000007]`, "overlap .b .a"],
    [`${ld}: invalid length for memory region FLASH`, "region FLASH length"],
    [`${ld}: invalid origin for memory region RAM`, "region RAM origin"],
    [`${ld}: the slot is too small`, "said error the slot is too small"],
    [
      `${ld}: warning: cannot find entry symbol Nope; defaulting to 08000008`,
      "said warning cannot find entry symbol Nope; defaulting to 08000008",
    ],
  ])("%s", (line, expected) => {
    expect(shown(line)).toBe(expected);
  });

  it.each([
    ["Windows", "c:/tools/arm/bin/../lib/gcc/arm-none-eabi/13.2.1/../../../../arm-none-eabi/bin/ld.exe: "],
    ["by its own name", "arm-none-eabi-ld: "],
    ["ld.bfd", "/opt/bin/arm-none-eabi-ld.bfd: "],
    ["colours", "\u001b[01m\u001b[K/usr/bin/ld:\u001b[m\u001b[K "],
    ["a make that counts", "[2/3] /usr/bin/ld: "],
  ])("in front of them: %s", (_, start) => {
    expect(shown(`${start}region \`FLASH' overflowed by 966 bytes\r`)).toBe("overflow FLASH 966");
  });

  it.each([
    ["curly quotes", `${ld}: region ‘FLASH’ overflowed by 966 bytes`],
    ["French", `${ld}\u00a0: la région «\u00a0FLASH\u00a0» est débordée de 966 octets`],
    ["Spanish", `${ld}: la región \`FLASH' se desborda por 966 bytes`],
    ["Japanese", `${ld}: 領域 \`FLASH' が 966 バイト溢れました`],
  ])("translated: %s", (_, line) => {
    expect(shown(line)).toBe("overflow FLASH 966");
  });

  it("reads a script's line without ld's name in front, as some build tools print it", () => {
    expect(shown("ld/app.lds:3: error: no good")).toBe("at-line ld/app.lds:3 error no good");
    expect(shown("C:\\work\\app.ld:3: syntax error")).toBe("at-line C:\\work\\app.ld:3 error syntax error");
  });

  it.each([
    "collect2: error: ld returned 1 exit status",
    "make: *** [Makefile:31: build/app.elf] Error 1",
    "src/main.c:12:3: error: expected ';'",
    `${ld}: main.o: in function \`main':`.replace(ld, "main.o"),
    `${ld}:src/main.c:12: undefined reference to \`foo'`,
    "arm-none-eabi-gcc -T app.ld -o app.elf main.o",
    "  LD  build/app.elf",
    "world: region `FLASH' overflowed by 966 bytes",
    "",
    "x".repeat(1_000_000),
  ])("is none: %.60s", (line) => {
    expect(parseLdLine(line)).toBeUndefined();
  });
});

/** What package.json gives those who keep the build task they have. */
describe("the problem matcher", () => {
  const [matcher] = packageJson.contributes.problemMatchers;
  const { regexp, file, line, severity, message } = matcher?.pattern ?? {
    regexp: "",
    file: 0,
    line: 0,
    severity: 0,
    message: 0,
  };
  const found = (text: string): string => {
    const match = new RegExp(regexp).exec(text);
    return match === null ? "none" : [file, line, severity, message].map((group) => match[group] ?? "-").join(" ");
  };

  it.each([
    [`${ld}:app.ld:5: syntax error`, "app.ld 5 - syntax error"],
    [`${ld}: ld/app.lds:5: syntax error`, "ld/app.lds 5 - syntax error"],
    ["app.ld.S:5: warning: memory region `X' not declared", "app.ld.S 5 warning memory region `X' not declared"],
    [`${ld}:app.ld:11 cannot move location counter backwards`, "app.ld 11 - cannot move location counter backwards"],
    ["C:/arm/bin/ld.exe:C:/firmware/app.ld:5: syntax error", "C:/firmware/app.ld 5 - syntax error"],
    ["main.c:5:1: error: expected ';'", "none"],
    [`${ld}: region \`FLASH' overflowed by 966 bytes`, "none"],
  ])("%s", (text, expected) => {
    expect(found(text)).toBe(expected);
  });
});

describe("the output of a build", () => {
  const messages = (text: string, size = text.length) => {
    const log = new LinkLog();
    for (let at = 0; at < text.length; at += size) log.write(text.slice(at, at + size));
    return log.end();
  };
  const output = [
    "make[1]: Entering directory '/firmware/boot dir'",
    `${ld}: boot.elf section \`.text' will not fit in region \`FLASH'`,
    `${ld}: region \`FLASH' overflowed by 4 bytes`,
    "collect2: error: ld returned 1 exit status",
    "make[1]: Leaving directory '/firmware/boot dir'",
    `${ld}:app.ld:5: syntax error`,
    "make: Leaving directory '/work'",
  ].join("\r\n");

  it("tells the folder and the program of a message, and says each thing once", () => {
    expect(messages(output)).toEqual([
      {
        message: {
          kind: "overflow",
          region: "FLASH",
          bytes: 4,
          severity: "error",
          message: "region `FLASH' overflowed by 4 bytes",
        },
        directory: "/firmware/boot dir",
        output: "boot.elf",
      },
      {
        message: { kind: "at-line", file: "app.ld", line: 5, severity: "error", message: "syntax error" },
        directory: undefined,
        output: undefined,
      },
    ]);
  });

  it("is read alike in pieces of any size", () => {
    for (const size of [1, 2, 3, 7, 50]) expect(messages(output, size)).toEqual(messages(output));
  });

  it("keeps a bounded number, and a line without end costs nothing", () => {
    expect(messages(`${ld}:app.ld:5: syntax error\n`.repeat(2000)).length).toBe(500);
    expect(messages("x".repeat(10_000_000), 65_536)).toEqual([]);
  });
});

function shown(line: string): string {
  const parsed = parseLdLine(line);
  if (parsed === undefined) return "none";
  const { kind, severity, message } = parsed;
  switch (kind) {
    case "at-line":
      return `${kind} ${parsed.file}:${parsed.line} ${severity} ${message}`;
    case "overflow":
      return `${kind} ${parsed.region} ${parsed.bytes}`;
    case "no-fit":
    case "outside":
      return `${kind} ${parsed.section} ${parsed.region} ${parsed.output}`;
    case "overlap":
      return `${kind} ${parsed.section} ${parsed.other}`;
    case "region":
      return `${kind} ${parsed.region} ${parsed.field}`;
    case "said":
      return `${kind} ${severity} ${message}`;
  }
}
