import { text, type Text } from "../text";

/** Where a word of the GNU ld language may stand. */
export type KeywordPlace = "top" | "sections" | "section" | "head" | "memory" | "expression" | "pattern" | "type";

/** A word of the GNU ld language, with one sentence on what it does. */
export interface Keyword {
  readonly name: string;
  readonly places: readonly KeywordPlace[];
  readonly help: Text;
  /** What a completion writes, in the snippet syntax of VS Code; the name where absent. */
  readonly snippet?: string;
}

const commands: readonly Keyword[] = [
  {
    name: "MEMORY",
    places: ["top"],
    snippet: "MEMORY\n{\n  ${1:FLASH} (rx)  : ORIGIN = ${2:0x08000000}, LENGTH = ${3:128K}\n  $0\n}",
    help: text("Names the memories that sections may be placed in, each with its origin and length."),
  },
  {
    name: "SECTIONS",
    places: ["top"],
    snippet: "SECTIONS\n{\n  $0\n}",
    help: text("Says which input sections go into which output section, and where those lie."),
  },
  {
    name: "PHDRS",
    places: ["top"],
    snippet: "PHDRS\n{\n  ${1:text} PT_LOAD;$0\n}",
    help: text("Names the program headers of the ELF file; sections choose one with a colon behind their brace."),
  },
  {
    name: "VERSION",
    places: ["top"],
    help: text("Gives versions to symbols of shared libraries; firmware has no use for it."),
  },
  {
    name: "ENTRY",
    places: ["top", "sections"],
    snippet: "ENTRY(${1:Reset_Handler})",
    help: text(
      "Names the symbol of the first instruction; debuggers start there, and it is never left out of the link.",
    ),
  },
  {
    name: "INCLUDE",
    places: ["top", "sections", "section", "memory"],
    snippet: "INCLUDE ${1:memory.ld}",
    help: text("Puts the text of another script here; it is looked for in the current folder and along -L."),
  },
  {
    name: "REGION_ALIAS",
    places: ["top"],
    snippet: 'REGION_ALIAS("${1:alias}", ${2:REGION})$0',
    help: text("Gives a memory region a second name, so that one SECTIONS block fits several chips."),
  },
  {
    name: "PROVIDE",
    places: ["top", "sections", "section"],
    snippet: "PROVIDE(${1:symbol} = ${2:.});$0",
    help: text("Defines the symbol only where something refers to it and no object file defines it."),
  },
  {
    name: "PROVIDE_HIDDEN",
    places: ["top", "sections", "section"],
    snippet: "PROVIDE_HIDDEN(${1:symbol} = ${2:.});$0",
    help: text("As PROVIDE; the symbol is not visible outside the linked program."),
  },
  {
    name: "HIDDEN",
    places: ["top", "sections", "section"],
    snippet: "HIDDEN(${1:symbol} = ${2:.});$0",
    help: text("Defines a symbol that is not visible outside the linked program."),
  },
  {
    name: "ASSERT",
    places: ["top", "sections", "section", "expression"],
    snippet: 'ASSERT(${1:condition}, "${2:message}")$0',
    help: text("Ends the link with the message where the condition is zero."),
  },
  {
    name: "EXTERN",
    places: ["top"],
    snippet: "EXTERN(${1:symbol})$0",
    help: text("Counts the symbols as referred to, so that their object files are linked from archives."),
  },
  {
    name: "INPUT",
    places: ["top"],
    snippet: "INPUT(${1:file})$0",
    help: text("Links these files as if they stood on the command line."),
  },
  {
    name: "GROUP",
    places: ["top"],
    snippet: "GROUP(${1:libgcc.a libc.a})$0",
    help: text("Searches these archives again and again until no new undefined symbol is resolved."),
  },
  {
    name: "AS_NEEDED",
    places: [],
    help: text("Links a shared library inside INPUT or GROUP only where it is needed."),
  },
  {
    name: "STARTUP",
    places: ["top"],
    snippet: "STARTUP(${1:crt0.o})$0",
    help: text("Links this object file first."),
  },
  {
    name: "SEARCH_DIR",
    places: ["top"],
    snippet: "SEARCH_DIR(${1:path})$0",
    help: text("Adds a folder to those searched for archives, as -L does."),
  },
  {
    name: "OUTPUT",
    places: ["top"],
    snippet: "OUTPUT(${1:file})$0",
    help: text("Names the file that the link writes; -o wins."),
  },
  {
    name: "OUTPUT_FORMAT",
    places: ["top"],
    snippet: 'OUTPUT_FORMAT("${1:elf32-littlearm}")$0',
    help: text("Chooses the format of the linked file; of three names -EB and -EL choose one."),
  },
  {
    name: "OUTPUT_ARCH",
    places: ["top"],
    snippet: "OUTPUT_ARCH(${1:arm})$0",
    help: text("Names the processor architecture of the linked file."),
  },
  {
    name: "TARGET",
    places: ["top"],
    snippet: "TARGET(${1:binary})$0",
    help: text("Says in which format the following input files are read."),
  },
  {
    name: "NOCROSSREFS",
    places: ["top"],
    snippet: "NOCROSSREFS(${1:.text .data})$0",
    help: text("Makes it an error when one of these output sections refers to another."),
  },
  {
    name: "NOCROSSREFS_TO",
    places: ["top"],
    snippet: "NOCROSSREFS_TO(${1:.to} ${2:.from})$0",
    help: text("Makes it an error when one of the later output sections refers to the first."),
  },
  {
    name: "INSERT",
    places: ["top", "sections"],
    snippet: "INSERT ${1|AFTER,BEFORE|} ${2:.section};$0",
    help: text("Adds what stands before it to the default script, after or before a section of that."),
  },
  {
    name: "OVERLAY",
    places: ["sections"],
    snippet:
      "OVERLAY :\n{\n  ${1:.part1} { *(${1:.part1}) }\n  ${2:.part2} { *(${2:.part2}) }\n} >${3:RAM} AT> ${4:FLASH}$0",
    help: text(
      "Places several sections at one run address, each loaded from a place of its own; copying them is the program's business.",
    ),
  },
  {
    name: "FORCE_COMMON_ALLOCATION",
    places: ["top"],
    help: text("Gives common symbols their place even in a relocatable link, as -d does."),
  },
  {
    name: "INHIBIT_COMMON_ALLOCATION",
    places: ["top"],
    help: text("Leaves common symbols without a place, even in a final link."),
  },
];

const inSections: readonly Keyword[] = [
  {
    name: "KEEP",
    places: ["section"],
    snippet: "KEEP(*(${1:.isr_vector}))$0",
    help: text("Keeps these input sections although nothing refers to them, against --gc-sections."),
  },
  {
    name: "EXCLUDE_FILE",
    places: ["pattern", "section"],
    snippet: "EXCLUDE_FILE(${1:*file.o})$0",
    help: text("Leaves out the sections of these files."),
  },
  {
    name: "SORT_BY_NAME",
    places: ["pattern", "section"],
    snippet: "SORT_BY_NAME(${1:.section.*})$0",
    help: text("Orders the matching sections by name before they are placed; SORT is the same."),
  },
  {
    name: "SORT",
    places: ["pattern", "section"],
    snippet: "SORT(${1:.section.*})$0",
    help: text("Orders the matching sections by name before they are placed."),
  },
  {
    name: "SORT_BY_ALIGNMENT",
    places: ["pattern", "section"],
    snippet: "SORT_BY_ALIGNMENT(${1:.section.*})$0",
    help: text("Places sections of the largest alignment first, which leaves fewer gaps."),
  },
  {
    name: "SORT_BY_INIT_PRIORITY",
    places: ["pattern", "section"],
    snippet: "SORT_BY_INIT_PRIORITY(${1:.init_array.*})$0",
    help: text("Orders sections by the number at the end of their name: constructors run in that order."),
  },
  {
    name: "SORT_NONE",
    places: ["pattern", "section"],
    snippet: "SORT_NONE(${1:.section})$0",
    help: text("Keeps the order of the files, whatever --sort-section says."),
  },
  {
    name: "INPUT_SECTION_FLAGS",
    places: ["section"],
    help: text("Takes only sections that have, or with '!' have not, these ELF flags."),
  },
  {
    name: "CONSTRUCTORS",
    places: ["section"],
    help: text("Places tables of constructors for object formats that need it; ELF does not."),
  },
  {
    name: "CREATE_OBJECT_SYMBOLS",
    places: ["section"],
    help: text("Defines a symbol for each input file, at its first byte in this section."),
  },
  {
    name: "COMMON",
    places: ["pattern"],
    help: text("Stands for common symbols: uninitialised variables that no section holds yet."),
  },
  { name: "BYTE", places: ["section"], snippet: "BYTE(${1:0})$0", help: text("Writes one byte at this place.") },
  { name: "SHORT", places: ["section"], snippet: "SHORT(${1:0})$0", help: text("Writes two bytes at this place.") },
  { name: "LONG", places: ["section"], snippet: "LONG(${1:0})$0", help: text("Writes four bytes at this place.") },
  { name: "QUAD", places: ["section"], snippet: "QUAD(${1:0})$0", help: text("Writes eight bytes at this place.") },
  {
    name: "SQUAD",
    places: ["section"],
    snippet: "SQUAD(${1:0})$0",
    help: text("Writes eight bytes at this place, of a number with sign."),
  },
  {
    name: "ASCIZ",
    places: ["section"],
    snippet: 'ASCIZ "${1:text}"$0',
    help: text("Writes a text with a zero byte behind it."),
  },
  {
    name: "FILL",
    places: ["section"],
    snippet: "FILL(${1:0xFF})$0",
    help: text(
      "Says what fills gaps from here to the end of the section; `=value` behind the brace does it for all of it.",
    ),
  },
  {
    name: "AT",
    places: ["head"],
    snippet: "AT(${1:LOADADDR(.data)})$0",
    help: text(
      "Gives the load address: where the initial contents lie, in flash as a rule. `AT>` names a region for it.",
    ),
  },
  {
    name: "SUBALIGN",
    places: ["head"],
    snippet: "SUBALIGN(${1:4})$0",
    help: text("Aligns every input section in this output section to so many bytes, whatever it asks for itself."),
  },
  {
    name: "ALIGN_WITH_INPUT",
    places: ["head"],
    help: text("Keeps the distance between run and load address the same throughout the section."),
  },
  {
    name: "ONLY_IF_RO",
    places: ["head"],
    help: text("Makes the output section only where all its input sections are read-only."),
  },
  {
    name: "ONLY_IF_RW",
    places: ["head"],
    help: text("Makes the output section only where all its input sections can be written."),
  },
  {
    name: "NOLOAD",
    places: ["type"],
    help: text(
      "The section takes up addresses, but the linked file holds no contents for it: nothing is loaded or cleared.",
    ),
  },
  {
    name: "READONLY",
    places: ["type"],
    help: text("Marks the section as read-only; GNU ld knows it since 2.38 (GCC 11 tool chains)."),
  },
  {
    name: "COPY",
    places: ["type"],
    help: text("The section takes up no memory when the program runs; kept for old scripts."),
  },
  {
    name: "INFO",
    places: ["type"],
    help: text("The section takes up no memory when the program runs; kept for old scripts."),
  },
  {
    name: "DSECT",
    places: ["type"],
    help: text("The section takes up no memory when the program runs; kept for old scripts."),
  },
  {
    name: "TYPE",
    places: ["type"],
    snippet: "TYPE = ${1:SHT_PROGBITS}$0",
    help: text("Sets the ELF type of the section."),
  },
  {
    name: "/DISCARD/",
    places: ["sections"],
    snippet: "/DISCARD/ :\n{\n  *(${1:.comment})\n}$0",
    help: text("What goes into this section is left out of the linked file."),
  },
];

const functions: readonly Keyword[] = [
  {
    name: "ORIGIN",
    places: ["expression"],
    snippet: "ORIGIN(${1:REGION})$0",
    help: text("First address of a memory region; inside MEMORY the field that sets it."),
  },
  {
    name: "LENGTH",
    places: ["expression"],
    snippet: "LENGTH(${1:REGION})$0",
    help: text("Size of a memory region in bytes; inside MEMORY the field that sets it."),
  },
  {
    name: "ADDR",
    places: ["expression"],
    snippet: "ADDR(${1:.section})$0",
    help: text("Address of an output section when the program runs."),
  },
  {
    name: "LOADADDR",
    places: ["expression"],
    snippet: "LOADADDR(${1:.section})$0",
    help: text("Load address of an output section: where start-up code copies its initial values from."),
  },
  {
    name: "SIZEOF",
    places: ["expression"],
    snippet: "SIZEOF(${1:.section})$0",
    help: text("Size of an output section in bytes."),
  },
  {
    name: "ALIGNOF",
    places: ["expression"],
    snippet: "ALIGNOF(${1:.section})$0",
    help: text("Alignment of an output section in bytes."),
  },
  { name: "SIZEOF_HEADERS", places: ["expression"], help: text("Size of the headers of the linked file.") },
  {
    name: "ALIGN",
    places: ["expression", "head"],
    snippet: "ALIGN(${1:4})$0",
    help: text("The location counter, or the first of two arguments, moved up to a multiple of the alignment."),
  },
  { name: "BLOCK", places: ["expression"], snippet: "BLOCK(${1:4})$0", help: text("An old name of ALIGN.") },
  { name: "NEXT", places: [], help: text("The next free address that is a multiple of the argument.") },
  {
    name: "ABSOLUTE",
    places: ["expression"],
    snippet: "ABSOLUTE(${1:.})$0",
    help: text("The value as an address, where a section would make it an offset from its start."),
  },
  {
    name: "DEFINED",
    places: ["expression"],
    snippet: "DEFINED(${1:symbol})$0",
    help: text("1 where the symbol is defined before this statement, on the command line too; else 0."),
  },
  { name: "MAX", places: ["expression"], snippet: "MAX(${1:a}, ${2:b})$0", help: text("The larger of two values.") },
  { name: "MIN", places: ["expression"], snippet: "MIN(${1:a}, ${2:b})$0", help: text("The smaller of two values.") },
  {
    name: "LOG2CEIL",
    places: ["expression"],
    snippet: "LOG2CEIL(${1:value})$0",
    help: text("Binary logarithm, rounded up."),
  },
  {
    name: "CONSTANT",
    places: ["expression"],
    snippet: "CONSTANT(${1|MAXPAGESIZE,COMMONPAGESIZE|})$0",
    help: text("A constant of the target: its largest or usual page size."),
  },
  {
    name: "SEGMENT_START",
    places: ["expression"],
    snippet: 'SEGMENT_START("${1:text-segment}", ${2:0})$0',
    help: text("Base address of a segment from the command line, else the default that is given."),
  },
  {
    name: "DATA_SEGMENT_ALIGN",
    places: [],
    help: text("Aligns the data segment for systems with pages; firmware has no use for it."),
  },
  { name: "DATA_SEGMENT_END", places: [], help: text("Ends the data segment that DATA_SEGMENT_ALIGN began.") },
  {
    name: "DATA_SEGMENT_RELRO_END",
    places: [],
    help: text("Ends the part of the data segment that is read-only after relocation."),
  },
];

/** Every word there is help for (after the GNU ld manual, in words of our own). */
export const keywords: readonly Keyword[] = [...commands, ...inSections, ...functions];
