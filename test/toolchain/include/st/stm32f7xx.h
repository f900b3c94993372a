/* Stand-in for the CMSIS device header of STM32F7: only the names Bootsmith uses, each with the header it was read in. */
#ifndef STM32F7XX_H
#define STM32F7XX_H

#include <stdint.h>

#if !(defined(STM32F722xx) || defined(STM32F723xx) || defined(STM32F730xx) || defined(STM32F732xx) || \
    defined(STM32F733xx) || defined(STM32F745xx) || defined(STM32F746xx) || defined(STM32F750xx) || \
    defined(STM32F756xx) || defined(STM32F765xx) || defined(STM32F767xx) || defined(STM32F769xx) || \
    defined(STM32F777xx) || defined(STM32F779xx))
#error "Please select first the target STM32F7xx device used in your application (in stm32f7xx.h file)"
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define __CM7_REV                  0x0001U /* stm32f746xx.h */
#define __MPU_PRESENT              1U /* stm32f746xx.h */
#define __NVIC_PRIO_BITS           4U /* stm32f746xx.h */
#define __Vendor_SysTickConfig     0U /* stm32f746xx.h */
#define __FPU_PRESENT              1U /* stm32f746xx.h */
#define __ICACHE_PRESENT           1U /* stm32f746xx.h */
#define __DCACHE_PRESENT           1U /* stm32f746xx.h */

typedef enum
{
  NonMaskableInt_IRQn = -14,
  MemoryManagement_IRQn = -12,
  BusFault_IRQn = -11,
  UsageFault_IRQn = -10,
  SVCall_IRQn = -5,
  DebugMonitor_IRQn = -4,
  PendSV_IRQn = -2,
  SysTick_IRQn = -1
} IRQn_Type; /* stm32f746xx.h */

#include "core_cm7.h"

extern uint32_t SystemCoreClock; /* system_stm32f7xx.h */
extern void SystemCoreClockUpdate(void); /* system_stm32f7xx.h */

typedef struct
{
  __IO uint32_t CR; /* 0x00 */
  uint32_t RESERVED0;
  __IO uint32_t CFGR; /* 0x08 */
  uint32_t RESERVED1;
  __IO uint32_t AHB1RSTR; /* 0x10 */
  __IO uint32_t AHB2RSTR; /* 0x14 */
  __IO uint32_t AHB3RSTR; /* 0x18 */
  uint32_t RESERVED2;
  __IO uint32_t APB1RSTR; /* 0x20 */
  __IO uint32_t APB2RSTR; /* 0x24 */
  uint32_t RESERVED3[2];
  __IO uint32_t AHB1ENR; /* 0x30 */
  uint32_t RESERVED4[3];
  __IO uint32_t APB1ENR; /* 0x40 */
  __IO uint32_t APB2ENR; /* 0x44 */
} RCC_TypeDef; /* stm32f746xx.h */

typedef struct
{
  __IO uint32_t CR1; /* 0x00 */
} PWR_TypeDef; /* stm32f746xx.h */

typedef struct
{
  uint32_t RESERVED0[20];
  __IO uint32_t BKP0R; /* 0x50 */
} RTC_TypeDef; /* stm32f746xx.h */

typedef struct
{
  __IO uint32_t MEMRMP; /* 0x00 */
} SYSCFG_TypeDef; /* stm32f746xx.h */

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
} GPIO_TypeDef; /* stm32f746xx.h */

#define RCC_BASE                   0x40023800UL /* stm32f746xx.h */
#define PWR_BASE                   0x40007000UL /* stm32f746xx.h */
#define RTC_BASE                   0x40002800UL /* stm32f746xx.h */
#define SYSCFG_BASE                0x40013800UL /* stm32f746xx.h */
#define GPIOA_BASE                 0x40020000UL /* stm32f746xx.h */
#define GPIOB_BASE                 0x40020400UL /* stm32f746xx.h */
#define GPIOC_BASE                 0x40020800UL /* stm32f746xx.h */
#define RCC                        ((RCC_TypeDef *)RCC_BASE) /* stm32f746xx.h */
#define PWR                        ((PWR_TypeDef *)PWR_BASE) /* stm32f746xx.h */
#define RTC                        ((RTC_TypeDef *)RTC_BASE) /* stm32f746xx.h */
#define SYSCFG                     ((SYSCFG_TypeDef *)SYSCFG_BASE) /* stm32f746xx.h */
#define GPIOA                      ((GPIO_TypeDef *)GPIOA_BASE) /* stm32f746xx.h */
#define GPIOB                      ((GPIO_TypeDef *)GPIOB_BASE) /* stm32f746xx.h */
#define GPIOC                      ((GPIO_TypeDef *)GPIOC_BASE) /* stm32f746xx.h */

#define RCC_CR_HSION                                 0x00000001UL /* stm32f722xx.h */
#define RCC_CR_HSIRDY                                0x00000002UL /* stm32f722xx.h */
#define RCC_CR_HSEON                                 0x00010000UL /* stm32f722xx.h */
#define RCC_CR_CSSON                                 0x00080000UL /* stm32f722xx.h */
#define RCC_CR_PLLON                                 0x01000000UL /* stm32f722xx.h */
#define RCC_CR_PLLI2SON                              0x04000000UL /* stm32f722xx.h */
#define RCC_CR_PLLSAION                              0x10000000UL /* stm32f722xx.h */
#define RCC_CFGR_SWS                                 0x0000000CUL /* stm32f722xx.h */
#define RCC_AHB1ENR_GPIOAEN                          0x00000001UL /* stm32f722xx.h */
#if !(defined(STM32F745xx) || defined(STM32F746xx) || defined(STM32F750xx) || defined(STM32F756xx))
#define RCC_APB1ENR_RTCEN                            0x00000400UL /* stm32f722xx.h */
#endif
#define RCC_APB1ENR_PWREN                            0x10000000UL /* stm32f722xx.h */
#define RCC_APB2ENR_SYSCFGEN                         0x00004000UL /* stm32f722xx.h */
#define PWR_CR1_DBP                                  0x00000100UL /* stm32f722xx.h */

#ifdef __cplusplus
}
#endif

#endif /* STM32F7XX_H */
