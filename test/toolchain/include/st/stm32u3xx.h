/* Stand-in for the CMSIS device header of STM32U3: only the names Bootsmith uses, each with the header it was read in. */
#ifndef STM32U3XX_H
#define STM32U3XX_H

#include <stdint.h>

#if !(defined(STM32U375xx) || defined(STM32U385xx) || defined(STM32U3B5xx) || defined(STM32U3C5xx))
#error "Please select first the target STM32U3xx device used in your application (in stm32u3xx.h file)"
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define __CM33_REV                 0x0000U /* stm32u375xx.h */
#define __SAUREGION_PRESENT        1U /* stm32u375xx.h */
#define __MPU_PRESENT              1U /* stm32u375xx.h */
#define __VTOR_PRESENT             1U /* stm32u375xx.h */
#define __NVIC_PRIO_BITS           4U /* stm32u375xx.h */
#define __Vendor_SysTickConfig     0U /* stm32u375xx.h */
#define __FPU_PRESENT              1U /* stm32u375xx.h */
#define __DSP_PRESENT              1U /* stm32u375xx.h */

typedef enum
{
  NonMaskableInt_IRQn = -14,
  HardFault_IRQn = -13,
  MemoryManagement_IRQn = -12,
  BusFault_IRQn = -11,
  UsageFault_IRQn = -10,
  SVCall_IRQn = -5,
  DebugMonitor_IRQn = -4,
  PendSV_IRQn = -2,
  SysTick_IRQn = -1
} IRQn_Type; /* stm32u375xx.h */

#include "core_cm33.h"

extern uint32_t SystemCoreClock; /* system_stm32u3xx.h */
extern void SystemCoreClockUpdate(void); /* system_stm32u3xx.h */

typedef struct
{
  __IO uint32_t CR; /* 0x00 */
  uint32_t RESERVED0[6];
  __IO uint32_t CFGR1; /* 0x1C */
  __IO uint32_t CFGR2; /* 0x20 */
  __IO uint32_t CFGR3; /* 0x24 */
  uint32_t RESERVED1[14];
  __IO uint32_t AHB1RSTR1; /* 0x60 */
  __IO uint32_t AHB2RSTR1; /* 0x64 */
  __IO uint32_t AHB2RSTR2; /* 0x68 */
  uint32_t RESERVED2[2];
  __IO uint32_t APB1RSTR1; /* 0x74 */
  __IO uint32_t APB1RSTR2; /* 0x78 */
  __IO uint32_t APB2RSTR; /* 0x7C */
  __IO uint32_t APB3RSTR; /* 0x80 */
  uint32_t RESERVED3[2];
  __IO uint32_t AHB2ENR1; /* 0x8C */
  uint32_t RESERVED4;
  __IO uint32_t AHB1ENR2; /* 0x94 */
  uint32_t RESERVED5;
  __IO uint32_t APB1ENR1; /* 0x9C */
  uint32_t RESERVED6[2];
  __IO uint32_t APB3ENR; /* 0xA8 */
} RCC_TypeDef; /* stm32u375xx.h, stm32u3c5xx.h */

typedef struct
{
  uint32_t RESERVED0[10];
  __IO uint32_t DBPR; /* 0x28 */
} PWR_TypeDef; /* stm32u375xx.h, stm32u3c5xx.h */

typedef struct
{
  uint32_t RESERVED0[64];
  __IO uint32_t BKP0R; /* 0x100 */
} TAMP_TypeDef; /* stm32u375xx.h, stm32u3c5xx.h */

typedef struct
{
  __IO uint32_t CR; /* 0x00 */
  __IO uint32_t SR; /* 0x04 */
} ICACHE_TypeDef; /* stm32u375xx.h, stm32u3c5xx.h */

typedef struct
{
  __IO uint32_t MODER; /* 0x00 */
  __IO uint32_t OTYPER; /* 0x04 */
  __IO uint32_t OSPEEDR; /* 0x08 */
  __IO uint32_t PUPDR; /* 0x0C */
  __IO uint32_t IDR; /* 0x10 */
  __IO uint32_t ODR; /* 0x14 */
  __IO uint32_t BSRR; /* 0x18 */
  __IO uint32_t LCKR; /* 0x1C */
  __IO uint32_t AFR[2]; /* 0x20 */
} GPIO_TypeDef; /* stm32u375xx.h */

/* In a build that is not for the secure state, the names without a suffix are the non-secure ones. */
#define RCC_BASE_NS                0x40030C00UL /* stm32u375xx.h */
#define PWR_BASE_NS                0x40030800UL /* stm32u375xx.h */
#define TAMP_BASE_NS               0x40007C00UL /* stm32u375xx.h */
#define ICACHE_BASE_NS             0x40030400UL /* stm32u375xx.h */
#define GPIOA_BASE_NS              0x42020000UL /* stm32u375xx.h */
#define GPIOB_BASE_NS              0x42020400UL /* stm32u375xx.h */
#define GPIOC_BASE_NS              0x42020800UL /* stm32u375xx.h */
#define RCC_NS                     ((RCC_TypeDef *)RCC_BASE_NS) /* stm32u375xx.h */
#define PWR_NS                     ((PWR_TypeDef *)PWR_BASE_NS) /* stm32u375xx.h */
#define TAMP_NS                    ((TAMP_TypeDef *)TAMP_BASE_NS) /* stm32u375xx.h */
#define ICACHE_NS                  ((ICACHE_TypeDef *)ICACHE_BASE_NS) /* stm32u375xx.h */
#define GPIOA_NS                   ((GPIO_TypeDef *)GPIOA_BASE_NS) /* stm32u375xx.h */
#define GPIOB_NS                   ((GPIO_TypeDef *)GPIOB_BASE_NS) /* stm32u375xx.h */
#define GPIOC_NS                   ((GPIO_TypeDef *)GPIOC_BASE_NS) /* stm32u375xx.h */
#define RCC                        RCC_NS /* stm32u375xx.h */
#define PWR                        PWR_NS /* stm32u375xx.h */
#define TAMP                       TAMP_NS /* stm32u375xx.h */
#define ICACHE                     ICACHE_NS /* stm32u375xx.h */
#define GPIOA                      GPIOA_NS /* stm32u375xx.h */
#define GPIOB                      GPIOB_NS /* stm32u375xx.h */
#define GPIOC                      GPIOC_NS /* stm32u375xx.h */

#define RCC_CR_MSISON                                0x00000001UL /* stm32u375xx.h */
#define RCC_CR_MSISRDY                               0x00000004UL /* stm32u375xx.h */
#define RCC_CR_HSION                                 0x00000800UL /* stm32u375xx.h */
#define RCC_CR_HSEON                                 0x00010000UL /* stm32u375xx.h */
#define RCC_CR_HSECSSON                              0x00080000UL /* stm32u375xx.h */
#define RCC_CFGR1_SWS                                0x0000000CUL /* stm32u375xx.h */
#define RCC_CFGR2_HPRE                               0x0000000FUL /* stm32u375xx.h */
#define RCC_CFGR2_PPRE1                              0x00000070UL /* stm32u375xx.h */
#define RCC_CFGR2_PPRE2                              0x00000700UL /* stm32u375xx.h */
#define RCC_CFGR3_PPRE3                              0x00000070UL /* stm32u375xx.h */
#define RCC_APB3ENR_SYSCFGEN                         0x00000002UL /* stm32u375xx.h */
#define RCC_AHB1ENR2_PWREN                           0x00000004UL /* stm32u375xx.h */
#define RCC_APB1ENR1_RTCAPBEN                        0x40000000UL /* stm32u375xx.h */
#define RCC_AHB2ENR1_GPIOAEN                         0x00000001UL /* stm32u375xx.h */
#define PWR_DBPR_DBP                                 0x00000001UL /* stm32u375xx.h */
#define ICACHE_CR_EN                                 0x00000001UL /* ST's HAL of ICACHE */
#define ICACHE_SR_BUSYF                              0x00000001UL /* ST's HAL of ICACHE */

#ifdef __cplusplus
}
#endif

#endif /* STM32U3XX_H */
