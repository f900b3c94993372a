/* Stand-in for the CMSIS device header of STM32C5: only the names Bootsmith uses, each with the header it was read in. */
#ifndef STM32C5XX_H
#define STM32C5XX_H

#include <stdint.h>

#if !(defined(STM32C531xx) || defined(STM32C532xx) || defined(STM32C542xx) || defined(STM32C551xx) || \
    defined(STM32C552xx) || defined(STM32C562xx) || defined(STM32C591xx) || defined(STM32C593xx) || \
    defined(STM32C5A3xx))
#error "Please select first the target STM32C5xx device used in your application (in stm32c5xx.h file)"
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define __CM33_REV                 0x0004U /* stm32c562xx.h */
#define __SAUREGION_PRESENT        0U /* stm32c562xx.h */
#define __MPU_PRESENT              1U /* stm32c562xx.h */
#define __VTOR_PRESENT             1U /* stm32c562xx.h */
#define __NVIC_PRIO_BITS           4U /* stm32c562xx.h */
#define __Vendor_SysTickConfig     0U /* stm32c562xx.h */
#define __FPU_PRESENT              1U /* stm32c562xx.h */
#define __DSP_PRESENT              1U /* stm32c562xx.h */

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
} IRQn_Type; /* stm32c562xx.h */

#include "core_cm33.h"

extern uint32_t SystemCoreClock; /* system_stm32c5xx.h */
extern void SystemCoreClockUpdate(void); /* system_stm32c5xx.h */

#if defined(STM32C531xx) || defined(STM32C532xx) || defined(STM32C542xx) || defined(STM32C551xx) || \
    defined(STM32C552xx) || defined(STM32C562xx)
typedef struct
{
  __IO uint32_t CR1; /* 0x00 */
  uint32_t RESERVED0[6];
  __IO uint32_t CFGR1; /* 0x1C */
  __IO uint32_t CFGR2; /* 0x20 */
  uint32_t RESERVED1[15];
  __IO uint32_t AHB1RSTR; /* 0x60 */
  __IO uint32_t AHB2RSTR; /* 0x64 */
  uint32_t RESERVED2[3];
  __IO uint32_t APB1LRSTR; /* 0x74 */
  __IO uint32_t APB1HRSTR; /* 0x78 */
  __IO uint32_t APB2RSTR; /* 0x7C */
  __IO uint32_t APB3RSTR; /* 0x80 */
  uint32_t RESERVED3[2];
  __IO uint32_t AHB2ENR; /* 0x8C */
  uint32_t RESERVED4[6];
  __IO uint32_t APB3ENR; /* 0xA8 */
} RCC_TypeDef; /* stm32c562xx.h */
#elif defined(STM32C591xx) || defined(STM32C593xx) || defined(STM32C5A3xx)
typedef struct
{
  __IO uint32_t CR1; /* 0x00 */
  uint32_t RESERVED0[6];
  __IO uint32_t CFGR1; /* 0x1C */
  __IO uint32_t CFGR2; /* 0x20 */
  uint32_t RESERVED1[15];
  __IO uint32_t AHB1RSTR; /* 0x60 */
  __IO uint32_t AHB2RSTR; /* 0x64 */
  uint32_t RESERVED2;
  __IO uint32_t AHB4RSTR; /* 0x6C */
  uint32_t RESERVED3;
  __IO uint32_t APB1LRSTR; /* 0x74 */
  __IO uint32_t APB1HRSTR; /* 0x78 */
  __IO uint32_t APB2RSTR; /* 0x7C */
  __IO uint32_t APB3RSTR; /* 0x80 */
  uint32_t RESERVED4[2];
  __IO uint32_t AHB2ENR; /* 0x8C */
  uint32_t RESERVED5[6];
  __IO uint32_t APB3ENR; /* 0xA8 */
} RCC_TypeDef; /* stm32c5a3xx.h */
#endif

typedef struct
{
  uint32_t RESERVED0[9];
  __IO uint32_t RTCCR; /* 0x24 */
} PWR_TypeDef; /* stm32c562xx.h, stm32c5a3xx.h */

typedef struct
{
  uint32_t RESERVED0[64];
  __IO uint32_t BKP0R; /* 0x100 */
} TAMP_TypeDef; /* stm32c562xx.h, stm32c5a3xx.h */

typedef struct
{
  __IO uint32_t CR; /* 0x00 */
  __IO uint32_t SR; /* 0x04 */
} ICACHE_TypeDef; /* stm32c562xx.h, stm32c5a3xx.h */

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
} GPIO_TypeDef; /* stm32c562xx.h */

#define RCC_BASE                   0x44020C00UL /* stm32c562xx.h */
#define PWR_BASE                   0x44020800UL /* stm32c562xx.h */
#define TAMP_BASE                  0x44007C00UL /* stm32c562xx.h */
#define ICACHE_BASE                0x40030400UL /* stm32c562xx.h */
#define GPIOA_BASE                 0x42020000UL /* stm32c562xx.h */
#define GPIOB_BASE                 0x42020400UL /* stm32c562xx.h */
#define GPIOC_BASE                 0x42020800UL /* stm32c562xx.h */
#define RCC                        ((RCC_TypeDef *)RCC_BASE) /* stm32c562xx.h */
#define PWR                        ((PWR_TypeDef *)PWR_BASE) /* stm32c562xx.h */
#define TAMP                       ((TAMP_TypeDef *)TAMP_BASE) /* stm32c562xx.h */
#define ICACHE                     ((ICACHE_TypeDef *)ICACHE_BASE) /* stm32c562xx.h */
#define GPIOA                      ((GPIO_TypeDef *)GPIOA_BASE) /* stm32c562xx.h */
#define GPIOB                      ((GPIO_TypeDef *)GPIOB_BASE) /* stm32c562xx.h */
#define GPIOC                      ((GPIO_TypeDef *)GPIOC_BASE) /* stm32c562xx.h */

#define RCC_CR1_HSIDIV3ON                            0x00000002UL /* stm32c562xx.h */
#define RCC_CR1_HSIDIV3RDY                           0x00000020UL /* stm32c562xx.h */
#define RCC_CR1_HSISON                               0x00000001UL /* stm32c562xx.h */
#define RCC_CR1_HSIKON                               0x00000004UL /* stm32c562xx.h */
#define RCC_CR1_PSISON                               0x00000100UL /* stm32c562xx.h */
#define RCC_CR1_PSIDIV3ON                            0x00000200UL /* stm32c562xx.h */
#define RCC_CR1_PSIKON                               0x00000400UL /* stm32c562xx.h */
#define RCC_CR1_HSEON                                0x00010000UL /* stm32c562xx.h */
#define RCC_CR1_HSECSSON                             0x00080000UL /* stm32c562xx.h */
#define RCC_CFGR1_SWS                                0x00000018UL /* stm32c562xx.h */
#define RCC_CFGR2_HPRE                               0x0000000FUL /* stm32c562xx.h */
#define RCC_CFGR2_PPRE1                              0x00000070UL /* stm32c562xx.h */
#define RCC_CFGR2_PPRE2                              0x00000700UL /* stm32c562xx.h */
#define RCC_CFGR2_PPRE3                              0x00007000UL /* stm32c562xx.h */
#define RCC_APB3ENR_RTCAPBEN                         0x00200000UL /* stm32c562xx.h */
#define RCC_AHB2ENR_GPIOAEN                          0x00000001UL /* stm32c562xx.h */
#define PWR_RTCCR_DRTCP                              0x00000001UL /* stm32c562xx.h */
#define ICACHE_CR_EN                                 0x00000001UL /* ST's HAL of ICACHE */
#define ICACHE_SR_BUSYF                              0x00000001UL /* ST's HAL of ICACHE */

#ifdef __cplusplus
}
#endif

#endif /* STM32C5XX_H */
