"""Run a suite that may hang, and notice it early.

The suite tells the name of each test that begins; the next name, or the end,
has to come in time. On a busy machine a test may just not have had its turn:
who wants to run, and has hardly run till now, gets more time.
"""
import os
import select
import subprocess
import time

import outer

ALL = 120           # seconds for a whole suite
TURN = 0.3          # who has run so long and is not done yet hangs
PATIENCE = 10       # times the patience with whoever did not get a turn
TICKS = os.sysconf('SC_CLK_TCK')


class Listener(outer.Printed):
    """Knows since when the test runs that has not ended."""

    def __init__(self):
        super().__init__()
        self.since = time.monotonic()

    def feed(self, data):
        if outer.MARK in data:
            self.since = time.monotonic()
        super().feed(data)


def starved(session, sign):
    """Does somebody there want to run who has hardly run?"""
    for pid in outer.members(session, sign):
        try:
            with open(f'/proc/{pid}/stat', 'rb') as file:
                stat = file.read().rpartition(b') ')[2].split()
        except OSError:
            continue
        if stat[0] in b'RD' and \
                int(stat[11]) + int(stat[12]) < TURN * TICKS:
            return True
    return False


def in_time(child, sign, printed, seconds):
    """Read until the end; False: a test did not end in time."""
    pipe, end = child.stdout.fileno(), time.monotonic() + ALL
    while True:
        now = time.monotonic()
        late = now - printed.since
        if now > end or late > PATIENCE * seconds or (
                late > seconds and not starved(child.pid, sign)):
            return False
        if select.select([pipe], [], [], 0.05)[0]:
            data = os.read(pipe, 1 << 16)
            printed.feed(data)
            if not data:
                return True


def run(command, folder, seconds):
    """(status, what was printed); the status None: a test did not end."""
    printed, status, sign = Listener(), None, 'TMPDIR=' + folder
    child = subprocess.Popen(
        command + [printed.word],
        env=outer.environment(folder, 2 * PATIENCE * seconds),
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, start_new_session=True)
    try:
        if in_time(child, sign, printed, seconds):
            status = child.wait(seconds)
    except subprocess.TimeoutExpired:
        pass
    finally:
        outer.end_session(child.pid, sign)
        child.wait()
        child.stdout.close()
    return status, printed
