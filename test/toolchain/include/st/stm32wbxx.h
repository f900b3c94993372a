/* Stand-in for the CMSIS device header of STM32WB: only the names Bootsmith uses, each with the header it was read in. */
#ifndef STM32WBXX_H
#define STM32WBXX_H

#include <stdint.h>

#if !(defined(STM32WB10xx) || defined(STM32WB15xx) || defined(STM32WB1Mxx) || defined(STM32WB30xx) || \
    defined(STM32WB50xx) || defined(STM32WB35xx) || defined(STM32WB55xx) || defined(STM32WB5Mxx))
#error "Please select first the target STM32WBxx device used in your application (in stm32wbxx.h file)"
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define __CM4_REV                  1 /* stm32wb55xx.h */
#define __MPU_PRESENT              1 /* stm32wb55xx.h */
#define __VTOR_PRESENT             1 /* stm32wb55xx.h */
#define __NVIC_PRIO_BITS           4 /* stm32wb55xx.h */
#define __Vendor_SysTickConfig     0 /* stm32wb55xx.h */
#define __FPU_PRESENT              1 /* stm32wb55xx.h */

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
} IRQn_Type; /* stm32wb55xx.h */

#include "core_cm4.h"

extern uint32_t SystemCoreClock; /* system_stm32wbxx.h */
extern void SystemCoreClockUpdate(void); /* system_stm32wbxx.h */

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
  __IO uint32_t APB3RSTR; /* 0x44 */
  uint32_t RESERVED3;
  __IO uint32_t AHB2ENR; /* 0x4C */
  uint32_t RESERVED4[2];
  __IO uint32_t APB1ENR1; /* 0x58 */
} RCC_TypeDef; /* stm32wb10xx.h, stm32wb55xx.h, stm32wb35xx.h */

typedef struct
{
  __IO uint32_t CR1; /* 0x00 */
  uint32_t RESERVED0[2];
  __IO uint32_t CR4; /* 0x0C */
} PWR_TypeDef; /* stm32wb10xx.h, stm32wb55xx.h, stm32wb35xx.h */

typedef struct
{
  uint32_t RESERVED0[20];
  __IO uint32_t BKP0R; /* 0x50 */
} RTC_TypeDef; /* stm32wb10xx.h, stm32wb55xx.h, stm32wb35xx.h */

typedef struct
{
  __IO uint32_t MEMRMP; /* 0x00 */
} SYSCFG_TypeDef; /* stm32wb10xx.h, stm32wb55xx.h, stm32wb35xx.h */

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
} GPIO_TypeDef; /* stm32wb55xx.h */

#define RCC_BASE                   0x58000000UL /* stm32wb55xx.h */
#define PWR_BASE                   0x58000400UL /* stm32wb55xx.h */
#define RTC_BASE                   0x40002800UL /* stm32wb55xx.h */
#define SYSCFG_BASE                0x40010000UL /* stm32wb55xx.h */
#define GPIOA_BASE                 0x48000000UL /* stm32wb55xx.h */
#define GPIOB_BASE                 0x48000400UL /* stm32wb55xx.h */
#define GPIOC_BASE                 0x48000800UL /* stm32wb55xx.h */
#define RCC                        ((RCC_TypeDef *)RCC_BASE) /* stm32wb55xx.h */
#define PWR                        ((PWR_TypeDef *)PWR_BASE) /* stm32wb55xx.h */
#define RTC                        ((RTC_TypeDef *)RTC_BASE) /* stm32wb55xx.h */
#define SYSCFG                     ((SYSCFG_TypeDef *)SYSCFG_BASE) /* stm32wb55xx.h */
#define GPIOA                      ((GPIO_TypeDef *)GPIOA_BASE) /* stm32wb55xx.h */
#define GPIOB                      ((GPIO_TypeDef *)GPIOB_BASE) /* stm32wb55xx.h */
#define GPIOC                      ((GPIO_TypeDef *)GPIOC_BASE) /* stm32wb55xx.h */

#define RCC_CR_MSION                                 0x00000001UL /* stm32wb55xx.h */
#define RCC_CR_MSIRDY                                0x00000002UL /* stm32wb55xx.h */
#define RCC_CR_HSION                                 0x00000100UL /* stm32wb55xx.h */
#define RCC_CR_HSEON                                 0x00010000UL /* stm32wb55xx.h */
#define RCC_CR_CSSON                                 0x00080000UL /* stm32wb55xx.h */
#define RCC_CR_PLLON                                 0x01000000UL /* stm32wb55xx.h */
#if defined(STM32WB35xx) || defined(STM32WB55xx) || defined(STM32WB5Mxx)
#define RCC_CR_PLLSAI1ON                             0x04000000UL /* stm32wb55xx.h */
#endif
#define RCC_CFGR_SWS                                 0x0000000CUL /* stm32wb55xx.h */
#define RCC_APB1ENR1_RTCAPBEN                        0x00000400UL /* stm32wb55xx.h */
#define RCC_AHB2ENR_GPIOAEN                          0x00000001UL /* stm32wb55xx.h */
#define PWR_CR1_DBP                                  0x00000100UL /* stm32wle5xx.h */
#define PWR_CR4_C2BOOT                               0x00008000UL /* stm32wb55xx.h */
#define SYSCFG_MEMRMP_MEM_MODE                       0x00000007UL /* stm32wle5xx.h */
#define SYSCFG_MEMRMP_MEM_MODE_0                     0x00000001UL /* stm32wle5xx.h */
#define SYSCFG_MEMRMP_MEM_MODE_1                     0x00000002UL /* stm32wle5xx.h */

#ifdef __cplusplus
}
#endif

#endif /* STM32WBXX_H */
