import { describe, expect, it } from "vitest";
import { readLinkerScript } from "../../../../src/core/linker/read-linker-script";
import { regionsReport, regionsText } from "../../../../src/core/linker/regions-report";
import { main, readerOf } from "./reading";

function report(script: string, files: Record<string, string> = {}): ReturnType<typeof regionsReport> {
  const reader = readerOf({ ...files, "app.ld": script });
  const read = readLinkerScript(main, reader, { defines: {}, defsyms: {}, includePaths: [] });
  return regionsReport(read, "src/app.ld", reader);
}

const script = `MEMORY
{
  FLASH (rx) : ORIGIN = 0x08020800, LENGTH = 894K
  RAM (rw) : ORIGIN = 0x20000000, LENGTH = RAM_SIZE
  ODD : ORIGIN = 0x180000000, LENGTH = 100
}
_estack = ORIGIN(FLASH) + 4;
_end = SIZEOF(.bss);
`;

describe("the regions report", () => {
  it("is what the command line promises", () => {
    expect(report(script)).toEqual({
      file: "src/app.ld",
      regions: [
        { name: "FLASH", origin: 0x08020800, length: 894 * 1024, attributes: "rx" },
        { name: "RAM", origin: 0x20000000, length: { unknown: ["RAM_SIZE"] }, attributes: "rw" },
        { name: "ODD", origin: 0x80000000, length: 100, attributes: "" },
      ],
      symbols: { _estack: 0x08020804, _end: { unknown: ["SIZEOF(.bss)"] } },
      problems: [
        {
          code: "linker-script-value",
          severity: "warning",
          message: "The length of region RAM depends on RAM_SIZE, which is not known here.",
          line: 4,
          column: 44,
        },
      ],
    });
  });

  it("survives JSON", () => {
    const entry = report(script);
    expect(JSON.parse(JSON.stringify(entry))).toEqual(entry);
  });

  it("counts lines in the file a problem stands in, and names it", () => {
    const entry = report("INCLUDE more.ld\n", { "more.ld": "\r\n  v = 08'0;\r\n" });
    expect(entry.problems).toMatchObject([
      { line: 2, column: 8, message: expect.stringContaining("(in more.ld)") as string },
    ]);
  });

  it("reads as a table", () => {
    expect(regionsText(report(script))).toBe(`src/app.ld
  Region  Attributes  Origin      Length                    Size
  FLASH   rx          0x08020800  0x000df800                894 KiB
  RAM     rw          0x20000000  unknown (needs RAM_SIZE)
  ODD                 0x80000000  0x00000064                100 B

  Symbol   Value
  _estack  0x08020804
  _end     unknown (needs SIZEOF(.bss))

src/app.ld:4:44: warning: The length of region RAM depends on RAM_SIZE, which is not known here. [linker-script-value]
`);
  });

  it("says that there are no regions", () => {
    expect(regionsText(report(""))).toBe("src/app.ld\n  no memory regions\n");
  });
});
