"""Run what may do anything, count its memory, come back in time.

What it prints goes to somebody who keeps only the beginning and the end. Its
memory is what all its processes have in memory, asked of the system; where
that becomes too much, or time is up, the whole room ends.
"""
import os
import select
import signal
import subprocess
import time

import outer
import sandbox

PAGE = os.sysconf("SC_PAGESIZE")
TIME, MEMORY = "time", "memory"
BREATH = 0.05       # seconds between two looks at the memory


def children(pid):
    try:
        with open("/proc/%d/task/%d/children" % (pid, pid), "rb") as file:
            return [int(word) for word in file.read().split()]
    except OSError:
        return []


def resident(pid):
    """Bytes in memory that are its own, not a library's."""
    try:
        with open("/proc/%d/statm" % pid, "rb") as file:
            words = file.read().split()
        return max(0, int(words[1]) - int(words[2])) * PAGE
    except (OSError, IndexError, ValueError):
        return 0


def memory(pid, most=4096):
    """Of a process and all that came of it."""
    total, waiting, seen = 0, [pid], 0
    while waiting and seen < most:
        one = waiting.pop()
        seen += 1
        total += resident(one)
        waiting += children(one)
    return total


class Kept:
    """The first bytes, and a promise that the rest was read, too."""

    def __init__(self, most=1 << 20):
        self.data, self.most = b"", most

    def feed(self, data):
        self.data += data[:max(0, self.most - len(self.data))]

    def text(self):
        return self.data.decode("utf-8", "replace")


def listen(child, end, most, kept):
    """(exit status or why it was ended) once it is over."""
    pipe, look = child.stdout.fileno(), time.monotonic() + BREATH
    while True:
        now = time.monotonic()
        if now >= end:
            return TIME
        if now >= look:
            if memory(child.pid) > most:
                return MEMORY
            look = time.monotonic() + BREATH
        ready, _, _ = select.select([pipe], [], [], BREATH)
        data = os.read(pipe, 1 << 16) if ready else b""
        kept.feed(data)
        if not data:        # quiet, or closed: is it over?
            status = child.poll()
            if status is not None:
                return status
            if ready:
                time.sleep(0.002)


def sweep(room, pid, sign):
    """Where no room ends with its first process, who was in it is looked
    for; in a container everybody who is nobody was."""
    if room.kind == "bubblewrap":
        return
    outer.end_session(pid, sign)
    if room.kind != "container" or os.geteuid() != 0:
        return
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            if os.stat("/proc/" + name).st_uid == sandbox.NOBODY:
                os.kill(int(name), signal.SIGKILL)
        except OSError:
            pass


def run(room, command, seconds, most, kept, sign="\0"):
    """The exit status (minus the signal), TIME, or MEMORY."""
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                             start_new_session=True, cwd="/")
    try:
        status = listen(child, time.monotonic() + seconds, most, kept)
    finally:
        if child.poll() is None:
            child.kill()
        sweep(room, child.pid, sign)
        child.wait()
        outer.drain(child.stdout.fileno(), kept)
        child.stdout.close()
    return status
