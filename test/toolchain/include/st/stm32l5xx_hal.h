/* Stand-in for the HAL of STM32L5: only the names Bootsmith uses, each with the header it is in. */
#ifndef STM32L5XX_HAL_H
#define STM32L5XX_HAL_H

#include "stm32l5xx.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum
{
  HAL_OK = 0x00U,
  HAL_ERROR = 0x01U,
  HAL_BUSY = 0x02U,
  HAL_TIMEOUT = 0x03U
} HAL_StatusTypeDef; /* stm32l5xx_hal_def.h */

HAL_StatusTypeDef HAL_DeInit(void); /* stm32l5xx_hal.h */
uint32_t HAL_GetTick(void); /* stm32l5xx_hal.h */
void HAL_Delay(uint32_t Delay); /* stm32l5xx_hal.h */
HAL_StatusTypeDef HAL_RCC_DeInit(void); /* stm32l5xx_hal_rcc.h */

#define __HAL_RCC_SYSCFG_CLK_ENABLE() /* stm32l5xx_hal_rcc.h, not opened there */ \
  do { \
    __IO uint32_t tmpreg; \
    RCC->APB2ENR |= RCC_APB2ENR_SYSCFGEN; \
    tmpreg = RCC->APB2ENR & RCC_APB2ENR_SYSCFGEN; \
    (void)tmpreg; \
  } while (0)

#define __HAL_RCC_GPIOA_CLK_ENABLE() /* stm32l5xx_hal_rcc.h, not opened there */ \
  do { \
    __IO uint32_t tmpreg; \
    RCC->AHB2ENR |= RCC_AHB2ENR_GPIOAEN; \
    tmpreg = RCC->AHB2ENR & RCC_AHB2ENR_GPIOAEN; \
    (void)tmpreg; \
  } while (0)

#define __HAL_RCC_PWR_CLK_ENABLE() /* stm32l5xx_hal_rcc.h, not opened there */ \
  do { \
    __IO uint32_t tmpreg; \
    RCC->APB1ENR1 |= RCC_APB1ENR1_PWREN; \
    tmpreg = RCC->APB1ENR1 & RCC_APB1ENR1_PWREN; \
    (void)tmpreg; \
  } while (0)

#ifdef __cplusplus
}
#endif

#endif /* STM32L5XX_HAL_H */
