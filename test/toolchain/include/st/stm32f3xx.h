/* Stand-in for the CMSIS device header of STM32F3: only the names Bootsmith uses, each with the header it was read in. */
#ifndef STM32F3XX_H
#define STM32F3XX_H

#include <stdint.h>

#if !(defined(STM32F301x8) || defined(STM32F302x8) || defined(STM32F302xC) || defined(STM32F302xE) || \
    defined(STM32F303x8) || defined(STM32F303xC) || defined(STM32F303xE) || defined(STM32F373xC) || \
    defined(STM32F334x8) || defined(STM32F318xx) || defined(STM32F328xx) || defined(STM32F358xx) || \
    defined(STM32F378xx) || defined(STM32F398xx))
#error "Please select first the target STM32F3xx device used in your application (in stm32f3xx.h file)"
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define __CM4_REV                  0x0001U /* stm32f373xc.h */
#define __MPU_PRESENT              1U /* stm32f373xc.h */
#define __NVIC_PRIO_BITS           4U /* stm32f373xc.h */
#define __Vendor_SysTickConfig     0U /* stm32f373xc.h */
#define __FPU_PRESENT              1U /* stm32f373xc.h */

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
} IRQn_Type; /* stm32f373xc.h */

#include "core_cm4.h"

extern uint32_t SystemCoreClock; /* system_stm32f3xx.h */
extern void SystemCoreClockUpdate(void); /* system_stm32f3xx.h */

typedef struct
{
  __IO uint32_t CR; /* 0x00 */
  __IO uint32_t CFGR; /* 0x04 */
  uint32_t RESERVED0;
  __IO uint32_t APB2RSTR; /* 0x0C */
  __IO uint32_t APB1RSTR; /* 0x10 */
  __IO uint32_t AHBENR; /* 0x14 */
  __IO uint32_t APB2ENR; /* 0x18 */
  __IO uint32_t APB1ENR; /* 0x1C */
  uint32_t RESERVED1[2];
  __IO uint32_t AHBRSTR; /* 0x28 */
} RCC_TypeDef; /* stm32f373xc.h */

typedef struct
{
  __IO uint32_t CR; /* 0x00 */
  __IO uint32_t CSR; /* 0x04 */
} PWR_TypeDef; /* stm32f373xc.h */

typedef struct
{
  uint32_t RESERVED0[20];
  __IO uint32_t BKP0R; /* 0x50 */
} RTC_TypeDef; /* stm32f373xc.h */

typedef struct
{
  __IO uint32_t CFGR1; /* 0x00 */
} SYSCFG_TypeDef; /* stm32f373xc.h */

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
  __IO uint32_t BRR; /* 0x28 */
} GPIO_TypeDef; /* stm32f373xc.h */

typedef struct
{
  __IO uint32_t CCR; /* 0x00 */
  __IO uint32_t CNDTR; /* 0x04 */
  __IO uint32_t CPAR; /* 0x08 */
  __IO uint32_t CMAR; /* 0x0C */
} DMA_Channel_TypeDef; /* stm32f303xe.h */

#define DMA1_Channel1              ((DMA_Channel_TypeDef *)0x40020008UL) /* stm32f303xe.h */
#if defined(STM32F302xC) || defined(STM32F302xE) || defined(STM32F303xC) || defined(STM32F303xE) || defined(STM32F358xx) || defined(STM32F373xC) || defined(STM32F378xx) || defined(STM32F398xx)
#define DMA2_Channel1              ((DMA_Channel_TypeDef *)0x40020408UL) /* the headers named in the line above */
#endif

#define RCC_BASE                   0x40021000UL /* stm32f373xc.h */
#define PWR_BASE                   0x40007000UL /* stm32f373xc.h */
#define RTC_BASE                   0x40002800UL /* stm32f373xc.h */
#define SYSCFG_BASE                0x40010000UL /* stm32f373xc.h */
#define GPIOA_BASE                 0x48000000UL /* stm32f373xc.h */
#define GPIOB_BASE                 0x48000400UL /* stm32f373xc.h */
#define GPIOC_BASE                 0x48000800UL /* stm32f373xc.h */
#define RCC                        ((RCC_TypeDef *)RCC_BASE) /* stm32f373xc.h */
#define PWR                        ((PWR_TypeDef *)PWR_BASE) /* stm32f373xc.h */
#define RTC                        ((RTC_TypeDef *)RTC_BASE) /* stm32f373xc.h */
#define SYSCFG                     ((SYSCFG_TypeDef *)SYSCFG_BASE) /* stm32f373xc.h */
#define GPIOA                      ((GPIO_TypeDef *)GPIOA_BASE) /* stm32f373xc.h */
#define GPIOB                      ((GPIO_TypeDef *)GPIOB_BASE) /* stm32f373xc.h */
#define GPIOC                      ((GPIO_TypeDef *)GPIOC_BASE) /* stm32f373xc.h */

#define RCC_CR_HSION                                 0x00000001UL /* stm32f373xc.h */
#define RCC_CR_HSIRDY                                0x00000002UL /* stm32f373xc.h */
#define RCC_CR_HSEON                                 0x00010000UL /* stm32f373xc.h */
#define RCC_CR_CSSON                                 0x00080000UL /* stm32f373xc.h */
#define RCC_CR_PLLON                                 0x01000000UL /* stm32f373xc.h */
#define RCC_CFGR_SWS                                 0x0000000CUL /* stm32f373xc.h */
#define RCC_AHBENR_GPIOAEN                           0x00020000UL /* stm32f373xc.h */
#define RCC_APB2ENR_SYSCFGEN                         0x00000001UL /* stm32f373xc.h */
#define RCC_APB1ENR_PWREN                            0x10000000UL /* stm32f373xc.h */
#define PWR_CR_DBP                                   0x00000100UL /* stm32f373xc.h */
#if defined(STM32F302xE) || defined(STM32F303xE) || defined(STM32F398xx)
#define SYSCFG_CFGR1_MEM_MODE                        0x00000007UL /* stm32f303xe.h */
#else
#define SYSCFG_CFGR1_MEM_MODE                        0x00000003UL /* stm32f373xc.h */
#endif
#define SYSCFG_CFGR1_MEM_MODE_0                      0x00000001UL /* stm32f373xc.h */
#define SYSCFG_CFGR1_MEM_MODE_1                      0x00000002UL /* stm32f373xc.h */

#ifdef __cplusplus
}
#endif

#endif /* STM32F3XX_H */
