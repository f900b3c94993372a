/** What libopencm3 has no function for. */
export const OPENCM3_HELPERS: Readonly<Record<string, readonly string[]>> = {
  handler_or_unprivileged: [
    "/* True in interrupt handlers and without privilege. */",
    "static bool handler_or_unprivileged(void)",
    "{",
    "  uint32_t ipsr;",
    "  uint32_t control;",
    '  __asm volatile("mrs %0, ipsr" : "=r"(ipsr));',
    '  __asm volatile("mrs %0, control" : "=r"(control));',
    "  return (ipsr != 0U) || ((control & 1U) != 0U);",
    "}",
  ],
};
