/* Stand-in for the CMSIS device header of STM32WBA: only the names Bootsmith uses, each with the header it was read in. */
#ifndef STM32WBAXX_H
#define STM32WBAXX_H

#include <stdint.h>

#if !(defined(STM32WBA20xx) || defined(STM32WBA23xx) || defined(STM32WBA25xx) || defined(STM32WBA50xx) || \
    defined(STM32WBA52xx) || defined(STM32WBA54xx) || defined(STM32WBA55xx) || defined(STM32WBA5Mxx) || \
    defined(STM32WBA62xx) || defined(STM32WBA63xx) || defined(STM32WBA64xx) || defined(STM32WBA65xx) || \
    defined(STM32WBA6Mxx))
#error "Please select first the target STM32WBAxx device used in your application (in stm32wbaxx.h file)"
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define __CM33_REV                 0x0000U /* stm32wba52xx.h */
#define __SAUREGION_PRESENT        1U /* stm32wba52xx.h */
#define __MPU_PRESENT              1U /* stm32wba52xx.h */
#define __VTOR_PRESENT             1U /* stm32wba52xx.h */
#define __NVIC_PRIO_BITS           4U /* stm32wba52xx.h */
#define __Vendor_SysTickConfig     0U /* stm32wba52xx.h */
#define __FPU_PRESENT              1U /* stm32wba52xx.h */
#define __DSP_PRESENT              1U /* stm32wba52xx.h */

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
} IRQn_Type; /* stm32wba52xx.h */

#include "core_cm33.h"

extern uint32_t SystemCoreClock; /* system_stm32wbaxx.h */
extern void SystemCoreClockUpdate(void); /* system_stm32wbaxx.h */

typedef struct
{
  __IO uint32_t CR; /* 0x00 */
  uint32_t RESERVED0[6];
  __IO uint32_t CFGR1; /* 0x1C */
  __IO uint32_t CFGR2; /* 0x20 */
  __IO uint32_t CFGR3; /* 0x24 */
  uint32_t RESERVED1[14];
  __IO uint32_t AHB1RSTR; /* 0x60 */
  __IO uint32_t AHB2RSTR; /* 0x64 */
  uint32_t RESERVED2;
  __IO uint32_t AHB4RSTR; /* 0x6C */
  __IO uint32_t AHB5RSTR; /* 0x70 */
  __IO uint32_t APB1RSTR1; /* 0x74 */
  __IO uint32_t APB1RSTR2; /* 0x78 */
  __IO uint32_t APB2RSTR; /* 0x7C */
  __IO uint32_t APB7RSTR; /* 0x80 */
  uint32_t RESERVED3[2];
  __IO uint32_t AHB2ENR; /* 0x8C */
  uint32_t RESERVED4;
  __IO uint32_t AHB4ENR; /* 0x94 */
  uint32_t RESERVED5[4];
  __IO uint32_t APB7ENR; /* 0xA8 */
} RCC_TypeDef; /* stm32wba52xx.h, stm32wba65xx.h, stm32wba25xx.h */

typedef struct
{
  uint32_t RESERVED0[10];
  __IO uint32_t DBPR; /* 0x28 */
} PWR_TypeDef; /* stm32wba52xx.h, stm32wba65xx.h, stm32wba25xx.h */

typedef struct
{
  uint32_t RESERVED0[64];
  __IO uint32_t BKP0R; /* 0x100 */
} TAMP_TypeDef; /* stm32wba52xx.h, stm32wba65xx.h, stm32wba25xx.h */

typedef struct
{
  __IO uint32_t CR; /* 0x00 */
  __IO uint32_t SR; /* 0x04 */
} ICACHE_TypeDef; /* stm32wba52xx.h, stm32wba65xx.h, stm32wba25xx.h */

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
} GPIO_TypeDef; /* stm32wba52xx.h */

/* In a build that is not for the secure state, the names without a suffix are the non-secure ones. */
#define RCC_BASE_NS                0x46020C00UL /* stm32wba52xx.h */
#define PWR_BASE_NS                0x46020800UL /* stm32wba52xx.h */
#define TAMP_BASE_NS               0x46007C00UL /* stm32wba52xx.h */
#define ICACHE_BASE_NS             0x40030400UL /* stm32wba52xx.h */
#define GPIOA_BASE_NS              0x42020000UL /* stm32wba52xx.h */
#define GPIOB_BASE_NS              0x42020400UL /* stm32wba52xx.h */
#define GPIOC_BASE_NS              0x42020800UL /* stm32wba52xx.h */
#define RCC_NS                     ((RCC_TypeDef *)RCC_BASE_NS) /* stm32wba52xx.h */
#define PWR_NS                     ((PWR_TypeDef *)PWR_BASE_NS) /* stm32wba52xx.h */
#define TAMP_NS                    ((TAMP_TypeDef *)TAMP_BASE_NS) /* stm32wba52xx.h */
#define ICACHE_NS                  ((ICACHE_TypeDef *)ICACHE_BASE_NS) /* stm32wba52xx.h */
#define GPIOA_NS                   ((GPIO_TypeDef *)GPIOA_BASE_NS) /* stm32wba52xx.h */
#define GPIOB_NS                   ((GPIO_TypeDef *)GPIOB_BASE_NS) /* stm32wba52xx.h */
#define GPIOC_NS                   ((GPIO_TypeDef *)GPIOC_BASE_NS) /* stm32wba52xx.h */
#define RCC                        RCC_NS /* stm32wba52xx.h */
#define PWR                        PWR_NS /* stm32wba52xx.h */
#define TAMP                       TAMP_NS /* stm32wba52xx.h */
#define ICACHE                     ICACHE_NS /* stm32wba52xx.h */
#define GPIOA                      GPIOA_NS /* stm32wba52xx.h */
#define GPIOB                      GPIOB_NS /* stm32wba52xx.h */
#define GPIOC                      GPIOC_NS /* stm32wba52xx.h */

#define RCC_CR_HSION                                 0x00000100UL /* stm32wba52xx.h */
#define RCC_CR_HSIRDY                                0x00000400UL /* stm32wba52xx.h */
#define RCC_CR_HSEON                                 0x00010000UL /* stm32wba52xx.h */
#define RCC_CR_HSECSSON                              0x00080000UL /* stm32wba52xx.h */
#define RCC_CR_PLL1ON                                0x01000000UL /* stm32wba52xx.h */
#define RCC_CFGR1_SWS                                0x0000000CUL /* stm32wba52xx.h */
#define RCC_CFGR2_HPRE                               0x00000007UL /* stm32wba52xx.h */
#define RCC_CFGR2_PPRE1                              0x00000070UL /* stm32wba52xx.h */
#define RCC_CFGR2_PPRE2                              0x00000700UL /* stm32wba52xx.h */
#define RCC_CFGR3_PPRE7                              0x00000070UL /* stm32wba52xx.h */
#define RCC_APB7ENR_SYSCFGEN                         0x00000002UL /* stm32wba52xx.h */
#define RCC_AHB4ENR_PWREN                            0x00000004UL /* stm32wba52xx.h */
#define RCC_APB7ENR_RTCAPBEN                         0x00200000UL /* stm32wba52xx.h */
#define RCC_AHB2ENR_GPIOAEN                          0x00000001UL /* stm32wba52xx.h */
#define PWR_DBPR_DBP                                 0x00000001UL /* stm32wba52xx.h */
#define ICACHE_CR_EN                                 0x00000001UL /* ST's HAL of ICACHE */
#define ICACHE_SR_BUSYF                              0x00000001UL /* ST's HAL of ICACHE */

#ifdef __cplusplus
}
#endif

#endif /* STM32WBAXX_H */
