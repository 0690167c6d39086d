"""Run a program that may do anything, and always come back.

- Its environment is ours: no CK_*, LD_* or *SAN_OPTIONS of anybody's.
- An outer clock ends the whole session, also what left its process group.
- What it prints is read to the end, and kept only up to a limit for each
  test: a line that begins with the byte 036 names the test that prints.
"""
import os
import select
import signal
import subprocess
import time

KEPT = 8192         # bytes of what one test prints
MARK = b"\x1e"
# tests/support/leaks.c says when to look for leaks: not at every exit.
SANITIZER = ("exitcode=97:color=never:abort_on_error=0:handle_abort=0:"
             "leak_check_at_exit=0")


def environment(folder, patience):
    env = {name: os.environ[name] for name in ("PATH", "HOME")
           if name in os.environ}
    env.update(LC_ALL="C", TMPDIR=folder, BOOK_LANG="both", LAB_TELL="1",
               CK_TIMEOUT_MULTIPLIER=str(patience),
               ASAN_OPTIONS=SANITIZER + ":detect_leaks=1",
               LSAN_OPTIONS="exitcode=97:leak_check_at_exit=0",
               UBSAN_OPTIONS=SANITIZER + ":print_stacktrace=1")
    return env


class Printed:
    """What came out, test by test."""

    def __init__(self):
        self.of, self.name, self.line = {}, "", b""

    def feed(self, data):
        parts = (self.line + data).split(MARK)
        self.line = b""
        for i, part in enumerate(parts):
            if i > 0:
                name, newline, part_left = part.partition(b"\n")
                if not newline:     # the name is still on its way
                    self.line = MARK + part[:200]
                    return
                self.name = name.decode("utf-8", "replace")
                part = part_left
            kept = self.of.get(self.name, b"")
            self.of[self.name] = kept + part[:max(0, KEPT - len(kept))]

    def text(self, name):
        return self.of.get(name, b"").decode("utf-8", "replace")


def session_members(session):
    """Every process of that session; where there is no /proc, its head."""
    try:
        numbers = [name for name in os.listdir("/proc") if name.isdigit()]
    except OSError:
        return [session]
    members = []
    for number in numbers:
        try:
            with open("/proc/%s/stat" % number, "rb") as file:
                stat = file.read().rpartition(b") ")[2].split()
        except OSError:
            continue
        if int(stat[3]) == session and stat[0] != b"Z":
            members.append(int(number))
    return members


def end_session(session):
    for _ in range(20):     # somebody may be forking meanwhile
        members = session_members(session)
        for pid in members:
            try:
                os.kill(pid, signal.SIGKILL)
            except OSError:
                pass
        if not members or not os.path.isdir("/proc"):
            return
        time.sleep(0.005)


def run(command, seconds, env, printed):
    """The exit status (minus the signal), or None when time was up."""
    child = subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                             start_new_session=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        status = listen(child, time.monotonic() + seconds, printed)
    finally:        # also when somebody stops us by Ctrl-C
        end_session(child.pid)
        child.wait()
    drain(child.stdout.fileno(), printed)
    child.stdout.close()
    return status


def listen(child, end, printed):
    """Read until the program is over, or time is."""
    pipe = child.stdout.fileno()
    while time.monotonic() < end:
        ready, _, _ = select.select([pipe], [], [], 0.05)
        data = os.read(pipe, 1 << 16) if ready else b""
        printed.feed(data)
        if not data:        # quiet, or closed: is it over?
            status = child.poll()
            if status is not None:
                return status
            if ready:
                time.sleep(0.005)
    return None


def drain(pipe, printed):
    """What still stands in the pipe; somebody may hold it open."""
    for _ in range(1000):
        if not select.select([pipe], [], [], 0)[0]:
            return
        data = os.read(pipe, 1 << 16)
        if not data:
            return
        printed.feed(data)
