#!/usr/bin/env python3
"""make test: every lab in one table."""
import itertools
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
ROUND = 12      # rows above, below and between the labs
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


def rows(columns):
    """The table, chapter by chapter; columns: how wide the three are."""
    name, yours, reference = columns
    head = (pad("", name) + pad(say("table.yours"), yours)
            + pad(say("table.reference"), reference))
    chapters = {}
    for lab in LABS:
        chapter, _, short = lab.partition("/")
        row = pad("  " + short, name)
        for whose, room in (("yours", yours), ("reference", reference)):
            colour, words = state(whose, lab)
            row += paint(colour, pad(words, room))
        chapters.setdefault(chapter, [paint("bold", pad(
            chapter, sum(columns)))]).append(row)
    return head, list(chapters.values())


def tall():
    """The table as it is wherever there is room for it."""
    head, chapters = rows((20, 24, 0))
    return [head] + sum(chapters, [])


def wide():
    """For a terminal of 24 rows: the first chapters beside the others."""
    head, chapters = rows((12, 17, 10))
    middle = (len(chapters) + 1) // 2
    halves = [sum(chapters[:middle], []), sum(chapters[middle:], [])]
    return [head + " " + head] + [
        left + " " + right for left, right in itertools.zip_longest(
            *halves, fillvalue="")]


def main():
    low = sys.stdout.isatty() and 0 < \
        os.get_terminal_size().lines < len(LABS) + ROUND
    for row in wide() if low else tall():
        print(row.rstrip())
    print()
    progress_state.note(LABS)
    undone = [lab for lab in LABS if lab not in BEGUN
              or results.of("yours", lab).state != results.PASSED]
    if undone and sys.stdout.isatty():
        print(say("next.type", command="make next") + "\n")
    return totals.close(LABS, BEGUN)


if __name__ == "__main__":
    sys.exit(main())
