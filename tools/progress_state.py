"""Where a learner stands: every lab and each of its steps, from the verdicts,
what labs/.progress.tsv remembers, and the book's headings.
"""
import os
import re

import outline
import progress_kept
import results
import source
import steps
import view
from say import language, say

GREEN, RED, WAIT, WAS, OPEN = "green", "red", "wait", "was", "open"
SHOWN = {GREEN: "✓", RED: "✗", WAIT: "o", WAS: "+", OPEN: "-"}
COLOUR = {GREEN: "green", RED: "red", WAIT: "yellow", WAS: "yellow",
          OPEN: "grey"}


def words(name):
    return os.environ.get(name, "").split()


def headings(lab):
    """{step number, or 0 for the section: its title in the book}"""
    known = outline.of(lab)
    if known:
        return {int(number): title
                for number, title in known["titles"][language()].items()}
    chapter, _, name = lab.partition("/")
    text = steps.read("chapters/%s/%s.%s.md" % (chapter, name, language()))
    found = {}
    for title, number in re.findall(r"^#+ (.*?) \{#%s(?:-step-(\d+))?\}$"
                                    % re.escape(name), text, re.M):
        found[int(number or 0)] = re.sub(r"^(Step \d+: |第 \d+ 步：)", "",
                                         title)
    return found


class Lab:
    """One lab: how it stands now, and what it was."""

    def __init__(self, name, kept):
        self.name, self.short = name, name.rpartition("/")[2]
        self.chapter = name.partition("/")[0]
        self.path = source.of("labs", name)
        self.there = os.path.exists(self.path)
        self.begun = self.there and name in words("BEGUN")
        self.elective = name in words("ELECTIVE")
        self.verdict = results.of("yours", name) if self.begun else None
        self.passed = self.state() == results.PASSED
        self.was = (name, "all") in kept
        self.since = kept.get((name, "all"), "")
        self.steps = self.of_steps(kept)

    def state(self):
        return self.verdict.state if self.verdict else "nothing"

    def open_steps(self):
        """[(step, line)] that the learner has to write yet."""
        return steps.unwritten(self.name) if self.there else []

    def of_steps(self, kept):
        """{number: green, red, wait, was or open}

        A step without a test of its own is as the next one that has some,
        once it is written. Written, and its tests stop at a later step that
        is not: wait.
        """
        numbers = sorted(set(steps.of_lines(self.name).values()))
        tests = self.verdict.tests if self.state() in (
            results.PASSED, "failed") else []
        waiting = {step for step, _ in self.open_steps()}
        found, after = {}, OPEN
        for number in reversed(numbers):
            mine = [test for test in tests
                    if view.number(test.step) == number]
            if mine:
                after = (GREEN if all(map(view.passed, mine)) else
                         RED if any(map(view.wrong, mine)) else OPEN)
            now = GREEN if self.passed else \
                OPEN if number in waiting and after != RED else after
            if now == OPEN and tests and number not in waiting:
                now = WAIT
            if now == OPEN and (self.name, str(number)) in kept:
                now = WAS
            found[number] = now
        return dict(sorted(found.items()))

    def green(self):
        return [step for step, state in self.steps.items() if state == GREEN]

    def word(self):
        """How it stands, in a word or two."""
        if not self.there:
            return say("progress.gone")
        if self.passed:
            return say("progress.done")
        if self.begun and self.state() not in ("failed", "nothing"):
            return say("table.%s" % self.state())
        return say("progress.was_done") if self.was else ""

    def page(self, step=None):
        """Where the book speaks of it."""
        return "build/book/%s/%s.html%s" % (
            language(), self.name,
            "#%s-step-%d" % (self.short, step) if step else "")


def remember(labs):
    """Note what is green now."""
    green = []
    for lab in labs:
        green += [(lab.name, str(step)) for step in lab.green()]
        green += [(lab.name, "all")] * lab.passed
    if green:
        progress_kept.add(green)


def note(names):
    """As make test does it, of labs by their names."""
    remember([Lab(name, {}) for name in names if name in words("BEGUN")])


def all_labs():
    kept = progress_kept.read()
    labs = [Lab(name, kept) for name in words("LABS")]
    remember(labs)
    return labs


def chapters(labs):
    """{chapter: its labs}, in order"""
    found = {}
    for lab in labs:
        found.setdefault(lab.chapter, []).append(lab)
    return found


def title(chapter):
    """1 Basics, as the book calls it."""
    for line in steps.read("chapters/toc.txt").splitlines():
        name, _, rest = line.partition(" | ")
        if name == chapter:
            return "%s %s" % (chapter.partition("-")[0], rest.split(" | ")[
                language() == "zh"])
    return chapter


def behind(labs, chapter):
    """The labs of the chapters up to this one that are to be done before it
    is at its end: no electives.
    """
    return [lab for lab in labs if lab.chapter <= chapter
            and not lab.elective and not lab.passed]
