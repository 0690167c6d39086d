#!/usr/bin/env python3
"""A program and its Python twin, their lines side by side.

    beside.py PROGRAM TWIN.py

Both run at once, each on a terminal of its own, so that lines come when they
are printed. The exit status is 1 when one of them failed.
"""
import contextlib
import itertools
import os
import pty
import subprocess
import sys

from paint import cut
from say import pad

COLUMN = 39
HEADS = 'C', 'Python'


class Program:
    """A running program. Its lines can be read once, as they come."""

    def __init__(self, *command):
        self.ours, theirs = pty.openpty()
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL,
                                        stdout=theirs)
        os.close(theirs)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        if self.process.poll() is None and error[0]:
            self.process.kill()
        self.process.wait()
        os.close(self.ours)

    def lines(self):
        with open(self.ours, encoding='utf-8', errors='replace',
                  closefd=False) as output, \
                contextlib.suppress(OSError):   # the other end is closed
            for line in output:
                yield line.rstrip()

    def worked(self):
        return self.process.wait() == 0


def row(left, right):
    print((pad(cut(left, COLUMN), COLUMN + 1) + cut(right, COLUMN)).rstrip(),
          flush=True)


def table(left, right):
    row(*HEADS)
    for pair in itertools.zip_longest(left, right, fillvalue=''):
        row(*pair)


def main(program, twin):
    with Program(program) as left, Program(sys.executable, twin) as right:
        table(left.lines(), right.lines())
        return 0 if left.worked() and right.worked() else 1


if __name__ == '__main__':
    try:
        sys.exit(main(*sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
