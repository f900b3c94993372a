/* Stand-in for the CMSIS device header of STM32H7RS: only the names Bootsmith uses, each with the header it was read in. */
#ifndef STM32H7RSXX_H
#define STM32H7RSXX_H

#include <stdint.h>

#if !(defined(STM32H7R3xx) || defined(STM32H7R7xx) || defined(STM32H7S3xx) || defined(STM32H7S7xx))
#error "Please select first the target STM32H7RSxx device used in your application (in stm32h7rsxx.h file)"
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define __CM7_REV                  0x0102U /* stm32h7s7xx.h */
#define __MPU_PRESENT              1U /* stm32h7s7xx.h */
#define __NVIC_PRIO_BITS           4U /* stm32h7s7xx.h */
#define __Vendor_SysTickConfig     0U /* stm32h7s7xx.h */
#define __FPU_PRESENT              1U /* stm32h7s7xx.h */
#define __ICACHE_PRESENT           1U /* stm32h7s7xx.h */
#define __DCACHE_PRESENT           1U /* stm32h7s7xx.h */

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
} IRQn_Type; /* stm32h7s7xx.h */

#include "core_cm7.h"

extern uint32_t SystemCoreClock; /* system_stm32h7rsxx.h */
extern void SystemCoreClockUpdate(void); /* system_stm32h7rsxx.h */

typedef struct
{
  __IO uint32_t CR; /* 0x000 */
  uint32_t RESERVED0[3];
  __IO uint32_t CFGR; /* 0x010 */
  uint32_t RESERVED1;
  __IO uint32_t CDCFGR; /* 0x018 */
  __IO uint32_t BMCFGR; /* 0x01C */
  __IO uint32_t APBCFGR; /* 0x020 */
  uint32_t RESERVED2[22];
  __IO uint32_t AHB5RSTR; /* 0x07C */
  __IO uint32_t AHB1RSTR; /* 0x080 */
  __IO uint32_t AHB2RSTR; /* 0x084 */
  __IO uint32_t AHB4RSTR; /* 0x088 */
  __IO uint32_t APB5RSTR; /* 0x08C */
  __IO uint32_t APB1RSTR1; /* 0x090 */
  __IO uint32_t APB1RSTR2; /* 0x094 */
  __IO uint32_t APB2RSTR; /* 0x098 */
  __IO uint32_t APB4RSTR; /* 0x09C */
  uint32_t RESERVED3;
  __IO uint32_t AHB3RSTR; /* 0x0A4 */
  uint32_t RESERVED4[22];
  __IO uint32_t CKPROTR; /* 0x100 */
  uint32_t RESERVED5[15];
  __IO uint32_t AHB4ENR; /* 0x140 */
  uint32_t RESERVED6[4];
  __IO uint32_t APB4ENR; /* 0x154 */
} RCC_TypeDef; /* stm32h7s7xx.h */

typedef struct
{
  __IO uint32_t CR1; /* 0x00 */
} PWR_TypeDef; /* stm32h7s7xx.h */

typedef struct
{
  uint32_t RESERVED0[64];
  __IO uint32_t BKP0R; /* 0x100 */
} TAMP_TypeDef; /* stm32h7s7xx.h */

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
} GPIO_TypeDef; /* stm32h7s7xx.h */

#define RCC_BASE                   0x58024400UL /* stm32h7s7xx.h */
#define PWR_BASE                   0x58024800UL /* stm32h7s7xx.h */
#define TAMP_BASE                  0x58004400UL /* stm32h7s7xx.h */
#define GPIOA_BASE                 0x58020000UL /* stm32h7s7xx.h */
#define GPIOB_BASE                 0x58020400UL /* stm32h7s7xx.h */
#define GPIOC_BASE                 0x58020800UL /* stm32h7s7xx.h */
#define RCC                        ((RCC_TypeDef *)RCC_BASE) /* stm32h7s7xx.h */
#define PWR                        ((PWR_TypeDef *)PWR_BASE) /* stm32h7s7xx.h */
#define TAMP                       ((TAMP_TypeDef *)TAMP_BASE) /* stm32h7s7xx.h */
#define GPIOA                      ((GPIO_TypeDef *)GPIOA_BASE) /* stm32h7s7xx.h */
#define GPIOB                      ((GPIO_TypeDef *)GPIOB_BASE) /* stm32h7s7xx.h */
#define GPIOC                      ((GPIO_TypeDef *)GPIOC_BASE) /* stm32h7s7xx.h */

#define RCC_CR_HSION                                 0x00000001UL /* stm32h7s7xx.h */
#define RCC_CR_HSIRDY                                0x00000004UL /* stm32h7s7xx.h */
#define RCC_CR_CSION                                 0x00000080UL /* stm32h7s7xx.h */
#define RCC_CR_HSEON                                 0x00010000UL /* stm32h7s7xx.h */
#define RCC_CR_HSECSSON                              0x00100000UL /* stm32h7s7xx.h */
#define RCC_CR_PLL1ON                                0x01000000UL /* stm32h7s7xx.h */
#define RCC_CR_PLL2ON                                0x04000000UL /* stm32h7s7xx.h */
#define RCC_CR_PLL3ON                                0x10000000UL /* stm32h7s7xx.h */
#define RCC_CFGR_SWS                                 0x00000038UL /* stm32h7s7xx.h */
#define RCC_CDCFGR_CPRE                              0x0000000FUL /* stm32h7s7xx.h */
#define RCC_BMCFGR_BMPRE                             0x0000000FUL /* stm32h7s7xx.h */
#define RCC_APBCFGR_PPRE1                            0x00000007UL /* stm32h7s7xx.h */
#define RCC_APBCFGR_PPRE2                            0x00000070UL /* stm32h7s7xx.h */
#define RCC_APBCFGR_PPRE4                            0x00000700UL /* stm32h7s7xx.h */
#define RCC_APBCFGR_PPRE5                            0x00007000UL /* stm32h7s7xx.h */
#define RCC_APB4ENR_RTCAPBEN                         0x00010000UL /* stm32h7s7xx.h */
#define RCC_CKPROTR_XSPICKP                          0x00000001UL /* stm32h7rsxx_hal_rcc_ex.h */
#define RCC_CKPROTR_FMCCKP                           0x00000002UL /* stm32h7rsxx_hal_rcc_ex.h */
#define RCC_AHB4ENR_GPIOAEN                          0x00000001UL /* stm32h7s7xx.h */
#define PWR_CR1_DBP                                  0x00000100UL /* stm32h7s7xx.h */

#ifdef __cplusplus
}
#endif

#endif /* STM32H7RSXX_H */
