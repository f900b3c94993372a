"""
The private peripheral bus of a Cortex-M (Armv6-M, Armv7-M and Armv8-M Architecture Reference Manuals): NVIC, SysTick, SCB,
MPU, and the L1 caches of Cortex-M7.
"""

SYST_CSR, SYST_RVR, SYST_CVR = 0xE000E010, 0xE000E014, 0xE000E018
NVIC_ISER, NVIC_ICER, NVIC_ISPR, NVIC_ICPR = 0xE000E100, 0xE000E180, 0xE000E200, 0xE000E280
NVIC_END = 0xE000E300
ICSR, VTOR, AIRCR, SCR, CCR = 0xE000ED04, 0xE000ED08, 0xE000ED0C, 0xE000ED10, 0xE000ED14
SLEEPONEXIT, SLEEPDEEP = 1 << 1, 1 << 2
CCSIDR, CSSELR = 0xE000ED80, 0xE000ED84
MPU_TYPE, MPU_CTRL, MPU_RNR = 0xE000ED90, 0xE000ED94, 0xE000ED98
ICIALLU, DCCMVAC, DCCISW = 0xE000EF50, 0xE000EF68, 0xE000EF74

ENABLE, TICKINT, CLKSOURCE, COUNTFLAG = 1, 2, 4, 1 << 16
PENDSVCLR, PENDSVSET, PENDSTCLR, PENDSTSET = 1 << 27, 1 << 28, 1 << 25, 1 << 26
SYSRESETREQ, VECTKEY = 1 << 2, 0x05FA
DCACHE, ICACHE = 1 << 16, 1 << 17
# A small cache, so that cleaning all of it is quick: 2 sets of 2 ways, lines of 32 bytes.
SETS, WAYS, LINE = 2, 2, 32
ALL_ONES = 0xFFFFFFFF


class CorePeripherals:
    def __init__(self, chip, events, masked):
        """masked: says whether PRIMASK or FAULTMASK keep interrupts out."""
        self.chip = chip
        self.events = events
        self.masked = masked
        self.words = chip["nvicWords"]
        self.has_l1 = chip["core"] in ("cm7", "cm55")
        self.dirty = {}
        self.reset()

    def reset(self):
        self.enabled = [0] * self.words
        self.pending = [0] * self.words
        # VAL is unknown after a reset.
        self.csr, self.rvr, self.cvr = 0, 0, 0x123456
        self.tick_pending, self.pendsv = False, False
        self.last_tick = 0
        self.vtor = self.chip["vtorAtReset"]
        self.scr, self.ccr, self.mpu = 0, 0, 0
        self.invalidated = True
        self.cleaned = set()

    def as_application(self):
        """A program with everything on and something waiting everywhere."""
        self.enabled = [ALL_ONES] * self.words
        self.pending = [ALL_ONES] * self.words
        self.csr, self.rvr, self.cvr = ENABLE | TICKINT | CLKSOURCE, 99, 42
        self.last_tick = self.events.cycles
        self.tick_pending, self.pendsv = True, True
        self.scr = SLEEPONEXIT | SLEEPDEEP
        self.vtor = self.chip["vtorOfProgram"] if self.chip["hasVtor"] else 0
        self.mpu = 5 if self.chip["hasMpu"] else 0
        if self.has_l1:
            self.ccr = DCACHE | ICACHE
            self.invalidated = False

    def start_ticks(self):
        """HAL_Init: a tick every millisecond at 100 kHz."""
        self.csr, self.rvr, self.cvr = ENABLE | TICKINT | CLKSOURCE, 99, 0
        self.last_tick = self.events.cycles

    # --- time ---

    def let_time_pass(self):
        """SysTick up to now; true where it came to 0 since it was last asked."""
        if not self.csr & ENABLE or self.rvr == 0:
            return False
        ticked = self.events.cycles - self.last_tick > self.rvr
        if ticked:
            self.last_tick = self.events.cycles
            self.tick_pending = self.tick_pending or bool(self.csr & TICKINT)
        return ticked

    def something_may_interrupt(self):
        self.let_time_pass()
        sources = [enabled & pending for enabled, pending in zip(self.enabled, self.pending)]
        return any(sources) or self.tick_pending or self.pendsv or self.csr & (ENABLE | TICKINT) == ENABLE | TICKINT

    # --- registers ---

    def read(self, address):
        self.let_time_pass()
        if NVIC_ISER <= address < NVIC_END:
            word = self._nvic_word(address)
            return self.pending[word] if address >= NVIC_ISPR else self.enabled[word]
        if address == SYST_CSR:
            return self._read_csr()
        if address == SYST_RVR:
            return self.rvr
        if address == SYST_CVR:
            return self.cvr
        if address == ICSR:
            return (PENDSVSET if self.pendsv else 0) | (PENDSTSET if self.tick_pending else 0)
        if address == VTOR and self.chip["hasVtor"]:
            return self.vtor
        if address == SCR:
            return self.scr
        if address == CCR:
            return self.ccr
        if address == CCSIDR and self.has_l1:
            return (SETS - 1) << 13 | (WAYS - 1) << 3
        if address == MPU_CTRL:
            return self.mpu
        if address == MPU_TYPE:
            return 0x800 if self.chip["hasMpu"] else 0
        self.events.violation(f"reads {address:#010x}, where this core has no register")
        return 0

    def _read_csr(self):
        """Whoever polls the counter waits for it: the time until the next tick passes at once."""
        if self.csr & ENABLE and self.rvr > 0:
            self.events.cycles = max(self.events.cycles, self.last_tick + self.rvr + 1)
            return self.csr | (COUNTFLAG if self.let_time_pass() else 0)
        return self.csr

    def write(self, address, value):
        self.let_time_pass()
        if NVIC_ISER <= address < NVIC_END:
            self.check_masked("the NVIC")
            self._write_nvic(address, value)
        elif address in (SYST_CSR, SYST_RVR, SYST_CVR):
            self.check_masked("SysTick")
            self._write_systick(address, value)
        elif address == ICSR:
            self.pendsv = (self.pendsv and not value & PENDSVCLR) or bool(value & PENDSVSET)
            self.tick_pending = (self.tick_pending and not value & PENDSTCLR) or bool(value & PENDSTSET)
        elif address == VTOR and self.chip["hasVtor"]:
            self.check_masked("VTOR")
            if value % self.chip["vectorAlignment"] != 0:
                self.events.violation(f"VTOR cannot hold {value:#010x}: it is a multiple of {self.chip['vectorAlignment']}")
            self.vtor = value
        elif address == AIRCR:
            self.check_masked("the reset request")
            if value >> 16 == VECTKEY and value & SYSRESETREQ:
                self.events.finish("reset")
            else:
                self.events.violation(f"writes {value:#010x} to AIRCR, which does nothing")
        elif address == SCR:
            self.scr = value
        elif address == MPU_CTRL:
            self.mpu = value if self.chip["hasMpu"] else 0
        elif not (self.has_l1 and self._write_cache(address, value)):
            self.events.violation(f"writes {address:#010x}, where this core has no register")

    def check_masked(self, what):
        """An interrupt in the middle of these would find half of the old world and half of the new one."""
        if not self.masked() and self.something_may_interrupt():
            self.events.violation(f"writes {what} while an interrupt may come")

    def _nvic_word(self, address):
        word = (address & 0x7F) // 4
        if word >= self.words:
            self.events.violation(f"touches NVIC word {word}; this chip has {self.words}")
        return min(word, self.words - 1)

    def _write_nvic(self, address, value):
        word = self._nvic_word(address)
        if address >= NVIC_ICPR:
            self.pending[word] &= ~value
        elif address >= NVIC_ISPR:
            self.pending[word] |= value
        elif address >= NVIC_ICER:
            self.enabled[word] &= ~value
        else:
            self.enabled[word] |= value

    def _write_systick(self, address, value):
        if address == SYST_CSR:
            if value & ENABLE and not self.csr & ENABLE:
                self.last_tick = self.events.cycles
                if self.cvr != 0:
                    self.events.violation("starts SysTick from whatever VAL holds; it is unknown after a reset")
            self.csr = value & (ENABLE | TICKINT | CLKSOURCE)
        elif address == SYST_RVR:
            self.rvr = value & 0xFFFFFF
        else:
            # Any write clears the counter.
            self.cvr = 0
            self.last_tick = self.events.cycles

    # --- caches ---

    def _write_cache(self, address, value):
        if address == CCR:
            self.ccr = value
        elif address == DCCISW:
            self.cleaned.add(value)
            if len(self.cleaned) == SETS * WAYS:
                self.dirty.clear()
        elif address == DCCMVAC:
            self.dirty.pop(value & ~(LINE - 1), None)
        elif address == ICIALLU:
            self.invalidated = True
        elif address != CSSELR:
            return False
        return True

    def before_store(self, address, size, line_in_memory):
        """A store while the D-cache is on: memory keeps what it had until the line is cleaned."""
        if self.ccr & DCACHE:
            for line in range(address & ~(LINE - 1), address + size, LINE):
                if line not in self.dirty:
                    self.dirty[line] = line_in_memory(line)

    def state(self):
        self.let_time_pass()
        return {
            "sysTick": [self.csr, self.rvr, self.cvr],
            "sysTickPending": self.tick_pending,
            "pendSvPending": self.pendsv,
            "sleepControl": self.scr,
            "nvicEnabled": self.enabled,
            "nvicPending": self.pending,
            "vtor": self.vtor,
            "mpu": self.mpu,
            "dCache": bool(self.ccr & DCACHE),
            "iCache": bool(self.ccr & ICACHE),
            "iCacheInvalidated": self.invalidated,
            "dirtyLines": len(self.dirty),
        }
