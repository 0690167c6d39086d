#!/usr/bin/env python3
"""make next: what to do now. Lab, step, what it asks, where to read and write.

What comes first: the lab that was last worked on and is not green; the
checkpoint of a chapter that is done; the first lab that is not; electives.
"""
import os
import sys

import at_step
import holes
import progress_kept
import progress_state as state
import steps
import view
from paint import paint, told
from say import language, say

FLOOR = "4-summary"     # its labs are all elective
FLOOR_LABS = ("4-summary/switch", "4-summary/poller")


def at_its_end(labs, chapter):
    """Can the checkpoint of this chapter be run?"""
    if state.behind(labs, chapter):
        return False
    return chapter != FLOOR or all(
        lab.passed for lab in labs if lab.name in FLOOR_LABS) \
        and any(lab.name in FLOOR_LABS for lab in labs)


def choose(labs, kept):
    """(what, of what): "lab", a Lab; "checkpoint", a chapter; "all", None."""
    begun = [lab for lab in labs if lab.begun and not lab.passed]
    if begun:
        return "lab", max(begun, key=lambda lab: os.path.getmtime(lab.path))
    for chapter in state.chapters(labs):
        if at_its_end(labs, chapter) \
                and (chapter, "checkpoint") not in kept:
            return "checkpoint", chapter
    for elective in (False, True):
        for lab in labs:
            if not lab.passed and lab.elective == elective:
                return "lab", lab
    return "all", None


def command(labs, kept):
    """The last line: what to type."""
    what, which = choose(labs, kept)
    if what == "lab" and not which.there:
        return say("next.type", command="make reset LAB=" + which.short)
    return say("next.type", command={
        "lab": "make next", "checkpoint": "make checkpoint",
        "all": "make serve"}[what])


def asked(lab, step):
    """What the starter asks for in that step, in the reader's language."""
    for part in steps.parts(lab.name):
        if isinstance(part, holes.Hole) and part.step == step:
            yield from told(part.texts[language()], 2)


def where(lab, step):
    """The learner's file, and the line where the step is written."""
    for number, line in lab.open_steps():
        if number == step:
            return "%s:%d" % (lab.path, line)
    mine = steps.read(lab.path).splitlines()
    for number, row in enumerate(mine, 1):
        if "Step %d." % step in row or row.endswith("lab: step %d" % step):
            return "%s:%d" % (lab.path, number)
    return lab.path


def head(lab, labs):
    """Which lab, and which place it has in its chapter."""
    chapter = state.chapters(labs)[lab.chapter]
    yield paint("bold", say("next.lab", lab=lab.short,
                            title=state.headings(lab.name).get(0, "")))
    yield say("next.elective" if lab.elective else "next.place",
              chapter=state.title(lab.chapter), all=len(chapter),
              number=1 + [one.name for one in chapter].index(lab.name))


def of_lab(lab, labs):
    yield from head(lab, labs)
    if not lab.there:
        yield from told(say("lab.no_file", path=lab.path, lab=lab.short), 0)
        yield ""
        yield paint("bold", say("next.type",
                                command="make reset LAB=" + lab.short))
        return
    if lab.begun and lab.state() not in ("failed", "nothing"):
        yield ""
        yield from told(say("next.cannot", path=lab.path,
                            what=say("table.%s" % lab.state())), 0)
        yield ""
        yield paint("bold", say("next.type",
                                command="make test LAB=" + lab.short))
        return
    yield from of_step(lab, at_step.at(lab.name, lab.verdict))


def of_step(lab, step):
    now = lab.steps.get(step, state.OPEN)
    tests = [test for test in lab.verdict.tests
             if view.number(test.step) == step] if lab.verdict else []
    yield ""
    yield paint("bold", say("next.%s" % ("step_" + now), number=step,
                            title=state.headings(lab.name).get(step, ""),
                            passed=sum(map(view.passed, tests)),
                            all=len(tests)))
    yield from asked(lab, step)
    yield ""
    page = lab.page(step)
    if not os.path.exists(page.partition("#")[0]):
        page += "\n           " + say("next.no_book")
    for key, text in (("read", page), ("write", where(lab, step)),
                      ("hint", "make hint LAB=" + lab.short)):
        yield "  " + say("next.%s" % key, what=text)
    yield ""
    yield paint("bold", say("next.type",
                            command="make test LAB=" + lab.short))


def rows(labs, kept):
    what, which = choose(labs, kept)
    if what == "lab":
        return of_lab(which, labs)
    return told(say("next.%s" % what, chapter=state.title(which or "")), 0)


def main():
    labs = state.all_labs()
    print("\n".join(rows(labs, progress_kept.read())))
    return 0


if __name__ == "__main__":
    sys.exit(main())
