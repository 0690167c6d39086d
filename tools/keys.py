"""A terminal, one key at a time, and afterwards everything as it was.

    with Keys() as keys:
        keys.read(0.2)          a key in lower case; "": none was typed
        keys.lend(command)      a program has the terminal for a while

Ctrl-C is a key here (QUIT), so that make, above us, does not hear it, too.
Whoever ends us otherwise ends the `with` block: the terminal is given back.
"""
import contextlib
import os
import select
import signal
import subprocess
import sys
import termios
import unicodedata

QUIT = "q"
AS_QUIT = "\x03\x04"        # Ctrl-C, Ctrl-D
SUSPEND = "\x1a"            # Ctrl-Z
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Ended(Exception):
    """Somebody wants us to end, by a signal."""


def end(number, _frame):
    raise Ended(number)


def there():
    """Is there a terminal to read keys from and to write to?"""
    return sys.stdin.isatty() and sys.stdout.isatty()


def meant(typed):
    """The key in what was typed. An arrow is none; ｒ of an input method is r.

    Of several at once the first counts: nobody pastes into a menu on purpose.
    """
    if typed.startswith("\x1b"):
        return ""
    key = unicodedata.normalize("NFKC", typed)[:1].lower()
    return QUIT if key in AS_QUIT else key


class Keys:
    def __enter__(self):
        self.resized = True
        self.handlers = {number: signal.signal(number, end)
                         for number in ENDING}
        self.handlers[signal.SIGWINCH] = signal.signal(signal.SIGWINCH,
                                                       self.wound)
        # Who is no longer in front may still set the modes back.
        self.handlers[signal.SIGTTOU] = signal.signal(signal.SIGTTOU,
                                                      signal.SIG_IGN)
        self.before = termios.tcgetattr(0)
        self.take()
        return self

    def __exit__(self, *_):
        self.give_back()
        for number, handler in self.handlers.items():
            signal.signal(number, handler)

    def wound(self, *_):
        self.resized = True

    def take(self):
        modes = termios.tcgetattr(0)
        modes[3] &= ~(termios.ICANON | termios.ECHO | termios.ISIG)
        modes[6][termios.VMIN], modes[6][termios.VTIME] = 1, 0
        termios.tcsetattr(0, termios.TCSADRAIN, modes)

    def give_back(self):
        with contextlib.suppress(termios.error):    # the window is gone
            termios.tcsetattr(0, termios.TCSADRAIN, self.before)

    def read(self, seconds):
        if not select.select([0], [], [], seconds)[0]:
            return ""
        try:
            typed = os.read(0, 1024)
        except OSError:             # so Linux says that the window was closed
            typed = b""
        if not typed:
            return QUIT
        key = meant(typed.decode("utf-8", "replace"))
        if key == SUSPEND:
            self.suspend()
            return ""
        return key

    def suspend(self):
        """Step back, with make, until the shell fetches us again."""
        self.give_back()
        os.kill(0, signal.SIGTSTP)
        self.take()
        self.resized = True

    def lend(self, command, **how):
        """Run a command in front: Ctrl-C ends it, and not us."""
        def in_front():
            os.setpgid(0, 0)
            os.tcsetpgrp(0, os.getpid())
            signal.signal(signal.SIGTTOU, signal.SIG_DFL)
            signal.signal(signal.SIGTSTP, signal.SIG_IGN)

        self.give_back()
        try:
            with subprocess.Popen(command, preexec_fn=in_front,
                                  **how) as child:
                try:
                    child.wait()
                finally:
                    if child.poll() is None:
                        os.killpg(child.pid, signal.SIGKILL)
        finally:
            os.tcsetpgrp(0, os.getpgrp())
            termios.tcflush(0, termios.TCIFLUSH)
            self.take()
