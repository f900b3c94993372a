/* What the snippets use of cmsis_gcc.h (CMSIS 5 and 6), with its conditions: BASEPRI and FAULTMASK from Armv7-M on, stack
 * limits from Armv8-M on. */
#ifndef CORTEX_M_INTRINSICS_H
#define CORTEX_M_INTRINSICS_H

#include <stdint.h>

#define __ASM __asm
#define __STATIC_INLINE static inline
#define __STATIC_FORCEINLINE __attribute__((always_inline)) static inline
#define __NO_RETURN __attribute__((__noreturn__))
#define __NOP() __ASM volatile("nop")

__STATIC_FORCEINLINE void __ISB(void) { __ASM volatile("isb 0xF" ::: "memory"); }
__STATIC_FORCEINLINE void __DSB(void) { __ASM volatile("dsb 0xF" ::: "memory"); }
__STATIC_FORCEINLINE void __DMB(void) { __ASM volatile("dmb 0xF" ::: "memory"); }
__STATIC_FORCEINLINE void __enable_irq(void) { __ASM volatile("cpsie i" : : : "memory"); }
__STATIC_FORCEINLINE void __disable_irq(void) { __ASM volatile("cpsid i" : : : "memory"); }

/* __get_NAME and __set_NAME of a special register. */
#define CORTEX_M_READ(name, spelled) \
  __STATIC_FORCEINLINE uint32_t __get_##name(void) \
  { \
    uint32_t result; \
    __ASM volatile("MRS %0, " spelled : "=r"(result)); \
    return result; \
  }
#define CORTEX_M_WRITE(name, spelled) \
  __STATIC_FORCEINLINE void __set_##name(uint32_t value) { __ASM volatile("MSR " spelled ", %0" : : "r"(value) : "memory"); }

CORTEX_M_READ(IPSR, "ipsr")
CORTEX_M_READ(CONTROL, "control")
CORTEX_M_WRITE(CONTROL, "control")
CORTEX_M_READ(MSP, "msp")
CORTEX_M_WRITE(MSP, "msp")
CORTEX_M_READ(PSP, "psp")
CORTEX_M_WRITE(PSP, "psp")
CORTEX_M_READ(PRIMASK, "primask")
CORTEX_M_WRITE(PRIMASK, "primask")

#if defined(__ARM_ARCH_7M__) || defined(__ARM_ARCH_7EM__) || defined(__ARM_ARCH_8M_MAIN__) || defined(__ARM_ARCH_8_1M_MAIN__)
CORTEX_M_READ(BASEPRI, "basepri")
CORTEX_M_WRITE(BASEPRI, "basepri")
CORTEX_M_READ(FAULTMASK, "faultmask")
CORTEX_M_WRITE(FAULTMASK, "faultmask")
#endif

#if defined(__ARM_ARCH_8M_MAIN__) || defined(__ARM_ARCH_8_1M_MAIN__)
CORTEX_M_READ(MSPLIM, "msplim")
CORTEX_M_WRITE(MSPLIM, "msplim")
CORTEX_M_READ(PSPLIM, "psplim")
CORTEX_M_WRITE(PSPLIM, "psplim")
#endif

#endif
