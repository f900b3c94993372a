/* Stand-in for the CMSIS device header of STM32G4: only the names Bootsmith uses, each with the header it was read in. */
#ifndef STM32G4XX_H
#define STM32G4XX_H

#include <stdint.h>

#if !(defined(STM32G431xx) || defined(STM32G441xx) || defined(STM32G471xx) || defined(STM32G473xx) || \
    defined(STM32G474xx) || defined(STM32G483xx) || defined(STM32G484xx) || defined(STM32G491xx) || \
    defined(STM32G4A1xx) || defined(STM32GBK1CB) || defined(STM32G411xB) || defined(STM32G411xC) || \
    defined(STM32G414xx))
#error "Please select first the target STM32G4xx device used in your application (in stm32g4xx.h file)"
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define __CM4_REV                  0x0001U /* stm32g431xx.h */
#define __MPU_PRESENT              1U /* stm32g431xx.h */
#define __NVIC_PRIO_BITS           4U /* stm32g431xx.h */
#define __Vendor_SysTickConfig     0U /* stm32g431xx.h */
#define __FPU_PRESENT              1U /* stm32g431xx.h */

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
} IRQn_Type; /* stm32g431xx.h */

#include "core_cm4.h"

extern uint32_t SystemCoreClock; /* system_stm32g4xx.h */
extern void SystemCoreClockUpdate(void); /* system_stm32g4xx.h */

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
} RCC_TypeDef; /* stm32g431xx.h */

typedef struct
{
  __IO uint32_t CR1; /* 0x00 */
} PWR_TypeDef; /* stm32g431xx.h */

typedef struct
{
  uint32_t RESERVED0[64];
  __IO uint32_t BKP0R; /* 0x100 */
} TAMP_TypeDef; /* stm32g431xx.h */

typedef struct
{
  __IO uint32_t MEMRMP; /* 0x00 */
} SYSCFG_TypeDef; /* stm32g431xx.h */

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
} GPIO_TypeDef; /* stm32g431xx.h */

#define RCC_BASE                   0x40021000UL /* stm32g431xx.h */
#define PWR_BASE                   0x40007000UL /* stm32g431xx.h */
#define TAMP_BASE                  0x40002400UL /* stm32g431xx.h */
#define SYSCFG_BASE                0x40010000UL /* stm32g431xx.h */
#define GPIOA_BASE                 0x48000000UL /* stm32g431xx.h */
#define GPIOB_BASE                 0x48000400UL /* stm32g431xx.h */
#define GPIOC_BASE                 0x48000800UL /* stm32g431xx.h */
#define RCC                        ((RCC_TypeDef *)RCC_BASE) /* stm32g431xx.h */
#define PWR                        ((PWR_TypeDef *)PWR_BASE) /* stm32g431xx.h */
#define TAMP                       ((TAMP_TypeDef *)TAMP_BASE) /* stm32g431xx.h */
#define SYSCFG                     ((SYSCFG_TypeDef *)SYSCFG_BASE) /* stm32g431xx.h */
#define GPIOA                      ((GPIO_TypeDef *)GPIOA_BASE) /* stm32g431xx.h */
#define GPIOB                      ((GPIO_TypeDef *)GPIOB_BASE) /* stm32g431xx.h */
#define GPIOC                      ((GPIO_TypeDef *)GPIOC_BASE) /* stm32g431xx.h */

#define RCC_CR_HSION                                 0x00000100UL /* stm32g431xx.h */
#define RCC_CR_HSIRDY                                0x00000400UL /* stm32g431xx.h */
#define RCC_CR_HSEON                                 0x00010000UL /* stm32g431xx.h */
#define RCC_CR_CSSON                                 0x00080000UL /* stm32g431xx.h */
#define RCC_CR_PLLON                                 0x01000000UL /* stm32g431xx.h */
#define RCC_CFGR_SW_HSI                              0x00000001UL /* stm32g431xx.h */
#define RCC_CFGR_SWS                                 0x0000000CUL /* stm32g431xx.h */
#define RCC_CFGR_SWS_HSI                             0x00000004UL /* stm32g431xx.h */
#define RCC_AHB2ENR_GPIOAEN                          0x00000001UL /* stm32g431xx.h */
#define RCC_APB1ENR1_RTCAPBEN                        0x00000400UL /* stm32g431xx.h */
#define RCC_APB1ENR1_PWREN                           0x10000000UL /* stm32g431xx.h */
#define RCC_APB2ENR_SYSCFGEN                         0x00000001UL /* stm32g431xx.h */
#define PWR_CR1_DBP                                  0x00000100UL /* stm32g431xx.h */
#define SYSCFG_MEMRMP_MEM_MODE                       0x00000007UL /* stm32g431xx.h */
#define SYSCFG_MEMRMP_MEM_MODE_0                     0x00000001UL /* stm32g431xx.h */
#define SYSCFG_MEMRMP_MEM_MODE_1                     0x00000002UL /* stm32g431xx.h */

#ifdef __cplusplus
}
#endif

#endif /* STM32G4XX_H */
