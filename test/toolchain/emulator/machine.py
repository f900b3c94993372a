"""One chip that runs a program: processor, memory, and the two halves of peripherals."""

from unicorn import UC_ARCH_ARM, UC_HOOK_CODE, UC_HOOK_MEM_READ, UC_HOOK_MEM_WRITE, UC_MODE_MCLASS, UC_MODE_THUMB, Uc, UcError
from unicorn import arm_const as arm

from barriers import Barriers
from chip_peripherals import ChipPeripherals
from core_peripherals import LINE, MPU_CTRL, CorePeripherals
from events import Events
from library import CORE_CLOCK, FUNCTIONS

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
GENERAL = [arm.UC_ARM_REG_R0 + number for number in range(13)]
PAGE = 0x1000
PERIPHERALS, PERIPHERALS_SIZE = 0x40000000, 0x20000000
PRIVATE_BUS, PRIVATE_BUS_SIZE = 0xE0000000, 0x100000
# Code of the emulator's own, for registers that Unicorn has no name for.
STUBS = 0x05000000
READ_MSPLIM, WRITE_MSPLIM = b"\xef\xf3\x0a\x80", b"\x80\xf3\x0a\x88"
# Nothing a program does here takes more.
MOST_INSTRUCTIONS = 20_000
STACK_DEPTH = 0x200


def in_pages(ranges):
    """Ranges (base, size) as whole pages (start, end) that do not overlap."""
    merged = []
    for base, size in sorted(ranges):
        start, end = base & -PAGE, (base + size + PAGE - 1) & -PAGE
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


class Machine:
    def __init__(self, chip, elf, board):
        """chip, board: see ../chip.ts. elf: the program."""
        self.chip = chip
        self.elf = elf
        self.events = Events()
        self.uc = Uc(UC_ARCH_ARM, UC_MODE_THUMB | UC_MODE_MCLASS)
        self.uc.ctl_set_cpu_model(MODELS[chip["core"]])
        self.core = CorePeripherals(chip, self.events, self.interrupts_masked)
        self.peripherals = ChipPeripherals(chip, self.events, self.core, board)
        self.barriers = Barriers(self.events)
        self.functions = {elf.symbols[name] & ~1: name for name in FUNCTIONS if name in elf.symbols}
        # The naked functions that set MSP and branch.
        self.starters = {address & ~1 for name, address in elf.symbols.items() if "start_" in name}
        self.stack = (0, 0)
        self._map_memory(board)
        self._add_hooks()

    # --- set-up ---

    def _map_memory(self, board):
        contents = [*self.elf.segments]
        contents += [(patch["address"], bytes.fromhex(patch["bytes"])) for patch in board["memory"]]
        memories = [(memory["base"], memory["size"]) for memory in self.chip["memories"]]
        for start, end in in_pages([*memories, *((address, len(data)) for address, data in contents)]):
            self.uc.mem_map(start, end - start)
        for address, data in contents:
            self.uc.mem_write(address, data)
        self.uc.mem_map(STUBS, PAGE)
        self.uc.mmio_map(PERIPHERALS, PERIPHERALS_SIZE, self._read_chip, None, self._write_chip, None)
        self.uc.mmio_map(PRIVATE_BUS, PRIVATE_BUS_SIZE, self._read_core, None, self._write_core, None)

    def _add_hooks(self):
        self.uc.hook_add(UC_HOOK_CODE, self._before_instruction)
        self.uc.hook_add(UC_HOOK_MEM_READ | UC_HOOK_MEM_WRITE, self._before_access)
        self.image = [(address, address + len(data)) for address, data in self.elf.segments]
        self.uc.ctl_exits_enabled(True)
        self.uc.ctl_set_exits([self.chip["caller"], *self.chip["targets"]])

    # --- what happens while it runs ---

    def _in_image(self, address):
        return any(start <= address < end for start, end in self.image)

    def _before_instruction(self, uc, address, size, _):
        if self.events.end is not None:
            return
        if STUBS <= address < STUBS + PAGE:
            return
        self.events.cycles += 1
        self.instructions_left -= 1
        if self.events.cycles > self.reset_button:
            self._finish("reset")
        elif self.instructions_left < 0:
            self._finish("stuck", "it never comes to an end")
        elif not self._in_image(address):
            self._finish("lost", f"it runs at {address:#010x}")
        elif address in self.functions:
            self._call_library(self.functions[address])
        else:
            if address in self.starters:
                # Only R0 holds an argument.
                self._spoil(arm.UC_ARM_REG_R1, arm.UC_ARM_REG_R2, arm.UC_ARM_REG_R3, arm.UC_ARM_REG_R12)
            self.barriers.before_instruction(address, lambda: uc.mem_read(address, size))

    def _call_library(self, name):
        self.events.calls.append(name)
        self.first_argument = self._read("R0")
        self._spoil(arm.UC_ARM_REG_R1, arm.UC_ARM_REG_R2, arm.UC_ARM_REG_R3, arm.UC_ARM_REG_R12)
        self.uc.reg_write(arm.UC_ARM_REG_R0, 0)
        FUNCTIONS[name](self, name)
        if self.events.end is not None:
            self.uc.emu_stop()

    def _spoil(self, *registers):
        """Registers that a function may not rely on, or may change."""
        for register in registers:
            self.uc.reg_write(register, 0xBAD0BAD3)

    def _before_access(self, _, access, address, size, value, __):
        if self.events.end is not None or address >= PRIVATE_BUS or self._in_image(address):
            return
        self.barriers.before_access()
        is_write = access == 17  # UC_MEM_WRITE
        if is_write and not PERIPHERALS <= address < PERIPHERALS + PERIPHERALS_SIZE:
            self._before_store(address, size)

    def _before_store(self, address, size):
        memory = next((one for one in self.chip["memories"] if one["base"] <= address < one["base"] + one["size"]), None)
        if memory is None or memory["kind"] == "flash":
            self.events.violation(f"stores to {address:#010x}, where there is no RAM")
        elif not memory["kind"].endswith("tcm"):
            self.core.before_store(address, size, lambda line: bytes(self.uc.mem_read(line, LINE)))
        if not self.stack[0] <= address < self.stack[1]:
            self.events.written.add(address)

    def _finish(self, how, why=""):
        self.events.finish(how, why)
        self.uc.emu_stop()

    def _read_chip(self, _, offset, __, ___):
        return self.peripherals.read(PERIPHERALS + offset)

    def _write_chip(self, _, offset, __, value, ___):
        address = PERIPHERALS + offset
        self.peripherals.write(address, value)
        self.events.written.add(address)
        if self.peripherals.remap is not None and address == self.peripherals.remap.address:
            self.barriers.after_write(address, "the write of the memory remap")

    def _read_core(self, _, offset, __, ___):
        return self.core.read(PRIVATE_BUS + offset)

    def _write_core(self, _, offset, __, value, ___):
        address = PRIVATE_BUS + offset
        self.peripherals.check_caches(address)
        self.core.write(address, value)
        self.events.written.add(address)
        self.barriers.after_write(address, f"the write to {address:#010x}" if address != MPU_CTRL else "")
        if self.events.end is not None:
            self.uc.emu_stop()

    # --- the processor ---

    def interrupts_masked(self):
        return self._read("PRIMASK") != 0 or (self._is_mainline() and self._read("FAULTMASK") != 0)

    def base_priority(self):
        return self._read("BASEPRI") if self._is_mainline() else 0

    def _is_mainline(self):
        return self.chip["core"] not in ("cm0", "cm0p")

    def _has_limits(self):
        return self.chip["core"] in ("cm33", "cm55")

    def _read(self, name):
        return self.uc.reg_read(getattr(arm, f"UC_ARM_REG_{name}"))

    def _write(self, name, value):
        self.uc.reg_write(getattr(arm, f"UC_ARM_REG_{name}"), value)

    def _stack_limit(self, new=None):
        """MSPLIM, read or written by an instruction."""
        code = READ_MSPLIM if new is None else WRITE_MSPLIM
        r0, pc = self._read("R0"), self._read("PC")
        self._write("R0", new or 0)
        self.uc.mem_write(STUBS, code)
        self.uc.ctl_remove_cache(STUBS, STUBS + len(code))
        self.uc.ctl_set_exits([STUBS + len(code)])
        self.uc.emu_start(STUBS | 1, 0)
        self.uc.ctl_set_exits([self.chip["caller"], *self.chip["targets"]])
        value = self._read("R0")
        self._write("R0", r0)
        self._write("PC", pc | 1)
        return value

    def _set_up(self, world):
        """world: see ../runs.ts; where the call comes from."""
        ram = self.chip["ram"]
        process, main = ram + 0x400, ram + 0x600
        for number, register in enumerate(GENERAL):
            self.uc.reg_write(register, 0xA5A50000 + number)
        for name in ("CONTROL", "PRIMASK", *(("FAULTMASK", "BASEPRI") if self._is_mainline() else ())):
            self._write(name, 0)
        self._write("XPSR", 0x01000000)
        self._write("MSP", main)
        on_process_stack = world["from"] in ("thread", "unprivileged") or world.get("onProcessStack")
        if self._has_limits():
            self._stack_limit(ram + 0x100 if on_process_stack else 0)
        if world["from"] == "handler":
            self._write("XPSR", 0x01000010)
        elif on_process_stack:
            self._write("CONTROL", 2)
            self._write("PSP", process)
            self._write("CONTROL", 3 if world["from"] == "unprivileged" else 2)
        top = self._read("SP")
        self.stack = (top - STACK_DEPTH, top)
        if world["from"] in ("reset", "main"):
            # As the start-up code sets it, and the clocks are still so.
            self.store("SystemCoreClock", CORE_CLOCK)
        if world["from"] == "main":
            self.core.start_ticks()
        elif world["from"] != "reset":
            self.core.as_application()
            self.peripherals.as_application()
        for name in ("BASEPRI", "FAULTMASK"):
            if world.get(name.lower()):
                self._write(name, world[name.lower()])

    # --- runs ---

    def call(self, name, world):
        """Calls a function of the program and reports how that ended."""
        self.events.end, self.events.violations, self.events.written, self.events.calls = None, [], set(), []
        self.barriers.reset()
        self._set_up(world)
        self.instructions_left = MOST_INSTRUCTIONS
        # Somebody presses reset while it runs.
        self.reset_button = self.events.cycles + world.get("resetAfter", 1 << 60)
        self._write("LR", self.chip["caller"] | 1)
        before = self._masks()
        try:
            self.uc.emu_start(self.elf.symbols[name] | 1, 0)
        except UcError as error:
            self.events.finish("fault", f"{error} at {self._read('PC'):#010x}")
        return self._report(before)

    def _report(self, before):
        pc = self._read("PC")
        if self.events.end is None:
            self.events.finish("returned" if pc == self.chip["caller"] else "arrived")
        how, why = self.events.end
        arrived = how == "arrived"
        return {
            "end": how,
            "why": why,
            "value": self._read("R0"),
            "violations": self.events.violations,
            "written": sorted(self.events.written),
            "masksKept": self._masks() == before,
            "calls": self.events.calls,
            "processor": {
                "pc": pc,
                "msp": self._read("MSP"),
                "control": self._read("CONTROL"),
                **self._masks(),
                "msplim": self._stack_limit() if arrived and self._has_limits() else 0,
            },
            "core": self.core.state(),
            "chip": self.peripherals.state(),
        }

    def _masks(self):
        mainline = self._is_mainline()
        return {
            "primask": self._read("PRIMASK"),
            "faultmask": self._read("FAULTMASK") if mainline else 0,
            "basepri": self.base_priority(),
        }

    def reset(self):
        """A reset: RAM and the backup domain stay, but for what was still in the D-cache."""
        for line, content in self.core.dirty.items():
            self.uc.mem_write(line, content)
        self.core.dirty.clear()
        self.core.reset()
        self.peripherals.reset()

    def argument(self):
        """The first argument of the library function that was called last."""
        return self.first_argument

    def store(self, symbol, value):
        self.uc.mem_write(self.elf.symbols[symbol], value.to_bytes(4, "little"))

    def memory(self, address, size):
        return bytes(self.uc.mem_read(address, size)).hex()
