import { describe, expect, it } from "vitest";
import { addressConstant } from "../../../../src/core/sources/constant-names";

describe("addressConstant", () => {
  it.each<[string, string]>([
    ["APPLICATION_ADDRESS", "start"],
    ["ApplicationAddress", "start"],
    ["APP_START", "start"],
    ["APP_ADDR", "start"],
    ["FLASH_APP_ADDR", "start"],
    ["FLASH_ADDR_APP", "start"],
    ["kAppStart", "start"],
    ["kApplicationBase", "start"],
    ["USER_APP_BASE_ADDRESS", "start"],
    ["USERAPP_START_ADDR", "start"],
    ["APPLI_START_ADDRESS", "start"],
    ["FW_IMAGE_ADDRESS", "start"],
    ["MAIN_PROGRAM_START_ADDRESS", "start"],
    ["PRIMARY_SLOT_ADDRESS", "start"],
    ["BOOT_APP_ADDR", "start"],
    ["APP_OFFSET", "start +"],
    ["APP_FLASH_OFFSET", "start +"],
    ["APP_VECTOR_TABLE_ADDRESS", "vectors"],
    ["APP_ENTRY", "vectors"],
    ["APP_HEADER_ADDRESS", "slot"],
    ["FW_HEADER_START", "slot"],
    ["APP_HEADER_SIZE", "headerSize"],
    ["FW_HDR_LEN", "headerSize"],
    ["HEADER_SIZE", "headerSize"],
  ])("%s states %s", (name, meaning) => {
    const found = addressConstant(name);
    expect(`${found?.quantity ?? ""}${found?.offset === true ? " +" : ""}`).toBe(meaning);
  });

  it.each([
    "APP_INFO_ADDRESS",
    "APP_CRC_ADDR",
    "APP_END_ADDRESS",
    "APP_SIZE",
    "APP_MAX_SIZE",
    "APP_BACKUP_START",
    "FW_UPDATE_ADDRESS",
    "NEW_FW_START",
    "LOGO_IMAGE_ADDR",
    "WIFI_FIRMWARE_ADDRESS",
    "APP_RAM_START",
    "APP_STACK_ADDR",
    "FIRMWARE_VERSION_ADDRESS",
    "APP2_ADDRESS",
    "SLOT_B_ADDRESS",
    "BOOT_IMAGE_START",
    "BOOTLOADER_ADDRESS",
    "I2C_APP_ADDR",
    "USB_HEADER_SIZE",
    "HEADER_MAGIC_SIZE",
    "APP_VERSION",
    "FLASH_USER_START_ADDR",
    "START",
    "",
  ])("%s is about something else", (name) => expect(addressConstant(name)).toBeUndefined());
});
