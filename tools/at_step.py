"""At which step of a lab its learner is: what make test calls the next one."""
import re

import holes
import lab as of_one
import source
import steps
import view
from hints import wanted

ASKED = re.compile(r"^\s*\* Step (\d+)\.")
# What compilers and linkers call a function that nobody has written.
LACKING = re.compile(r"(?:declaration of function|undeclared function|"
                     r"undefined reference to) .(\w+)|"
                     r".(\w+). used but never defined")


def given(lab):
    """The functions that stand in the starter, and are nobody's step."""
    return {holes.head(row) for row in steps.parts(lab)
            if isinstance(row, str) and holes.head(row)}


def of_line(lab, mine, line):
    """The step that a line of the learner's file belongs to, or None.

    The function it stands in tells. One with a name of the learner's own
    belongs to what stands above it: the comment that asks for it, or the
    function of a step.
    """
    known, ready = steps.of_functions(lab), given(lab)
    step = None
    for row in mine.splitlines()[:line]:
        asked, name = ASKED.match(row), holes.head(row)
        if asked:
            step = int(asked[1])
        elif name:
            step = known.get(name, None if name in ready else step)
    return step


def of_place(lab, text):
    """The step of the first place in the learner's file that a text names."""
    path = source.of("labs", lab)
    found = re.search(re.escape(path) + r":(\d+)", text)
    return found and of_line(lab, steps.read(path), int(found[1]))


def of_lacking(lab, text):
    """The step of the first function that a compiler misses."""
    found = LACKING.search(text)
    return found and steps.of_functions(lab).get(found[1] or found[2])


def of_failures(lab, verdict, known):
    """The step of the first failure, where it says which."""
    for test, _ in view.failures(verdict.tests):
        if view.unrun(test):
            continue
        step = of_place(lab, view.place(test)) or view.number(test.step)
        if step in known:
            return step
    return None


def first_open(verdict, known):
    """The first step that is not green."""
    red = {view.number(test.step) for test in verdict.tests
           if not view.passed(test)}
    return next((step for step in known if step in red), known[0])


def at(lab, verdict):
    """The step; verdict is None where the lab is not begun."""
    known = wanted(lab)
    if verdict is None:
        return known[0]
    unwritten = [step for step, _ in steps.unwritten(lab)]
    if verdict.state != "failed":
        found = [of_lacking(lab, verdict.en), of_place(lab, verdict.en)]
    else:
        found = [of_one.explained(lab, verdict)[1],
                 of_failures(lab, verdict, known)]
    return next((step for step in found + unwritten if step in known),
                first_open(verdict, known))
