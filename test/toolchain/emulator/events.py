"""What the parts of the machine share: time, what ended a run, and what was seen to be wrong."""


class Ended(Exception):
    """The program cannot go on, for the reason given."""


class Events:
    def __init__(self):
        # One per instruction, and more where a program polls for time to pass.
        self.cycles = 0
        # Sentences: what no program should do, wherever it is seen.
        self.violations = []
        # Set when the program is over: (how, why).
        self.end = None
        # Addresses outside the program's own stack that it wrote.
        self.written = set()
        # Functions of the library that it called, in order.
        self.calls = []

    def violation(self, sentence):
        if sentence not in self.violations:
            self.violations.append(sentence)

    def finish(self, how, why=""):
        if self.end is None:
            self.end = (how, why)
