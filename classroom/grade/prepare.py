"""From a student's file to a program that can be run, or to the reason why not.

Two rooms: in the first are our headers and their files, and the compiler; in
the second are our objects, too, for the tools that look at theirs and link.
"""
import json
import os
import shlex
import shutil
import stat
import sys

import sandbox
import watchdog
from collect import both

COMPILER = sandbox.Limits(cpu=10, fsize=64 << 20, nproc=64, tmp=96 << 20,
                          space=2 << 30)
LINKER = sandbox.Limits(cpu=10, fsize=64 << 20, nproc=64, tmp=96 << 20)
SHOWN = ("include", "tools", "tests", "solutions", "classroom", "outline",
         "build")
EPOCH = {"SOURCE_DATE_EPOCH": "0"}      # __DATE__ and __TIME__
SECONDS, MEMORY = 60, 1500 << 20
PYTHON = next((path for path in ("/usr/bin/python3", "/usr/local/bin/python3")
               if os.path.exists(path)), sys.executable)


class Desk:
    """The folder of one lab of one submission, while it is judged."""

    def __init__(self, room, kit, how, folder, net="own"):
        self.net = net
        self.room, self.kit, self.how, self.folder = room, kit, how, folder
        self.out = os.path.join(folder, "out")
        for path in ("out", "labs", "tmp"):
            os.makedirs(os.path.join(folder, path))
        if room.kind != "bubblewrap":
            self.borrow()
        self.binary = how.object[:-2] + ".test"

    def lay(self, data):
        """Their file; what a room may write belongs to who is in it."""
        path = os.path.join(self.folder, self.how.source)
        os.makedirs(os.path.dirname(path))
        with open(path, "wb") as file:
            file.write(data)
        os.utime(path, (0, 0))      # __TIMESTAMP__
        below = os.path.join(self.out, os.path.dirname(self.how.lab))
        os.makedirs(below, exist_ok=True)
        self.give(self.out, below, os.path.join(self.folder, "tmp"))

    def give(self, *paths):
        for path in paths:
            if os.geteuid() == 0:
                os.chown(path, sandbox.NOBODY, sandbox.NOBODY)

    def host(self, path):
        """Where a file below build/ that a room made stands outside."""
        return os.path.join(self.out, os.path.relpath(path, self.how.folder))

    def made(self, path):
        """Its size; 0 where it is none, or no plain file."""
        try:
            found = os.lstat(self.host(path))
        except OSError:
            return 0
        return found.st_size if stat.S_ISREG(found.st_mode) else 0

    def run(self, argv, ours, limits, seconds, memory, kept):
        """argv in a room with these parts of the kit, and with their files."""
        inside = sandbox.WORKBOOK + "/"
        read = [(self.kit.at(path), inside + path) for path in ours]
        read.append((os.path.join(self.folder, "labs"), inside + "labs"))
        write = [(self.out, inside + self.how.folder)]
        if self.room.kind != "bubblewrap":
            read = [(self.folder, sandbox.WORKBOOK)]
            write = [(os.path.join(self.folder, "tmp"), "/tmp")]
        return watchdog.run(self.room, self.room.command(
            argv, read, write, net=self.net, limits=limits,
            cwd=sandbox.WORKBOOK, parent=os.getpid(), env=EPOCH),
            seconds, memory, kept, "TMPDIR=" + self.folder)

    def borrow(self):
        """Without a room: the kit stands beside their files, by links."""
        def link(path):
            to = os.path.join(self.folder, path)
            os.makedirs(os.path.dirname(to), exist_ok=True)
            os.symlink(self.kit.at(path), to)
        # Whose header it is, is asked by where it really lies.
        shutil.copytree(self.kit.at("include"),
                        os.path.join(self.folder, "include"))
        for path in SHOWN[1:-1] + tuple(self.kit.built()):
            if path != self.how.folder:
                link(path)
        to = os.path.join(self.folder, self.how.folder)
        os.makedirs(os.path.dirname(to), exist_ok=True)
        os.symlink(self.out, to)


def compiled(desk):
    """As try_compile in tools/build.mk, in a room; True: there is an object,
    or the compiler said why not."""
    how, stem = desk.how, desk.how.object[:-2]
    command = shlex.join(how.compile)
    script = ("{ %s -c -o %s.o %s && %s -E -o %s.i %s 2>/dev/null; } "
              "2>%s.log || : >%s.o" % (
                  command, stem, how.source, command, stem, how.source,
                  stem, stem))
    return desk.run(["sh", "-c", script], ["include"], COMPILER, SECONDS,
                    MEMORY, watchdog.Kept()) == 0


def inspected(desk):
    """What classroom/grade/inspected.py says, or None."""
    how, kept = desk.how, watchdog.Kept()
    argv = [PYTHON, "-S", "-E", "-B", "classroom/grade/inspected.py", how.lab,
            how.object, how.model, desk.binary] + how.link + [
            "-o", desk.binary, how.object] + how.rest
    status = desk.run(argv, SHOWN, LINKER, SECONDS, MEMORY, kept)
    try:
        said = json.loads(kept.text().splitlines()[-1])
        cannot = said["cannot"]
        right = cannot is None or (cannot[0] in ("compile", "symbols", "link")
                                   and all(isinstance(text, str)
                                           for text in cannot[:3]))
        return said if status == 0 and right else None
    except (ValueError, IndexError, KeyError, TypeError):
        return None     # they may have deceived it; that is no mistake


def prepared(desk, data):
    """(None or [state, English, Chinese], warnings)."""
    desk.lay(data)
    if not compiled(desk):
        texts = both("grade.compiler_ended")
        return ["compile", texts["en"], texts["zh"]], None
    said = inspected(desk)
    if said is None:
        texts = both("grade.not_inspected")
        return ["symbols", texts["en"], texts["zh"]], None
    if said["cannot"] is None and not desk.made(desk.binary):
        texts = both("grade.not_inspected")
        return ["link", texts["en"], texts["zh"]], None
    return said["cannot"], said["warnings"]


def clear(desk):
    shutil.rmtree(desk.folder, ignore_errors=True)
