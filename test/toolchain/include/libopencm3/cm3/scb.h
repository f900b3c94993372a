/* Stands in for libopencm3's cm3/scb.h: what the snippets use. */
#ifndef LIBOPENCM3_SCB_H
#define LIBOPENCM3_SCB_H

#include <libopencm3/cm3/common.h>
#include <libopencm3/cm3/memorymap.h>

#define SCB_ICSR MMIO32(SCB_BASE + 0x04)
#define SCB_VTOR MMIO32(SCB_BASE + 0x08)
#define SCB_SCR MMIO32(SCB_BASE + 0x10)
#define SCB_AIRCR MMIO32(SCB_BASE + 0x0C)
#define SCB_CCR MMIO32(SCB_BASE + 0x14)

#define SCB_ICSR_PENDSVSET (1 << 28)
#define SCB_ICSR_PENDSVCLR (1 << 27)
#define SCB_ICSR_PENDSTSET (1 << 26)
#define SCB_ICSR_PENDSTCLR (1 << 25)
#define SCB_AIRCR_VECTKEY (0x05FA << 16)
#define SCB_AIRCR_SYSRESETREQ (1 << 2)

void scb_reset_system(void) __attribute__((noreturn, naked));

#endif
