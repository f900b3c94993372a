"""One chip that runs a program: processor, memory, and the two halves of peripherals."""

from unicorn import (
    UC_ARCH_ARM,
    UC_HOOK_CODE,
    UC_HOOK_MEM_READ,
    UC_HOOK_MEM_WRITE,
    UC_MEM_WRITE,
    UC_MODE_MCLASS,
    UC_MODE_THUMB,
    Uc,
    UcError,
)

from barriers import MPU_WRITE, ORDINARY, Barriers, classify
from chip_peripherals import ChipPeripherals
from core_peripherals import LINE, MPU_CTRL, CorePeripherals
from events import Events
from library import CORE_CLOCK, FUNCTIONS
from processor import STUBS, STUBS_SIZE, Processor

PAGE = 0x1000
PERIPHERALS, PERIPHERALS_SIZE = 0x40000000, 0x20000000
PRIVATE_BUS, PRIVATE_BUS_SIZE = 0xE0000000, 0x100000
# Nothing a program does here takes more.
MOST_INSTRUCTIONS = 20_000
STACK_DEPTH = 0x200
# As much of flash as a run looks at.
FLASH_SEEN = 0x10000
# Addresses where more is to be done than to watch for barriers.
NOT_OURS, LIBRARY, STARTER = "not ours", "library", "starter"


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
        self.processor = Processor(self.uc, chip["core"])
        self.core = CorePeripherals(chip, self.events, self.processor.interrupts_masked)
        self.peripherals = ChipPeripherals(chip, self.events, self.core, board)
        self.barriers = Barriers(self.events)
        # What is to be done at each address that was executed.
        self.kinds = {}
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
        memories = [(memory["base"], self._size_seen(memory)) for memory in self.chip["memories"]]
        for start, end in in_pages([*memories, *((address, len(data)) for address, data in contents)]):
            self.uc.mem_map(start, end - start)
        for address, data in contents:
            self.uc.mem_write(address, data)
        self.uc.mem_map(STUBS, STUBS_SIZE)
        self.uc.mmio_map(PERIPHERALS, PERIPHERALS_SIZE, self._read_chip, None, self._write_chip, None)
        self.uc.mmio_map(PRIVATE_BUS, PRIVATE_BUS_SIZE, self._read_core, None, self._write_core, None)

    def _size_seen(self, memory):
        return min(memory["size"], FLASH_SEEN) if memory["kind"] == "flash" else memory["size"]

    def _add_hooks(self):
        self.uc.hook_add(UC_HOOK_CODE, self._before_instruction)
        self.uc.hook_add(UC_HOOK_MEM_READ | UC_HOOK_MEM_WRITE, self._before_access)
        self.image = [(address, address + len(data)) for address, data in self.elf.segments]
        self.processor.stop_at([self.chip["caller"], *self.chip["targets"]])

    # --- what happens while it runs ---

    def _in_image(self, address):
        return any(start <= address < end for start, end in self.image)

    def _before_instruction(self, _, address, size, __):
        events = self.events
        if events.end is not None or STUBS <= address < STUBS + STUBS_SIZE:
            return
        events.cycles += 1
        self.instructions_left -= 1
        if events.cycles > self.reset_button:
            self._finish("reset")
        elif self.instructions_left < 0:
            self._finish("stuck", "it never comes to an end")
        else:
            kind = self.kinds.get(address)
            if kind is None:
                kind = self.kinds[address] = self._classify(address, size)
            if kind != ORDINARY or self.barriers.control_changed:
                self._special(kind, address)

    def _classify(self, address, size):
        """What is to be done at an address; the first time that it is executed."""
        if not self._in_image(address):
            return NOT_OURS
        if address in self.functions:
            return LIBRARY
        return STARTER if address in self.starters else classify(self.uc.mem_read(address, size))

    def _special(self, kind, address):
        if kind == NOT_OURS:
            self._finish("lost", f"it runs at {address:#010x}")
        elif kind == LIBRARY:
            self._call_library(self.functions[address])
        elif kind == STARTER:
            # Only R0 holds an argument.
            self.processor.spoil()
        else:
            self.barriers.before_instruction(kind)

    def _call_library(self, name):
        self.events.calls.append(name)
        self.first_argument = self.processor.read("R0")
        self.processor.spoil()
        self.processor.write("R0", 0)
        FUNCTIONS[name](self, name)
        if self.events.end is not None:
            self.uc.emu_stop()

    def _before_access(self, _, access, address, size, __, ___):
        if self.events.end is not None or address >= PRIVATE_BUS or self._in_image(address):
            return
        self.barriers.before_access()
        if access == UC_MEM_WRITE and not PERIPHERALS <= address < PERIPHERALS + PERIPHERALS_SIZE:
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
            self.barriers.after_write("the write of the memory remap")

    def _read_core(self, _, offset, __, ___):
        return self.core.read(PRIVATE_BUS + offset)

    def _write_core(self, _, offset, __, value, ___):
        address = PRIVATE_BUS + offset
        self.peripherals.check_caches(address)
        self.core.write(address, value)
        self.events.written.add(address)
        self.barriers.after_write(MPU_WRITE if address == MPU_CTRL else f"the write to {address:#010x}")
        if self.events.end is not None:
            self.uc.emu_stop()

    # --- runs ---

    def call(self, name, world):
        """Calls a function of the program and reports how that ended."""
        self.events.end, self.events.violations, self.events.written, self.events.calls = None, [], set(), []
        self.barriers.reset()
        self._enter(world)
        self.instructions_left = MOST_INSTRUCTIONS
        # Somebody presses reset while it runs.
        self.reset_button = self.events.cycles + world.get("resetAfter", 1 << 60)
        self.processor.write("LR", self.chip["caller"] | 1)
        before = self.processor.masks()
        try:
            self.uc.emu_start(self.elf.symbols[name] | 1, 0)
        except UcError as error:
            self.events.finish("fault", f"{error} at {self.processor.read('PC'):#010x}")
        return self._report(before)

    def _enter(self, world):
        """world: see ../report.ts; where the call comes from."""
        top = self.processor.enter(world, self.chip["ram"])
        self.stack = (top - STACK_DEPTH, top)
        if world["from"] in ("reset", "main"):
            # As the start-up code sets it, and the clocks are still so.
            self.store("SystemCoreClock", CORE_CLOCK)
        if world["from"] == "main":
            self.core.start_ticks()
        elif world["from"] != "reset":
            self.core.as_application()
            self.peripherals.as_application()

    def _report(self, before):
        pc = self.processor.read("PC")
        if self.events.end is None:
            self.events.finish("returned" if pc == self.chip["caller"] else "arrived")
        how, why = self.events.end
        arrived = how == "arrived"
        return {
            "end": how,
            "why": why,
            "value": self.processor.read("R0"),
            "violations": self.events.violations,
            "written": sorted(self.events.written),
            "masksKept": self.processor.masks() == before,
            "calls": self.events.calls,
            "processor": {
                "pc": pc,
                "msp": self.processor.read("MSP"),
                "control": self.processor.read("CONTROL"),
                **self.processor.masks(),
                "msplim": self.processor.stack_limit() if arrived and self.processor.has_limits else 0,
            },
            "core": self.core.state(),
            "chip": self.peripherals.state(),
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
