/** Limitations and reports that several lines share. Sources: AN2606 version tables, and the threads named. */

export const EMPTY_FLAG =
  "Early versions disturb the flash-empty flag (FLASH_ACR): after a reset with empty flash the core may run into it.";
export const HOST_SPEED = "DFU fails on some high-speed hosts; a hub in between helps.";
export const RANGE_2 = "No DFU in voltage scaling range 2: return to range 1 first.";
export const VDDUSB = "DFU needs VDDUSB at 3.3 V.";
export const PCROP_SPI = "PCROP option bytes cannot be written; SPI writes may leave gaps unless the host waits.";

export const F1_VTOR = "ST Community (F103): there is no remap on F1; set VTOR and jump.";
export const F7_RESET =
  "micropython pull request 4413 (F765): the jump from a running application failed; mark, reset and early jump works.";
export const G0_NBOOTSEL = "efton.sk gotcha 170: as delivered the BOOT0 pin is ignored (nBOOT_SEL = 1).";
export const G4_STANDBY = "betaflight: HAL_PWREx_DisableUSBStandByModePD before the jump breaks it.";
export const H563_SECURE = "ST Community (H563): a jump from a secure application resets again and again.";
export const H533_ICACHE = "ST Community (H533): ICACHE off right before SysTick; VDDUSB had to be on (not confirmed).";
export const H573_HANG = "ST Community (H573, H523, 2026): hangs after the jump, not resolved.";
export const H563_NSBOOTADD = "H563: the bootloader address was refused as NSBOOTADD.";
export const H7_ENTRY = "ST Community: the entry is not the base of system memory, 0x1FF00000.";
export const L0_REV = "StackOverflow 42020893 (L073): V4.0 stays in the ROM, V4.1 returns to the application.";
export const L0_BANKS = "ST Community (L072, L083): stays only while both banks look invalid.";
export const L4_REMAP =
  "ST Community (L4R5, L431, L475, L476): the jump ran the application again until the remap, VTOR = 0 and peripheral resets were added.";
export const U5_NOREMAP = "ST Community (U5): works without a remap.";
export const U5_MASKED = "ST Community (U535, U575): no DFU with interrupts masked; other cases stayed unexplained.";
