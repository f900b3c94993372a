/* Stands in for libopencm3's cm3/cortex.h: what the snippets use. */
#ifndef LIBOPENCM3_CORTEX_H
#define LIBOPENCM3_CORTEX_H

static inline void cm_enable_interrupts(void) { __asm__("CPSIE I\n"); }
static inline void cm_disable_interrupts(void) { __asm__("CPSID I\n"); }
#ifndef __ARM_ARCH_6M__ /* there, the real ones do not assemble where they are used */
static inline void cm_enable_faults(void) { __asm__("CPSIE F\n"); }
static inline void cm_disable_faults(void) { __asm__("CPSID F\n"); }
#endif

#endif
