import { cubeScript, jumpCode, newSystemFile, oldSystemFile, type Style } from "./style";

const memory = (entries: string): string => `MEMORY
{
${entries}
}
SECTIONS
{
  .isr_vector : { KEEP(*(.isr_vector)) } > FLASH
  .text : { *(.text*) *(.rodata*) } > FLASH
  .data : { *(.data*) } > RAM AT > FLASH
  .bss : { *(.bss*) } > RAM
}
`;

export const makeProjects: readonly Style[] = [
  {
    name: "Makefile gives -DVECT_TAB_OFFSET, F411",
    files: {
      "bootloader/Makefile": "C_DEFS = -DUSE_HAL_DRIVER -DSTM32F411xE\nLDSCRIPT = STM32F411CEUx_FLASH.ld\n",
      "bootloader/STM32F411CEUx_FLASH.ld": cubeScript("STM32F411CEUx", "0x8000000", "16K"),
      "bootloader/Src/main.c": jumpCode("#define APP_START 0x08004000", "APP_START"),
      "bootloader/Src/system_stm32f4xx.c": newSystemFile("f4", false, "0x00000000U"),
      "app/Makefile":
        "C_DEFS =  \\\n-DUSE_HAL_DRIVER \\\n-DSTM32F411xE \\\n-DUSER_VECT_TAB_ADDRESS \\\n-DVECT_TAB_OFFSET=0x4000\n",
      "app/STM32F411CEUx_FLASH.ld": cubeScript("STM32F411CEUx", "0x8004000", "496K"),
      "app/Src/system_stm32f4xx.c": newSystemFile("f4", false, "0x00000000U"),
    },
    layout: ["bootloader 8000000 8000000 8004000", "app 8004000 8004000 8080000"],
    mistakes: [
      {
        what: "the Makefile's offset is another one",
        edits: [["app/Makefile", "VECT_TAB_OFFSET=0x4000", "VECT_TAB_OFFSET=0x8000"]],
        finds: [["app/Makefile", "-DVECT_TAB_OFFSET=0x8000", "vector-table-offset"]],
      },
      {
        what: "the Makefile does not switch relocation on",
        edits: [["app/Makefile", "-DUSER_VECT_TAB_ADDRESS \\\n-DVECT_TAB_OFFSET=0x4000", "-DNDEBUG"]],
        finds: [["app/Src/system_stm32f4xx.c", "/* #define USER_VECT_TAB_ADDRESS */", "vector-table-not-relocated"]],
        unfixable: true,
      },
    ],
  },
  {
    name: "one Makefile above both images, scripts in ld/, sources in src/",
    files: {
      Makefile:
        "CFLAGS += -DSTM32F103xB\nboot: LD = ld/bootloader.ld\napp: LD = ld/application.ld\napp: CFLAGS += -DVECT_TAB_OFFSET=0x2000\n",
      "ld/bootloader.ld": memory(
        "  FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 8K\n  RAM (rwx) : ORIGIN = 0x20000000, LENGTH = 20K",
      ),
      "ld/application.ld": memory(
        "  FLASH (rx) : ORIGIN = 0x08002000, LENGTH = 120K\n  RAM (rwx) : ORIGIN = 0x20000000, LENGTH = 20K",
      ),
      "src/bootloader/main.c": jumpCode("#define APP_BASE (0x08002000UL)", "APP_BASE"),
      "src/application/main.c": "int main(void) { for (;;) {} }\n",
      "src/common/system_stm32f1xx.c": oldSystemFile("f1", "0x00000000U")
        .replace("#define VECT_TAB_OFFSET", "#ifndef VECT_TAB_OFFSET\n#define VECT_TAB_OFFSET")
        .replace("0x200. */\n\nuint32_t", "0x200. */\n#endif\n\nuint32_t"),
    },
    layout: ["bootloader 8000000 8000000 8002000", "application 8002000 8002000 8020000"],
    mistakes: [
      {
        what: "the bootloader's constant is another one",
        edits: [["src/bootloader/main.c", "0x08002000UL", "0x08004000UL"]],
        finds: [
          ["src/bootloader/main.c", "#define APP_BASE", "application-start-mismatch"],
          ["ld/application.ld", "ORIGIN = 0x08002000", "application-start-mismatch"],
        ],
      },
      {
        what: "the two images lie over each other",
        edits: [["ld/bootloader.ld", "LENGTH = 8K", "LENGTH = 16K"]],
        finds: [["ld/bootloader.ld", "LENGTH = 16K", "image-overlap"]],
      },
    ],
  },
  {
    name: "CMake with compile definitions, F429",
    files: {
      "CMakeLists.txt":
        "cmake_minimum_required(VERSION 3.20)\nproject(node C ASM)\nadd_compile_definitions(STM32F429xx USE_HAL_DRIVER)\nadd_subdirectory(bootloader)\nadd_subdirectory(application)\n",
      "bootloader/CMakeLists.txt":
        "add_executable(bootloader src/main.c src/system_stm32f4xx.c)\ntarget_link_options(bootloader PRIVATE -T${CMAKE_CURRENT_SOURCE_DIR}/stm32f429.ld)\n",
      "bootloader/stm32f429.ld": memory(
        "  FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 128K\n  RAM (rwx) : ORIGIN = 0x20000000, LENGTH = 192K",
      ),
      "bootloader/src/main.cpp":
        "constexpr std::uint32_t kApplicationBase{0x08020000};\nvoid jump() { auto v = reinterpret_cast<uint32_t *>(kApplicationBase); SCB->VTOR = kApplicationBase; }\n",
      "bootloader/src/system_stm32f4xx.c": newSystemFile("f4", false, "0x00000000U"),
      "application/CMakeLists.txt":
        "add_executable(application src/main.c src/system_stm32f4xx.c)\ntarget_compile_definitions(application PRIVATE\n  USER_VECT_TAB_ADDRESS\n  VECT_TAB_OFFSET=0x20000\n)\n",
      "application/stm32f429.ld": memory(
        "  FLASH (rx) : ORIGIN = 0x08020000, LENGTH = 1920K\n  RAM (rwx) : ORIGIN = 0x20000000, LENGTH = 192K\n  CCMRAM (rw) : ORIGIN = 0x10000000, LENGTH = 64K",
      ),
      "application/src/system_stm32f4xx.c": newSystemFile("f4", false, "0x00000000U"),
    },
    layout: ["bootloader 8000000 8000000 8020000", "application 8020000 8020000 8200000"],
    mistakes: [
      {
        what: "CMake gives another offset",
        edits: [["application/CMakeLists.txt", "VECT_TAB_OFFSET=0x20000", "VECT_TAB_OFFSET=0x40000"]],
        finds: [["application/CMakeLists.txt", "VECT_TAB_OFFSET=0x40000", "vector-table-offset"]],
      },
      {
        what: "the constexpr is another one",
        edits: [["bootloader/src/main.cpp", "0x08020000", "0x08040000"]],
        finds: [["bootloader/src/main.cpp", "0x08040000", "application-start-mismatch"]],
      },
    ],
  },
  {
    name: "PlatformIO with an offset in two environments",
    files: {
      "platformio.ini":
        "[env]\nplatform = ststm32\nframework = arduino\n\n[env:bare]\nboard = bluepill_f103c8\n\n[env:dfu]\nboard = bluepill_f103c8\nboard_upload.offset_address = 0x08002000\nbuild_flags = -D VECT_TAB_OFFSET=0x2000 -DUSBCON\n",
      "src/main.cpp": "#include <Arduino.h>\nvoid setup() {}\nvoid loop() {}\n",
      "ldscript.ld": memory(
        "  FLASH (rx) : ORIGIN = 0x08002000, LENGTH = 56K\n  RAM (rwx) : ORIGIN = 0x20000000, LENGTH = 20K",
      ),
    },
    layout: ["? 8002000 8002000 8010000"],
    mistakes: [],
  },
  {
    name: "libopencm3: script with rom and ram, SCB_VTOR",
    files: {
      "bootloader/Makefile": "DEVICE = stm32f103c8t6\nOPENCM3_DIR = ../libopencm3\n",
      "bootloader/stm32f103c8-boot.ld":
        "/* Define memory regions. */\nMEMORY\n{\n\trom (rx) : ORIGIN = 0x08000000, LENGTH = 8K\n\tram (rwx) : ORIGIN = 0x20000000, LENGTH = 20K\n}\nINCLUDE cortex-m-generic.ld\n",
      "bootloader/main.c":
        "#include <libopencm3/cm3/scb.h>\n#define APP_ADDRESS 0x08002000\nint main(void) { if ((*(volatile uint32_t *)APP_ADDRESS & 0x2FFE0000) == 0x20000000) { SCB_VTOR = APP_ADDRESS & 0xFFFF; } }\n",
      "app/Makefile": "DEVICE = stm32f103c8t6\n",
      "app/stm32f103c8-app.ld":
        "MEMORY\n{\n\trom (rx) : ORIGIN = 0x08002000, LENGTH = 56K\n\tram (rwx) : ORIGIN = 0x20000000, LENGTH = 20K\n}\nINCLUDE cortex-m-generic.ld\n",
      "app/main.c": "int main(void) { for (;;) ; }\n",
    },
    layout: ["bootloader 8000000 8000000 8002000", "app 8002000 8002000 8010000"],
    mistakes: [
      {
        what: "the application is linked elsewhere",
        edits: [["app/stm32f103c8-app.ld", "0x08002000, LENGTH = 56K", "0x08003000, LENGTH = 52K"]],
        finds: [
          ["app/stm32f103c8-app.ld", "0x08003000", "application-start-mismatch"],
          ["bootloader/main.c", "#define APP_ADDRESS", "application-start-mismatch"],
        ],
      },
    ],
  },
  {
    name: "SPL: NVIC_SetVectorTable in main",
    files: {
      "IAP/stm32f10x_flash.ld": memory(
        "  FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 12K\n  RAM (rwx) : ORIGIN = 0x20000000, LENGTH = 64K",
      ),
      "IAP/Makefile": "DEFS = -DSTM32F10X_HD -DUSE_STDPERIPH_DRIVER\n",
      "IAP/inc/common.h":
        "#define ApplicationAddress    0x8003000\n#define PAGE_SIZE                         (0x800)\n",
      "IAP/src/main.c":
        '#include "common.h"\nint main(void) { JumpAddress = *(__IO uint32_t*) (ApplicationAddress + 4); }\n',
      "IAP/src/system_stm32f10x.c": oldSystemFile("f10x", "0x0"),
      "app/stm32f10x_flash.ld": memory(
        "  FLASH (rx) : ORIGIN = 0x08003000, LENGTH = 500K\n  RAM (rwx) : ORIGIN = 0x20000000, LENGTH = 64K",
      ),
      "app/Makefile": "DEFS = -DSTM32F10X_HD -DUSE_STDPERIPH_DRIVER\n",
      "app/src/main.c": "int main(void) {\n  NVIC_SetVectorTable(NVIC_VectTab_FLASH, 0x3000);\n  for (;;) {}\n}\n",
      "app/src/system_stm32f10x.c": oldSystemFile("f10x", "0x0"),
    },
    layout: ["IAP 8000000 8000000 8003000", "app 8003000 8003000 8080000"],
    mistakes: [
      {
        what: "main sets another table",
        edits: [["app/src/main.c", "NVIC_VectTab_FLASH, 0x3000", "NVIC_VectTab_FLASH, 0x4000"]],
        finds: [
          ["app/src/main.c", "NVIC_SetVectorTable", "vector-table-offset"],
          ["app/src/system_stm32f10x.c", "#define VECT_TAB_OFFSET", "vector-table-offset"],
        ],
      },
    ],
  },
  {
    name: "the application sets VTOR from a linker symbol",
    files: {
      "boot/boot.ld": memory(
        "  FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 32K\n  RAM (rwx) : ORIGIN = 0x20000000, LENGTH = 96K",
      ),
      "boot/main.c": jumpCode("#define FLASH_APP_ADDR 0x08008000UL", "FLASH_APP_ADDR"),
      "app/STM32F401RETx.ld": memory(
        "  FLASH (rx) : ORIGIN = 0x08008000, LENGTH = 480K\n  RAM (rwx) : ORIGIN = 0x20000000, LENGTH = 96K",
      ),
      "app/main.c": "extern uint32_t g_pfnVectors[];\nint main(void) { SCB->VTOR = (uint32_t)g_pfnVectors; }\n",
      "app/system_stm32f4xx.c": oldSystemFile("f4", "0x00"),
    },
    layout: ["boot 8000000 8000000 8008000", "app 8008000 8008000 8080000"],
    mistakes: [
      {
        what: "the bootloader is made larger than its place",
        edits: [["boot/boot.ld", "LENGTH = 32K", "LENGTH = 64K"]],
        finds: [["boot/boot.ld", "LENGTH = 64K", "image-overlap"]],
      },
    ],
  },
  {
    name: "ORIGIN computed from sums, and from a symbol",
    files: {
      "bootloader/stm32f405.ld": memory(
        "  FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 64K\n  RAM (rwx) : ORIGIN = 0x20000000, LENGTH = 128K",
      ),
      "bootloader/Makefile": "CFLAGS = -DSTM32F405xx\n",
      "bootloader/main.c": jumpCode("#define APP_ADDR (0x08000000 + 64 * 1024)", "APP_ADDR"),
      "application/stm32f405.ld": `_app_start = 0x08010000;\n_flash_end = 0x08100000;\n${memory("  FLASH (rx) : ORIGIN = _app_start, LENGTH = _flash_end - _app_start\n  RAM (rwx) : ORIGIN = 0x20000000, LENGTH = 128K")}`,
      "application/system_stm32f4xx.c": oldSystemFile("f4", "0x10000"),
    },
    layout: ["bootloader 8000000 8000000 8010000", "application 8010000 8010000 8100000"],
    mistakes: [
      {
        what: "the symbol is another one",
        edits: [["application/stm32f405.ld", "_app_start = 0x08010000", "_app_start = 0x08020000"]],
        finds: [["application/stm32f405.ld", "ORIGIN = _app_start", "application-start-mismatch"]],
      },
      {
        what: "the bootloader's sum is another one",
        edits: [["bootloader/main.c", "64 * 1024", "128 * 1024"]],
        finds: [["bootloader/main.c", "#define APP_ADDR", "application-start-mismatch"]],
      },
    ],
  },
  {
    name: "ORIGIN = flash + 128K, offset constants in the bootloader",
    files: {
      "bl/Makefile": "CFLAGS = -DSTM32F767xx\n",
      "bl/bl.ld": memory(
        "  FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 128K\n  RAM (rwx) : ORIGIN = 0x20000000, LENGTH = 512K",
      ),
      "bl/config.h":
        "#define FLASH_START 0x08000000\n#define APP_OFFSET 0x20000\n#define APP_ADDRESS (FLASH_START + APP_OFFSET)\n",
      "bl/main.c": jumpCode('#include "config.h"', "APP_ADDRESS"),
      "fw/Makefile": "CFLAGS = -DSTM32F767xx\n",
      "fw/fw.ld": memory(
        "  FLASH (rx) : ORIGIN = 0x08000000 + 128K, LENGTH = 2048K - 128K\n  RAM (rwx) : ORIGIN = 0x20000000, LENGTH = 512K",
      ),
      "fw/system_stm32f7xx.c": oldSystemFile("f7", "(128 * 1024)"),
    },
    layout: ["bl 8000000 8000000 8020000", "fw 8020000 8020000 8200000"],
    mistakes: [
      {
        what: "the bootloader counts another offset",
        edits: [["bl/config.h", "APP_OFFSET 0x20000", "APP_OFFSET 0x40000"]],
        finds: [["bl/config.h", "#define APP_OFFSET", "application-start-mismatch"]],
      },
    ],
  },
  {
    name: "header region in the linker script, header constants in the bootloader",
    files: {
      "boot/STM32F446RETX.ld": memory(
        "  FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 32K\n  RAM (rwx) : ORIGIN = 0x20000000, LENGTH = 128K",
      ),
      "boot/app_image.h":
        "#define FW_IMAGE_ADDRESS   0x08008000\n#define FW_HEADER_SIZE     0x200\n#define FW_MAX_SIZE  (480 * 1024)\n",
      "boot/main.c":
        '#include "app_image.h"\nvoid jump(void) { uint32_t *v = (uint32_t *)(FW_IMAGE_ADDRESS + FW_HEADER_SIZE); SCB->VTOR = (uint32_t)v; }\n',
      "app/STM32F446RETX.ld": `MEMORY
{
  APP_HEADER (r) : ORIGIN = 0x08008000, LENGTH = 0x200
  FLASH (rx)     : ORIGIN = 0x08008200, LENGTH = 480K - 0x200
  RAM (rwx)      : ORIGIN = 0x20000000, LENGTH = 128K
}
SECTIONS
{
  .app_header : { KEEP(*(.app_header)) } > APP_HEADER
  .isr_vector : { KEEP(*(.isr_vector)) } > FLASH
  .text : { *(.text*) } > FLASH
}
`,
      "app/system_stm32f4xx.c": oldSystemFile("f4", "0x8200"),
    },
    layout: ["boot 8000000 8000000 8008000", "app 8008000 8008200 8080000"],
    mistakes: [
      {
        what: "the bootloader counts a longer header",
        edits: [["boot/app_image.h", "FW_HEADER_SIZE     0x200", "FW_HEADER_SIZE     0x400"]],
        finds: [["boot/app_image.h", "#define FW_HEADER_SIZE", "header-size-mismatch"]],
      },
      {
        what: "VECT_TAB_OFFSET forgets the header",
        edits: [["app/system_stm32f4xx.c", "0x8200", "0x8000"]],
        finds: [["app/system_stm32f4xx.c", "#define VECT_TAB_OFFSET", "vector-table-offset"]],
      },
      {
        what: "the header region lies in the middle of the code",
        edits: [["app/STM32F446RETX.ld", "ORIGIN = 0x08008000, LENGTH = 0x200", "ORIGIN = 0x08040000, LENGTH = 0x200"]],
        finds: [["app/STM32F446RETX.ld", "ORIGIN = 0x08040000", "application-start-mismatch"]],
      },
      {
        what: "the header region was moved without the rest",
        edits: [["app/STM32F446RETX.ld", "ORIGIN = 0x08008000, LENGTH = 0x200", "ORIGIN = 0x08007000, LENGTH = 0x200"]],
        finds: [["app/STM32F446RETX.ld", "ORIGIN = 0x08007000", "application-start-mismatch"]],
      },
    ],
  },
  {
    name: "header as a section inside FLASH",
    files: {
      "boot/STM32L433RCTX.ld": memory(
        "  FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 32K\n  RAM (rwx) : ORIGIN = 0x20000000, LENGTH = 48K",
      ),
      "boot/main.c":
        "#define APP_SLOT_ADDRESS 0x08008000U\n#define APP_HEADER_SIZE 0x200U\nvoid jump(void) { boot_jump(APP_SLOT_ADDRESS + APP_HEADER_SIZE); }\n",
      "app/STM32L433RCTX.ld": `MEMORY
{
  FLASH (rx)     : ORIGIN = 0x08008000, LENGTH = 224K
  RAM (rwx)      : ORIGIN = 0x20000000, LENGTH = 48K
}
SECTIONS
{
  .header : { KEEP(*(.header)) . = 0x200; } > FLASH
  .isr_vector : { KEEP(*(.isr_vector)) } > FLASH
  .text : { *(.text*) } > FLASH
}
`,
      "app/system_stm32l4xx.c": newSystemFile("l4", true, "0x00008200U"),
    },
    layout: ["boot 8000000 8000000 8008000", "app 8008000 8008200 8040000"],
    mistakes: [
      {
        what: "VECT_TAB_OFFSET forgets the header",
        edits: [["app/system_stm32l4xx.c", "0x00008200U", "0x00008000U"]],
        finds: [["app/system_stm32l4xx.c", "VECT_TAB_OFFSET         0x00008000U", "vector-table-offset"]],
      },
      {
        what: "the bootloader counts a longer header",
        edits: [["boot/main.c", "0x200U", "0x400U"]],
        finds: [["boot/main.c", "#define APP_HEADER_SIZE", "header-size-mismatch"]],
      },
      {
        what: "the slot is another one in the bootloader",
        edits: [["boot/main.c", "0x08008000U", "0x08010000U"]],
        finds: [["boot/main.c", "#define APP_SLOT_ADDRESS", "application-start-mismatch"]],
      },
    ],
  },
  {
    name: "header whose length only the link knows",
    files: {
      "boot/STM32F446RETX.ld": memory(
        "  FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 32K\n  RAM (rwx) : ORIGIN = 0x20000000, LENGTH = 128K",
      ),
      "app/STM32F446RETX.ld": `MEMORY
{
  FLASH (rx)     : ORIGIN = 0x08008000, LENGTH = 480K
  RAM (rwx)      : ORIGIN = 0x20000000, LENGTH = 128K
}
SECTIONS
{
  .text :
  {
    KEEP(*(.image_header))
    . = ALIGN(512);
    KEEP(*(.isr_vector))
    *(.text*)
  } > FLASH
}
`,
      "app/system_stm32f4xx.c": oldSystemFile("f4", "0x8200"),
    },
    layout: ["boot 8000000 8000000 8008000", "app 8008000 8008200 8080000"],
    mistakes: [],
  },
  {
    name: "an explicit address for the vector section",
    files: {
      "app/STM32F446RETX.ld": `MEMORY
{
  FLASH (rx)     : ORIGIN = 0x08008000, LENGTH = 480K
  RAM (rwx)      : ORIGIN = 0x20000000, LENGTH = 128K
}
SECTIONS
{
  .isr_vector ORIGIN(FLASH) + 0x200 : { KEEP(*(.isr_vector)) } > FLASH
  .text : { *(.text*) } > FLASH
}
`,
      "app/system_stm32f4xx.c": oldSystemFile("f4", "0x8200"),
    },
    layout: ["app 8008000 8008200 8080000"],
    mistakes: [],
  },
];
