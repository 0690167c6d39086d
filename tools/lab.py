#!/usr/bin/env python3
"""make test LAB=: the verdict on one lab, in full, and what to do next."""
import os
import sys

import results
import totals
import wrongs
from paint import COLUMNS, cut, paint, told
from say import language, say

LABS = os.environ["LABS"].split()
BEGUN = os.environ["BEGUN"].split()
SHOWN = 12      # lines of what a failing test printed


def passed(test):
    return test.verdict == results.PASSED


def in_steps(tests):
    """The tests, step by step; the steps in their own order."""
    def number(step):
        head = step.partition(" ")[0]
        return (int(head) if head.isdigit() else 99, step)
    return [(step, [test for test in tests if test.step == step])
            for step in sorted({test.step for test in tests}, key=number)]


def show_test(test):
    mark = paint("green", "✓") if passed(test) else paint("red", "✗")
    print("  %s %s" % (mark, test.name))


def show_why(test):
    print("\n".join(told(test.message(language()), 6)))
    if test.said:
        print("\n".join(told(say("lab.said"), 6)))
        for line in test.said.splitlines()[:SHOWN]:
            print("      | " + cut(line.expandtabs(), COLUMNS - 8))


def show_steps(verdict):
    """Every test; why it failed, once for neighbours in the same case."""
    for step, tests in in_steps(verdict.tests):
        number, _, title = step.partition(" ")
        print()
        print(paint("bold", say("lab.step", number=number, title=title)))
        for test, after in zip(tests, tests[1:] + [None]):
            show_test(test)
            same = (after and test.verdict == after.verdict == "unwritten"
                    and test.en == after.en)
            if not passed(test) and not same:
                show_why(test)


def explain(lab, verdict):
    """What somebody else's mistake with the same failures was."""
    for text in wrongs.like(lab, verdict.failing(), language()):
        print()
        print("\n".join(told(text, 0)))


def not_begun(lab):
    path = "labs/%s.c" % lab
    key = "lab.not_begun" if os.path.exists(path) else "lab.no_file"
    short = lab.rpartition("/")[2]
    print("\n".join(told(say(key, path=path, lab=short, section=(
        "chapters/%s.%s.md" % (lab, language()))), 0)))


def show(lab):
    short = lab.rpartition("/")[2]
    verdict = results.of("yours", lab)
    if lab not in BEGUN:
        not_begun(lab)
        return
    print("\n".join(told(say("lab.%s" % verdict.state, path="labs/%s.c" % lab,
                             passed=verdict.passed(),
                             all=len(verdict.tests)), 0)))
    if verdict.message(language()):
        print("\n".join(told(verdict.message(language()), 2)))
    if verdict.state in (results.PASSED, "failed"):
        show_steps(verdict)
    if verdict.state == "failed":
        explain(lab, verdict)
    print()
    if verdict.state == results.PASSED:
        print(say("lab.next_run", lab=short))
    elif verdict.state == "failed":
        step = next(step for step, tests in in_steps(verdict.tests)
                    if not all(map(passed, tests)))
        print(say("lab.next_step", lab=short, number=step.partition(" ")[0]))
    else:
        print(say("lab.next_test", lab=short))


def main():
    chosen = os.environ["CHOSEN"].split()
    if not chosen:
        print("\n".join(told(say("lab.unknown", lab=os.environ["LAB"],
              labs=" ".join(l.rpartition("/")[2] for l in LABS)), 0)),
              file=sys.stderr)
        return 2
    for lab in chosen:
        show(lab)
    print()
    return totals.close(chosen, BEGUN)


if __name__ == "__main__":
    sys.exit(main())
