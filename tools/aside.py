"""A make of our own, beside the one that started us.

It shares nothing with that: no jobs, no variables of its command line but
those that are in the environment anyway.
"""
import os
import signal
import subprocess

from paint import coloured

OURS = ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "LAB")


def command(*words):
    return ["make", "--no-print-directory", *words]


def environment():
    clean = {name: value for name, value in os.environ.items()
             if name not in OURS}
    return dict(clean, PAINTED="1") if coloured() else clean


def listen(child, said, interrupted):
    """Read what a command says, until it ends or there is another wish."""
    os.set_blocking(child.stdout.fileno(), False)
    while True:
        ended = child.poll() is not None
        said.append(child.stdout.read() or b"")
        wish = "" if ended else interrupted()
        if ended or wish:
            return wish


def quietly(words, interrupted):
    """(wish, rows): what make says; or what made us stop it half-way.

    interrupted() waits a moment, and returns "" or a wish.
    """
    said = []
    with subprocess.Popen(command(*words), env=environment(), bufsize=0,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT,
                          start_new_session=True) as child:
        try:
            wish = listen(child, said, interrupted)
        finally:
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGTERM)
    text = b"".join(said).decode("utf-8", "replace")
    return wish, [row for row in text.splitlines()
                  if not row.startswith("make: ***")]
