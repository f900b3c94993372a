import type { LinkerScript } from "../linker/linker-script";
import type { Text } from "../text";
import { completionContext, type CompletionPlace } from "./completion-context";
import { keywords, type KeywordPlace } from "./keyword-rows";
import { hexOf, sizeOf, valueText } from "./value-text";

export type CompletionKind = "region" | "symbol" | "section" | "macro" | "keyword" | "function" | "snippet";

/** What can be written here. */
export interface ScriptCompletion {
  readonly kind: CompletionKind;
  readonly label: string;
  /** Text that replaces what was typed from `start` on, in VS Code's snippet syntax. */
  readonly snippet: string;
  /** Value or place, beside the label. */
  readonly detail: string;
  readonly help?: Text;
}

export interface ScriptCompletions {
  /** Offset where the word that is replaced begins. */
  readonly start: number;
  readonly items: readonly ScriptCompletion[];
}

/** Input sections that compilers and start-up code of Cortex-M projects make, in the order scripts have them. */
const usualInputs: readonly string[] = [
  ...[".isr_vector", ".vectors", ".text", ".text*", ".glue_7", ".glue_7t", ".eh_frame", ".init", ".fini"],
  ...[".rodata", ".rodata*", ".ARM.extab*", ".ARM.exidx*", ".preinit_array*", ".init_array", ".init_array*"],
  ...[".fini_array*", ".ctors", ".dtors", ".data", ".data*", ".RamFunc", ".RamFunc*", ".ccmram", ".ccmram*"],
  ...[".bss", ".bss*", "COMMON", ".noinit", ".noinit*", ".heap", ".stack", ".tm_clone_table", ".ARM.attributes"],
  ...[".gnu.linkonce.*", ".gnu.build.attributes*", ".comment", ".note*", ".debug*"],
];

/** Which keywords fit which place. */
const keywordsAt: Partial<Record<CompletionPlace, KeywordPlace>> = {
  top: "top",
  sections: "sections",
  section: "section",
  head: "head",
  type: "type",
  expression: "expression",
  pattern: "pattern",
  "memory-entry": "memory",
};

/** What can be written at an offset of a GNU ld script. `script` is the script as far as it can be read now. */
export function completionsAt(script: LinkerScript, source: string, offset: number): ScriptCompletions {
  const { place, start } = completionContext(source, offset);
  return { start, items: [...itemsAt(place, script), ...keywordItems(place)] };
}

function itemsAt(place: CompletionPlace, script: LinkerScript): readonly ScriptCompletion[] {
  switch (place) {
    case "region":
      return regionItems(script);
    case "output-section":
      return sectionItems(script);
    case "symbol":
      return symbolItems(script);
    case "expression":
      return [...symbolItems(script), ...macroItems(script)];
    case "macro":
      return macroItems(script);
    case "pattern":
      return usualInputs.map((label) => item("section", label));
    case "origin":
      return [field("ORIGIN = ", "ORIGIN = ${1:0x08000000}, LENGTH = ${2:128K}$0")];
    case "length":
      return [field("LENGTH = ", "LENGTH = ${1:128K}$0")];
    case "memory-entry":
      return [
        field(
          "REGION (rx) : ORIGIN = …, LENGTH = …",
          "${1:FLASH} (${2:rx}) : ORIGIN = ${3:0x08000000}, LENGTH = ${4:128K}$0",
        ),
      ];
    case "sections":
      return usualSections(script);
    case "section":
      return bodyItems();
    case "top":
    case "head":
    case "type":
    case "nothing":
      return [];
  }
}

function item(kind: CompletionKind, label: string, detail = "", snippet = escaped(label)): ScriptCompletion {
  return { kind, label, detail, snippet };
}

function field(label: string, snippet: string): ScriptCompletion {
  return item("snippet", label, "", snippet);
}

/** A name in VS Code's snippet syntax. */
function escaped(name: string): string {
  return name.replace(/[\\$}]/g, "\\$&");
}

function regionItems(script: LinkerScript): ScriptCompletion[] {
  const regions = script.regions.map(({ name, origin, length }) =>
    item(
      "region",
      name,
      [
        origin.value.known ? hexOf(origin.value.value) : "?",
        length.value.known ? sizeOf(length.value.value) : "?",
      ].join(", "),
    ),
  );
  return [...regions, ...Object.entries(script.aliases).map(([alias, region]) => item("region", alias, `= ${region}`))];
}

function sectionItems({ sections }: LinkerScript): ScriptCompletion[] {
  const unique = new Map(sections.map((section) => [section.name, section]));
  return [...unique.values()].map(({ name, region }) => item("section", name, region === null ? "" : `> ${region}`));
}

function symbolItems({ symbols }: LinkerScript): ScriptCompletion[] {
  return symbols.map(({ name, evaluated: { value } }) =>
    item("symbol", name, value.known ? `= ${valueText(value.value)}` : ""),
  );
}

function macroItems({ occurrences, options }: LinkerScript): ScriptCompletion[] {
  const defined = occurrences.filter(({ kind, role }) => kind === "macro" && role === "definition");
  const names = new Set([...defined.map(({ name }) => name), ...Object.keys(options?.defines ?? {})]);
  return [...names].map((name) => item("macro", name, options?.defines[name]?.text ?? ""));
}

function keywordItems(place: CompletionPlace): ScriptCompletion[] {
  const wanted = keywordsAt[place];
  return wanted === undefined
    ? []
    : keywords
        .filter(({ places }) => places.includes(wanted))
        .map(({ name, snippet, help }) => ({
          kind: place === "expression" ? "function" : "keyword",
          label: name,
          snippet: snippet ?? escaped(name),
          detail: "",
          help,
        }));
}

/** Output sections of Cortex-M programs that this script has not, with the braces and regions they usually have. */
function usualSections(script: LinkerScript): ScriptCompletion[] {
  const has = new Set(script.sections.map(({ name }) => name));
  const names = [...script.regions.map(({ name }) => name), ...Object.keys(script.aliases)];
  const region = (stop: number, usual: string): string => {
    const first = names.find((name) => name.toUpperCase().includes(usual)) ?? names[0] ?? usual;
    const choices = [first, ...names.filter((name) => name !== first)].filter((name) => !/[,|$}\\]/.test(name));
    return choices.length > 1 ? `\${${stop}|${choices.join(",")}|}` : `\${${stop}:${escaped(first)}}`;
  };
  const body = (lines: readonly string[], flags = ""): string =>
    `${flags} :\n{\n  . = ALIGN(4);\n${lines.map((line) => `  ${line}\n`).join("")}  . = ALIGN(4);\n}`;
  const ram = region(1, "RAM");
  const flash = region(1, "FLASH");
  const made: Readonly<Record<string, string>> = {
    ".isr_vector": `${body(["KEEP(*(.isr_vector))"])} >${flash}`,
    ".text": `${body(["*(.text)", "*(.text*)"])} >${flash}`,
    ".rodata": `${body(["*(.rodata)", "*(.rodata*)"])} >${flash}`,
    ".ARM.extab": `${body(["*(.ARM.extab* .gnu.linkonce.armextab.*)"])} >${flash}`,
    ".ARM": `${body(["__exidx_start = .;", "*(.ARM.exidx*)", "__exidx_end = .;"])} >${flash}`,
    ".data": `${body(["_sdata = .;", "*(.data)", "*(.data*)", "_edata = .;"])} >${ram} AT> ${region(2, "FLASH")}`,
    ".bss": `${body(["_sbss = .;", "*(.bss)", "*(.bss*)", "*(COMMON)", "_ebss = .;"], " (NOLOAD)")} >${ram}`,
    ".noinit": `${body(["KEEP(*(.noinit))", "KEEP(*(.noinit*))"], " (NOLOAD)")} >${ram}`,
  };
  return Object.entries(made)
    .filter(([name]) => !has.has(name))
    .map(([name, snippet]) => item("section", name, "", `${name}${snippet}$0`));
}

function bodyItems(): ScriptCompletion[] {
  return [
    item("snippet", ". = ALIGN(4);", "", ". = ALIGN(${1:4});$0"),
    item("snippet", "*(.section)", "", "*(${1:.text})$0"),
    item("snippet", "symbol = .;", "", "${1:symbol} = .;$0"),
  ];
}
