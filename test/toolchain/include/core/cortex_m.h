/*
 * What the snippets use of Arm's CMSIS core headers (core_cm0.h … core_cm55.h of CMSIS 5 and 6): real names, real
 * addresses, and nothing that a core lacks, so that a wrong snippet does not compile. Included by one header per core,
 * which says what the core has:
 *   CORTEX_M_NVIC_WORDS   length of NVIC->ICER[] in the core's header
 *   CORTEX_M_HAS_VTOR     SCB->VTOR
 *   CORTEX_M_HAS_L1       L1 caches
 */
#ifndef CORTEX_M_H
#define CORTEX_M_H

#include <stdint.h>

/* core_cm*.h: access of register members. */
#ifdef __cplusplus
#define __I volatile
#else
#define __I volatile const
#endif
#define __O volatile
#define __IO volatile
#define __IM volatile const
#define __OM volatile
#define __IOM volatile

/* core_cm*.h; real ones take an absent __MPU_PRESENT for 0 and warn. */
#ifndef __MPU_PRESENT
#error "The device header has to say whether there is an MPU, before it includes the core header."
#endif

#include "cortex_m_intrinsics.h"

/* core_cm*.h: Nested Vectored Interrupt Controller, Armv7-M ARM B3.4, Armv6-M ARM B3.4. */
typedef struct {
  __IOM uint32_t ISER[CORTEX_M_NVIC_WORDS];
  uint32_t RESERVED0[32 - CORTEX_M_NVIC_WORDS];
  __IOM uint32_t ICER[CORTEX_M_NVIC_WORDS];
  uint32_t RESERVED1[32 - CORTEX_M_NVIC_WORDS];
  __IOM uint32_t ISPR[CORTEX_M_NVIC_WORDS];
  uint32_t RESERVED2[32 - CORTEX_M_NVIC_WORDS];
  __IOM uint32_t ICPR[CORTEX_M_NVIC_WORDS];
} NVIC_Type;

/* core_cm*.h: System Control Block, up to what is used; the rest of it in the cores with L1 caches. */
typedef struct {
  __IM uint32_t CPUID;
  __IOM uint32_t ICSR;
#if CORTEX_M_HAS_VTOR
  __IOM uint32_t VTOR;
#else
  uint32_t RESERVED0;
#endif
  __IOM uint32_t AIRCR;
  __IOM uint32_t SCR;
  __IOM uint32_t CCR;
#if CORTEX_M_HAS_L1
  uint32_t RESERVED1[26];
  __IM uint32_t CCSIDR;
  __IOM uint32_t CSSELR;
  uint32_t RESERVED2[114];
  __OM uint32_t ICIALLU;
  uint32_t RESERVED3[5];
  __OM uint32_t DCCMVAC;
  uint32_t RESERVED4[2];
  __OM uint32_t DCCISW;
#endif
} SCB_Type;

/* core_cm*.h: SysTick, Armv7-M ARM B3.3. */
typedef struct {
  __IOM uint32_t CTRL;
  __IOM uint32_t LOAD;
  __IOM uint32_t VAL;
  __IM uint32_t CALIB;
} SysTick_Type;

#define SCS_BASE (0xE000E000UL)
#define SysTick_BASE (SCS_BASE + 0x0010UL)
#define NVIC_BASE (SCS_BASE + 0x0100UL)
#define SCB_BASE (SCS_BASE + 0x0D00UL)
#define SCB ((SCB_Type *)SCB_BASE)
#define SysTick ((SysTick_Type *)SysTick_BASE)
#define NVIC ((NVIC_Type *)NVIC_BASE)

#define SCB_ICSR_PENDSVSET_Msk (1UL << 28U)
#define SCB_ICSR_PENDSVCLR_Msk (1UL << 27U)
#define SCB_ICSR_PENDSTSET_Msk (1UL << 26U)
#define SCB_ICSR_PENDSTCLR_Msk (1UL << 25U)
#define SCB_AIRCR_VECTKEY_Pos 16U
#define SCB_AIRCR_SYSRESETREQ_Msk (1UL << 2U)

#define SysTick_CTRL_COUNTFLAG_Msk (1UL << 16U)
#define SysTick_CTRL_CLKSOURCE_Msk (1UL << 2U)
#define SysTick_CTRL_TICKINT_Msk (1UL << 1U)
#define SysTick_CTRL_ENABLE_Msk (1UL)
#define SysTick_LOAD_RELOAD_Msk (0xFFFFFFUL)

#define CONTROL_SPSEL_Msk (1UL << 1U)
#define CONTROL_nPRIV_Msk (1UL)

#if (__MPU_PRESENT == 1U)
/* mpu_armv7.h, mpu_armv8.h and core_cm0plus.h: the first registers are the same. Armv7-M ARM B3.5. */
typedef struct {
  __IM uint32_t TYPE;
  __IOM uint32_t CTRL;
  __IOM uint32_t RNR;
} MPU_Type;

#define MPU_BASE (SCS_BASE + 0x0D90UL)
#define MPU ((MPU_Type *)MPU_BASE)
#define MPU_CTRL_ENABLE_Msk (1UL)
#endif

/* core_cm*.h: __NVIC_SystemReset, with its barriers. */
static inline __attribute__((noreturn)) void NVIC_SystemReset(void)
{
  __DSB();
  SCB->AIRCR = (0x5FAUL << SCB_AIRCR_VECTKEY_Pos) | SCB_AIRCR_SYSRESETREQ_Msk;
  __DSB();
  for (;;) {
    __NOP();
  }
}

#if CORTEX_M_HAS_L1
#include "cortex_m_l1_caches.h"
#endif

#endif
