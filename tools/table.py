#!/usr/bin/env python3
"""make test: every lab in one table."""
import os
import sys

import progress_state
import results
import source
import totals
from paint import paint
from say import pad, say

LABS = os.environ["LABS"].split()
BEGUN = os.environ["BEGUN"].split()
COLOURS = {results.PASSED: "green", "failed": "yellow"}


def state(whose, lab):
    """(colour, words) of one cell."""
    if whose == "yours" and not os.path.exists(source.of("labs", lab)):
        return "red", say("table.gone")
    if whose == "yours" and lab not in BEGUN:
        return "grey", say("table.not_begun")
    verdict = results.of(whose, lab)
    if verdict is None:
        return "red", say("table.nothing")
    words = say("table.%s" % verdict.state, passed=verdict.passed(),
                all=len(verdict.tests))
    return COLOURS.get(verdict.state, "red"), words


def main():
    print(pad("", 20) + pad(say("table.yours"), 24) + say("table.reference"))
    chapter = None
    for lab in LABS:
        if lab.partition("/")[0] != chapter:
            chapter = lab.partition("/")[0]
            print(paint("bold", chapter))
        row = pad("  " + lab.partition("/")[2], 20)
        colour, words = state("yours", lab)
        row += paint(colour, pad(words, 24))
        print(row + paint(*state("reference", lab)))
    print()
    progress_state.note(LABS)
    undone = [lab for lab in LABS if lab not in BEGUN
              or results.of("yours", lab).state != results.PASSED]
    if undone and sys.stdout.isatty():
        print(say("next.type", command="make next") + "\n")
    return totals.close(LABS, BEGUN)


if __name__ == "__main__":
    sys.exit(main())
