/* Stand-in for the CMSIS device header of STM32H7: only the names Bootsmith uses, each with the header it was read in. */
#ifndef STM32H7XX_H
#define STM32H7XX_H

#include <stdint.h>

#if !(defined(STM32H742xx) || defined(STM32H743xx) || defined(STM32H745xx) || defined(STM32H745xG) || \
    defined(STM32H747xx) || defined(STM32H747xG) || defined(STM32H750xx) || defined(STM32H753xx) || \
    defined(STM32H755xx) || defined(STM32H757xx) || defined(STM32H7A3xx) || defined(STM32H7A3xxQ) || \
    defined(STM32H7B0xx) || defined(STM32H7B0xxQ) || defined(STM32H7B3xx) || defined(STM32H7B3xxQ) || \
    defined(STM32H723xx) || defined(STM32H725xx) || defined(STM32H730xx) || defined(STM32H730xxQ) || \
    defined(STM32H733xx) || defined(STM32H735xx))
#error "Please select first the target STM32H7xx device used in your application (in stm32h7xx.h file)"
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define __CM7_REV                  0x0100U /* stm32h743xx.h */
#define __MPU_PRESENT              1U /* stm32h743xx.h */
#define __NVIC_PRIO_BITS           4U /* stm32h743xx.h */
#define __Vendor_SysTickConfig     0U /* stm32h743xx.h */
#define __FPU_PRESENT              1U /* stm32h743xx.h */
#define __ICACHE_PRESENT           1U /* stm32h743xx.h */
#define __DCACHE_PRESENT           1U /* stm32h743xx.h */

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
} IRQn_Type; /* stm32h743xx.h */

#if defined(CORE_CM4)
#include "core_cm4.h"
#else
#include "core_cm7.h"
#endif

extern uint32_t SystemCoreClock; /* system_stm32h7xx.h */
extern void SystemCoreClockUpdate(void); /* system_stm32h7xx.h */

#if defined(STM32H7A3xx) || defined(STM32H7A3xxQ) || defined(STM32H7B0xx) || \
    defined(STM32H7B0xxQ) || defined(STM32H7B3xx) || defined(STM32H7B3xxQ)
typedef struct
{
  __IO uint32_t CR; /* 0x00 */
  uint32_t RESERVED0[3];
  __IO uint32_t CFGR; /* 0x10 */
  uint32_t RESERVED1;
  __IO uint32_t CDCFGR1; /* 0x18 */
  __IO uint32_t CDCFGR2; /* 0x1C */
  __IO uint32_t SRDCFGR; /* 0x20 */
  uint32_t RESERVED2[22];
  __IO uint32_t AHB3RSTR; /* 0x7C */
  __IO uint32_t AHB1RSTR; /* 0x80 */
  __IO uint32_t AHB2RSTR; /* 0x84 */
  __IO uint32_t AHB4RSTR; /* 0x88 */
  __IO uint32_t APB3RSTR; /* 0x8C */
  __IO uint32_t APB1LRSTR; /* 0x90 */
  __IO uint32_t APB1HRSTR; /* 0x94 */
  __IO uint32_t APB2RSTR; /* 0x98 */
  __IO uint32_t APB4RSTR; /* 0x9C */
  uint32_t RESERVED3[40];
  __IO uint32_t AHB4ENR; /* 0x140 */
  uint32_t RESERVED4[4];
  __IO uint32_t APB4ENR; /* 0x154 */
} RCC_TypeDef; /* stm32h7a3xx.h */
#else
typedef struct
{
  __IO uint32_t CR; /* 0x00 */
  uint32_t RESERVED0[3];
  __IO uint32_t CFGR; /* 0x10 */
  uint32_t RESERVED1;
  __IO uint32_t D1CFGR; /* 0x18 */
  __IO uint32_t D2CFGR; /* 0x1C */
  __IO uint32_t D3CFGR; /* 0x20 */
  uint32_t RESERVED2[22];
  __IO uint32_t AHB3RSTR; /* 0x7C */
  __IO uint32_t AHB1RSTR; /* 0x80 */
  __IO uint32_t AHB2RSTR; /* 0x84 */
  __IO uint32_t AHB4RSTR; /* 0x88 */
  __IO uint32_t APB3RSTR; /* 0x8C */
  __IO uint32_t APB1LRSTR; /* 0x90 */
  __IO uint32_t APB1HRSTR; /* 0x94 */
  __IO uint32_t APB2RSTR; /* 0x98 */
  __IO uint32_t APB4RSTR; /* 0x9C */
  uint32_t RESERVED3[16];
  __IO uint32_t AHB4ENR; /* 0xE0 */
  uint32_t RESERVED4[4];
  __IO uint32_t APB4ENR; /* 0xF4 */
} RCC_TypeDef; /* stm32h743xx.h, stm32h723xx.h */
#endif

typedef struct
{
  __IO uint32_t CR1; /* 0x00 */
} PWR_TypeDef; /* stm32h743xx.h, stm32h723xx.h, stm32h7a3xx.h */

#if defined(STM32H7A3xx) || defined(STM32H7A3xxQ) || defined(STM32H7B0xx) || \
    defined(STM32H7B0xxQ) || defined(STM32H7B3xx) || defined(STM32H7B3xxQ)
typedef struct
{
  uint32_t RESERVED0[64];
  __IO uint32_t BKP0R; /* 0x100 */
} TAMP_TypeDef; /* stm32h7a3xx.h */
#else
typedef struct
{
  uint32_t RESERVED0[20];
  __IO uint32_t BKP0R; /* 0x50 */
} RTC_TypeDef; /* stm32h743xx.h, stm32h723xx.h */
#endif

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
} GPIO_TypeDef; /* stm32h743xx.h */

#define RCC_BASE                   0x58024400UL /* stm32h743xx.h */
#define PWR_BASE                   0x58024800UL /* stm32h743xx.h */
#define GPIOA_BASE                 0x58020000UL /* stm32h743xx.h */
#define GPIOB_BASE                 0x58020400UL /* stm32h743xx.h */
#define GPIOC_BASE                 0x58020800UL /* stm32h743xx.h */
#define RCC                        ((RCC_TypeDef *)RCC_BASE) /* stm32h743xx.h */
#define PWR                        ((PWR_TypeDef *)PWR_BASE) /* stm32h743xx.h */
#define GPIOA                      ((GPIO_TypeDef *)GPIOA_BASE) /* stm32h743xx.h */
#define GPIOB                      ((GPIO_TypeDef *)GPIOB_BASE) /* stm32h743xx.h */
#define GPIOC                      ((GPIO_TypeDef *)GPIOC_BASE) /* stm32h743xx.h */
#if defined(STM32H7A3xx) || defined(STM32H7A3xxQ) || defined(STM32H7B0xx) || \
    defined(STM32H7B0xxQ) || defined(STM32H7B3xx) || defined(STM32H7B3xxQ)
#define TAMP_BASE                  0x58004400UL /* stm32h7a3xx.h */
#define TAMP                       ((TAMP_TypeDef *)TAMP_BASE) /* stm32h7a3xx.h */
#else
#define RTC_BASE                   0x58004000UL /* stm32h743xx.h */
#define RTC                        ((RTC_TypeDef *)RTC_BASE) /* stm32h743xx.h */
#endif

#define RCC_CR_HSION                                 0x00000001UL /* stm32h743xx.h */
#define RCC_CR_HSIRDY                                0x00000004UL /* stm32h743xx.h */
#define RCC_CR_HSIDIV                                0x00000018UL /* stm32h743xx.h */
#define RCC_CR_HSEON                                 0x00010000UL /* stm32h743xx.h */
#define RCC_CR_CSSHSEON                              0x00080000UL /* stm32h743xx.h */
#define RCC_CR_PLL1ON                                0x01000000UL /* stm32h743xx.h */
#define RCC_CR_PLL2ON                                0x04000000UL /* stm32h743xx.h */
#define RCC_CR_PLL3ON                                0x10000000UL /* stm32h743xx.h */
#define RCC_CFGR_SWS                                 0x00000038UL /* stm32h743xx.h */
#if defined(STM32H7A3xx) || defined(STM32H7A3xxQ) || defined(STM32H7B0xx) || \
    defined(STM32H7B0xxQ) || defined(STM32H7B3xx) || defined(STM32H7B3xxQ)
#define RCC_CDCFGR1_HPRE                             0x0000000FUL /* stm32h7a3xx.h */
#define RCC_CDCFGR1_CDPPRE                           0x00000070UL /* stm32h7a3xx.h */
#define RCC_CDCFGR1_CDCPRE                           0x00000F00UL /* stm32h7a3xx.h */
#define RCC_CDCFGR2_CDPPRE1                          0x00000070UL /* stm32h7a3xx.h */
#define RCC_CDCFGR2_CDPPRE2                          0x00000700UL /* stm32h7a3xx.h */
#define RCC_SRDCFGR_SRDPPRE                          0x00000070UL /* stm32h7a3xx.h */
#else
#define RCC_D1CFGR_HPRE                              0x0000000FUL /* stm32h743xx.h */
#define RCC_D1CFGR_D1PPRE                            0x00000070UL /* stm32h743xx.h */
#define RCC_D1CFGR_D1CPRE                            0x00000F00UL /* stm32h743xx.h */
#define RCC_D2CFGR_D2PPRE1                           0x00000070UL /* stm32h743xx.h */
#define RCC_D2CFGR_D2PPRE2                           0x00000700UL /* stm32h743xx.h */
#define RCC_D3CFGR_D3PPRE                            0x00000070UL /* stm32h743xx.h */
#endif
#define RCC_AHB4ENR_GPIOAEN                          0x00000001UL /* stm32h743xx.h */
#define RCC_APB4ENR_SYSCFGEN                         0x00000002UL /* stm32h743xx.h */
#define RCC_APB4ENR_RTCAPBEN                         0x00010000UL /* stm32h743xx.h */
#define PWR_CR1_DBP                                  0x00000100UL /* stm32h743xx.h */

#ifdef __cplusplus
}
#endif

#endif /* STM32H7XX_H */
