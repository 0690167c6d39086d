#!/usr/bin/env python3
"""In the container: a submission comes by stdin, its results go by stdout.

    tar -C FOLDER -cf - . | inside.py STUDENT [en|zh] >results.tar

Both are tar archives, so nothing of the machine outside needs to be mounted.
Of the first, plain files alone are taken; links, devices and what is too large
or too much stay where they are. Which of them is an answer, `make grade` says.
"""
import os
import re
import shutil
import sys
import tarfile
import tempfile

import one
from say import say

LARGEST, MOST, FILES = 1 << 20, 16 << 20, 2000
RESULTS = "/results"    # a room of its own: /tmp may be filled by a student
STUDENT = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,99}")


def parts(name):
    """The parts of a name below the folder; None: it leads elsewhere."""
    found = [part for part in name.split("/") if part not in ("", ".")]
    if name.startswith("/") or ".." in found or not found or len(found) > 9:
        return None
    return found


def take(stream, folder):
    """Unpack what may be a submission; the names of the rest."""
    left, size, count = [], 0, 0
    with tarfile.open(fileobj=stream, mode="r|") as archive:
        for entry in archive:
            if entry.isdir():
                continue
            where = parts(entry.name)
            count, size = count + 1, size + entry.size
            if count > FILES or size > MOST:
                left.append(say("platform.too_much"))
                break
            if not entry.isreg() or entry.size > LARGEST or not where:
                left.append(ascii(entry.name[:200]))
                continue
            path = os.path.join(folder, *where)
            try:
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with open(path, "xb") as file:
                    shutil.copyfileobj(archive.extractfile(entry), file)
            except (OSError, ValueError):
                left.append(ascii(entry.name[:200]))
    return left


def give(folder, stream):
    with tarfile.open(fileobj=stream, mode="w|") as archive:
        for name in sorted(os.listdir(folder)):
            archive.add(os.path.join(folder, name), name)


def main(student, lang=None):
    if not STUDENT.fullmatch(student) or lang not in (None, "", "en", "zh"):
        sys.exit(say("platform.student", name=ascii(student)))
    with tempfile.TemporaryDirectory() as top:
        os.chmod(top, 0o755)
        folder = "%s/in/%s" % (top, student)
        out = (RESULTS if os.path.isdir(RESULTS) else top) + "/out"
        os.makedirs(folder)
        try:
            left = take(sys.stdin.buffer, folder)
        except tarfile.TarError as error:
            sys.exit(say("platform.no_archive", why=error))
        if left:
            print(say("platform.left", names=" ".join(left)), file=sys.stderr)
        try:
            one.grade(top + "/in", out, lang)
        except one.Stopped as stopped:
            sys.exit(say(stopped.args[0]))
        give(out, sys.stdout.buffer)


if __name__ == "__main__":
    main(*sys.argv[1:3] or [""])
