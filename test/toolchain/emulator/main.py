"""
Runs programs for ../execute.ts: one request per line on standard input, one answer per line on standard output, JSON both.
A request is {elf, chip, runs}; a run is a fresh machine with a board around it, and steps on it: a call or a reset.
"""

import json
import sys
import traceback

from elf import Elf
from machine import Machine


def run(chip, elf, steps, board):
    machine = Machine(chip, elf, board)
    reports = []
    for step in steps:
        if "call" in step:
            reports.append(machine.call(step["call"], step["world"]))
        elif "read" in step:
            reports.append({"memory": machine.memory(step["read"], step["size"])})
        else:
            machine.reset()
            reports.append({})
    return reports


def answer(request):
    elf = Elf(request["elf"])
    return [run(request["chip"], elf, one["steps"], one["board"]) for one in request["runs"]]


for line in sys.stdin:
    try:
        reply = {"runs": answer(json.loads(line))}
    except Exception:
        reply = {"error": traceback.format_exc()}
    print(json.dumps(reply), flush=True)
