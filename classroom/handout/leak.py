#!/usr/bin/env python3
"""Is solution text in a hand-out? Names each place; status 1: there is some.

    leak.py FOLDER_OR_FILE...
"""
import os
import pathlib
import sys

sys.path.insert(0, "tools")
import needles          # noqa: E402
import plain            # noqa: E402
from say import say     # noqa: E402

MOST = 20       # places that are told


def begins(wanted):
    """{how a needle begins: [needles]}, so that most places need one look."""
    found = {}
    for needle in wanted:
        found.setdefault(needle[:needles.LEAST], []).append(needle)
    return found


def everywhere(text, wanted):
    """{needle: its offsets} in a text without blanks."""
    found, least = {}, needles.LEAST
    for offset in range(len(text) - least + 1):
        for needle in wanted.get(text[offset:offset + least], ()):
            if text.startswith(needle, offset):
                found.setdefault(needle, []).append(offset)
    return found


def line_of(text, offset):
    """The line of a text in which its character so far, blanks left out, is."""
    for number, row in enumerate(text.splitlines(), 1):
        offset -= len(needles.tight(row))
        if offset < 0:
            return number
    return 1


def in_file(path, wanted):
    """{needle: line} of the solution's text in one file."""
    found = {}
    for text in plain.texts(path.name, path.read_bytes()):
        for needle, at in everywhere(needles.tight(text), wanted).items():
            if needle not in found:
                found[needle] = line_of(text, at[0])
    return found


def files(place):
    if os.path.isfile(place):
        return [pathlib.Path(place)]
    return sorted(path for path in pathlib.Path(place).rglob("*")
                  if path.is_file() and not path.is_symlink())


def main(places):
    wanted, count = needles.needles(), 0
    by_begin, looked = begins(wanted), 0
    for path in (path for place in places for path in files(place)):
        looked += 1
        found = in_file(path, by_begin)
        for needle, line in sorted(found.items(), key=lambda row: row[1]):
            count += 1
            if count <= MOST:
                print("%s:%d: %s" % (path, line, say(
                    "handout.leak", source=wanted[needle])), file=sys.stderr)
    key = "handout.leaks" if count else "handout.no_leak"
    print(say(key, count=count, files=looked, needles=len(wanted)),
          file=sys.stderr if count else sys.stdout, flush=True)
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
