/* Stand-in for the HAL of STM32WBA: only the names Bootsmith uses, each with the header it is in. */
#ifndef STM32WBAXX_HAL_H
#define STM32WBAXX_HAL_H

#include "stm32wbaxx.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum
{
  HAL_OK = 0x00U,
  HAL_ERROR = 0x01U,
  HAL_BUSY = 0x02U,
  HAL_TIMEOUT = 0x03U
} HAL_StatusTypeDef; /* stm32wbaxx_hal_def.h */

HAL_StatusTypeDef HAL_DeInit(void); /* stm32wbaxx_hal.h */
uint32_t HAL_GetTick(void); /* stm32wbaxx_hal.h */
void HAL_Delay(uint32_t Delay); /* stm32wbaxx_hal.h */
HAL_StatusTypeDef HAL_RCC_DeInit(void); /* stm32wbaxx_hal_rcc.h */

#define __HAL_RCC_SYSCFG_CLK_ENABLE() /* stm32wbaxx_hal_rcc.h, not opened there */ \
  do { \
    __IO uint32_t tmpreg; \
    RCC->APB7ENR |= RCC_APB7ENR_SYSCFGEN; \
    tmpreg = RCC->APB7ENR & RCC_APB7ENR_SYSCFGEN; \
    (void)tmpreg; \
  } while (0)

#define __HAL_RCC_GPIOA_CLK_ENABLE() /* stm32wbaxx_hal_rcc.h, not opened there */ \
  do { \
    __IO uint32_t tmpreg; \
    RCC->AHB2ENR |= RCC_AHB2ENR_GPIOAEN; \
    tmpreg = RCC->AHB2ENR & RCC_AHB2ENR_GPIOAEN; \
    (void)tmpreg; \
  } while (0)

#define __HAL_RCC_PWR_CLK_ENABLE() /* stm32wbaxx_hal_rcc.h, not opened there */ \
  do { \
    __IO uint32_t tmpreg; \
    RCC->AHB4ENR |= RCC_AHB4ENR_PWREN; \
    tmpreg = RCC->AHB4ENR & RCC_AHB4ENR_PWREN; \
    (void)tmpreg; \
  } while (0)

#ifdef __cplusplus
}
#endif

#endif /* STM32WBAXX_HAL_H */
