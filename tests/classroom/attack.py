"""Grade hostile submissions as a teacher would, and look what became of it.

    with Attack(names) as attack:       folders, a listener, make grade
        attack.wrong                    {"student lab": [differences]}
        attack.harm()                   [what happened outside of the sandbox]
"""
import glob
import os
import re
import socket
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

import make
import outcome
from expected import ROOT

sys.path.append(os.path.join(ROOT, "classroom/grade"))

import sandbox      # noqa: E402

WHY = sandbox.probe()       # it cannot be had here, or None

SECRET = "SECRET-4711"
KID = b"hostile_kid"
FROM_OUTSIDE = re.compile(rb"(?<!touch[ -])pwned")     # but for a name
MARKUP = re.compile(r"<(script|svg|img)[^>]*(alert|onerror)|<script>alert")


def grade(folder, out, *words, **env):
    """(status, what was said) of make grade."""
    done = subprocess.run(
        ["make", "grade", "SUBMISSIONS=" + folder, "OUT=" + out, *words],
        cwd=ROOT, env=dict(os.environ, LEAK=SECRET, BOOK_LANG="en", **env),
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT)
    return done.returncode, done.stdout.decode("utf-8", "replace")


def texts(out):
    """(path, bytes) of all that stands in OUT, but for what is the grader's
    own business."""
    for folder, folders, files in os.walk(out):
        folders[:] = sorted(name for name in folders if name != ".grade")
        for name in sorted(files):
            with open(os.path.join(folder, name), "rb") as file:
                yield os.path.join(folder, name), file.read()


def commands():
    """The names of all processes."""
    for path in glob.glob("/proc/[0-9]*/comm"):
        try:
            with open(path, "rb") as file:
                yield file.read().strip()
        except OSError:
            pass


class Attack:
    def __init__(self, names):
        self.base = tempfile.mkdtemp(prefix="attack.")
        self.folder = os.path.join(self.base, "in")
        self.out = os.path.join(self.base, "out")
        os.makedirs(self.folder)
        self.door = socket.create_server(("127.0.0.1", 0))
        port = self.door.getsockname()[1]
        self.other = socket.socket(socket.AF_UNIX)
        self.other.bind("\0hostile-%d" % port)
        self.other.listen()
        self.rows = self.make(names, port)

    def make(self, names, port):
        return make.Maker(self.folder, self.out, port).everything(names)

    def __enter__(self):
        labs = sorted({row.lab for row in self.rows})
        self.status, self.said = grade(self.folder, self.out,
                                       "LABS=" + " ".join(labs))
        return self

    def __exit__(self, *error):
        self.door.close()
        self.other.close()
        # Deeper than Python may call itself.
        subprocess.run(["chmod", "-R", "u+rwx", self.base],
                       stderr=subprocess.DEVNULL)
        subprocess.run(["rm", "-rf", self.base], check=True)

    def wrong(self):
        return outcome.judge(self.rows, self.out)

    def visitors(self):
        for door in (self.door, self.other):
            door.setblocking(False)
            try:
                door.accept()[0].close()
                yield "somebody got out of the sandbox by a socket"
            except BlockingIOError:
                pass

    def harm(self):
        """[what hostile code did where it must not do anything]"""
        found = list(self.visitors())
        if KID in set(commands()):
            found.append("a process was left behind")
        for folder in (ROOT, ROOT + "/build", self.base, self.folder, self.out,
                       self.out + "/results", "/tmp", "/dev/shm"):
            if os.path.exists(folder + "/pwned"):
                found.append("%s/pwned was written" % folder)
        with open(self.folder + "/secret/tiny.c", encoding="utf-8") as file:
            if "pwned" in file.read():
                found.append("another submission was changed")
        return found + list(self.unreadable())

    def unreadable(self):
        """Tables and pages that somebody's bytes have broken."""
        for path, data in texts(self.out):
            name = path[len(self.out) + 1:]
            if FROM_OUTSIDE.search(data) and "raw_writes" not in name:
                yield name + ": holds a word from outside"
            if path.endswith(".xml"):
                try:
                    xml.etree.ElementTree.fromstring(data)
                except xml.etree.ElementTree.ParseError as error:
                    yield "%s: %s" % (name, error)
            if path.endswith(".html") and MARKUP.search(
                    data.decode("utf-8", "replace")):
                yield name + ": holds somebody's markup"
