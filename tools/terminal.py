"""Run a command as if in a terminal, without a keyboard, and keep its words.

A pseudo-terminal, so that what is printed comes in the order in which a
reader would see it. The environment is small and the same everywhere.
"""

import os
import select
import signal
import struct
import subprocess
import time

import fcntl
import pty
import termios

KEPT = ("PATH", "HOME", "USER", "TMPDIR", "SYSTEMROOT")


class TooSlow(Exception):
    """The command did not end in time."""


def environment(language):
    clean = {name: os.environ[name] for name in KEPT if name in os.environ}
    clean.update(BOOK_LANG=language, LANG="C.UTF-8", TERM="dumb",
                 COLUMNS="80", LINES="24", NO_COLOR="1", WHOSE="reference",
                 PYTHONDONTWRITEBYTECODE="1")
    return clean


def open_terminal():
    reader, writer = pty.openpty()
    fcntl.ioctl(writer, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    modes = termios.tcgetattr(writer)
    modes[1] &= ~termios.OPOST      # "\n" stays "\n"
    termios.tcsetattr(writer, termios.TCSANOW, modes)
    return reader, writer


def read_all(reader, deadline):
    said = b""
    while True:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([reader], [], [], left)[0]:
            raise TooSlow
        try:
            more = os.read(reader, 65536)
        except OSError:             # Linux says "the other end has closed" so
            more = b""
        if not more:
            return said
        said += more


def run(command, language, timeout):
    """The exit status and the text that a reader would see."""
    deadline = time.monotonic() + timeout
    reader, writer = open_terminal()
    try:
        child = subprocess.Popen(
            ["/bin/sh", "-c", command], stdin=subprocess.DEVNULL,
            stdout=writer, stderr=writer, start_new_session=True,
            env=environment(language))
        os.close(writer)
        try:
            said = read_all(reader, deadline)
            status = child.wait(max(0.1, deadline - time.monotonic()))
        except (TooSlow, subprocess.TimeoutExpired):
            raise TooSlow from None
        finally:
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
    finally:
        os.close(reader)
    return status, said.decode("utf-8", "replace").replace("\r", "")
