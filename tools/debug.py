#!/usr/bin/env python3
"""make debug LAB=: one lab's suite and program, for a debugger.

Your file, whatever its verdict, and the reference for all others; not
optimised, without sanitizers. Always found at the same places, which is what
an editor needs: build/debug/test and build/debug/program.
"""
import os
import shutil
import subprocess
import sys

import aside
import lab as desk
import source
from paint import paint, told
from say import say

BUILT = "build/gcc-O0"
PLACE = "build/debug"


def make(*words):
    """Does make make it? It complains on our stderr."""
    return subprocess.run(aside.command("FLAVOUR=gcc-O0", *words),
                          env=aside.environment(), stdout=sys.stderr,
                          stdin=subprocess.DEVNULL).returncode == 0


def complaints(lab):
    """What compiler and linker had to say."""
    base = "%s/%syours/%s" % (BUILT, "scripted/" * os.path.exists(
        "%s/scripted/yours/%s.o" % (BUILT, lab)), lab)
    for path in base + ".log", "%s/yours/%s.link.log" % (BUILT, lab):
        if os.path.exists(path):
            with open(path, encoding="utf-8", errors="replace") as file:
                yield file.read()


def stands_at(path, name):
    """Let PLACE/name lead to path."""
    os.makedirs(PLACE, exist_ok=True)
    link = os.path.join(PLACE, name)
    fresh = "%s.%d" % (link, os.getpid())
    os.symlink(os.path.relpath(path, PLACE), fresh)
    os.replace(fresh, link)
    return link


def tell(key, **names):
    print("\n".join(told(say(key, **names), 0)))


def main():
    chosen = os.environ["CHOSEN"].split()
    if not chosen:
        return desk.main()
    name = chosen[0]
    test = "%s/yours/%s.test" % (BUILT, name)
    if not os.path.exists(source.of("labs", name)):
        tell("lab.no_file", path=source.of("labs", name),
             lab=name.rpartition("/")[2])
        return 1
    if not make(test) or os.path.getsize(test) == 0:
        print("".join(complaints(name)), file=sys.stderr, end="")
        tell("debug.broken", path=source.of("labs", name),
             lab=name.rpartition("/")[2])
        return 1
    tell("debug.test", path=stands_at(test, "test"))
    program = os.environ["PROGRAM"]
    if program and make("YOURS=" + name, "%s/programs/%s" % (BUILT, program)):
        tell("debug.program", path=stands_at(
            "%s/programs/%s" % (BUILT, program), "program"))
    if not shutil.which("gdb"):
        tell("debug.no_gdb")
    print("\n" + paint("bold", say("debug.next", path=PLACE + "/test")))
    return 0


if __name__ == "__main__":
    sys.exit(main())
