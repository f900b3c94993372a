/* Stand-in for the header that a program of ST's second HAL includes, whatever the series. */
#ifndef STM32_HAL_H
#define STM32_HAL_H

#include "stm32c5xx_hal.h"

#endif /* STM32_HAL_H */
