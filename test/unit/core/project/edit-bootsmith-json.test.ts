import { describe, expect, it } from "vitest";
import {
  emptyDeclaration,
  offsetOfSet,
  withDevice,
  withoutImages,
  withRole,
  withSets,
} from "../../../../src/core/project/edit-bootsmith-json";
import { script } from "../../../support/linker-script";
import { checkFiles } from "../../../support/memory-tree";

const plain = `{
    // two projects
    "sets": [
        { "name": "a", "images": [{ "name": "app", "linkerScript": "a.ld" }] },
        {
            "name": "b",
            "device": "STM32F407VGT6",
            "images": []
        }
    ]
}
`;

describe("withDevice", () => {
  it("changes the chip of one set, and nothing else", () => {
    expect(withDevice(plain, 1, "STM32F429ZI")).toBe(plain.replace("STM32F407VGT6", "STM32F429ZI"));
  });

  it("adds it behind the name", () => {
    const edited = withDevice(plain, 0, "STM32F429ZI");
    expect(edited).toMatch(/"name": "a",\s*"device": "STM32F429ZI",\s*"images"/);
    expect(edited).toContain("// two projects");
  });

  it("takes it away again", () => {
    expect(withDevice(plain, 1, undefined)).not.toContain("device");
    expect(withDevice(plain, 0, undefined)).toBe(plain);
    expect(JSON.parse(withDevice(withDevice('{"sets":[{"name":"a"}]}', 0, "X"), 0, undefined))).toEqual({
      sets: [{ name: "a" }],
    });
  });

  it("keeps Windows line ends and tabs", () => {
    const windows = '{\r\n\t"sets": [\r\n\t\t{\r\n\t\t\t"name": "a"\r\n\t\t}\r\n\t]\r\n}\r\n';
    const edited = withDevice(windows, 0, "STM32F407VG");
    expect(edited).not.toMatch(/[^\r]\n/);
    expect(edited).toMatch(/\t\t\t"device": "STM32F407VG"/);
  });

  it("takes effect where configurations have the last word", async () => {
    const json = `{"sets":[{"name":"n","device":"STM32L475VG","configurations":[{"name":"x","target":"K64F"},{"name":"y","device":"STM32F411CE"}],"images":[{"name":"app","linkerScript":"a.ld"}]}]}`;
    const files = (text: string) => ({ "bootsmith.json": text, "a.ld": script("0x08000000", "64K") });
    const chips = async (text: string) =>
      (await checkFiles(files(text))).layouts.map(({ device }) => device.candidates[0]?.part);
    expect(await chips(json)).toEqual(["MK64FN1M0VLL12", "STM32F411CE"]);
    expect(await chips(withDevice(json, 0, "STM32F429ZI"))).toEqual(["STM32F429ZI", "STM32F429ZI"]);
    expect(withDevice(json, 0, undefined)).not.toContain("device");
  });
});

describe("image sets", () => {
  it("are added behind the others in the style of the file, comments kept", () => {
    const edited = withSets(plain, [{ name: "c", images: [{ name: "app", role: "other", linkerScript: "c.ld" }] }]);
    expect(edited.startsWith(plain.slice(0, plain.indexOf('images": []')))).toBe(true);
    expect(edited).toContain('            "name": "c"');
    expect(offsetOfSet(edited, 2)).toBe(edited.lastIndexOf("{", edited.indexOf('"c"')));
  });

  it("lose images, and go with their last", () => {
    const two = withSets(emptyDeclaration, [
      {
        name: "a",
        images: [
          { name: "x", role: "other" },
          { name: "y", role: "other" },
        ],
      },
      { name: "b", images: [{ name: "z", role: "other" }] },
    ]);
    const places = [
      { set: 0, image: 0 },
      { set: 1, image: 0 },
    ];
    expect(JSON.parse(withoutImages(two, places))).toEqual({
      sets: [{ name: "a", images: [{ name: "y", role: "other" }] }],
    });
  });

  it("change the role of one image only", () => {
    const edited = withRole(plain, { set: 0, image: 0 }, "bootloader");
    expect(edited).toContain("// two projects");
    const without = (text: string): string => text.replace(/\s/g, "").replace(',"role":"bootloader"', "");
    expect(edited).toMatch(/"role": "bootloader"/);
    expect(without(edited)).toBe(without(plain));
  });
});
