/* Stand-in for the HAL of STM32U3: only the names Bootsmith uses, each with the header it is in. */
#ifndef STM32U3XX_HAL_H
#define STM32U3XX_HAL_H

#include "stm32u3xx.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum
{
  HAL_OK = 0x00U,
  HAL_ERROR = 0x01U,
  HAL_BUSY = 0x02U,
  HAL_TIMEOUT = 0x03U
} HAL_StatusTypeDef; /* stm32u3xx_hal_def.h */

HAL_StatusTypeDef HAL_DeInit(void); /* stm32u3xx_hal.h */
uint32_t HAL_GetTick(void); /* stm32u3xx_hal.h */
void HAL_Delay(uint32_t Delay); /* stm32u3xx_hal.h */
HAL_StatusTypeDef HAL_RCC_DeInit(void); /* stm32u3xx_hal_rcc.h */

#define __HAL_RCC_SYSCFG_CLK_ENABLE() /* stm32u3xx_hal_rcc.h, not opened there */ \
  do { \
    __IO uint32_t tmpreg; \
    RCC->APB3ENR |= RCC_APB3ENR_SYSCFGEN; \
    tmpreg = RCC->APB3ENR & RCC_APB3ENR_SYSCFGEN; \
    (void)tmpreg; \
  } while (0)

#define __HAL_RCC_GPIOA_CLK_ENABLE() /* stm32u3xx_hal_rcc.h, not opened there */ \
  do { \
    __IO uint32_t tmpreg; \
    RCC->AHB2ENR1 |= RCC_AHB2ENR1_GPIOAEN; \
    tmpreg = RCC->AHB2ENR1 & RCC_AHB2ENR1_GPIOAEN; \
    (void)tmpreg; \
  } while (0)

#define __HAL_RCC_PWR_CLK_ENABLE() /* stm32u3xx_hal_rcc.h, not opened there */ \
  do { \
    __IO uint32_t tmpreg; \
    RCC->AHB1ENR2 |= RCC_AHB1ENR2_PWREN; \
    tmpreg = RCC->AHB1ENR2 & RCC_AHB1ENR2_PWREN; \
    (void)tmpreg; \
  } while (0)

#ifdef __cplusplus
}
#endif

#endif /* STM32U3XX_HAL_H */
