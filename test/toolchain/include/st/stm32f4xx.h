/* Stand-in for the CMSIS device header of STM32F4: only the names Bootsmith uses, each with the header it was read in. */
#ifndef STM32F4XX_H
#define STM32F4XX_H

#include <stdint.h>

#if !(defined(STM32F401xC) || defined(STM32F401xE) || defined(STM32F405xx) || defined(STM32F407xx) || \
    defined(STM32F410Tx) || defined(STM32F410Cx) || defined(STM32F410Rx) || defined(STM32F411xE) || \
    defined(STM32F412Cx) || defined(STM32F412Rx) || defined(STM32F412Vx) || defined(STM32F412Zx) || \
    defined(STM32F413xx) || defined(STM32F415xx) || defined(STM32F417xx) || defined(STM32F423xx) || \
    defined(STM32F427xx) || defined(STM32F429xx) || defined(STM32F437xx) || defined(STM32F439xx) || \
    defined(STM32F446xx) || defined(STM32F469xx) || defined(STM32F479xx))
#error "Please select first the target STM32F4xx device used in your application (in stm32f4xx.h file)"
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define __CM4_REV                  0x0001U /* stm32f407xx.h */
#define __MPU_PRESENT              1U /* stm32f407xx.h */
#define __NVIC_PRIO_BITS           4U /* stm32f407xx.h */
#define __Vendor_SysTickConfig     0U /* stm32f407xx.h */
#define __FPU_PRESENT              1U /* stm32f407xx.h */

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
} IRQn_Type; /* stm32f407xx.h */

#include "core_cm4.h"

extern uint32_t SystemCoreClock; /* system_stm32f4xx.h */
extern void SystemCoreClockUpdate(void); /* system_stm32f4xx.h */

#if defined(STM32F410Tx) || defined(STM32F410Cx) || defined(STM32F410Rx)
typedef struct
{
  __IO uint32_t CR; /* 0x00 */
  __IO uint32_t PLLCFGR; /* 0x04 */
  __IO uint32_t CFGR; /* 0x08 */
  uint32_t RESERVED0;
  __IO uint32_t AHB1RSTR; /* 0x10 */
  uint32_t RESERVED1[3];
  __IO uint32_t APB1RSTR; /* 0x20 */
  __IO uint32_t APB2RSTR; /* 0x24 */
  uint32_t RESERVED2[2];
  __IO uint32_t AHB1ENR; /* 0x30 */
  uint32_t RESERVED3[3];
  __IO uint32_t APB1ENR; /* 0x40 */
  __IO uint32_t APB2ENR; /* 0x44 */
} RCC_TypeDef; /* stm32f410tx.h */
#elif defined(STM32F412Cx)
typedef struct
{
  __IO uint32_t CR; /* 0x00 */
  __IO uint32_t PLLCFGR; /* 0x04 */
  __IO uint32_t CFGR; /* 0x08 */
  uint32_t RESERVED0;
  __IO uint32_t AHB1RSTR; /* 0x10 */
  __IO uint32_t AHB2RSTR; /* 0x14 */
  uint32_t RESERVED1[2];
  __IO uint32_t APB1RSTR; /* 0x20 */
  __IO uint32_t APB2RSTR; /* 0x24 */
  uint32_t RESERVED2[2];
  __IO uint32_t AHB1ENR; /* 0x30 */
  uint32_t RESERVED3[3];
  __IO uint32_t APB1ENR; /* 0x40 */
  __IO uint32_t APB2ENR; /* 0x44 */
} RCC_TypeDef; /* stm32f412cx.h */
#else
typedef struct
{
  __IO uint32_t CR; /* 0x00 */
  __IO uint32_t PLLCFGR; /* 0x04 */
  __IO uint32_t CFGR; /* 0x08 */
  uint32_t RESERVED0;
  __IO uint32_t AHB1RSTR; /* 0x10 */
  __IO uint32_t AHB2RSTR; /* 0x14 */
  __IO uint32_t AHB3RSTR; /* 0x18 */
  uint32_t RESERVED1;
  __IO uint32_t APB1RSTR; /* 0x20 */
  __IO uint32_t APB2RSTR; /* 0x24 */
  uint32_t RESERVED2[2];
  __IO uint32_t AHB1ENR; /* 0x30 */
  uint32_t RESERVED3[3];
  __IO uint32_t APB1ENR; /* 0x40 */
  __IO uint32_t APB2ENR; /* 0x44 */
} RCC_TypeDef; /* stm32f407xx.h, stm32f429xx.h */
#endif

typedef struct
{
  __IO uint32_t CR; /* 0x00 */
  __IO uint32_t CSR; /* 0x04 */
} PWR_TypeDef; /* stm32f407xx.h */

typedef struct
{
  uint32_t RESERVED0[20];
  __IO uint32_t BKP0R; /* 0x50 */
} RTC_TypeDef; /* stm32f407xx.h */

typedef struct
{
  __IO uint32_t MEMRMP; /* 0x00 */
} SYSCFG_TypeDef; /* stm32f407xx.h */

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
} GPIO_TypeDef; /* stm32f407xx.h */

#define RCC_BASE                   0x40023800UL /* stm32f407xx.h */
#define PWR_BASE                   0x40007000UL /* stm32f407xx.h */
#define RTC_BASE                   0x40002800UL /* stm32f407xx.h */
#define SYSCFG_BASE                0x40013800UL /* stm32f407xx.h */
#define GPIOA_BASE                 0x40020000UL /* stm32f407xx.h */
#define GPIOB_BASE                 0x40020400UL /* stm32f407xx.h */
#define GPIOC_BASE                 0x40020800UL /* stm32f407xx.h */
#define RCC                        ((RCC_TypeDef *)RCC_BASE) /* stm32f407xx.h */
#define PWR                        ((PWR_TypeDef *)PWR_BASE) /* stm32f407xx.h */
#define RTC                        ((RTC_TypeDef *)RTC_BASE) /* stm32f407xx.h */
#define SYSCFG                     ((SYSCFG_TypeDef *)SYSCFG_BASE) /* stm32f407xx.h */
#define GPIOA                      ((GPIO_TypeDef *)GPIOA_BASE) /* stm32f407xx.h */
#define GPIOB                      ((GPIO_TypeDef *)GPIOB_BASE) /* stm32f407xx.h */
#define GPIOC                      ((GPIO_TypeDef *)GPIOC_BASE) /* stm32f407xx.h */

#define RCC_CR_HSION                                 0x00000001UL /* stm32f407xx.h */
#define RCC_CR_HSIRDY                                0x00000002UL /* stm32f407xx.h */
#define RCC_CR_HSEON                                 0x00010000UL /* stm32f407xx.h */
#define RCC_CR_CSSON                                 0x00080000UL /* stm32f407xx.h */
#define RCC_CR_PLLON                                 0x01000000UL /* stm32f407xx.h */
#if !(defined(STM32F410Tx) || defined(STM32F410Cx) || defined(STM32F410Rx))
#define RCC_CR_PLLI2SON                              0x04000000UL /* stm32f407xx.h */
#endif
#if defined(STM32F427xx) || defined(STM32F429xx) || defined(STM32F437xx) || defined(STM32F439xx) || \
    defined(STM32F446xx) || defined(STM32F469xx) || defined(STM32F479xx)
#define RCC_CR_PLLSAION                              0x10000000UL /* stm32f429xx.h */
#endif
#define RCC_CFGR_SWS                                 0x0000000CUL /* stm32f407xx.h */
#define RCC_AHB1ENR_GPIOAEN                          0x00000001UL /* stm32f407xx.h */
#define RCC_APB1ENR_PWREN                            0x10000000UL /* stm32f407xx.h */
#if defined(STM32F410Tx) || defined(STM32F410Cx) || defined(STM32F410Rx) || \
    defined(STM32F412Cx) || defined(STM32F412Rx) || defined(STM32F412Vx) || defined(STM32F412Zx) || \
    defined(STM32F413xx) || defined(STM32F423xx)
#define RCC_APB1ENR_RTCAPBEN                         0x00000400UL /* stm32f410tx.h, stm32f412cx.h */
#endif
#define RCC_APB2ENR_SYSCFGEN                         0x00004000UL /* stm32f407xx.h */
#define PWR_CR_DBP                                   0x00000100UL /* stm32f407xx.h */
#if defined(STM32F427xx) || defined(STM32F429xx) || defined(STM32F437xx) || defined(STM32F439xx) || \
    defined(STM32F446xx) || defined(STM32F469xx) || defined(STM32F479xx)
#define SYSCFG_MEMRMP_MEM_MODE                       0x00000007UL /* stm32f429xx.h */
#else
#define SYSCFG_MEMRMP_MEM_MODE                       0x00000003UL /* stm32f407xx.h */
#endif
#define SYSCFG_MEMRMP_MEM_MODE_0                     0x00000001UL /* stm32f407xx.h */
#define SYSCFG_MEMRMP_MEM_MODE_1                     0x00000002UL /* stm32f407xx.h */

#ifdef __cplusplus
}
#endif

#endif /* STM32F4XX_H */
