"""A hand-out without its book, and the full repository, side by side."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
os.chdir(ROOT)
sys.path[:0] = [str(ROOT / "classroom/handout"), str(ROOT / "tools")]

import folder           # noqa: E402
import holes            # noqa: E402
import outlines         # noqa: E402
import readme           # noqa: E402
from planted import ENV     # noqa: E402

LABS = [line.split()[2] for line in
        (ROOT / "Makefile").read_text("utf-8").splitlines()
        if line.startswith("LABS += ")]
SHARED = ("Makefile", "solutions", "tests", "tools", "chapters")


def make(place, *words, env=None):
    """(exit status, what make says) there."""
    done = subprocess.run(["make", "--no-print-directory", *words], cwd=place,
                          env=env or ENV, text=True, timeout=500,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT)
    return done.returncode, done.stdout


def objects(*kinds):
    """Made in the repository itself, so that a second run has them."""
    for kind in kinds:
        status, said = make(ROOT, "-s", "FLAVOUR=" + kind, "handout-objects")
        if status:
            raise AssertionError(said)


def hand_out(place, labs, kinds):
    """The folder as make handout makes it, but for the book."""
    made = pathlib.Path(place, "made")
    for kind in kinds:
        shutil.copytree(ROOT / "build/handout/objects" / kind,
                        made / "objects" / kind)
    shutil.copytree(ROOT / "chapters", made / "source/chapters")
    (made / "source/build/book").mkdir(parents=True)
    (made / "source/build/book/index.html").write_text("the book")
    there = pathlib.Path(place, "handed out")
    outlines.write(there, labs, {})
    folder.write(there, labs, str(made))
    readme.write(there, labs)
    shutil.rmtree(made)
    return there


def full(place, kinds):
    """The repository with labs of its own, and objects made already."""
    there = pathlib.Path(place, "in full")
    there.mkdir()
    for name in SHARED:
        (there / name).symlink_to(ROOT / name)
    for name in "labs", "include":      # what a judged file includes; no notes
        shutil.copytree(ROOT / name, there / name,
                        ignore=shutil.ignore_patterns(".progress*"))
    for kind in kinds:
        shutil.copytree(ROOT / "build/handout/objects" / kind,
                        there / "build" / kind)
    return there


def room(test):
    place = tempfile.mkdtemp(prefix="handed ")
    test.addClassCleanup(shutil.rmtree, place)
    return place


def written_to(lab, last):
    """The reference of a lab up to a step; the rest is the starter's."""
    path = "solutions/%s.c" % lab
    text = pathlib.Path(path).read_text("utf-8")
    rows = []
    for part in holes.parts(path, text):
        if isinstance(part, str):
            rows.append(part)
        else:
            rows += part.body if part.step <= last else part.comment()
    rows.insert(next(i for i, row in enumerate(rows)
                     if row.startswith("#include")), '#include "panic.h"')
    return "\n".join(rows) + "\n"


def mistaken(lab, name):
    """The reference with a mistake that somebody made."""
    chapter, _, short = lab.partition("/")
    done = subprocess.run(
        ["patch", "-s", "-o", "-", "solutions/%s.c" % lab,
         "tests/%s/wrong/%s/%s.patch" % (chapter, short, name)],
        stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout
