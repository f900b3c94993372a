/* Stands in for libopencm3's cm3/memorymap.h: what the snippets use. */
#ifndef LIBOPENCM3_CM3_MEMORYMAP_H
#define LIBOPENCM3_CM3_MEMORYMAP_H

#define PPBI_BASE (0xE0000000U)
#define SCS_BASE (PPBI_BASE + 0xE000)
#define SYS_TICK_BASE (SCS_BASE + 0x0010)
#define NVIC_BASE (SCS_BASE + 0x0100)
#define SCB_BASE (SCS_BASE + 0x0D00)
#define MPU_BASE (SCS_BASE + 0x0D90)

#endif
