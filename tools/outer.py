"""Run a program that may do anything, and always come back.

- Its environment is ours: no CK_*, LD_* or *SAN_OPTIONS of anybody's.
- An outer clock ends the whole session, also what left its process group,
  and whoever left the session, too: our folder stands in its environment.
- What it prints is read to the end, and kept only up to a limit for each
  test. That a test begins and ends is told by lines with a word that is new
  in every run, so nobody else can tell it (tests/support/main.c).
"""
import os
import re
import select
import signal
import subprocess
import time

KEPT = 8192         # bytes of what one test prints first; and as many, last
CANNOT_RUN = 126    # as a shell says it
MARK = b"\x1e"
NAME = 120          # bytes of a test's name, at most
LINE = NAME + 40
# tests/support/leaks.c says when to look for leaks: not at every exit.
SANITIZER = ("exitcode=97:color=never:abort_on_error=0:handle_abort=0:"
             "leak_check_at_exit=0")


def environment(folder, patience):
    env = {name: os.environ[name] for name in ("PATH", "HOME")
           if name in os.environ}
    env.update(LC_ALL="C", TMPDIR=folder, BOOK_LANG="both",
               CK_TIMEOUT_MULTIPLIER=str(patience),
               ASAN_OPTIONS=SANITIZER + ":detect_leaks=1",
               LSAN_OPTIONS="exitcode=97:leak_check_at_exit=0",
               UBSAN_OPTIONS=SANITIZER + ":print_stacktrace=1")
    return env


class Printed:
    """What came out, test by test, and which tests came to their end."""

    def __init__(self):
        self.word = os.urandom(8).hex()
        self.mark = re.compile(MARK + self.word.encode()
                               + rb"([-+])(\w{1,%d})\n" % NAME)
        self.of, self.ended, self.name, self.rest = {}, {}, "", b""

    def feed(self, data):
        data, at = self.rest + data, 0
        for found in self.mark.finditer(data):
            self.keep(data[at:found.start()])
            at, name = found.end(), found[2].decode()
            if found[1] == b"+":
                self.name = name
            else:
                self.ended[name] = self.ended.get(name, 0) + 1
        begun = data.rfind(MARK, max(at, len(data) - LINE))
        end = len(data) if begun < 0 or b"\n" in data[begun:] else begun
        self.keep(data[at:end])
        self.rest = data[end:]      # a mark may still be on its way

    def keep(self, data):
        first, last = self.of.get(self.name, (b"", b""))
        more = max(0, KEPT - len(first))
        self.of[self.name] = (first + data[:more],
                              (last + data[more:])[-KEPT:])

    def text(self, name):
        return b"".join(self.of.get(name, ())).decode("utf-8", "replace")


def belongs(number, session, sign):
    """Does a process belong to the session, or carry our sign?"""
    try:
        with open("/proc/%s/stat" % number, "rb") as file:
            stat = file.read().rpartition(b") ")[2].split()
        if stat[0] == b"Z" or int(stat[3]) == session:
            return stat[0] != b"Z"
        with open("/proc/%s/environ" % number, "rb") as file:
            return sign.encode() in file.read().split(b"\0")
    except OSError:
        return False


def members(session, sign):
    """Everybody who came of it; where there is no /proc, its head."""
    try:
        numbers = [name for name in os.listdir("/proc") if name.isdigit()]
    except OSError:
        return [session]
    return [int(name) for name in numbers if belongs(name, session, sign)]


def end_session(session, sign):
    for _ in range(20):     # somebody may be forking meanwhile
        found = members(session, sign)
        for pid in found:
            try:
                os.kill(pid, signal.SIGKILL)
            except OSError:
                pass
        if not found or not os.path.isdir("/proc"):
            return
        time.sleep(0.005)


def run(command, seconds, env, printed):
    """The exit status (minus the signal), or None when time was up."""
    try:
        child = subprocess.Popen(
            command + [printed.word], env=env, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            start_new_session=True)
    except OSError:     # it is no program, or none that this system loads
        return CANNOT_RUN
    try:
        status = listen(child, time.monotonic() + seconds, printed)
    finally:        # also when somebody stops us
        end_session(child.pid, "TMPDIR=" + env["TMPDIR"])
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
