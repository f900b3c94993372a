"""The registers of the core in Unicorn, by name, and the ways a program can have left them."""

from unicorn import arm_const as arm

MODELS = {
    "cm0": arm.UC_CPU_ARM_CORTEX_M0,
    "cm0p": arm.UC_CPU_ARM_CORTEX_M0,
    "cm3": arm.UC_CPU_ARM_CORTEX_M3,
    "cm4": arm.UC_CPU_ARM_CORTEX_M4,
    "cm7": arm.UC_CPU_ARM_CORTEX_M7,
    "cm33": arm.UC_CPU_ARM_CORTEX_M33,
    # The nearest that Unicorn has: snippets use nothing beyond it.
    "cm55": arm.UC_CPU_ARM_CORTEX_M33,
}
MAINLINE = ("cm3", "cm4", "cm7", "cm33", "cm55")
WITH_LIMITS = ("cm33", "cm55")
# Room for an instruction of the emulator's own: Unicorn has no name for MSPLIM.
STUBS, STUBS_SIZE = 0x05000000, 0x1000
READ_MSPLIM, WRITE_MSPLIM = b"\xef\xf3\x0a\x80", b"\x80\xf3\x0a\x88"
# Tops of the stacks from the start of RAM, and a limit.
PROCESS_STACK, MAIN_STACK, LIMIT = 0x400, 0x600, 0x100
THUMB_STATE, IN_INTERRUPT = 0x01000000, 0x01000010
ON_PROCESS_STACK, UNPRIVILEGED = 2, 3
SPOILT = ("R1", "R2", "R3", "R12")


class Processor:
    def __init__(self, uc, core):
        self.uc = uc
        self.is_mainline = core in MAINLINE
        self.has_limits = core in WITH_LIMITS
        self.exits = []
        uc.ctl_set_cpu_model(MODELS[core])
        uc.ctl_exits_enabled(True)

    def stop_at(self, addresses):
        self.exits = addresses
        self.uc.ctl_set_exits(addresses)

    def read(self, name):
        return self.uc.reg_read(getattr(arm, f"UC_ARM_REG_{name}"))

    def write(self, name, value):
        self.uc.reg_write(getattr(arm, f"UC_ARM_REG_{name}"), value)

    def spoil(self):
        """Registers that a function may not rely on, or may change."""
        for name in SPOILT:
            self.write(name, 0xBAD0BAD3)

    def interrupts_masked(self):
        return self.read("PRIMASK") != 0 or (self.is_mainline and self.read("FAULTMASK") != 0)

    def base_priority(self):
        return self.read("BASEPRI") if self.is_mainline else 0

    def masks(self):
        return {
            "primask": self.read("PRIMASK"),
            "faultmask": self.read("FAULTMASK") if self.is_mainline else 0,
            "basepri": self.base_priority(),
        }

    def stack_limit(self, new=None):
        """MSPLIM, read or written by an instruction."""
        code = READ_MSPLIM if new is None else WRITE_MSPLIM
        r0, pc = self.read("R0"), self.read("PC")
        self.write("R0", new or 0)
        self.uc.mem_write(STUBS, code)
        self.uc.ctl_remove_cache(STUBS, STUBS + len(code))
        self.uc.ctl_set_exits([STUBS + len(code)])
        self.uc.emu_start(STUBS | 1, 0)
        self.uc.ctl_set_exits(self.exits)
        value = self.read("R0")
        self.write("R0", r0)
        self.write("PC", pc | 1)
        return value

    def enter(self, world, ram):
        """Registers as `world` (../report.ts) has them; returns the top of the stack in use."""
        for number in range(13):
            self.write(f"R{number}", 0xA5A50000 + number)
        for name in ("CONTROL", "PRIMASK", *(("FAULTMASK", "BASEPRI") if self.is_mainline else ())):
            self.write(name, 0)
        self.write("XPSR", THUMB_STATE)
        self.write("MSP", ram + MAIN_STACK)
        on_process_stack = world["from"] in ("thread", "unprivileged") or world.get("onProcessStack")
        if self.has_limits:
            self.stack_limit(ram + LIMIT if on_process_stack else 0)
        if world["from"] == "handler":
            self.write("XPSR", IN_INTERRUPT)
        elif on_process_stack:
            # PSP can be set once it is in use.
            self.write("CONTROL", ON_PROCESS_STACK)
            self.write("PSP", ram + PROCESS_STACK)
            self.write("CONTROL", UNPRIVILEGED if world["from"] == "unprivileged" else ON_PROCESS_STACK)
        for name in ("BASEPRI", "FAULTMASK"):
            if world.get(name.lower()):
                self.write(name, world[name.lower()])
        return self.read("SP")
