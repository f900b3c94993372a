/** A minimal script for a program at `origin`. */
export function script(origin: string, length: string, more = ""): string {
  return `MEMORY\n{\n  FLASH (rx) : ORIGIN = ${origin}, LENGTH = ${length}\n  RAM (rwx) : ORIGIN = 0x20000000, LENGTH = 64K\n${more}}\nSECTIONS\n{\n  .isr_vector : { KEEP(*(.isr_vector)) } >FLASH\n  .text : { *(.text*) } >FLASH\n}\n`;
}
