/* Stands in for libopencm3's cm3/mpu.h: what the snippets use. */
#ifndef LIBOPENCM3_MPU_H
#define LIBOPENCM3_MPU_H

#include <libopencm3/cm3/common.h>
#include <libopencm3/cm3/memorymap.h>

#define MPU_TYPE MMIO32(MPU_BASE + 0x00)
#define MPU_CTRL MMIO32(MPU_BASE + 0x04)

#endif
