/* Stand-in for the HAL of STM32WB: only the names Bootsmith uses, each with the header it is in. */
#ifndef STM32WBXX_HAL_H
#define STM32WBXX_HAL_H

#include "stm32wbxx.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum
{
  HAL_OK = 0x00U,
  HAL_ERROR = 0x01U,
  HAL_BUSY = 0x02U,
  HAL_TIMEOUT = 0x03U
} HAL_StatusTypeDef; /* stm32wbxx_hal_def.h */

HAL_StatusTypeDef HAL_DeInit(void); /* stm32wbxx_hal.h */
uint32_t HAL_GetTick(void); /* stm32wbxx_hal.h */
void HAL_Delay(uint32_t Delay); /* stm32wbxx_hal.h */
HAL_StatusTypeDef HAL_RCC_DeInit(void); /* stm32wbxx_hal_rcc.h */

#define __HAL_RCC_GPIOA_CLK_ENABLE() /* stm32wbxx_hal_rcc.h, not opened there */ \
  do { \
    __IO uint32_t tmpreg; \
    RCC->AHB2ENR |= RCC_AHB2ENR_GPIOAEN; \
    tmpreg = RCC->AHB2ENR & RCC_AHB2ENR_GPIOAEN; \
    (void)tmpreg; \
  } while (0)

#define __HAL_SYSCFG_REMAPMEMORY_SYSTEMFLASH() /* stm32wbxx_hal.h */ \
  do { \
    SYSCFG->MEMRMP = (SYSCFG->MEMRMP & ~(SYSCFG_MEMRMP_MEM_MODE)) | (SYSCFG_MEMRMP_MEM_MODE_0); \
  } while (0)

#define __HAL_SYSCFG_REMAPMEMORY_SRAM() /* stm32wbxx_hal.h */ \
  do { \
    SYSCFG->MEMRMP = (SYSCFG->MEMRMP & ~(SYSCFG_MEMRMP_MEM_MODE)) | (SYSCFG_MEMRMP_MEM_MODE_1 | SYSCFG_MEMRMP_MEM_MODE_0); \
  } while (0)

#ifdef __cplusplus
}
#endif

#endif /* STM32WBXX_HAL_H */
