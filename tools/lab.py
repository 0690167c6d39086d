#!/usr/bin/env python3
"""make test LAB=: the verdict on one lab, and what to do next."""
import os
import sys

import eight
import older
import progress_state
import results
import source
import steps
import totals
import view
import wrongs
from paint import paint, told
from say import language, say

LABS = os.environ["LABS"].split()
BEGUN = os.environ["BEGUN"].split()
# Labs whose program is best seen by another command than make run.
COMMANDS = {"serve": "lab.next_serve"}


def not_begun(lab):
    path = source.of("labs", lab)
    key = "lab.not_begun" if os.path.exists(path) else "lab.no_file"
    page = "build/book/%s/%s.html" % (language(), lab)
    if not os.path.exists("book/index.html"):   # no hand-out: that has its book
        page += "   " + say("lab.made")
    return told(say(key, path=path, lab=lab.rpartition("/")[2], page=page), 0)


def explained(lab, verdict):
    """(rows, step): what somebody else's mistake with these failures was."""
    mine = steps.read(source.of("labs", lab))
    waiting = {number for number, _ in steps.stubs(lab, mine)}
    sure, patches = wrongs.like(
        lab, verdict.failing(),
        [test.name for test in verdict.tests if view.unrun(test)],
        [test.name for test in verdict.tests
         if view.unwritten(test) or view.number(test.step) in waiting],
        waiting)
    first = view.failures(verdict.tests)[:1]
    if not sure and (first and view.place(first[0][0])
                     or any(map(view.unrun, verdict.tests))):
        patches = []        # where it crashed says more than a guess
    texts = [wrongs.header(path)[language()] for path in patches]
    found = {wrongs.step(lab, path) for path in patches}
    rows = []
    for text in filter(None, dict.fromkeys(texts)):
        rows += [""] + list(told(text if sure else say("lab.perhaps",
                                                       text=text), 0))
    return rows, found.pop() if len(found) == 1 and rows else None


def next_step(lab, verdict, step):
    """What to do about a red verdict. It leads nobody astray."""
    short = lab.rpartition("/")[2]
    if step:
        return say("lab.next_step", lab=short, number=step)
    for test, _ in view.failures(verdict.tests):
        if view.unrun(test):
            continue
        if view.place(test):
            return say("lab.next_place", lab=short, place=view.place(test))
        return say("lab.next_red", lab=short,
                   step=view.called(test.step, "short"))
    for number, line in steps.unwritten(lab):
        return say("lab.next_write", lab=short, number=number,
                   place="%s:%d" % (source.of("labs", lab), line))
    return say("lab.next_test", lab=short)


def other_version(lab):
    """Rows, where the file was begun from another version's starter."""
    text = older.told(lab)
    return ["", *told(text, 0)] if text else []


def tests(lab, verdict, step=None, taken=0):
    """Step by step, and what failed; ALL=1: each test."""
    if os.environ.get("ALL"):
        return view.everything(verdict.tests)
    return view.short(lab.rpartition("/")[2], verdict.tests, step, taken)


def red(lab, verdict, head):
    """The rows below the head of a red verdict."""
    hints, step = explained(lab, verdict)
    hints += other_version(lab)
    goal = list(told(next_step(lab, verdict, step), 0))
    taken = len([row for row in head + hints + goal if row])
    return [*tests(lab, verdict, step, taken), *hints, "",
            *(paint("bold", row) for row in goal)]


def rows_of(lab):
    verdict = results.of("yours", lab)
    if lab not in BEGUN:
        return not_begun(lab)
    rows = list(told(say("lab.%s" % verdict.state, path=source.of("labs", lab),
                         passed=verdict.passed(), all=len(verdict.tests)), 0))
    if verdict.state == "failed":
        said = [row for line in verdict.message(language()).splitlines()[:2]
                for row in told(line, 2)]
        return rows + said + red(lab, verdict, said)
    if verdict.message(language()):
        rows += eight.fitted(verdict.message(language()).splitlines(), 2,
                            eight.LINES - 1)
    if verdict.state == results.PASSED:
        rows += tests(lab, verdict)
    else:
        rows += other_version(lab)
    name = lab.rpartition("/")[2]
    key = COMMANDS.get(name, "lab.next_run") \
        if verdict.state == results.PASSED else "lab.next_test"
    return rows + ["", paint("bold", say(key, lab=name))]


def main():
    chosen = os.environ["CHOSEN"].split()
    if not chosen:
        print("\n".join(told(say("lab.unknown", lab=os.environ["LAB"],
              labs=" ".join(l.rpartition("/")[2] for l in LABS)), 0)),
              file=sys.stderr)
        return 2
    for lab in chosen:
        print("\n".join(rows_of(lab)))
    print()
    progress_state.note(chosen)
    return totals.close(chosen, BEGUN)


if __name__ == "__main__":
    sys.exit(main())
