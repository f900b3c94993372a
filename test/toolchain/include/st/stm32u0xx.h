/* Stand-in for the CMSIS device header of STM32U0: only the names Bootsmith uses, each with the header it was read in. */
#ifndef STM32U0XX_H
#define STM32U0XX_H

#include <stdint.h>

#if !(defined(STM32U031xx) || defined(STM32U073xx) || defined(STM32U083xx))
#error "Please select first the target STM32U0xx device used in your application (in stm32u0xx.h file)"
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define __CM0PLUS_REV              0 /* stm32u083xx.h */
#define __MPU_PRESENT              1 /* stm32u083xx.h */
#define __VTOR_PRESENT             1 /* stm32u083xx.h */
#define __NVIC_PRIO_BITS           2 /* stm32u083xx.h */
#define __Vendor_SysTickConfig     0 /* stm32u083xx.h */

typedef enum
{
  NonMaskableInt_IRQn = -14,
  HardFault_IRQn = -13,
  SVCall_IRQn = -5,
  PendSV_IRQn = -2,
  SysTick_IRQn = -1
} IRQn_Type; /* stm32u083xx.h */

#include "core_cm0plus.h"

extern uint32_t SystemCoreClock; /* system_stm32u0xx.h */
extern void SystemCoreClockUpdate(void); /* system_stm32u0xx.h */

typedef struct
{
  __IO uint32_t CR; /* 0x00 */
  uint32_t RESERVED0;
  __IO uint32_t CFGR; /* 0x08 */
  uint32_t RESERVED1[7];
  __IO uint32_t AHBRSTR; /* 0x28 */
  __IO uint32_t IOPRSTR; /* 0x2C */
  uint32_t RESERVED2[2];
  __IO uint32_t APBRSTR1; /* 0x38 */
  uint32_t RESERVED3;
  __IO uint32_t APBRSTR2; /* 0x40 */
  uint32_t RESERVED4[2];
  __IO uint32_t IOPENR; /* 0x4C */
  uint32_t RESERVED5[2];
  __IO uint32_t APBENR1; /* 0x58 */
  uint32_t RESERVED6;
  __IO uint32_t APBENR2; /* 0x60 */
} RCC_TypeDef; /* stm32u083xx.h */

typedef struct
{
  __IO uint32_t CR1; /* 0x00 */
} PWR_TypeDef; /* stm32u083xx.h */

typedef struct
{
  uint32_t RESERVED0[64];
  __IO uint32_t BKP0R; /* 0x100 */
} TAMP_TypeDef; /* stm32u083xx.h */

typedef struct
{
  __IO uint32_t CFGR1; /* 0x00 */
} SYSCFG_TypeDef; /* stm32u083xx.h */

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
} GPIO_TypeDef; /* stm32u083xx.h */

#define RCC_BASE                   0x40021000UL /* stm32u083xx.h */
#define PWR_BASE                   0x40007000UL /* stm32u083xx.h */
#define TAMP_BASE                  0x4000B000UL /* stm32u083xx.h */
#define SYSCFG_BASE                0x40010000UL /* stm32u083xx.h */
#define GPIOA_BASE                 0x50000000UL /* stm32u083xx.h */
#define GPIOB_BASE                 0x50000400UL /* stm32u083xx.h */
#define GPIOC_BASE                 0x50000800UL /* stm32u083xx.h */
#define RCC                        ((RCC_TypeDef *)RCC_BASE) /* stm32u083xx.h */
#define PWR                        ((PWR_TypeDef *)PWR_BASE) /* stm32u083xx.h */
#define TAMP                       ((TAMP_TypeDef *)TAMP_BASE) /* stm32u083xx.h */
#define SYSCFG                     ((SYSCFG_TypeDef *)SYSCFG_BASE) /* stm32u083xx.h */
#define GPIOA                      ((GPIO_TypeDef *)GPIOA_BASE) /* stm32u083xx.h */
#define GPIOB                      ((GPIO_TypeDef *)GPIOB_BASE) /* stm32u083xx.h */
#define GPIOC                      ((GPIO_TypeDef *)GPIOC_BASE) /* stm32u083xx.h */

#define RCC_CR_MSION                                 0x00000001UL /* stm32u083xx.h */
#define RCC_CR_MSIRDY                                0x00000002UL /* stm32u083xx.h */
#define RCC_CR_HSION                                 0x00000100UL /* stm32u083xx.h */
#define RCC_CR_HSEON                                 0x00010000UL /* stm32u083xx.h */
#define RCC_CR_CSSON                                 0x00080000UL /* stm32u083xx.h */
#define RCC_CR_PLLON                                 0x01000000UL /* stm32u083xx.h */
#define RCC_CFGR_SWS                                 0x00000038UL /* stm32u083xx.h */
#define RCC_APBENR2_SYSCFGEN                         0x00000001UL /* stm32u083xx.h */
#define RCC_APBENR1_PWREN                            0x10000000UL /* stm32u083xx.h */
#define RCC_APBENR1_RTCAPBEN                         0x00000400UL /* stm32u083xx.h */
#define RCC_IOPENR_GPIOAEN                           0x00000001UL /* stm32u083xx.h */
#define PWR_CR1_DBP                                  0x00000100UL /* stm32u083xx.h */
#define SYSCFG_CFGR1_MEM_MODE                        0x00000003UL /* stm32u083xx.h */
#define SYSCFG_CFGR1_MEM_MODE_0                      0x00000001UL /* stm32u083xx.h */
#define SYSCFG_CFGR1_MEM_MODE_1                      0x00000002UL /* stm32u083xx.h */

#ifdef __cplusplus
}
#endif

#endif /* STM32U0XX_H */
