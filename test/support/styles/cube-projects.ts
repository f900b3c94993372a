import { cubeScript, jumpCode, newSystemFile, oldSystemFile, type Style } from "./style";

const halSource = `#include "stm32f4xx_hal.h"
#define FLASH_USER_START_ADDR 0x08060000
#define APPLICATION_ADDRESS 0x08020000
void HAL_FLASH_Init(void) { SCB->VTOR = 0x08000000; }
`;

const ioc = (part: string): string =>
  `#MicroXplorer Configuration settings - do not modify\nFile.Version=6\nMcu.CPN=${part}T6\nMcu.Family=STM32F4\nMcu.Name=STM32F407V(E-G)Tx\nMcu.UserName=${part}Tx\n`;

const project = (name: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<projectDescription>\n\t<name>${name}</name>\n</projectDescription>\n`;

const cproject = (define: string): string => `<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<cproject storage_type_id="org.eclipse.cdt.core.XmlProjectDescriptionStorage">
	<option IS_BUILTIN_EMPTY="false" id="c.compiler.option.definedsymbols" valueType="definedSymbols">
		<listOptionValue builtIn="false" value="DEBUG"/>
		<listOptionValue builtIn="false" value="USE_HAL_DRIVER"/>
		<listOptionValue builtIn="false" value="STM32G474xx"/>
${define === "" ? "" : `		<listOptionValue builtIn="false" value="${define}"/>\n`}	</option>
</cproject>
`;

export const cubeProjects: readonly Style[] = [
  {
    name: "CubeIDE: Boot and Appli side by side, F407",
    files: {
      "Boot/.project": project("Boot"),
      "Boot/Boot.ioc": ioc("STM32F407VG"),
      "Boot/STM32F407VGTX_FLASH.ld": cubeScript("STM32F407VGTx", "0x8000000", "32K"),
      "Boot/STM32F407VGTX_RAM.ld": cubeScript("STM32F407VGTx", "0x8000000", "1024K").replaceAll(">FLASH", ">RAM"),
      "Boot/Core/Src/main.c": jumpCode("#define APPLICATION_ADDRESS   ((uint32_t)0x08008000)", "APPLICATION_ADDRESS"),
      "Boot/Core/Src/system_stm32f4xx.c": oldSystemFile("f4", "0x00"),
      "Boot/Drivers/STM32F4xx_HAL_Driver/Src/stm32f4xx_hal_flash.c": halSource,
      "Boot/Debug/Core/Src/subdir.mk": "arm-none-eabi-gcc -DDEBUG -DUSE_HAL_DRIVER -DSTM32F407xx -c\n",
      "Appli/.project": project("Appli"),
      "Appli/Appli.ioc": ioc("STM32F407VG"),
      "Appli/STM32F407VGTX_FLASH.ld": cubeScript("STM32F407VGTx", "0x8008000", "992K"),
      "Appli/STM32F407VGTX_RAM.ld": cubeScript("STM32F407VGTx", "0x8000000", "1024K").replaceAll(">FLASH", ">RAM"),
      "Appli/Core/Src/main.c": '#include "main.h"\nint main(void) { HAL_Init(); for (;;) {} }\n',
      "Appli/Core/Src/system_stm32f4xx.c": oldSystemFile("f4", "0x8000"),
      "Appli/Drivers/STM32F4xx_HAL_Driver/Src/stm32f4xx_hal_flash.c": halSource,
    },
    layout: ["Boot 8000000 8000000 8008000", "Appli 8008000 8008000 8100000"],
    mistakes: [
      {
        what: "VECT_TAB_OFFSET was forgotten",
        edits: [["Appli/Core/Src/system_stm32f4xx.c", "VECT_TAB_OFFSET  0x8000", "VECT_TAB_OFFSET  0x00"]],
        finds: [["Appli/Core/Src/system_stm32f4xx.c", "#define VECT_TAB_OFFSET", "vector-table-offset"]],
      },
      {
        what: "the bootloader jumps elsewhere",
        edits: [["Boot/Core/Src/main.c", "0x08008000", "0x08010000"]],
        finds: [["Boot/Core/Src/main.c", "#define APPLICATION_ADDRESS", "application-start-mismatch"]],
      },
      {
        what: "the bootloader is as large as the whole flash",
        edits: [["Boot/STM32F407VGTX_FLASH.ld", "LENGTH = 32K", "LENGTH = 1024K"]],
        finds: [["Boot/STM32F407VGTX_FLASH.ld", "LENGTH = 1024K", "image-overlap"]],
      },
      {
        what: "the application keeps the whole flash as length",
        edits: [["Appli/STM32F407VGTX_FLASH.ld", "LENGTH = 992K", "LENGTH = 1024K"]],
        finds: [["Appli/STM32F407VGTX_FLASH.ld", "LENGTH = 1024K", "region-exceeds-memory"]],
      },
      {
        what: "the application begins inside the bootloader's sector",
        edits: [
          ["Boot/STM32F407VGTX_FLASH.ld", "LENGTH = 32K", "LENGTH = 24K"],
          ["Boot/Core/Src/main.c", "0x08008000", "0x08006000"],
          [
            "Appli/STM32F407VGTX_FLASH.ld",
            "ORIGIN = 0x8008000,   LENGTH = 992K",
            "ORIGIN = 0x8006000,   LENGTH = 1000K",
          ],
          ["Appli/Core/Src/system_stm32f4xx.c", "0x8000 ", "0x6000 "],
        ],
        finds: [["Appli/STM32F407VGTX_FLASH.ld", "ORIGIN = 0x8006000", "erase-unit-shared"]],
      },
    ],
  },
  {
    name: "CubeMX with the toolchain's folder inside the project, G474, defines in .cproject",
    files: {
      "IAP_Main/G474.ioc": ioc("STM32G474RE"),
      "IAP_Main/STM32CubeIDE/.project": project("IAP_Main"),
      "IAP_Main/STM32CubeIDE/.cproject": cproject(""),
      "IAP_Main/STM32CubeIDE/STM32G474RETX_FLASH.ld": cubeScript("STM32G474RETx", "0x08000000", "32K"),
      "IAP_Main/Inc/flash_if.h":
        "/* Define the address from where user application will be loaded. */\n#define APPLICATION_ADDRESS     (uint32_t)0x08008000 /* Start user code address */\n#define USER_FLASH_END_ADDRESS  (uint32_t)0x08080000\n",
      "IAP_Main/Src/main.c": jumpCode('#include "flash_if.h"', "APPLICATION_ADDRESS"),
      "IAP_Main/Src/system_stm32g4xx.c": newSystemFile("g4", false, "0x00000000U"),
      "IAP_App/G474.ioc": ioc("STM32G474RE"),
      "IAP_App/STM32CubeIDE/.project": project("IAP_App"),
      "IAP_App/STM32CubeIDE/.cproject": cproject("USER_VECT_TAB_ADDRESS"),
      "IAP_App/STM32CubeIDE/STM32G474RETX_FLASH.ld": cubeScript("STM32G474RETx", "0x08008000", "480K"),
      "IAP_App/Src/main.c": "int main(void) { for (;;) {} }\n",
      "IAP_App/Src/system_stm32g4xx.c": newSystemFile("g4", false, "0x00008000U"),
    },
    layout: ["IAP_Main 8000000 8000000 8008000", "IAP_App 8008000 8008000 8080000"],
    mistakes: [
      {
        what: "the define is missing in the project's settings",
        edits: [["IAP_App/STM32CubeIDE/.cproject", 'value="USER_VECT_TAB_ADDRESS"', 'value="NDEBUG"']],
        finds: [
          ["IAP_App/Src/system_stm32g4xx.c", "/* #define USER_VECT_TAB_ADDRESS */", "vector-table-not-relocated"],
        ],
        unfixable: true,
      },
      {
        what: "the header of the bootloader says something else",
        edits: [["IAP_Main/Inc/flash_if.h", "0x08008000", "0x08009000"]],
        finds: [["IAP_Main/Inc/flash_if.h", "#define APPLICATION_ADDRESS", "application-start-mismatch"]],
      },
    ],
  },
  {
    name: "one plain CubeIDE program for the whole flash, L476",
    files: {
      ".project": project("Blink"),
      "Blink.ioc": ioc("STM32L476RG"),
      "STM32L476RGTX_FLASH.ld": cubeScript(
        "STM32L476RGTx",
        "0x8000000",
        "1024K",
        "96K",
        "  RAM2    (xrw)    : ORIGIN = 0x10000000,   LENGTH = 32K\n",
      ),
      "STM32L476RGTX_RAM.ld": cubeScript("STM32L476RGTx", "0x8000000", "1024K", "96K").replaceAll(">FLASH", ">RAM"),
      "Core/Src/system_stm32l4xx.c": newSystemFile("l4", false, "0x00000000U"),
      "Core/Src/main.c": "#define APP_VERSION 3\nint main(void) { for (;;) {} }\n",
    },
    layout: ["? 8000000 8000000 8100000"],
    mistakes: [
      {
        what: "RAM counts SRAM2 in, which lies elsewhere",
        edits: [["STM32L476RGTX_FLASH.ld", "LENGTH = 96K", "LENGTH = 128K"]],
        finds: [["STM32L476RGTX_FLASH.ld", "LENGTH = 128K", "region-exceeds-memory"]],
      },
    ],
  },
  {
    name: "CubeIDE TrustZone: Secure and NonSecure, L552",
    files: {
      "Secure/.project": project("S"),
      "Secure/STM32L552ZETXQ_FLASH.ld": cubeScript(
        "STM32L552ZETxQ",
        "0x0C000000",
        "256K",
        "96K",
        "  ROM_NSC    (rx)    : ORIGIN = 0x0C03E000,   LENGTH = 8K\n",
      ).replace("0x20000000", "0x30000000"),
      "Secure/Core/Src/system_stm32l5xx_s.c":
        "#define VTOR_TABLE_NS_START_ADDR  0x08040000UL\n#define VECT_TAB_OFFSET  0x00\nvoid SystemInit(void) { SCB->VTOR = FLASH_BASE_S | VECT_TAB_OFFSET; }\n",
      "Secure/Core/Src/main.c":
        "#define VTOR_TABLE_NS_START_ADDR  0x08040000UL\nvoid go(void) { SCB_NS->VTOR = VTOR_TABLE_NS_START_ADDR; }\n",
      "NonSecure/.project": project("NS"),
      "NonSecure/STM32L552ZETXQ_FLASH.ld": cubeScript("STM32L552ZETxQ", "0x08040000", "256K", "96K").replace(
        "0x20000000",
        "0x20018000",
      ),
      "NonSecure/Core/Src/main.c": "int main(void) { for (;;) {} }\n",
    },
    layout: ["NonSecure 8040000 8040000 8080000", "Secure c000000 c000000 c040000"],
    mistakes: [],
  },
  {
    name: "H5 with the secure alias for bootloader and application",
    files: {
      "Bootloader/STM32H563ZITX_FLASH.ld": cubeScript("STM32H563ZITx", "0x0C000000", "64K", "256K").replace(
        "0x20000000",
        "0x30000000",
      ),
      "Bootloader/Core/Src/main.c": jumpCode("#define APP_START_ADDRESS 0x0C010000U", "APP_START_ADDRESS", true),
      "Application/STM32H563ZITX_FLASH.ld": cubeScript("STM32H563ZITx", "0x0C010000", "1984K", "256K").replace(
        "0x20000000",
        "0x30000000",
      ),
      "Application/Core/Src/main.c": "int main(void) { for (;;) {} }\n",
    },
    layout: ["Bootloader c000000 c000000 c010000", "Application c010000 c010000 c200000"],
    mistakes: [
      {
        what: "the bootloader reaches into the application",
        edits: [["Bootloader/STM32H563ZITX_FLASH.ld", "LENGTH = 64K", "LENGTH = 128K"]],
        finds: [["Bootloader/STM32H563ZITX_FLASH.ld", "LENGTH = 128K", "image-overlap"]],
      },
    ],
  },
  {
    name: "H745 with one project for each core",
    files: {
      "H745.ioc": ioc("STM32H745ZI"),
      "CM7/STM32H745ZITX_FLASH.ld": cubeScript(
        "STM32H745ZITx",
        "0x08000000",
        "1024K",
        "128K",
        "  RAM_D1    (xrw)    : ORIGIN = 0x24000000,   LENGTH = 512K\n",
      ),
      "CM4/STM32H745ZITX_FLASH.ld": cubeScript("STM32H745ZITx", "0x08100000", "1024K", "288K").replace(
        "0x20000000",
        "0x10000000",
      ),
      "CM7/Core/Src/main.c": "#define HSEM_ID_0 (0U)\nint main(void) { for (;;) {} }\n",
      "CM4/Core/Src/main.c": "int main(void) { for (;;) {} }\n",
      "Common/Src/system_stm32h7xx_dualcore_boot_cm4_cm7.c": `#include "stm32h7xx.h"
#if defined(CORE_CM4)
#if defined(USER_VECT_TAB_ADDRESS)
#define VECT_TAB_BASE_ADDRESS   FLASH_BANK2_BASE
#define VECT_TAB_OFFSET         0x00000000U
#endif
#endif
void SystemInit(void)
{
#if defined(USER_VECT_TAB_ADDRESS)
  SCB->VTOR = VECT_TAB_BASE_ADDRESS | VECT_TAB_OFFSET;
#endif
}
`,
    },
    layout: ["CM4 8100000 8100000 8200000", "CM7 8000000 8000000 8100000"],
    mistakes: [
      {
        what: "the M4's image begins in the middle of a sector of bank 2",
        edits: [
          [
            "CM4/STM32H745ZITX_FLASH.ld",
            "ORIGIN = 0x08100000,   LENGTH = 1024K",
            "ORIGIN = 0x08110000,   LENGTH = 960K",
          ],
        ],
        finds: [["CM4/STM32H745ZITX_FLASH.ld", "ORIGIN = 0x08110000", "erase-unit-shared"]],
      },
    ],
  },
  {
    name: "G0: bootloader sets VTOR through the constant",
    files: {
      "g0_bootloader/g0.ioc": ioc("STM32G071RB"),
      "g0_bootloader/STM32G071RBTX_FLASH.ld": cubeScript("STM32G071RBTx", "0x8000000", "16K", "36K"),
      "g0_bootloader/Core/Src/boot.c": jumpCode("static const uint32_t kAppStart = 0x08004000;", "kAppStart", true),
      "g0_bootloader/Core/Src/system_stm32g0xx.c": newSystemFile("g0", false, "0x00000000U"),
      "g0_application/g0.ioc": ioc("STM32G071RB"),
      "g0_application/STM32G071RBTX_FLASH.ld": cubeScript("STM32G071RBTx", "0x8004000", "112K", "36K"),
      "g0_application/Core/Src/system_stm32g0xx.c": newSystemFile("g0", false, "0x00000000U"),
    },
    layout: ["g0_bootloader 8000000 8000000 8004000", "g0_application 8004000 8004000 8020000"],
    mistakes: [
      {
        what: "the application is linked elsewhere",
        edits: [
          [
            "g0_application/STM32G071RBTX_FLASH.ld",
            "ORIGIN = 0x8004000,   LENGTH = 112K",
            "ORIGIN = 0x8006000,   LENGTH = 104K",
          ],
        ],
        finds: [
          ["g0_application/STM32G071RBTX_FLASH.ld", "ORIGIN = 0x8006000", "application-start-mismatch"],
          ["g0_bootloader/Core/Src/boot.c", "kAppStart = 0x08004000", "application-start-mismatch"],
        ],
      },
    ],
  },
  {
    name: "F0 has no VTOR: the application copies its vectors to RAM",
    files: {
      "boot/STM32F072RBTX_FLASH.ld": cubeScript("STM32F072RBTx", "0x8000000", "16K", "16K"),
      "boot/Src/main.c": jumpCode("#define APPLICATION_ADDRESS 0x08004000", "APPLICATION_ADDRESS"),
      "app/STM32F072RBTX_FLASH.ld": cubeScript("STM32F072RBTx", "0x8004000", "112K", "16320"),
      "app/Src/main.c":
        "void remap(void) { for (int i = 0; i < 48; i++) VectorTable[i] = *(__IO uint32_t *)(0x08004000 + (i << 2)); __HAL_SYSCFG_REMAPMEMORY_SRAM(); }\n",
      "app/Src/system_stm32f0xx.c": "void SystemInit(void) { RCC->CR |= 1; }\n",
    },
    layout: ["boot 8000000 8000000 8004000", "app 8004000 8004000 8020000"],
    mistakes: [
      {
        what: "the bootloader's constant is stale",
        edits: [["boot/Src/main.c", "0x08004000", "0x08003000"]],
        finds: [
          ["boot/Src/main.c", "#define APPLICATION_ADDRESS", "application-start-mismatch"],
          ["app/STM32F072RBTX_FLASH.ld", "ORIGIN = 0x8004000", "application-start-mismatch"],
        ],
      },
    ],
  },
  {
    name: "STM32H7S3: Boot in 64 KiB of flash, Appli in external memory",
    files: {
      "Boot/STM32H7S3L8HX_FLASH.ld": cubeScript("STM32H7S3L8Hx", "0x08000000", "64K", "64K"),
      "Boot/Core/Src/main.c": "#define EXTMEM_HEADER_OFFSET 0x400\nint main(void) { BOOT_Application(); }\n",
      "Appli/STM32H7S3L8HX_RAMxspi1_ROMxspi2_app.ld": cubeScript("STM32H7S3L8Hx", "0x70000000", "128M", "64K"),
      "ExtMemLoader/STM32H7S3L8HX_RAM.ld": cubeScript("STM32H7S3L8Hx", "0x24000000", "64K", "64K"),
    },
    layout: ["Boot 8000000 8000000 8010000", "Appli ? ? ?", "ExtMemLoader ? ? ?"],
    mistakes: [],
  },
  {
    name: "ST's dual-project template: STM32CubeIDE/Boot and STM32CubeIDE/Appli build Boot and Appli",
    files: {
      "H5.ioc": ioc("STM32H503RB"),
      "STM32CubeIDE/.project": project("H5"),
      "STM32CubeIDE/Boot/.project": project("H5_Boot"),
      "STM32CubeIDE/Boot/STM32H503RBTX_FLASH.ld": cubeScript("STM32H503RBTx", "0x08000000", "32K", "32K"),
      "STM32CubeIDE/Appli/.project": project("H5_Appli"),
      "STM32CubeIDE/Appli/.cproject": cproject("VECT_TAB_OFFSET=0x8000")
        .replace("G474", "H503")
        .replace("\t</option>", '\t\t<listOptionValue builtIn="false" value="USER_VECT_TAB_ADDRESS"/>\n\t</option>'),
      "STM32CubeIDE/Appli/STM32H503RBTX_FLASH.ld": cubeScript("STM32H503RBTx", "0x08008000", "96K", "32K"),
      "Boot/Inc/boot.h": "#define APPLI_START_ADDRESS 0x08008000UL\n",
      "Boot/Src/main.c": jumpCode('#include "boot.h"', "APPLI_START_ADDRESS"),
      "Appli/Src/main.c": "int main(void) { for (;;) {} }\n",
      "Appli/Src/system_stm32h5xx.c": newSystemFile("h5", false, "0x00U"),
    },
    layout: ["Boot 8000000 8000000 8008000", "Appli 8008000 8008000 8020000"],
    mistakes: [
      {
        what: "the project's settings give another offset",
        edits: [["STM32CubeIDE/Appli/.cproject", "VECT_TAB_OFFSET=0x8000", "VECT_TAB_OFFSET=0x10000"]],
        finds: [["STM32CubeIDE/Appli/.cproject", "VECT_TAB_OFFSET=0x10000", "vector-table-offset"]],
      },
      {
        what: "the bootloader's header is another one",
        edits: [["Boot/Inc/boot.h", "0x08008000UL", "0x0800A000UL"]],
        finds: [["Boot/Inc/boot.h", "APPLI_START_ADDRESS", "application-start-mismatch"]],
      },
    ],
  },
  {
    name: "shared header above both projects",
    files: {
      "common/memory_map.h":
        "#pragma once\n#define FLASH_BASE_ADDR     0x08000000U\n#define BOOTLOADER_SIZE     0x10000U\n#define APP_START_ADDR      0x08010000U\n#define APP_MAX_SIZE        0xF0000U\n",
      "bootloader/bootloader.ioc": ioc("STM32F407VG"),
      "bootloader/STM32F407VGTX_FLASH.ld": cubeScript("STM32F407VGTx", "0x08000000", "64K"),
      "bootloader/Core/Src/main.c": jumpCode('#include "memory_map.h"', "APP_START_ADDR"),
      "application/application.ioc": ioc("STM32F407VG"),
      "application/STM32F407VGTX_FLASH.ld": cubeScript("STM32F407VGTx", "0x08010000", "960K"),
      "application/Core/Src/main.c":
        '#include "memory_map.h"\nint main(void) { SCB->VTOR = APP_START_ADDR; for (;;) {} }\n',
      "application/Core/Src/system_stm32f4xx.c": newSystemFile("f4", false, "0x00U"),
    },
    layout: ["bootloader 8000000 8000000 8010000", "application 8010000 8010000 8100000"],
    mistakes: [
      {
        what: "the shared header is stale",
        edits: [["common/memory_map.h", "0x08010000U", "0x08020000U"]],
        finds: [
          ["common/memory_map.h", "#define APP_START_ADDR", "application-start-mismatch"],
          ["application/STM32F407VGTX_FLASH.ld", "ORIGIN = 0x08010000", "application-start-mismatch"],
        ],
      },
    ],
  },
];
