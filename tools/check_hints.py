#!/usr/bin/env python3
"""Hints for every lab, in both languages: three parts for each step, narrow
enough for a terminal, none of them the solution, and a place in the section
to send the learner to. Their terms and Chinese are typed as in the book.
Each file is one item.

    check_hints.py LAB ...
"""
import pathlib
import re
import sys

import hints
import steps
from gate import Gate
from say import LANGUAGES

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "book/check"))
import chinese          # noqa: E402
import terms            # noqa: E402
from complaints import Complaints       # noqa: E402

# Code stands among the words without a mark, so marks may be half-width
# there: between two Chinese characters, outside of a call, they may not.
CALL = re.compile(r"\w\((?:[^()]|\([^()]*\))*\)")
TYPED = [rule for rule in chinese.RULES
         if not re.search("brackets|quotes|punctuation in", rule[1])] + [
    (rf"{chinese.HAN} ?[,;:?!()] ?{chinese.HAN}",
     "half-width punctuation in Chinese", "type ， ； ： ？ ！ （ or ）")]


def typed(row):
    """(what, remedy) of what is wrong in a row of Chinese."""
    row = "" if row.startswith(" ") else CALL.sub("x", row)
    for pattern, what, remedy in TYPED:
        for found in re.finditer(pattern, row):
            yield "%s: %s" % (what, found[0]), remedy


def of_the_book(gate, path, lang, refused):
    """What the book's own checks say of the words."""
    found = Complaints()
    terms.check(path, lang, refused, found)
    rows = steps.read(path).splitlines() if lang == "zh" else []
    for number, row in enumerate(rows, 1):
        for what, remedy in typed(row):
            found.at(path, number, what, remedy)
    for _, line, what, remedy in sorted(found.all):
        gate.told("%s:%d: %s: %s" % (path, line, what, remedy))


def no_anchor(lab, lang):
    """The steps that have no heading of their own in the section."""
    text = steps.read("chapters/%s.%s.md" % (lab, lang))
    name = lab.partition("/")[2]
    return [step for step in hints.wanted(lab)
            if not re.search(r"^#.*\{#%s-step-%d\}" % (name, step), text, re.M)]


def one_file(gate, lab, lang, refused):
    gate.item()
    path = hints.path(lab, lang)
    if not pathlib.Path(path).exists():
        gate.fault(path + ":1", "hints.no_file", lab=lab)
        return
    for line, key, fields in hints.complaints(lab, lang):
        gate.fault("%s:%d" % (path, line), key, **fields)
    of_the_book(gate, path, lang, refused)
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
    gate, refused = Gate(), terms.load()
    for lab in labs:
        for lang in LANGUAGES:
            one_file(gate, lab, lang, refused)
    orphans(gate)
    gate.close()


if __name__ == "__main__":
    main(sys.argv[1:])
