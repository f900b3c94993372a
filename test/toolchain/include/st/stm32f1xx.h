/* Stand-in for the CMSIS device header of STM32F1: only the names Bootsmith uses, each with the header it was read in. */
#ifndef STM32F1XX_H
#define STM32F1XX_H

#include <stdint.h>

#if !(defined(STM32F100xB) || defined(STM32F100xE) || defined(STM32F101x6) || defined(STM32F101xB) || \
    defined(STM32F101xE) || defined(STM32F101xG) || defined(STM32F102x6) || defined(STM32F102xB) || \
    defined(STM32F103x6) || defined(STM32F103xB) || defined(STM32F103xE) || defined(STM32F103xG) || \
    defined(STM32F105xC) || defined(STM32F107xC))
#error "Please select first the target STM32F1xx device used in your application (in stm32f1xx.h file)"
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define __CM3_REV                  0x0200U /* stm32f103xb.h */
#define __MPU_PRESENT              0U /* stm32f103xb.h */
#define __NVIC_PRIO_BITS           4U /* stm32f103xb.h */
#define __Vendor_SysTickConfig     0U /* stm32f103xb.h */

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
} IRQn_Type; /* stm32f103xb.h */

#include "core_cm3.h"

extern uint32_t SystemCoreClock; /* system_stm32f1xx.h */
extern void SystemCoreClockUpdate(void); /* system_stm32f1xx.h */

#if defined(STM32F105xC) || defined(STM32F107xC)
typedef struct
{
  __IO uint32_t CR; /* 0x00 */
  __IO uint32_t CFGR; /* 0x04 */
  uint32_t RESERVED0;
  __IO uint32_t APB2RSTR; /* 0x0C */
  __IO uint32_t APB1RSTR; /* 0x10 */
  uint32_t RESERVED1;
  __IO uint32_t APB2ENR; /* 0x18 */
  __IO uint32_t APB1ENR; /* 0x1C */
  uint32_t RESERVED2[2];
  __IO uint32_t AHBRSTR; /* 0x28 */
} RCC_TypeDef; /* stm32f107xc.h */
#else
typedef struct
{
  __IO uint32_t CR; /* 0x00 */
  __IO uint32_t CFGR; /* 0x04 */
  uint32_t RESERVED0;
  __IO uint32_t APB2RSTR; /* 0x0C */
  __IO uint32_t APB1RSTR; /* 0x10 */
  uint32_t RESERVED1;
  __IO uint32_t APB2ENR; /* 0x18 */
  __IO uint32_t APB1ENR; /* 0x1C */
} RCC_TypeDef; /* stm32f103xb.h */
#endif

typedef struct
{
  __IO uint32_t CR; /* 0x00 */
  __IO uint32_t CSR; /* 0x04 */
} PWR_TypeDef; /* stm32f103xb.h */

typedef struct
{
  uint32_t RESERVED0;
  __IO uint32_t DR1; /* 0x04 */
} BKP_TypeDef; /* stm32f103xb.h */

typedef struct
{
  __IO uint32_t CRL; /* 0x00 */
  __IO uint32_t CRH; /* 0x04 */
  __IO uint32_t IDR; /* 0x08 */
  __IO uint32_t ODR; /* 0x0C */
  __IO uint32_t BSRR; /* 0x10 */
  __IO uint32_t BRR; /* 0x14 */
  __IO uint32_t LCKR; /* 0x18 */
} GPIO_TypeDef; /* stm32f103xb.h */

typedef struct
{
  __IO uint32_t CCR; /* 0x00 */
  __IO uint32_t CNDTR; /* 0x04 */
  __IO uint32_t CPAR; /* 0x08 */
  __IO uint32_t CMAR; /* 0x0C */
} DMA_Channel_TypeDef; /* stm32f103xb.h */

#define DMA1_Channel1              ((DMA_Channel_TypeDef *)0x40020008UL) /* stm32f103xb.h */
#if defined(STM32F100xE) || defined(STM32F101xE) || defined(STM32F101xG) || defined(STM32F103xE) || defined(STM32F103xG) || defined(STM32F105xC) || defined(STM32F107xC)
#define DMA2_Channel1              ((DMA_Channel_TypeDef *)0x40020408UL) /* the headers named in the line above */
#endif

#define RCC_BASE                   0x40021000UL /* stm32f103xb.h */
#define PWR_BASE                   0x40007000UL /* stm32f103xb.h */
#define BKP_BASE                   0x40006C00UL /* stm32f103xb.h */
#define GPIOA_BASE                 0x40010800UL /* stm32f103xb.h */
#define GPIOB_BASE                 0x40010C00UL /* stm32f103xb.h */
#define GPIOC_BASE                 0x40011000UL /* stm32f103xb.h */
#define RCC                        ((RCC_TypeDef *)RCC_BASE) /* stm32f103xb.h */
#define PWR                        ((PWR_TypeDef *)PWR_BASE) /* stm32f103xb.h */
#define BKP                        ((BKP_TypeDef *)BKP_BASE) /* stm32f103xb.h */
#define GPIOA                      ((GPIO_TypeDef *)GPIOA_BASE) /* stm32f103xb.h */
#define GPIOB                      ((GPIO_TypeDef *)GPIOB_BASE) /* stm32f103xb.h */
#define GPIOC                      ((GPIO_TypeDef *)GPIOC_BASE) /* stm32f103xb.h */

#define RCC_CR_HSION                                 0x00000001UL /* stm32f103xb.h */
#define RCC_CR_HSIRDY                                0x00000002UL /* stm32f103xb.h */
#define RCC_CR_HSEON                                 0x00010000UL /* stm32f103xb.h */
#define RCC_CR_CSSON                                 0x00080000UL /* stm32f103xb.h */
#define RCC_CR_PLLON                                 0x01000000UL /* stm32f103xb.h */
#if defined(STM32F105xC) || defined(STM32F107xC)
#define RCC_CR_PLL2ON                                0x04000000UL /* stm32f107xc.h */
#define RCC_CR_PLL3ON                                0x10000000UL /* stm32f107xc.h */
#endif
#define RCC_CFGR_SWS                                 0x0000000CUL /* stm32f103xb.h */
#define RCC_APB2ENR_IOPAEN                           0x00000004UL /* stm32f103xb.h */
#define RCC_APB1ENR_BKPEN                            0x08000000UL /* stm32f103xb.h */
#define RCC_APB1ENR_PWREN                            0x10000000UL /* stm32f103xb.h */
#define PWR_CR_DBP                                   0x00000100UL /* stm32f103xb.h */

#ifdef __cplusplus
}
#endif

#endif /* STM32F1XX_H */
