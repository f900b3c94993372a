import { jumpCode, type Style } from "./style";

const mbedScript = (part: string, rom: string, size: string, vectors: number): string => `/* Linker script of ${part} */
#include "../cmsis_nvic.h"

#if !defined(MBED_APP_START)
  #define MBED_APP_START ${rom}
#endif

#if !defined(MBED_APP_SIZE)
  #define MBED_APP_SIZE ${size}
#endif

#if !defined(MBED_CONF_TARGET_BOOT_STACK_SIZE)
  #define MBED_CONF_TARGET_BOOT_STACK_SIZE 0x400
#endif

STACK_SIZE = MBED_CONF_TARGET_BOOT_STACK_SIZE;
#define VECTORS_SIZE (((${vectors} * 4) + 7) & 0xFFFFFFF8)

MEMORY
{
  FLASH (rx) : ORIGIN = MBED_APP_START, LENGTH = MBED_APP_SIZE
  RAM (rwx)  : ORIGIN = 0x20000000 + VECTORS_SIZE, LENGTH = 192k - VECTORS_SIZE
}

ENTRY(Reset_Handler)

SECTIONS
{
    .text :
    {
        KEEP(*(.isr_vector))
        *(.text*)
    } > FLASH
}
`;

const k64fScript = `#define __ram_vector_table__            1
#if !defined(MBED_APP_START)
  #define MBED_APP_START 0
#endif
#if !defined(MBED_APP_SIZE)
  #define MBED_APP_SIZE 0x100000
#endif
__stack_size__ = 0x400;
M_VECTOR_RAM_SIZE = DEFINED(__ram_vector_table__) ? 0x0400 : 0x0;

MEMORY
{
  m_interrupts          (RX)  : ORIGIN = MBED_APP_START, LENGTH = 0x400
  m_flash_config        (RX)  : ORIGIN = MBED_APP_START + 0x400, LENGTH = 0x10
  m_text                (RX)  : ORIGIN = MBED_APP_START + 0x410, LENGTH = MBED_APP_SIZE - 0x410
  m_data                (RW)  : ORIGIN = 0x1FFF0000, LENGTH = 0x00010000
  m_data_2              (RW)  : ORIGIN = 0x20000000, LENGTH = 0x00030000
}

SECTIONS
{
  .interrupts : { __VECTOR_TABLE = .; . = ALIGN(8); KEEP(*(.isr_vector)) . = ALIGN(8); } > m_interrupts
  .flash_config : { . = ALIGN(8); KEEP(*(.FlashConfig)) . = ALIGN(8); } > m_flash_config
  .text : { . = ALIGN(8); *(.text) *(.text*) . = ALIGN(8); } > m_text
}
`;

export const mbedProjects: readonly Style[] = [
  {
    name: "Mbed custom target with an unmanaged bootloader",
    files: {
      "mbed_app.json":
        '{\n  "target_overrides": {\n    "*": { "platform.stdio-baud-rate": 9600 },\n    "NUCLEO_F429ZI": {\n      "target.mbed_app_start": "0x08020000",\n      "target.mbed_app_size": "0x1E0000"\n    }\n  }\n}\n',
      "TARGET_NUCLEO_F429ZI/TOOLCHAIN_GCC_ARM/STM32F429xI.ld": mbedScript("STM32F429xI", "0x08000000", "2048k", 107),
      "TARGET_NUCLEO_F429ZI/system_stm32f4xx.c":
        "#define VECT_TAB_OFFSET 0x20000\nvoid SystemInit(void) { SCB->VTOR = FLASH_BASE | VECT_TAB_OFFSET; }\n",
      "main.cpp": "int main() {}\n",
    },
    layout: ["? 8020000 8020000 8200000"],
    mistakes: [
      {
        what: "mbed_app.json was moved alone",
        edits: [
          ["mbed_app.json", '"0x08020000"', '"0x08040000"'],
          ["mbed_app.json", '"0x1E0000"', '"0x1C0000"'],
        ],
        finds: [["TARGET_NUCLEO_F429ZI/system_stm32f4xx.c", "#define VECT_TAB_OFFSET", "vector-table-offset"]],
      },
      {
        what: "the size passes the end of flash",
        edits: [["mbed_app.json", '"0x1E0000"', '"0x200000"']],
        finds: [["mbed_app.json", '"0x200000"', "region-exceeds-memory"]],
      },
      {
        what: "a start inside a sector",
        edits: [
          ["mbed_app.json", '"0x08020000"', '"0x08030000"'],
          ["mbed_app.json", '"0x1E0000"', '"0x1D0000"'],
          ["TARGET_NUCLEO_F429ZI/system_stm32f4xx.c", "0x20000", "0x30000"],
        ],
        finds: [["mbed_app.json", '"0x08030000"', "erase-unit-shared"]],
      },
    ],
  },
  {
    name: "K64F with vectors, flash configuration and text in regions of their own",
    files: {
      "mbed_app.json":
        '{ "target_overrides": { "K64F": { "target.mbed_app_start": "0x20000", "target.mbed_app_size": "0xE0000" } } }\n',
      "TARGET_K64F/TOOLCHAIN_GCC_ARM/MK64FN1M0xxx12.ld": k64fScript,
    },
    layout: ["? 20000 20000 100000"],
    mistakes: [],
  },
  {
    name: "managed bootloader with header and offsets",
    files: {
      "mbed_app.json":
        '{\n  "target_overrides": {\n    "NUCLEO_F429ZI": {\n      "target.bootloader_img": "boot/boot.bin",\n      "target.header_offset": "0x8000",\n      "target.header_format": [["magic", "const", "32be", "0x5a51b3d4"], ["size", "size", "64be", ["application"]]],\n      "target.app_offset": "0x8400"\n    }\n  }\n}\n',
      "boot/boot.bin": new Uint8Array(0x7f00),
      "main.cpp": "int main() {}\n",
    },
    layout: ["boot.bin 8000000 8000000 8007f00", "? 8008000 8008400 8200000"],
    mistakes: [
      {
        what: "the header lies in the bootloader's last sector",
        edits: [["mbed_app.json", '"0x8000"', '"0x4000"']],
        finds: [["mbed_app.json", '"0x4000"', "image-overlap"]],
      },
      {
        what: "absolute addresses where the tools count from ROM",
        edits: [["mbed_app.json", '"0x8400"', '"0x08008400"']],
        finds: [["mbed_app.json", '"0x08008400"', "mbed-value"]],
      },
      {
        what: "an integer where the tools want a text",
        // Without the image the offsets have to go, too: the tools crash on a limit and an offset.
        edits: [
          ["mbed_app.json", '"target.bootloader_img": "boot/boot.bin"', '"target.restrict_size": 65536'],
          ["mbed_app.json", '      "target.header_offset": "0x8000",\n', ""],
          ["mbed_app.json", ',\n      "target.app_offset": "0x8400"', ""],
        ],
        finds: [["mbed_app.json", "65536", "mbed-value"]],
      },
      {
        what: "the image is not there",
        edits: [["mbed_app.json", "boot/boot.bin", "boot/bootloader.bin"]],
        finds: [["mbed_app.json", "boot/bootloader.bin", "bootloader-image-missing"]],
        unfixable: true,
      },
      {
        what: "managed and unmanaged keys",
        edits: [["mbed_app.json", '"target.app_offset": "0x8400"', '"target.mbed_app_start": "0x08008400"']],
        finds: [["mbed_app.json", "target.mbed_app_start", "mbed-key-conflict"]],
        renames: ["target.mbed_app_start", "target.app_offset"],
      },
    ],
  },
  {
    name: "Pelion: update-client keys are C text",
    files: {
      "bootloader/mbed_app.json":
        '{ "macros": ["MBED_CLOUD_CLIENT"], "target_overrides": { "*": { "target.restrict_size": "0x8000", "update-client.storage-address": "(1024*1024*64)", "update-client.application-details": "(MBED_CONF_MBED_BOOTLOADER_BOOTLOADER_SIZE + 0x08000000)", "mbed-bootloader.max-application-size": "(2048*1024)" }, "NUCLEO_F429ZI": { "update-client.bootloader-details": "0x080074D0" } } }\n',
      "application/mbed_app.json":
        '{ "target_overrides": { "NUCLEO_F429ZI": { "target.app_offset": "0x8400", "target.header_offset": "0x8000" } } }\n',
    },
    layout: ["bootloader 8000000 8000000 8008000"],
    mistakes: [],
  },
  {
    name: "Portenta: own M7 variant, bootloader in the factory",
    files: {
      "variants/PORTENTA_H7_M7/linker_script.ld":
        "MEMORY\n{\n  FLASH (rx) : ORIGIN = 0x8040000, LENGTH = 0xC0000\n  RAM (xrw) : ORIGIN = 0x24000000, LENGTH = 512K\n}\nSECTIONS { .text : { KEEP(*(.isr_vector)) *(.text*) } > FLASH }\n",
      "variants/PORTENTA_H7_M7/conf/mbed_app.json":
        '{\n  "target_overrides": {\n    "PORTENTA_H7_M7": {\n      "target.mbed_app_start": "0x8040000",\n      "target.mbed_app_size": "0xC0000"\n    }\n  }\n}\n',
      "variants/PORTENTA_H7_M7/variant.cpp": "const uint32_t bootloader_size = 0x40000;\n",
    },
    layout: ["factory bootloader 8000000 8000000 8040000"],
    mistakes: [
      {
        what: "mbed_app.json ends the application elsewhere",
        edits: [["variants/PORTENTA_H7_M7/conf/mbed_app.json", '"0xC0000"', '"0xE0000"']],
        finds: [
          ["variants/PORTENTA_H7_M7/linker_script.ld", "LENGTH = 0xC0000", "application-end-mismatch"],
          ["variants/PORTENTA_H7_M7/conf/mbed_app.json", '"0xE0000"', "application-end-mismatch"],
        ],
      },
      {
        what: "everything was moved in front of where the factory bootloader jumps",
        edits: [
          [
            "variants/PORTENTA_H7_M7/linker_script.ld",
            "ORIGIN = 0x8040000, LENGTH = 0xC0000",
            "ORIGIN = 0x8020000, LENGTH = 0xE0000",
          ],
          ["variants/PORTENTA_H7_M7/conf/mbed_app.json", '"0x8040000"', '"0x8020000"'],
          ["variants/PORTENTA_H7_M7/conf/mbed_app.json", '"0xC0000"', '"0xE0000"'],
        ],
        finds: [
          ["variants/PORTENTA_H7_M7/linker_script.ld", "ORIGIN = 0x8020000", "application-start-mismatch"],
          ["variants/PORTENTA_H7_M7/conf/mbed_app.json", '"0x8020000"', "application-start-mismatch"],
        ],
      },
    ],
  },
  {
    name: "STM32 bootloader in C++ before a Mbed application with mbed_app_start",
    files: {
      "bootloader/STM32F746ZGTx_FLASH.ld":
        "MEMORY\n{\n  RAM (xrw) : ORIGIN = 0x20000000, LENGTH = 320K\n  FLASH (rx) : ORIGIN = 0x8000000, LENGTH = 64K\n}\nSECTIONS { .isr_vector : { KEEP(*(.isr_vector)) } >FLASH .text : { *(.text) } >FLASH }\n",
      "bootloader/main.c": jumpCode("#define APPLICATION_START_ADDRESS 0x08010000", "APPLICATION_START_ADDRESS"),
      "application/mbed_app.json":
        '{ "target_overrides": { "NUCLEO_F746ZG": { "target.mbed_app_start": "0x08010000" } } }\n',
      "application/main.cpp": "int main() {}\n",
    },
    layout: ["bootloader 8000000 8000000 8010000"],
    mistakes: [
      {
        what: "mbed_app.json has another start",
        edits: [["application/mbed_app.json", '"0x08010000"', '"0x08020000"']],
        finds: [
          ["application/mbed_app.json", '"0x08020000"', "application-start-mismatch"],
          ["bootloader/main.c", "#define APPLICATION_START_ADDRESS", "application-start-mismatch"],
        ],
      },
    ],
  },
];
