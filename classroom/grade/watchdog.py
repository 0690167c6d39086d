"""Run what may do anything, count its memory, come back in time.

What it prints goes to somebody who keeps only the beginning and the end. Its
memory is what all its processes have in memory, asked of the system; where
that becomes too much, or the one file that it may write outside, or time is
up, the whole room ends.
"""
import ctypes
import os
import re
import select
import signal
import subprocess
import time

import outer

ANONYMOUS = re.compile(rb"^Rss(?:Anon|Shmem):\s+(\d+) kB$", re.M)
TIME, MEMORY = "time", "memory"
SUBREAPER = 36      # PR_SET_CHILD_SUBREAPER
BREATH = 0.05       # seconds between two looks at the memory


def children(pid):
    """Of each of its threads: any of them may have forked."""
    found, tasks = [], "/proc/%d/task" % pid
    try:
        for thread in os.listdir(tasks):
            with open("%s/%s/children" % (tasks, thread), "rb") as file:
                found += map(int, file.read().split())
    except OSError:
        pass        # it ends just now
    return found


def resident(pid):
    """KiB in memory that no file stands behind, its own or shared."""
    try:
        with open("/proc/%d/status" % pid, "rb") as file:
            return sum(map(int, ANONYMOUS.findall(file.read())))
    except OSError:
        return 0


def memory(pid, most=4096):
    """Bytes, of a process and all that came of it."""
    total, waiting, seen = 0, [pid], 0
    while waiting and seen < most:
        one = waiting.pop()
        seen += 1
        total += resident(one)
        waiting += children(one)
    return total << 10


def written(file):
    """Is there more in a file than there should be? (path, bytes)"""
    try:
        return bool(file) and os.lstat(file[0]).st_blocks * 512 > file[1]
    except OSError:
        return False


class Kept:
    """The first bytes, and a promise that the rest was read, too."""

    def __init__(self, most=1 << 20):
        self.data, self.most = b"", most

    def feed(self, data):
        self.data += data[:max(0, self.most - len(self.data))]

    def text(self):
        return self.data.decode("utf-8", "replace")


def listen(child, end, most, kept, file):
    """(exit status or why it was ended) once it is over."""
    pipe, look = child.stdout.fileno(), time.monotonic() + BREATH
    while True:
        now = time.monotonic()
        if now >= end:
            return TIME
        if now >= look:
            if memory(child.pid) > most or written(file):
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


def descendants(pid):
    found = children(pid)
    return found + [other for one in found for other in descendants(one)]


def adopt():
    """From now on whoever loses a parent below this process becomes its own
    child: so nobody gets lost."""
    try:
        ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    except (OSError, AttributeError):
        pass


def sweep(room, pid, sign):
    """Where no room ends with its first process, who was in it is looked
    for: our own descendants, and whoever carries our sign."""
    if room.kind == "bubblewrap":
        return
    outer.end_session(pid, sign)
    for _ in range(20):     # somebody may be forking meanwhile
        left = [one for one in descendants(os.getpid()) if one != pid]
        for one in left:
            try:
                os.kill(one, signal.SIGKILL)
                os.waitpid(one, 0)
            except OSError:
                pass
        if not left:
            return


def run(room, command, seconds, most, kept, sign="\0", file=None):
    """The exit status (minus the signal), TIME, or MEMORY."""
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                             start_new_session=True, cwd="/")
    try:
        status = listen(child, time.monotonic() + seconds, most, kept,
                        file)
    finally:
        if child.poll() is None:
            child.kill()
        sweep(room, child.pid, sign)
        child.wait()
        outer.drain(child.stdout.fileno(), kept)
        child.stdout.close()
    return status
