/* Stand-in for the HAL of STM32G4: only the names Bootsmith uses, each with the header it was read in. */
#ifndef STM32G4XX_HAL_H
#define STM32G4XX_HAL_H

#include "stm32g4xx.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum
{
  HAL_OK = 0x00U,
  HAL_ERROR = 0x01U,
  HAL_BUSY = 0x02U,
  HAL_TIMEOUT = 0x03U
} HAL_StatusTypeDef; /* stm32g4xx_hal_def.h */

HAL_StatusTypeDef HAL_DeInit(void); /* stm32g4xx_hal.h */
uint32_t HAL_GetTick(void); /* stm32g4xx_hal.h */
void HAL_Delay(uint32_t Delay); /* stm32g4xx_hal.h */
HAL_StatusTypeDef HAL_RCC_DeInit(void); /* stm32g4xx_hal_rcc.h */
void HAL_PWR_EnableBkUpAccess(void); /* stm32g4xx_hal_pwr.h */

#define __HAL_RCC_SYSCFG_CLK_ENABLE() /* stm32g4xx_hal_rcc.h */ \
  do { \
    __IO uint32_t tmpreg; \
    RCC->APB2ENR |= RCC_APB2ENR_SYSCFGEN; \
    tmpreg = RCC->APB2ENR & RCC_APB2ENR_SYSCFGEN; \
    (void)tmpreg; \
  } while (0)

#define __HAL_RCC_GPIOA_CLK_ENABLE() /* stm32g4xx_hal_rcc.h */ \
  do { \
    __IO uint32_t tmpreg; \
    RCC->AHB2ENR |= RCC_AHB2ENR_GPIOAEN; \
    tmpreg = RCC->AHB2ENR & RCC_AHB2ENR_GPIOAEN; \
    (void)tmpreg; \
  } while (0)

#define __HAL_RCC_PWR_CLK_ENABLE() /* stm32g4xx_hal_rcc.h */ \
  do { \
    __IO uint32_t tmpreg; \
    RCC->APB1ENR1 |= RCC_APB1ENR1_PWREN; \
    tmpreg = RCC->APB1ENR1 & RCC_APB1ENR1_PWREN; \
    (void)tmpreg; \
  } while (0)

#define __HAL_SYSCFG_REMAPMEMORY_SYSTEMFLASH() /* stm32g4xx_hal.h */ \
  do { \
    SYSCFG->MEMRMP &= ~(SYSCFG_MEMRMP_MEM_MODE); \
    SYSCFG->MEMRMP |= (SYSCFG_MEMRMP_MEM_MODE_0); \
  } while (0)

#define __HAL_SYSCFG_REMAPMEMORY_SRAM() /* stm32g4xx_hal.h */ \
  do { \
    SYSCFG->MEMRMP &= ~(SYSCFG_MEMRMP_MEM_MODE); \
    SYSCFG->MEMRMP |= (SYSCFG_MEMRMP_MEM_MODE_0 | SYSCFG_MEMRMP_MEM_MODE_1); \
  } while (0)

typedef struct
{
  uint32_t Pin;
  uint32_t Mode;
  uint32_t Pull;
  uint32_t Speed;
  uint32_t Alternate;
} GPIO_InitTypeDef; /* stm32g4xx_hal_gpio.h */

typedef enum
{
  GPIO_PIN_RESET = 0,
  GPIO_PIN_SET
} GPIO_PinState; /* stm32g4xx_hal_gpio.h */

#define GPIO_PIN_0           ((uint16_t)0x0001) /* stm32g4xx_hal_gpio.h */
#define GPIO_PIN_1           ((uint16_t)0x0002) /* stm32g4xx_hal_gpio.h */
#define GPIO_PIN_2           ((uint16_t)0x0004) /* stm32g4xx_hal_gpio.h */
#define GPIO_PIN_3           ((uint16_t)0x0008) /* stm32g4xx_hal_gpio.h */
#define GPIO_PIN_4           ((uint16_t)0x0010) /* stm32g4xx_hal_gpio.h */
#define GPIO_PIN_5           ((uint16_t)0x0020) /* stm32g4xx_hal_gpio.h */
#define GPIO_PIN_6           ((uint16_t)0x0040) /* stm32g4xx_hal_gpio.h */
#define GPIO_PIN_7           ((uint16_t)0x0080) /* stm32g4xx_hal_gpio.h */
#define GPIO_PIN_8           ((uint16_t)0x0100) /* stm32g4xx_hal_gpio.h */
#define GPIO_PIN_9           ((uint16_t)0x0200) /* stm32g4xx_hal_gpio.h */
#define GPIO_PIN_10          ((uint16_t)0x0400) /* stm32g4xx_hal_gpio.h */
#define GPIO_PIN_11          ((uint16_t)0x0800) /* stm32g4xx_hal_gpio.h */
#define GPIO_PIN_12          ((uint16_t)0x1000) /* stm32g4xx_hal_gpio.h */
#define GPIO_PIN_13          ((uint16_t)0x2000) /* stm32g4xx_hal_gpio.h */
#define GPIO_PIN_14          ((uint16_t)0x4000) /* stm32g4xx_hal_gpio.h */
#define GPIO_PIN_15          ((uint16_t)0x8000) /* stm32g4xx_hal_gpio.h */
#define GPIO_MODE_INPUT      0x00000000U /* stm32g4xx_hal_gpio.h */
#define GPIO_NOPULL          0x00000000U /* stm32g4xx_hal_gpio.h */
#define GPIO_PULLUP          0x00000001U /* stm32g4xx_hal_gpio.h */
#define GPIO_PULLDOWN        0x00000002U /* stm32g4xx_hal_gpio.h */
#define GPIO_SPEED_FREQ_LOW  0x00000000U /* stm32g4xx_hal_gpio.h */

void HAL_GPIO_Init(GPIO_TypeDef *GPIOx, GPIO_InitTypeDef *GPIO_Init); /* stm32g4xx_hal_gpio.h */
void HAL_GPIO_DeInit(GPIO_TypeDef *GPIOx, uint32_t GPIO_Pin); /* stm32g4xx_hal_gpio.h */
GPIO_PinState HAL_GPIO_ReadPin(GPIO_TypeDef *GPIOx, uint16_t GPIO_Pin); /* stm32g4xx_hal_gpio.h */

#ifdef __cplusplus
}
#endif

#endif /* STM32G4XX_HAL_H */
