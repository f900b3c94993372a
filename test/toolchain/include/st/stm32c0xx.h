/* Stand-in for the CMSIS device header of STM32C0: only the names Bootsmith uses, each with the header it was read in. */
#ifndef STM32C0XX_H
#define STM32C0XX_H

#include <stdint.h>

#if !(defined(STM32C011xx) || defined(STM32C031xx) || defined(STM32C051xx) || defined(STM32C071xx) || \
    defined(STM32C091xx) || defined(STM32C092xx))
#error "Please select first the target STM32C0xx device used in your application (in stm32c0xx.h file)"
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define __CM0PLUS_REV              0 /* stm32c071xx.h */
#define __MPU_PRESENT              1 /* stm32c071xx.h */
#define __VTOR_PRESENT             1 /* stm32c071xx.h */
#define __NVIC_PRIO_BITS           2 /* stm32c071xx.h */
#define __Vendor_SysTickConfig     0 /* stm32c071xx.h */

typedef enum
{
  NonMaskableInt_IRQn = -14,
  HardFault_IRQn = -13,
  SVCall_IRQn = -5,
  PendSV_IRQn = -2,
  SysTick_IRQn = -1
} IRQn_Type; /* stm32c071xx.h */

#include "core_cm0plus.h"

extern uint32_t SystemCoreClock; /* system_stm32c0xx.h */
extern void SystemCoreClockUpdate(void); /* system_stm32c0xx.h */

typedef struct
{
  __IO uint32_t CR; /* 0x00 */
  uint32_t RESERVED0;
  __IO uint32_t CFGR; /* 0x08 */
  uint32_t RESERVED1[6];
  __IO uint32_t IOPRSTR; /* 0x24 */
  __IO uint32_t AHBRSTR; /* 0x28 */
  __IO uint32_t APBRSTR1; /* 0x2C */
  __IO uint32_t APBRSTR2; /* 0x30 */
  __IO uint32_t IOPENR; /* 0x34 */
  uint32_t RESERVED2[2];
  __IO uint32_t APBENR2; /* 0x40 */
} RCC_TypeDef; /* stm32c071xx.h */

typedef struct
{
  __IO uint32_t CFGR1; /* 0x00 */
} SYSCFG_TypeDef; /* stm32c071xx.h */

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
} GPIO_TypeDef; /* stm32c071xx.h */

#define RCC_BASE                   0x40021000UL /* stm32c071xx.h */
#define SYSCFG_BASE                0x40010000UL /* stm32c071xx.h */
#define GPIOA_BASE                 0x50000000UL /* stm32c071xx.h */
#define GPIOB_BASE                 0x50000400UL /* stm32c071xx.h */
#define GPIOC_BASE                 0x50000800UL /* stm32c071xx.h */
#define RCC                        ((RCC_TypeDef *)RCC_BASE) /* stm32c071xx.h */
#define SYSCFG                     ((SYSCFG_TypeDef *)SYSCFG_BASE) /* stm32c071xx.h */
#define GPIOA                      ((GPIO_TypeDef *)GPIOA_BASE) /* stm32c071xx.h */
#define GPIOB                      ((GPIO_TypeDef *)GPIOB_BASE) /* stm32c071xx.h */
#define GPIOC                      ((GPIO_TypeDef *)GPIOC_BASE) /* stm32c071xx.h */

#define RCC_CR_HSION                                 0x00000100UL /* stm32c071xx.h */
#define RCC_CR_HSIRDY                                0x00000400UL /* stm32c071xx.h */
#define RCC_CR_HSEON                                 0x00010000UL /* stm32c071xx.h */
#define RCC_CR_CSSON                                 0x00080000UL /* stm32c071xx.h */
#define RCC_CFGR_SWS                                 0x00000038UL /* stm32c071xx.h */
#define RCC_APBENR2_SYSCFGEN                         0x00000001UL /* stm32c071xx.h */
#define RCC_IOPENR_GPIOAEN                           0x00000001UL /* stm32c071xx.h */
#define SYSCFG_CFGR1_MEM_MODE                        0x00000003UL /* stm32c0xx_hal.h */
#define SYSCFG_CFGR1_MEM_MODE_0                      0x00000001UL /* stm32c0xx_hal.h */
#define SYSCFG_CFGR1_MEM_MODE_1                      0x00000002UL /* stm32c0xx_hal.h */

#ifdef __cplusplus
}
#endif

#endif /* STM32C0XX_H */
