/* Stand-in for the CMSIS device header of STM32L4: only the names Bootsmith uses, each with the header it was read in. */
#ifndef STM32L4XX_H
#define STM32L4XX_H

#include <stdint.h>

#if !(defined(STM32L412xx) || defined(STM32L422xx) || defined(STM32L431xx) || defined(STM32L432xx) || \
    defined(STM32L433xx) || defined(STM32L442xx) || defined(STM32L443xx) || defined(STM32L451xx) || \
    defined(STM32L452xx) || defined(STM32L462xx) || defined(STM32L471xx) || defined(STM32L475xx) || \
    defined(STM32L476xx) || defined(STM32L485xx) || defined(STM32L486xx) || defined(STM32L496xx) || \
    defined(STM32L4A6xx) || defined(STM32L4R5xx) || defined(STM32L4R7xx) || defined(STM32L4R9xx) || \
    defined(STM32L4S5xx) || defined(STM32L4S7xx) || defined(STM32L4S9xx) || defined(STM32L4P5xx) || \
    defined(STM32L4Q5xx))
#error "Please select first the target STM32L4xx device used in your application (in stm32l4xx.h file)"
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define __CM4_REV                  0x0001U /* stm32l475xx.h */
#define __MPU_PRESENT              1U /* stm32l475xx.h */
#define __NVIC_PRIO_BITS           4U /* stm32l475xx.h */
#define __Vendor_SysTickConfig     0U /* stm32l475xx.h */
#define __FPU_PRESENT              1U /* stm32l475xx.h */

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
} IRQn_Type; /* stm32l475xx.h */

#include "core_cm4.h"

extern uint32_t SystemCoreClock; /* system_stm32l4xx.h */
extern void SystemCoreClockUpdate(void); /* system_stm32l4xx.h */

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
} RCC_TypeDef; /* stm32l412xx.h, stm32l432xx.h, stm32l475xx.h, stm32l496xx.h, stm32l4r9xx.h, stm32l4p5xx.h */

typedef struct
{
  __IO uint32_t CR1; /* 0x00 */
} PWR_TypeDef; /* stm32l412xx.h, stm32l432xx.h, stm32l475xx.h, stm32l496xx.h, stm32l4r9xx.h, stm32l4p5xx.h */

#if defined(STM32L431xx) || defined(STM32L432xx) || defined(STM32L433xx) || defined(STM32L442xx) || \
    defined(STM32L443xx) || defined(STM32L451xx) || defined(STM32L452xx) || defined(STM32L462xx) || \
    defined(STM32L471xx) || defined(STM32L475xx) || defined(STM32L476xx) || defined(STM32L485xx) || \
    defined(STM32L486xx) || defined(STM32L496xx) || defined(STM32L4A6xx) || defined(STM32L4R5xx) || \
    defined(STM32L4R7xx) || defined(STM32L4R9xx) || defined(STM32L4S5xx) || defined(STM32L4S7xx) || \
    defined(STM32L4S9xx)
typedef struct
{
  uint32_t RESERVED0[20];
  __IO uint32_t BKP0R; /* 0x50 */
} RTC_TypeDef; /* stm32l432xx.h, stm32l475xx.h, stm32l496xx.h, stm32l4r9xx.h */
#endif

#if defined(STM32L412xx) || defined(STM32L422xx) || defined(STM32L4P5xx) || defined(STM32L4Q5xx)
typedef struct
{
  uint32_t RESERVED0[64];
  __IO uint32_t BKP0R; /* 0x100 */
} TAMP_TypeDef; /* stm32l412xx.h, stm32l4p5xx.h */
#endif

typedef struct
{
  __IO uint32_t MEMRMP; /* 0x00 */
} SYSCFG_TypeDef; /* stm32l412xx.h, stm32l432xx.h, stm32l475xx.h, stm32l496xx.h, stm32l4r9xx.h, stm32l4p5xx.h */

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
} GPIO_TypeDef; /* stm32l475xx.h */

#define RCC_BASE                   0x40021000UL /* stm32l475xx.h */
#define PWR_BASE                   0x40007000UL /* stm32l475xx.h */
#if defined(STM32L431xx) || defined(STM32L432xx) || defined(STM32L433xx) || defined(STM32L442xx) || \
    defined(STM32L443xx) || defined(STM32L451xx) || defined(STM32L452xx) || defined(STM32L462xx) || \
    defined(STM32L471xx) || defined(STM32L475xx) || defined(STM32L476xx) || defined(STM32L485xx) || \
    defined(STM32L486xx) || defined(STM32L496xx) || defined(STM32L4A6xx) || defined(STM32L4R5xx) || \
    defined(STM32L4R7xx) || defined(STM32L4R9xx) || defined(STM32L4S5xx) || defined(STM32L4S7xx) || \
    defined(STM32L4S9xx)
#define RTC_BASE                   0x40002800UL /* stm32l475xx.h */
#endif
#if defined(STM32L412xx) || defined(STM32L422xx) || defined(STM32L4P5xx) || defined(STM32L4Q5xx)
#define TAMP_BASE                  0x40003400UL /* stm32l412xx.h */
#endif
#define SYSCFG_BASE                0x40010000UL /* stm32l475xx.h */
#define GPIOA_BASE                 0x48000000UL /* stm32l475xx.h */
#define GPIOB_BASE                 0x48000400UL /* stm32l475xx.h */
#define GPIOC_BASE                 0x48000800UL /* stm32l475xx.h */
#define RCC                        ((RCC_TypeDef *)RCC_BASE) /* stm32l475xx.h */
#define PWR                        ((PWR_TypeDef *)PWR_BASE) /* stm32l475xx.h */
#if defined(STM32L431xx) || defined(STM32L432xx) || defined(STM32L433xx) || defined(STM32L442xx) || \
    defined(STM32L443xx) || defined(STM32L451xx) || defined(STM32L452xx) || defined(STM32L462xx) || \
    defined(STM32L471xx) || defined(STM32L475xx) || defined(STM32L476xx) || defined(STM32L485xx) || \
    defined(STM32L486xx) || defined(STM32L496xx) || defined(STM32L4A6xx) || defined(STM32L4R5xx) || \
    defined(STM32L4R7xx) || defined(STM32L4R9xx) || defined(STM32L4S5xx) || defined(STM32L4S7xx) || \
    defined(STM32L4S9xx)
#define RTC                        ((RTC_TypeDef *)RTC_BASE) /* stm32l475xx.h */
#endif
#if defined(STM32L412xx) || defined(STM32L422xx) || defined(STM32L4P5xx) || defined(STM32L4Q5xx)
#define TAMP                       ((TAMP_TypeDef *)TAMP_BASE) /* stm32l412xx.h */
#endif
#define SYSCFG                     ((SYSCFG_TypeDef *)SYSCFG_BASE) /* stm32l475xx.h */
#define GPIOA                      ((GPIO_TypeDef *)GPIOA_BASE) /* stm32l475xx.h */
#define GPIOB                      ((GPIO_TypeDef *)GPIOB_BASE) /* stm32l475xx.h */
#define GPIOC                      ((GPIO_TypeDef *)GPIOC_BASE) /* stm32l475xx.h */

#define RCC_CR_MSION                                 0x00000001UL /* stm32l475xx.h */
#define RCC_CR_MSIRDY                                0x00000002UL /* stm32l475xx.h */
#define RCC_CR_HSION                                 0x00000100UL /* stm32l475xx.h */
#define RCC_CR_HSEON                                 0x00010000UL /* stm32l475xx.h */
#define RCC_CR_CSSON                                 0x00080000UL /* stm32l475xx.h */
#define RCC_CR_PLLON                                 0x01000000UL /* stm32l475xx.h */
#if defined(STM32L431xx) || defined(STM32L432xx) || defined(STM32L433xx) || defined(STM32L442xx) || \
    defined(STM32L443xx) || defined(STM32L451xx) || defined(STM32L452xx) || defined(STM32L462xx) || \
    defined(STM32L471xx) || defined(STM32L475xx) || defined(STM32L476xx) || defined(STM32L485xx) || \
    defined(STM32L486xx) || defined(STM32L496xx) || defined(STM32L4A6xx) || defined(STM32L4R5xx) || \
    defined(STM32L4R7xx) || defined(STM32L4R9xx) || defined(STM32L4S5xx) || defined(STM32L4S7xx) || \
    defined(STM32L4S9xx) || defined(STM32L4P5xx) || defined(STM32L4Q5xx)
#define RCC_CR_PLLSAI1ON                             0x04000000UL /* stm32l475xx.h */
#endif
#if defined(STM32L471xx) || defined(STM32L475xx) || defined(STM32L476xx) || defined(STM32L485xx) || \
    defined(STM32L486xx) || defined(STM32L496xx) || defined(STM32L4A6xx) || defined(STM32L4R5xx) || \
    defined(STM32L4R7xx) || defined(STM32L4R9xx) || defined(STM32L4S5xx) || defined(STM32L4S7xx) || \
    defined(STM32L4S9xx) || defined(STM32L4P5xx) || defined(STM32L4Q5xx)
#define RCC_CR_PLLSAI2ON                             0x10000000UL /* stm32l475xx.h */
#endif
#define RCC_CFGR_SWS                                 0x0000000CUL /* stm32l475xx.h */
#define RCC_APB2ENR_SYSCFGEN                         0x00000001UL /* stm32l475xx.h */
#define RCC_APB1ENR1_PWREN                           0x10000000UL /* stm32l475xx.h */
#if defined(STM32L412xx) || defined(STM32L422xx) || defined(STM32L431xx) || defined(STM32L432xx) || \
    defined(STM32L433xx) || defined(STM32L442xx) || defined(STM32L443xx) || defined(STM32L451xx) || \
    defined(STM32L452xx) || defined(STM32L462xx) || defined(STM32L496xx) || defined(STM32L4A6xx) || \
    defined(STM32L4R5xx) || defined(STM32L4R7xx) || defined(STM32L4R9xx) || defined(STM32L4S5xx) || \
    defined(STM32L4S7xx) || defined(STM32L4S9xx) || defined(STM32L4P5xx) || defined(STM32L4Q5xx)
#define RCC_APB1ENR1_RTCAPBEN                        0x00000400UL /* stm32l412xx.h */
#endif
#define RCC_AHB2ENR_GPIOAEN                          0x00000001UL /* stm32l475xx.h */
#define PWR_CR1_DBP                                  0x00000100UL /* stm32l432xx.h */
#define SYSCFG_MEMRMP_MEM_MODE                       0x00000007UL /* stm32l475xx.h */
#define SYSCFG_MEMRMP_MEM_MODE_0                     0x00000001UL /* stm32l475xx.h */
#define SYSCFG_MEMRMP_MEM_MODE_1                     0x00000002UL /* stm32l475xx.h */

#ifdef __cplusplus
}
#endif

#endif /* STM32L4XX_H */
