#!/usr/bin/env python3
"""Hostile submissions, made in a fresh folder.

    make.py FOLDER [OUT [NAME...]]

Those of hostile/, with the lines `//: FILE` filled in; those of strange.py,
which git cannot hold; one for each file of tests/hostile; a folder for each
odd name.
OUT is where the results will be: some look for it.
"""
import os
import re
import shutil
import sys

import expected
import strange
from expected import HERE, ROOT, Row

PASTE = re.compile(r"^//: (.*)\n", re.M)
START = "static volatile int always = 1;\nstatic void hostile(void);\n"


def source(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


def pasted(found):
    """What stands for a line `//: NAME`."""
    how, _, lab = found[1].partition(" ")
    if how in ("beside", "instead"):
        return START + expected.test_verdict.hooked(lab, how)
    if how == "everywhere.h":
        return source("tests/hostile/everywhere.h")
    if how == "raw.h":
        return source("tests/classroom/hostile/raw.h")
    everywhere = "tests/hostile/everywhere.h" if "hostile" in how else ""
    return (source(everywhere) if everywhere else "") + source(how)


class Maker:
    """Makes submissions below a folder; it must be there."""

    def __init__(self, folder, out="", port=9):
        self.folder = os.path.abspath(folder)
        self.names = {"@ROOT@": ROOT, "@SUBMISSIONS@": self.folder,
                      "@OUT@": os.path.abspath(out or folder + ".out"),
                      "@PORT@": str(port)}
        self.plain = PASTE.sub(pasted, "//: tests/hostile/idle.c\n").encode()
        self.right = source("solutions/1-basics/tiny.c").encode()
        self.rows = expected.read()

    def put(self, name, path, text):
        strange.put(os.path.join(os.fsencode(self.folder), os.fsencode(name)),
                path, text if isinstance(text, bytes) else text.encode())

    def filled(self, path):
        text = PASTE.sub(pasted, source(path))
        for name, value in self.names.items():
            text = text.replace(name, value)
        return text

    def copy(self, name):
        """One that git holds."""
        top = os.path.join(HERE, "hostile", name)
        for folder, _, files in os.walk(top):
            for file in files:
                path = os.path.join(folder, file)
                self.put(name, os.path.relpath(path, top), self.filled(path))

    def one(self, name):
        """A submission of the table, and its row; None: not on this system."""
        lab, states, tests = self.rows[name]
        raw = name.startswith("raw_")
        if raw and os.uname().machine != "x86_64":
            return None
        folder = os.path.join(self.folder, name)
        if name in strange.MADE:
            os.makedirs(folder)
            try:
                strange.MADE[name](folder, self.plain, self.right)
            except PermissionError:     # a device, made by nobody but root
                shutil.rmtree(folder)
                return None
        else:
            self.copy(name)
        return Row(name, lab, states, tests,
                   idle=raw and "passed" not in states)

    def trick(self, name, file):
        """One of tests/hostile, as test_verdict.py would judge it."""
        self.put(name, "labs/%s%s" % (file.lab, expected.test_verdict.source
                                      .suffix(file.lab)), file.written)
        return expected.of_trick(name, file)

    def named(self, name):
        self.put(name, "tiny.c", self.plain)
        return Row(name, "1-basics/tiny", ["failed"], idle=True)

    def everything(self, names=None):
        """The rows of all, or of these."""
        rows = [self.one(name) for name in self.rows
                if names is None or name in names]
        rows += [self.trick(name, file)
                 for name, file in expected.tricks().items()
                 if names is None or name in names]
        self.put(expected.IDLE, "tiny.c", self.plain)
        rows += [Row(expected.IDLE, "1-basics/tiny", ["failed"])]
        if names is None or "names" in names:
            rows += [self.named(name) for name in strange.ODD_NAMES]
        return [row for row in rows if row]


if __name__ == "__main__":
    os.makedirs(sys.argv[1])
    print(len(Maker(*sys.argv[1:3]).everything(sys.argv[3:] or None)))
