/* Stands in for libopencm3's cm3/systick.h: what the snippets use. */
#ifndef LIBOPENCM3_SYSTICK_H
#define LIBOPENCM3_SYSTICK_H

#include <libopencm3/cm3/common.h>
#include <libopencm3/cm3/memorymap.h>

#define STK_CSR MMIO32(SYS_TICK_BASE + 0x00)
#define STK_RVR MMIO32(SYS_TICK_BASE + 0x04)
#define STK_CVR MMIO32(SYS_TICK_BASE + 0x08)

#define STK_CSR_COUNTFLAG (1 << 16)
#define STK_CSR_CLKSOURCE_AHB (1 << 2)
#define STK_CSR_TICKINT (1 << 1)
#define STK_CSR_ENABLE (1 << 0)

#endif
