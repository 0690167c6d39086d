"""A red verdict: every step in a line, and below them, in eight lines at most,
what is wrong and what to look at. `make test LAB=loop ALL=1` shows everything.
"""
import re

import eight
import results
from paint import COLUMNS, cut, paint, told
from say import language, say

SAID = 12       # lines of what a failing test printed
GIVEN = "given: "   # so a step is titled that a learner does not write


def passed(test):
    return test.verdict == results.PASSED


def unwritten(test):
    return test.verdict == "unwritten"


def unrun(test):
    """As tests/support/main.c says it."""
    return test.en.startswith("not run: ")


def wrong(test):
    return not passed(test) and not unwritten(test)


def number(step):
    head = step.partition(" ")[0]
    return int(head) if head.isdigit() else 99


def called(step, size="long"):
    """How a learner hears of a step. What is given has no number."""
    digits, _, title = step.partition(" ")
    kind = "given" if title.startswith(GIVEN) else "step"
    return say("view.%s_%s" % (kind, size), number=digits,
               title=title.replace(GIVEN, "", 1))


def in_steps(tests):
    """The tests, step by step; within a number as the suite has them."""
    return [(step, [test for test in tests if test.step == step])
            for step in sorted(dict.fromkeys(test.step for test in tests),
                               key=number)]


def why(test, margin):
    """Why it failed, and what it printed: everything."""
    for line in test.message(language()).splitlines():
        yield from told(line, margin)
    if test.said:
        yield from told(say("lab.said"), margin)
        for line in test.said.splitlines()[:SAID]:
            yield " " * margin + "| " + cut(line.expandtabs(),
                                            COLUMNS - margin - 2)


def everything(tests):
    """Every test; why it failed, once for neighbours in the same case."""
    for step, of_step in in_steps(tests):
        yield ""
        yield paint("bold", called(step))
        for test, after in zip(of_step, of_step[1:] + [None]):
            mark = (paint("green", "✓") if passed(test)
                    else paint("red", "✗"))
            yield "  %s %s" % (mark, test.name)
            same = (after and unwritten(test) and unwritten(after)
                    and test.en == after.en)
            if not passed(test) and not same:
                yield from why(test, 6)


def step_line(step, tests):
    """One step, one line."""
    names = dict.fromkeys(test.message(language()) for test in tests
                          if unwritten(test))
    waiting = sum(map(unwritten, tests))
    key = ("green" if all(map(passed, tests)) else
           "untouched" if waiting == len(tests) else
           "waiting" if waiting else "red")
    mark = (paint("red", "✗") if any(map(wrong, tests)) else
            paint("green", "✓") if key == "green" else paint("grey", "·"))
    text = say("view.%s" % key, step=called(step), all=len(tests),
               waiting=waiting, passed=sum(map(passed, tests)),
               names=next(iter(names), ""))
    rows = list(told(text, 4))
    rows[0] = "  %s %s" % (mark, rows[0].strip())
    return rows


def kind(test):
    """The same for tests that fail in the same way at the same place."""
    if test.verdict == "wrong":
        return re.sub("without end: .*", "", test.en)
    first = test.en.partition("\n")[0]
    if place(test):     # who it was, and other details, may differ
        first = re.sub(r"^(panic: \w+:).*", r"\1", first)
    return first, place(test)


def failures(tests, step=None):
    """[(the first of its kind, how many more)]

    First come those of that step, if it is known, or a kind to which most of
    them belong; then step by step; last, however many, those that did not run.
    """
    found = sorted(filter(wrong, tests), key=lambda test: (
        unrun(test), number(test.step) != step, number(test.step)))
    kinds = {}
    for test in found:
        kinds.setdefault(kind(test), []).append(test)
    same = list(kinds.values())
    if not step:
        same.sort(key=lambda of_kind: (
            unrun(of_kind[0]), 2 * len(of_kind) <= len(found)))
    return [(of_kind[0], len(of_kind) - 1) for of_kind in same]


def place(test):
    """Where in the learner's file it went wrong, or nothing."""
    found = re.search(r"\blabs/\S+\.[cS]:\d+", test.en)
    return found[0] if found and test.verdict != "wrong" else ""


def short(lab, tests, step, taken):
    """The view; failures of that step come first, if it is known.

    So many of the lines are taken by what lab.py says.
    """
    rows = [""]
    for name, of_step in in_steps(tests):
        rows += step_line(name, of_step)
    found, rest = eight.shown(failures(tests, step),
                              eight.LINES - taken, called)
    rows += [""] * bool(found) + found
    if rest:
        rows += told(say("view.more", count=rest, lab=lab), 0)
    return rows
