import type { LinkerScript } from "../../../src/core/linker/linker-script";

/**
 * An assembler file with a section for every input pattern of a script, so that what depends on input sections differs
 * from a link of nothing. Alignment is larger than any real one, sizes are odd.
 */
export function assemblyOf(script: LinkerScript): string {
  const names = new Set(script.sections.flatMap(({ inputs }) => inputs.map(({ name }) => concrete(name))));
  return [...names]
    .filter((name) => /^[.A-Za-z_][\w.$]*$/.test(name) && name !== "COMMON" && !name.startsWith(".stab"))
    .map((name, i) => `.section ${name},${flagsOf(name)}\n.balign 0x8000\n.space ${41 + 12 * i}\n`)
    .join("");
}

/** A name that the pattern matches. */
function concrete(pattern: string): string {
  return pattern
    .replace(/\*/g, "x")
    .replace(/\?/g, "y")
    .replace(/\[(.)[^\]]*\]/g, "$1");
}

function flagsOf(name: string): string {
  if (/bss|noinit|heap|stack|dynsym/i.test(name)) return '"aw",%nobits';
  return /data|ram|ccm/i.test(name) && !/rodata/.test(name)
    ? '"aw",%progbits'
    : /text|code|flash/.test(name)
      ? '"ax",%progbits'
      : '"a",%progbits';
}
