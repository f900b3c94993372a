/* Stand-in for the CMSIS device header of STM32L5: only the names Bootsmith uses, each with the header it was read in. */
#ifndef STM32L5XX_H
#define STM32L5XX_H

#include <stdint.h>

#if !(defined(STM32L552xx) || defined(STM32L562xx))
#error "Please select first the target STM32L5xx device used in your application (in stm32l5xx.h file)"
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define __CM33_REV                 0x0000U /* stm32l552xx.h */
#define __SAUREGION_PRESENT        1U /* stm32l552xx.h */
#define __MPU_PRESENT              1U /* stm32l552xx.h */
#define __VTOR_PRESENT             1U /* stm32l552xx.h */
#define __NVIC_PRIO_BITS           3U /* stm32l552xx.h */
#define __Vendor_SysTickConfig     0U /* stm32l552xx.h */
#define __FPU_PRESENT              1U /* stm32l552xx.h */
#define __DSP_PRESENT              1U /* stm32l552xx.h */

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
} IRQn_Type; /* stm32l552xx.h */

#include "core_cm33.h"

extern uint32_t SystemCoreClock; /* system_stm32l5xx.h */
extern void SystemCoreClockUpdate(void); /* system_stm32l5xx.h */

typedef struct
{
  __IO uint32_t CR; /* 0x00 */
  uint32_t RESERVED0;
  __IO uint32_t CFGR; /* 0x08 */
  uint32_t RESERVED1[7];
  __IO uint32_t AHB1RSTR; /* 0x28 */
  __IO uint32_t AHB2RSTR; /* 0x2C */
  __IO uint32_t AHB3RSTR; /* 0x30 */
  uint32_t RESERVED2;
  __IO uint32_t APB1RSTR1; /* 0x38 */
  __IO uint32_t APB1RSTR2; /* 0x3C */
  __IO uint32_t APB2RSTR; /* 0x40 */
  uint32_t RESERVED3[2];
  __IO uint32_t AHB2ENR; /* 0x4C */
  uint32_t RESERVED4[2];
  __IO uint32_t APB1ENR1; /* 0x58 */
  uint32_t RESERVED5;
  __IO uint32_t APB2ENR; /* 0x60 */
} RCC_TypeDef; /* stm32l552xx.h */

typedef struct
{
  __IO uint32_t CR1; /* 0x00 */
} PWR_TypeDef; /* stm32l552xx.h */

typedef struct
{
  uint32_t RESERVED0[64];
  __IO uint32_t BKP0R; /* 0x100 */
} TAMP_TypeDef; /* stm32l552xx.h */

typedef struct
{
  __IO uint32_t CR; /* 0x00 */
  __IO uint32_t SR; /* 0x04 */
} ICACHE_TypeDef; /* stm32l552xx.h */

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
} GPIO_TypeDef; /* stm32l552xx.h */

/* In a build that is not for the secure state, the names without a suffix are the non-secure ones. */
#define RCC_BASE_NS                0x40021000UL /* stm32l552xx.h */
#define PWR_BASE_NS                0x40007000UL /* stm32l552xx.h */
#define TAMP_BASE_NS               0x40003400UL /* stm32l552xx.h */
#define ICACHE_BASE_NS             0x40030400UL /* stm32l552xx.h */
#define GPIOA_BASE_NS              0x42020000UL /* stm32l552xx.h */
#define GPIOB_BASE_NS              0x42020400UL /* stm32l552xx.h */
#define GPIOC_BASE_NS              0x42020800UL /* stm32l552xx.h */
#define RCC_NS                     ((RCC_TypeDef *)RCC_BASE_NS) /* stm32l552xx.h */
#define PWR_NS                     ((PWR_TypeDef *)PWR_BASE_NS) /* stm32l552xx.h */
#define TAMP_NS                    ((TAMP_TypeDef *)TAMP_BASE_NS) /* stm32l552xx.h */
#define ICACHE_NS                  ((ICACHE_TypeDef *)ICACHE_BASE_NS) /* stm32l552xx.h */
#define GPIOA_NS                   ((GPIO_TypeDef *)GPIOA_BASE_NS) /* stm32l552xx.h */
#define GPIOB_NS                   ((GPIO_TypeDef *)GPIOB_BASE_NS) /* stm32l552xx.h */
#define GPIOC_NS                   ((GPIO_TypeDef *)GPIOC_BASE_NS) /* stm32l552xx.h */
#define RCC                        RCC_NS /* stm32l552xx.h */
#define PWR                        PWR_NS /* stm32l552xx.h */
#define TAMP                       TAMP_NS /* stm32l552xx.h */
#define ICACHE                     ICACHE_NS /* stm32l552xx.h */
#define GPIOA                      GPIOA_NS /* stm32l552xx.h */
#define GPIOB                      GPIOB_NS /* stm32l552xx.h */
#define GPIOC                      GPIOC_NS /* stm32l552xx.h */

#define RCC_CR_MSION                                 0x00000001UL /* stm32l552xx.h */
#define RCC_CR_MSIRDY                                0x00000002UL /* stm32l552xx.h */
#define RCC_CR_HSION                                 0x00000100UL /* stm32l552xx.h */
#define RCC_CR_HSEON                                 0x00010000UL /* stm32l552xx.h */
#define RCC_CR_CSSON                                 0x00080000UL /* stm32l552xx.h */
#define RCC_CR_PLLON                                 0x01000000UL /* stm32l552xx.h */
#define RCC_CR_PLLSAI1ON                             0x04000000UL /* stm32l552xx.h */
#define RCC_CR_PLLSAI2ON                             0x10000000UL /* stm32l552xx.h */
#define RCC_CFGR_SWS                                 0x0000000CUL /* stm32l552xx.h */
#define RCC_APB2ENR_SYSCFGEN                         0x00000001UL /* stm32l552xx.h */
#define RCC_APB1ENR1_PWREN                           0x10000000UL /* stm32l552xx.h */
#define RCC_APB1ENR1_RTCAPBEN                        0x00000400UL /* stm32l552xx.h */
#define RCC_AHB2ENR_GPIOAEN                          0x00000001UL /* stm32l552xx.h */
#define PWR_CR1_DBP                                  0x00000100UL /* stm32l552xx.h */
#define ICACHE_CR_EN                                 0x00000001UL /* ST's HAL of ICACHE */
#define ICACHE_SR_BUSYF                              0x00000001UL /* ST's HAL of ICACHE */

#ifdef __cplusplus
}
#endif

#endif /* STM32L5XX_H */
