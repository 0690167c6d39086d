"""What the desk knows of a lab where its reference is not at hand.

A hand-out for students has no solutions/. There outline/CHAPTER/LAB.json holds
what the desk would have read there: which step each function belongs to, what
the steps ask for, the wrong answers' failures and texts; no code. Beside it
lies the starter as it was. classroom/handout/outlines.py writes both.
"""
import functools
import json
import os

ROOT = "outline"


@functools.lru_cache(maxsize=None)
def _read(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def of(lab):
    """The outline of a lab; None where the reference itself is there."""
    path = os.path.abspath("%s/%s.json" % (ROOT, lab))
    return _read(path) if os.path.exists(path) else None


def root():
    """Below which folder the files are that starters are derived from."""
    return ROOT if os.path.isdir(ROOT) else "solutions"


def wrong(path):
    """What is known of tests/CHAPTER/wrong/LAB/NAME.patch; None: nothing."""
    *_, chapter, _, lab, name = [""] * 4 + str(path).split("/")
    known = of("%s/%s" % (chapter, lab))
    return known and known["wrong"].get(name)
