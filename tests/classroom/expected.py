"""What must come of each submission: rows, and where they come from.

    student   the folder's name, as bytes
    lab       1-basics/tiny
    states    any of these is right
    tests     one of these verdicts is among the tests that failed, or nothing
    fails     exactly these tests fail; None: nobody knows
    idle      it does nothing else: it passes no test that an idle file fails
"""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path[:0] = [os.path.join(ROOT, "tools"), os.path.join(ROOT, "tests/tools")]

import test_verdict     # noqa: E402        tests/hostile is its

STATES = ("passed", "failed", "compile", "symbols", "link", "broken",
          "missing", "refused")
IDLE = b"honest-idle"


class Row:
    def __init__(self, student, lab, states, tests=(), fails=None, idle=False):
        self.student = os.fsencode(student)
        self.lab, self.states, self.tests = lab, states, tests
        self.fails, self.idle = fails, idle


def read(path=os.path.join(HERE, "hostile.tsv")):
    """{name: (lab, [states], [verdicts])} of the expected."""
    rows = {}
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if line.startswith("#"):
                continue
            fields = line.rstrip("\n").split("\t")
            if len(fields) != 5 or set(fields[2].split()) - set(STATES):
                raise ValueError("%s:%d: not a row" % (path, number))
            name, lab, states, tests, _ = fields
            rows[name] = lab, states.split(), tests.replace("-", "").split()
    return rows


def tricks():
    """{name: test_verdict.File} of tests/hostile, by reference."""
    return {"trick-" + name: file for name, file in test_verdict.FILES.items()}


def of_trick(name, file):
    """The row of one of them: what its first line says, whoever judges."""
    states = [word for word in file.verdict if word in STATES]
    tests = [word for word in file.verdict if word not in states]
    if "includes" in name or "copies" in name:  # what it wants is not there
        states.append("compile")
    return Row(name, file.lab, states + ["failed", "broken"] * bool(tests),
               [] if "nothing" in tests else tests)
