#!/usr/bin/env python3
"""Hints for every lab, in both languages: three parts for each step, narrow
enough for a terminal, none of them the solution, and a place in the section
to send the learner to. Each file is one item.

    check_hints.py LAB ...
"""
import pathlib
import re
import sys

import hints
import steps
from gate import Gate
from say import LANGUAGES


def no_anchor(lab, lang):
    """The steps that have no heading of their own in the section."""
    text = steps.read("chapters/%s.%s.md" % (lab, lang))
    name = lab.partition("/")[2]
    return [step for step in hints.wanted(lab)
            if not re.search(r"^#.*\{#%s-step-%d\}" % (name, step), text, re.M)]


def one_file(gate, lab, lang):
    gate.item()
    path = hints.path(lab, lang)
    if not pathlib.Path(path).exists():
        gate.fault(path + ":1", "hints.no_file", lab=lab)
        return
    for line, key, fields in hints.complaints(lab, lang):
        gate.fault("%s:%d" % (path, line), key, **fields)
    for step in no_anchor(lab, lang):
        gate.fault("chapters/%s.%s.md:1" % (lab, lang), "hints.anchor",
                   anchor="%s-step-%d" % (lab.partition("/")[2], step))


def orphans(gate):
    """Hints for a lab that there is not."""
    for path in sorted(pathlib.Path("chapters").glob("*/hints/*")):
        lab = "%s/%s" % (path.parts[1], path.name.partition(".")[0])
        if not hints.wanted(lab) or path.as_posix() not in {
                hints.path(lab, lang) for lang in LANGUAGES}:
            gate.item()
            gate.fault("%s:1" % path.as_posix(), "hints.orphan")


def main(labs):
    gate = Gate()
    for lab in labs:
        for lang in LANGUAGES:
            one_file(gate, lab, lang)
    orphans(gate)
    gate.close()


if __name__ == "__main__":
    main(sys.argv[1:])
