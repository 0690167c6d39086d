"""Which hints a learner has seen: labs/.hints.tsv, theirs and nobody else's.

    lab <TAB> step, or `wrong` <TAB> how many were shown

It is no part of what git keeps or make reset brings back. A row that cannot
be read stays where it is.
"""
import os

PATH = "labs/.hints.tsv"


def rows():
    try:
        with open(PATH, encoding="utf-8", errors="surrogateescape") as file:
            return [line.rstrip("\n").split("\t") for line in file]
    except FileNotFoundError:
        return []


def is_of(row, lab, what):
    return len(row) == 3 and row[:2] == [lab, what] and row[2].isdigit()


def seen(lab, what):
    """How many of these were shown; none where nobody can read it."""
    try:
        known = rows()
    except OSError:
        return 0
    return max([int(row[2]) for row in known if is_of(row, lab, what)],
               default=0)


def note(lab, what, count):
    """Remember how many: written whole, or not at all (OSError)."""
    kept = [row for row in rows() if not is_of(row, lab, what)]
    fresh = "%s.%d" % (PATH, os.getpid())
    with open(fresh, "w", encoding="utf-8",
              errors="surrogateescape") as file:
        for row in kept + [[lab, what, str(count)]]:
            file.write("\t".join(row) + "\n")
    os.replace(fresh, PATH)
