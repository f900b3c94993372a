/* Stand-in for the CMSIS device header of STM32L0: only the names Bootsmith uses, each with the header it was read in. */
#ifndef STM32L0XX_H
#define STM32L0XX_H

#include <stdint.h>

#if !(defined(STM32L010xB) || defined(STM32L010x8) || defined(STM32L010x6) || defined(STM32L010x4) || \
    defined(STM32L011xx) || defined(STM32L021xx) || defined(STM32L031xx) || defined(STM32L041xx) || \
    defined(STM32L051xx) || defined(STM32L052xx) || defined(STM32L053xx) || defined(STM32L062xx) || \
    defined(STM32L063xx) || defined(STM32L071xx) || defined(STM32L072xx) || defined(STM32L073xx) || \
    defined(STM32L081xx) || defined(STM32L082xx) || defined(STM32L083xx))
#error "Please select first the target STM32L0xx device used in your application (in stm32l0xx.h file)"
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define __CM0PLUS_REV              0U /* stm32l051xx.h */
#define __MPU_PRESENT              1U /* stm32l051xx.h */
#define __VTOR_PRESENT             1U /* stm32l051xx.h */
#define __NVIC_PRIO_BITS           2U /* stm32l051xx.h */
#define __Vendor_SysTickConfig     0U /* stm32l051xx.h */

typedef enum
{
  NonMaskableInt_IRQn = -14,
  HardFault_IRQn = -13,
  SVC_IRQn = -5,
  PendSV_IRQn = -2,
  SysTick_IRQn = -1
} IRQn_Type; /* stm32l051xx.h */

#include "core_cm0plus.h"

extern uint32_t SystemCoreClock; /* system_stm32l0xx.h */
extern void SystemCoreClockUpdate(void); /* system_stm32l0xx.h */

typedef struct
{
  __IO uint32_t CR; /* 0x00 */
  __IO uint32_t ICSCR; /* 0x04 */
  uint32_t RESERVED0;
  __IO uint32_t CFGR; /* 0x0C */
  uint32_t RESERVED1[3];
  __IO uint32_t IOPRSTR; /* 0x1C */
  __IO uint32_t AHBRSTR; /* 0x20 */
  __IO uint32_t APB2RSTR; /* 0x24 */
  __IO uint32_t APB1RSTR; /* 0x28 */
  __IO uint32_t IOPENR; /* 0x2C */
  uint32_t RESERVED2;
  __IO uint32_t APB2ENR; /* 0x34 */
  __IO uint32_t APB1ENR; /* 0x38 */
} RCC_TypeDef; /* stm32l051xx.h */

typedef struct
{
  __IO uint32_t CR; /* 0x00 */
  __IO uint32_t CSR; /* 0x04 */
} PWR_TypeDef; /* stm32l051xx.h */

typedef struct
{
  uint32_t RESERVED0[20];
  __IO uint32_t BKP0R; /* 0x50 */
} RTC_TypeDef; /* stm32l051xx.h */

typedef struct
{
  __IO uint32_t CFGR1; /* 0x00 */
} SYSCFG_TypeDef; /* stm32l051xx.h */

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
} GPIO_TypeDef; /* stm32l051xx.h */

#define RCC_BASE                   0x40021000UL /* stm32l051xx.h */
#define PWR_BASE                   0x40007000UL /* stm32l051xx.h */
#define RTC_BASE                   0x40002800UL /* stm32l051xx.h */
#define SYSCFG_BASE                0x40010000UL /* stm32l051xx.h */
#define GPIOA_BASE                 0x50000000UL /* stm32l051xx.h */
#define GPIOB_BASE                 0x50000400UL /* stm32l051xx.h */
#define GPIOC_BASE                 0x50000800UL /* stm32l051xx.h */
#define RCC                        ((RCC_TypeDef *)RCC_BASE) /* stm32l051xx.h */
#define PWR                        ((PWR_TypeDef *)PWR_BASE) /* stm32l051xx.h */
#define RTC                        ((RTC_TypeDef *)RTC_BASE) /* stm32l051xx.h */
#define SYSCFG                     ((SYSCFG_TypeDef *)SYSCFG_BASE) /* stm32l051xx.h */
#define GPIOA                      ((GPIO_TypeDef *)GPIOA_BASE) /* stm32l051xx.h */
#define GPIOB                      ((GPIO_TypeDef *)GPIOB_BASE) /* stm32l051xx.h */
#define GPIOC                      ((GPIO_TypeDef *)GPIOC_BASE) /* stm32l051xx.h */

#define RCC_CR_HSION                                 0x00000001UL /* stm32l051xx.h */
#define RCC_CR_MSION                                 0x00000100UL /* stm32l051xx.h */
#define RCC_CR_MSIRDY                                0x00000200UL /* stm32l051xx.h */
#define RCC_CR_HSEON                                 0x00010000UL /* stm32l051xx.h */
#if !(defined(STM32L010xB) || defined(STM32L010x8) || defined(STM32L010x6) || defined(STM32L010x4) || \
    defined(STM32L011xx) || defined(STM32L021xx) || defined(STM32L031xx) || defined(STM32L041xx))
#define RCC_CR_CSSHSEON                              0x00080000UL /* stm32l051xx.h */
#endif
#define RCC_CR_PLLON                                 0x01000000UL /* stm32l051xx.h */
#define RCC_CFGR_SWS                                 0x0000000CUL /* stm32l051xx.h */
#define RCC_IOPENR_IOPAEN                            0x00000001UL /* stm32l051xx.h */
#define RCC_IOPENR_GPIOAEN                           RCC_IOPENR_IOPAEN /* stm32l051xx.h */
#define RCC_APB2ENR_SYSCFGEN                         0x00000001UL /* stm32l051xx.h */
#define RCC_APB1ENR_PWREN                            0x10000000UL /* stm32l051xx.h */
#define PWR_CR_DBP                                   0x00000100UL /* stm32l051xx.h */
#define SYSCFG_CFGR1_MEM_MODE                        0x00000003UL /* stm32l051xx.h */
#define SYSCFG_CFGR1_MEM_MODE_0                      0x00000001UL /* stm32l051xx.h */
#define SYSCFG_CFGR1_MEM_MODE_1                      0x00000002UL /* stm32l051xx.h */

#ifdef __cplusplus
}
#endif

#endif /* STM32L0XX_H */
