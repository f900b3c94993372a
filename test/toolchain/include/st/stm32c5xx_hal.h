/* Stand-in for the HAL of STM32C5: only the names Bootsmith uses, each with the header it is in. */
#ifndef STM32C5XX_HAL_H
#define STM32C5XX_HAL_H

#include "stm32c5xx.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ST's second HAL: other types and names, and no macros that begin with __HAL. */
/* The real enumerators have values of their own. */
typedef enum
{
  HAL_OK,
  HAL_ERROR
} hal_status_t; /* stm32c5xx_hal.c */

hal_status_t HAL_DeInit(void); /* stm32c5xx_hal.h */
uint32_t HAL_GetTick(void); /* stm32c5xx_hal.h */
void HAL_Delay(uint32_t delay_ms); /* stm32c5xx_hal.h */
void HAL_RCC_Reset(void); /* stm32c5xx_hal_rcc.h */
hal_status_t HAL_RCC_ResetSystemClock(void); /* stm32c5xx_hal_rcc.h */

#ifdef __cplusplus
}
#endif

#endif /* STM32C5XX_HAL_H */
