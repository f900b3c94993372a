import { cubeScript, jumpCode, newSystemFile, oldSystemFile, type Style } from "./style";

const plain = (flash: string, length: string, ram = "20K"): string =>
  `MEMORY\n{\n  FLASH (rx) : ORIGIN = ${flash}, LENGTH = ${length}\n  RAM (rwx) : ORIGIN = 0x20000000, LENGTH = ${ram}\n}\nSECTIONS\n{\n  .isr_vector : { KEEP(*(.isr_vector)) } >FLASH\n  .text : { *(.text*) } >FLASH\n}\n`;

const declared = (more = ""): string => `{
  "sets": [
    {
      "name": "node",
      "device": "STM32G0B1RET6",
      "images": [
        { "name": "bootloader", "folder": "fw/a", "linkerScript": "fw/a/flash.ld" },
        { "name": "application", "folder": "fw/b", "linkerScript": "fw/b/flash.ld"${more} }
      ]
    }
  ]
}
`;

export const otherProjects: readonly Style[] = [
  {
    name: "Rust: embassy-boot with memory.x",
    files: {
      "Cargo.toml": '[workspace]\nmembers = ["bootloader", "application"]\n',
      "bootloader/Cargo.toml": '[dependencies]\nembassy-stm32 = { features = ["stm32f303re"] }\n',
      "bootloader/memory.x": `MEMORY
{
  /* NOTE 1 K = 1 KiBi = 1024 bytes */
  FLASH                             : ORIGIN = 0x08000000, LENGTH = 24K
  BOOTLOADER_STATE                  : ORIGIN = 0x08006000, LENGTH = 4K
  ACTIVE                            : ORIGIN = 0x08008000, LENGTH = 32K
  DFU                               : ORIGIN = 0x08010000, LENGTH = 36K
  RAM                         (rwx) : ORIGIN = 0x20000008, LENGTH = 32K
}

__bootloader_state_start = ORIGIN(BOOTLOADER_STATE) - ORIGIN(FLASH);
__bootloader_active_start = ORIGIN(ACTIVE) - ORIGIN(FLASH);
`,
      "bootloader/src/main.rs": "fn main() {}\n",
      "application/Cargo.toml": "",
      "application/memory.x":
        "MEMORY\n{\n  FLASH                             : ORIGIN = 0x08008000, LENGTH = 32K\n  BOOTLOADER_STATE                  : ORIGIN = 0x08006000, LENGTH = 4K\n  RAM                         (rwx) : ORIGIN = 0x20000008, LENGTH = 32K\n}\n",
    },
    layout: ["bootloader 8000000 8000000 8006000", "application 8008000 8008000 8010000"],
    mistakes: [
      {
        what: "the application begins in the bootloader",
        edits: [["bootloader/memory.x", "ORIGIN = 0x08000000, LENGTH = 24K", "ORIGIN = 0x08000000, LENGTH = 40K"]],
        finds: [["bootloader/memory.x", "LENGTH = 40K", "image-overlap"]],
      },
    ],
  },
  {
    name: "Zephyr with MCUboot: nothing to read but an overlay",
    files: {
      "CMakeLists.txt": "find_package(Zephyr REQUIRED)\nproject(app)\n",
      "prj.conf": "CONFIG_BOOTLOADER_MCUBOOT=y\n",
      "boards/nucleo_f429zi.overlay":
        '/ { chosen { zephyr,code-partition = &slot0_partition; }; };\n&flash0 { partitions { slot0_partition: partition@20000 { label = "image-0"; reg = <0x20000 0x60000>; }; }; };\n',
      "src/main.c": "#define APP_IMAGE_OFFSET 0x400\nint main(void) { return 0; }\n",
      "linker/custom.ld":
        "#include <zephyr/linker/sections.h>\n#include <zephyr/linker/linker-defs.h>\nMEMORY\n{\n  FLASH (rx) : ORIGIN = ROM_ADDR, LENGTH = ROM_SIZE\n  RAM (wx) : ORIGIN = RAM_ADDR, LENGTH = RAM_SIZE\n}\nSECTIONS { rom_start : { KEEP(*(.vectors)) } > FLASH }\n",
    },
    layout: ["? ? ? ?"],
    mistakes: [],
  },
  {
    name: "a repository of examples for unrelated boards",
    files: {
      "examples/f103/blink.ld": plain("0x08000000", "64K"),
      "examples/f103/Makefile": "-DSTM32F103xB\n",
      "examples/f407/app.ld": plain("0x08010000", "960K", "128K"),
      "examples/f407/Makefile": "-DSTM32F407xx\n",
      "examples/l0/main.ld": plain("0x08000000", "64K", "8K"),
      "examples/l0/system_stm32l0xx.c": newSystemFile("l0", false, "0x00000000U"),
      "examples/lpc/link.ld":
        "MEMORY { rom (rx) : ORIGIN = 0x0, LENGTH = 512K ram (rwx) : ORIGIN = 0x10000000, LENGTH = 32K }\nSECTIONS { .text : { KEEP(*(.isr_vector)) *(.text*) } > rom }\n",
      "examples/riscv/link.ld":
        "OUTPUT_ARCH(riscv)\nMEMORY { flash (rxai!w) : ORIGIN = 0x20400000, LENGTH = 512M ram (wxa!ri) : ORIGIN = 0x80000000, LENGTH = 16K }\nSECTIONS { .text : { *(.text) } >flash }\n",
      "tools/bootloader/stm32f411.ld": plain("0x08000000", "16K", "128K"),
      "tools/bootloader/main.c": "#define APP_ADDRESS 0x08004000\n",
    },
    layout: ["f103 8000000 8000000 8010000", "f407 8010000 8010000 8100000", "bootloader 8000000 8000000 8004000"],
    mistakes: [],
  },
  {
    name: "dual slots: two applications and a bootloader",
    files: {
      "bootloader/boot.ld": plain("0x08000000", "32K", "128K"),
      "bootloader/main.c":
        "#define SLOT_A_ADDRESS 0x08008000\n#define SLOT_B_ADDRESS 0x08080000\n#define APP_A_START SLOT_A_ADDRESS\n",
      "app/Makefile": "-DSTM32F407xx\n",
      "app/slot_a.ld": plain("0x08008000", "480K", "128K"),
      "app/slot_b.ld": plain("0x08080000", "512K", "128K"),
      "app/system_stm32f4xx.c": oldSystemFile("f4", "0x8000"),
    },
    layout: ["bootloader 8000000 8000000 8008000"],
    mistakes: [],
  },
  {
    name: "bootsmith.json names the images, and the header",
    files: {
      "bootsmith.json": declared(', "header": { "size": "0x200" }'),
      "fw/a/flash.ld": plain("0x08000000", "32K", "144K"),
      "fw/a/main.c":
        "#define APP_START_ADDR 0x08008000\n#define APP_HEADER_LEN 512\nvoid j(void) { go(APP_START_ADDR + APP_HEADER_LEN); }\n",
      "fw/b/flash.ld": plain("0x08008200", "479K", "144K"),
      "fw/b/system_stm32g0xx.c": newSystemFile("g0", true, "0x00008200U"),
    },
    layout: ["bootloader 8000000 8000000 8008000", "application 8008000 8008200 807fe00"],
    mistakes: [
      {
        what: "bootsmith.json has another header",
        edits: [["bootsmith.json", "0x200", "0x400"]],
        finds: [["bootsmith.json", '"0x400"', "header-size-mismatch"]],
      },
      {
        what: "the table lies where the core cannot take it",
        edits: [
          ["bootsmith.json", "0x200", "0x280"],
          ["fw/a/main.c", "512", "640"],
          ["fw/b/flash.ld", "0x08008200", "0x08008280"],
          ["fw/b/system_stm32g0xx.c", "0x00008200U", "0x00008280U"],
        ],
        finds: [["fw/b/flash.ld", "0x08008280", "vector-table-alignment"]],
      },
    ],
  },
  {
    name: "bootsmith.json names folders only",
    files: {
      "bootsmith.json":
        '{ "sets": [ { "name": "n", "device": "STM32F746ZG", "images": [ { "name": "bootloader", "folder": "b" }, { "name": "application", "folder": "a" } ] } ] }',
      "b/STM32F746ZGTX_FLASH.ld": cubeScript("STM32F746ZGTx", "0x08000000", "64K", "320K"),
      "b/STM32F746ZGTX_RAM.ld": cubeScript("STM32F746ZGTx", "0x08000000", "1024K", "320K").replaceAll(">FLASH", ">RAM"),
      "a/STM32F746ZGTX_FLASH.ld": cubeScript("STM32F746ZGTx", "0x08010000", "960K", "320K"),
      "a/system_stm32f7xx.c": oldSystemFile("f7", "0x10000"),
    },
    layout: ["bootloader 8000000 8000000 8010000", "application 8010000 8010000 8100000"],
    mistakes: [
      {
        what: "the bootloader is larger than its place",
        edits: [["b/STM32F746ZGTX_FLASH.ld", "LENGTH = 64K", "LENGTH = 96K"]],
        finds: [["b/STM32F746ZGTX_FLASH.ld", "LENGTH = 96K", "image-overlap"]],
      },
    ],
  },
  {
    name: "flash through the ITCM of an F7",
    files: {
      "app/STM32F746ZGTX.ld": plain("0x00210000", "960K", "320K"),
      "app/Makefile": "-DSTM32F746xx\n",
    },
    layout: ["app 210000 210000 300000"],
    mistakes: [],
  },
  {
    name: "constants that are about other things",
    files: {
      "bootloader/boot.ld": plain("0x08000000", "32K", "128K"),
      "bootloader/Makefile": "-DSTM32F407xx\n",
      "bootloader/main.c": `${jumpCode("#define APP_ADDRESS 0x08008000", "APP_ADDRESS")}
#define APP_INFO_ADDRESS   0x08007800
#define APP_CRC_ADDR       0x080FFFFC
#define APP_END_ADDRESS    0x08080000
#define APP_BACKUP_START   0x08080000
#define FW_UPDATE_ADDRESS  0x080A0000
#define FIRMWARE_IMAGE_OFFSET 0x1000 /* in the external flash */
#define IMAGE_BASE         0x90000000
#define APP_PARAM_START    0x080E0000
#define LOGO_IMAGE_ADDR    0x080C0000
#define USB_HEADER_SIZE    8
#define MSG_HEADER_SIZE    12
#define HEADER_SIZE        4
#define APP_RAM_START      0x20000000
#define APP_STACK_ADDR     0x2001FFFC
#define FIRMWARE_VERSION_ADDRESS 0x08007F00
#define NEW_FW_START       0x080A0000
`,
      "application/app.ld": plain("0x08008000", "480K", "128K"),
      "application/main.c":
        "#define PACKET_HEADER_LEN 5\n#define FW_HEADER_SIZE 16 /* of the update protocol */\nint main(void) { SCB->VTOR = SRAM_BASE; }\n",
    },
    layout: ["bootloader 8000000 8000000 8008000", "application 8008000 8008000 8080000"],
    mistakes: [],
  },
  {
    name: "the bootloader sets its own VTOR in main",
    files: {
      "bootloader/boot.ld": plain("0x08000000", "32K", "128K"),
      "bootloader/Makefile": "-DSTM32F407xx\n",
      "bootloader/main.c":
        "void init(void) { SCB->VTOR = FLASH_BASE; }\nvoid jump(uint32_t to) { SCB->VTOR = to; }\n#define APP_ADDRESS 0x08008000\n",
      "application/app.ld": plain("0x08008000", "480K", "128K"),
      "application/system_stm32f4xx.c": newSystemFile("f4", false, "0x00000000U"),
    },
    layout: ["bootloader 8000000 8000000 8008000", "application 8008000 8008000 8080000"],
    mistakes: [],
  },
  {
    name: "two stages: a first-stage and a second-stage bootloader",
    files: {
      "stage1_bootloader/l.ld": plain("0x08000000", "16K", "128K"),
      "stage2_bootloader/l.ld": plain("0x08004000", "48K", "128K"),
      "stage2_bootloader/main.c": "#define APP_ADDRESS 0x08010000\n",
      "stage1_bootloader/main.c": "#define APP_ADDRESS 0x08004000\n",
      "application/l.ld": plain("0x08010000", "448K", "128K"),
    },
    layout: ["application 8010000 8010000 8080000"],
    mistakes: [],
  },
  {
    name: "a bootloader and an application side by side, for different chips",
    files: {
      "bootloader-f1/STM32F103C8.ld": plain("0x08000000", "64K"),
      "bootloader-f1/main.c": "#define APP_ADDRESS 0x08002000\n",
      "app-l4/STM32L476RG.ld": plain("0x08000000", "1024K", "96K"),
    },
    layout: ["bootloader-f1 8000000 8000000 8010000", "app-l4 8000000 8000000 8100000"],
    mistakes: [],
  },
  {
    name: "a template with placeholders",
    files: {
      "scripts/flash.ld.in":
        "MEMORY\n{\n  FLASH (rx) : ORIGIN = @FLASH_ORIGIN@, LENGTH = ${FLASH_LENGTH}\n  RAM (rwx) : ORIGIN = 0x20000000, LENGTH = 20K\n}\n",
      "scripts/other.ld.in":
        "MEMORY\n{\n{% for region in regions %}\n  {{ region.name }} : ORIGIN = {{ region.origin }}, LENGTH = {{ region.length }}\n{% endfor %}\n}\n",
    },
    layout: [],
    mistakes: [],
  },
  {
    name: "origin from --defsym that nobody in sight gives",
    files: {
      "app/app.ld": plain("APP_ORIGIN", "__flash_size"),
      "app/Makefile":
        "LDFLAGS += -Wl,--defsym=APP_ORIGIN=$(ORIGIN)\nCFLAGS += -DVECT_TAB_OFFSET=$(OFFSET) -DSTM32F103xB\n",
      "app/system_stm32f1xx.c": oldSystemFile("f1", "0x0"),
    },
    layout: ["app ? ? ?"],
    mistakes: [],
  },
];
