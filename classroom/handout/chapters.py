#!/usr/bin/env python3
"""The sources of the hand-out's book, so that pages.mk makes it as any other.

    chapters.py FOLDER

FOLDER looks like the repository: links to what is as it is, and chapters/
with the text that students get (shade.py), without the teacher's chapter.
"""
import os
import pathlib
import re
import sys

sys.path.insert(0, "tools")
import leak             # noqa: E402
import needles          # noqa: E402
import shade            # noqa: E402

TEACHERS = "classroom"
SAME = ("book", "include", "labs", "solutions", "tests", "tools")


def table_of_contents(text):
    """Without the teacher's chapter: its head and what is below it."""
    parts = re.split(r"(?m)^(?=\S.*\|)", text)
    return "".join(part for part in parts
                   if part.partition("|")[0].strip() != TEACHERS)


def fitted(path, wanted):
    """The bytes of one file as the hand-out's book has it."""
    if path.suffix not in (".md", ".txt") or path.name == "toc.txt":
        data = path.read_bytes()
        return table_of_contents(data.decode()).encode() \
            if path.name == "toc.txt" else data
    change = shade.chapter if path.suffix == ".md" else shade.plain
    return change(path.read_text("utf-8"), wanted).encode()


def put(path, data):
    """Write what is new only: what is made of it is made anew then."""
    if not path.exists() or path.read_bytes() != data:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def main(folder):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name in SAME:
        if not (folder / name).is_symlink():
            os.symlink(os.path.abspath(name), folder / name)
    wanted, kept = leak.begins(needles.needles()), set()
    for path in sorted(pathlib.Path("chapters").rglob("*")):
        if path.is_file() and path.parts[1] != TEACHERS:
            put(folder / path, fitted(path, wanted))
            kept.add(folder / path)
    for path in (folder / "chapters").rglob("*"):
        if path.is_file() and path not in kept:
            path.unlink()


if __name__ == "__main__":
    main(*sys.argv[1:])
