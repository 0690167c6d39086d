"""What a student may have misunderstood, and what to do next.

As `make test` says it (tools/lab.py), but from the results alone: the
student's file is not read.
"""
import functools

import steps
import toc
import view
import wrongs
from say import say

# A class has many who fail: each wrong answer is read once.
wrongs.header = functools.lru_cache(maxsize=None)(wrongs.header)
wrongs.step = functools.lru_cache(maxsize=None)(wrongs.step)
of_functions = functools.lru_cache(maxsize=None)(steps.of_functions)


def missing(lab, tests):
    """The steps whose functions are not written yet."""
    names = {test.en.rpartition(": ")[2] for test in tests
             if view.unwritten(test)}
    found = of_functions(lab)
    return {found[name] for name in names if name in found}


@functools.lru_cache(maxsize=None)
def like(lab, failing, unrun, later, waiting):
    return wrongs.like(lab, failing, unrun, later, waiting)


def mistaken(item):
    """(sure?, [patches]) of wrong answers that fail as this one does."""
    waiting = missing(item.name, item.tests)
    sure, patches = like(
        item.name,
        tuple(t.name for t in item.tests if not view.passed(t)),
        tuple(t.name for t in item.tests if view.unrun(t)),
        tuple(t.name for t in item.tests if view.unwritten(t)
              or view.number(t.step) in waiting), tuple(waiting))
    first = view.failures(item.tests)[:1]
    if not sure and (first and view.place(first[0][0])
                     or any(map(view.unrun, item.tests))):
        patches = []        # where it crashed says more than a guess
    return sure, patches


def explained(item):
    """(sure?, [{language: text}], step): what somebody else's mistake was."""
    if item.program or item.state != "failed":
        return False, [], None
    sure, patches = mistaken(item)
    found = {wrongs.header(path)["en"]: wrongs.header(path)
             for path in patches}
    where = {wrongs.step(item.name, path) for path in patches}
    return sure, [one for text, one in found.items() if text], \
        where.pop() if len(where) == 1 and found else None


def to_look_at(item, step):
    """(kind, step or None): where to go on."""
    if item.state != "failed" or item.program:
        return "again", None
    if step:
        return "step", step
    red = [test for test, _ in view.failures(item.tests)]
    open_steps = sorted(missing(item.name, item.tests))
    if red and view.number(red[0].step) < 99:
        return "red", view.number(red[0].step)
    return ("write", open_steps[0]) if open_steps else ("again", None)


def of(item):
    """The lab of which there is a section, and a program to run."""
    return {"echo": "3-networking/stream", "gather": "2-concurrency/gather",
            "wget": "3-networking/wget"}.get(item.short, item.short) \
        if item.program else item.name


def commands(item, step):
    """What to type, line by line."""
    if item.program or item.green():
        return ["make run LAB=" + of(item).split("/")[-1]]
    hint = "make hint LAB=" + item.short
    return ["make test LAB=" + item.short,
            hint + (" STEP=%d" % step if step else "")]


def to_read(item, lang, step):
    """(sentence, page): the section to read, or None."""
    lab = of(item)
    titles = toc.titles(lab, lang)
    if not titles:
        return None
    key = "feedback.read_step" if step and step in titles \
        else "feedback.read"
    return say(key, lang, title=titles.get(0, item.short), number=step,
               step=titles.get(step, "")), toc.page(lab, lang, step)
