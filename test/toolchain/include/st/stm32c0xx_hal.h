/* Stand-in for the HAL of STM32C0: only the names Bootsmith uses, each with the header it is in. */
#ifndef STM32C0XX_HAL_H
#define STM32C0XX_HAL_H

#include "stm32c0xx.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum
{
  HAL_OK = 0x00U,
  HAL_ERROR = 0x01U,
  HAL_BUSY = 0x02U,
  HAL_TIMEOUT = 0x03U
} HAL_StatusTypeDef; /* stm32c0xx_hal_def.h */

HAL_StatusTypeDef HAL_DeInit(void); /* stm32c0xx_hal.h */
uint32_t HAL_GetTick(void); /* stm32c0xx_hal.h */
void HAL_Delay(uint32_t Delay); /* stm32c0xx_hal.h */
HAL_StatusTypeDef HAL_RCC_DeInit(void); /* stm32c0xx_hal_rcc.h */

#define __HAL_RCC_SYSCFG_CLK_ENABLE() /* stm32c0xx_hal_rcc.h, not opened there */ \
  do { \
    __IO uint32_t tmpreg; \
    RCC->APBENR2 |= RCC_APBENR2_SYSCFGEN; \
    tmpreg = RCC->APBENR2 & RCC_APBENR2_SYSCFGEN; \
    (void)tmpreg; \
  } while (0)

#define __HAL_RCC_GPIOA_CLK_ENABLE() /* stm32c0xx_hal_rcc.h, not opened there */ \
  do { \
    __IO uint32_t tmpreg; \
    RCC->IOPENR |= RCC_IOPENR_GPIOAEN; \
    tmpreg = RCC->IOPENR & RCC_IOPENR_GPIOAEN; \
    (void)tmpreg; \
  } while (0)

#define __HAL_SYSCFG_REMAPMEMORY_SYSTEMFLASH() /* stm32c0xx_hal.h */ \
  do { \
    SYSCFG->CFGR1 = (SYSCFG->CFGR1 & ~(SYSCFG_CFGR1_MEM_MODE)) | (SYSCFG_CFGR1_MEM_MODE_0); \
  } while (0)

#define __HAL_SYSCFG_REMAPMEMORY_SRAM() /* stm32c0xx_hal.h */ \
  do { \
    SYSCFG->CFGR1 = (SYSCFG->CFGR1 & ~(SYSCFG_CFGR1_MEM_MODE)) | (SYSCFG_CFGR1_MEM_MODE_1 | SYSCFG_CFGR1_MEM_MODE_0); \
  } while (0)

#ifdef __cplusplus
}
#endif

#endif /* STM32C0XX_HAL_H */
