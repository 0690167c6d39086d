"""A class: every student's results, and the points they are worth.

Nothing counts by default. A lab that is not there, or that nothing could be
said about, has no points; one without a test neither.
"""
import glob
import json
import os
from decimal import ROUND_HALF_UP, Decimal

import clean
import results
import toc
import weights
from say import LANGUAGES, say

SANDBOXES = ("bubblewrap", "container")
JUDGED = ("passed", "failed")
CENT = Decimal("0.01")


def texts(one):
    """{language: text} of what has an `en` and a `zh`."""
    one = one if isinstance(one, dict) else {}
    return {lang: clean.shown(one.get(lang) or "") for lang in LANGUAGES}


def number(points):
    """10, 7.5, 6.67: no more digits than it needs."""
    return format(points.normalize() + 0, "f")


class Item:
    """A lab or a program: its state, its tests, its points."""

    def __init__(self, name, of, found=None):
        found = found if isinstance(found, dict) else {}
        self.name, self.of = name, of
        self.program = name.startswith(weights.PREFIX)
        self.short = name[len(weights.PREFIX):] if self.program \
            else toc.short(name)
        self.state = str(found.get("verdict" if self.program else "state")
                         or "missing")
        self.text = texts(found)
        self.tests = list(map(test, found.get(
            "cases" if self.program else "tests") or []))
        self.all = len(self.tests)
        self.passed = sum(one.verdict == results.PASSED
                          for one in self.tests) \
            if self.state in JUDGED else 0
        self.points = (of * self.passed / self.all).quantize(
            CENT, ROUND_HALF_UP) if self.passed else Decimal(0)

    def green(self):
        return bool(self.all) and self.passed == self.all


def test(found):
    found = found if isinstance(found, dict) else {}
    words = {key: clean.shown(found.get(key) or "")
             for key in ("en", "zh", "said")}
    return results.Test(clean.line(found.get("name") or "?"),
                        clean.line(found.get("step") or ""),
                        clean.line(found.get("verdict") or "nothing"),
                        **words)


class Student:
    def __init__(self, key, found, known=None):
        self.key = key      # names this student's files
        self.folder = str(found.get("student") or key)
        named = (known or {}).get(self.folder, ("", ""))[1]
        self.name = clean.line(named or found.get("name") or self.folder)
        self.language = found.get("language") \
            if found.get("language") in LANGUAGES else "en"
        self.sandbox = found.get("sandbox")
        self.notes = [texts(note) for note in found.get("notes") or []]
        self.items, self.found = {}, {}
        for kind, field, prefix in (("labs", "lab", ""), (
                "programs", "program", weights.PREFIX)):
            for one in found.get(kind) or []:
                if isinstance(one, dict):
                    self.found.setdefault(prefix + clean.line(
                        one.get(field) or "?"), one)

    def unsandboxed(self):
        return self.sandbox not in SANDBOXES

    def mark(self):
        """What every line about them begins with."""
        return "UNSANDBOXED " if self.unsandboxed() else ""

    def weigh(self, worth):
        self.items = {name: Item(name, of, self.found.get(name))
                      for name, of in worth.items()}

    def of(self):
        return sum((i.of for i in self.items.values()), Decimal(0))

    def total(self):
        return sum((i.points for i in self.items.values()), Decimal(0))


def load(path):
    """What a file of results holds; a sentence instead where it is none."""
    try:
        with open(path, encoding="utf-8") as file:
            found = json.load(file)
        if isinstance(found, dict) and found.get("schema") == 1:
            return found, None
    except (OSError, ValueError, RecursionError):
        pass
    why = {lang: say("report.no_result", lang, file=os.path.basename(path))
           for lang in LANGUAGES}
    return {"sandbox": "bubblewrap", "notes": [why]}, say(
        "report.no_result", file=clean.line(path, 400))


class Class:
    """Everybody in OUT/results, in the order of their names."""

    def __init__(self, out, worth=None, known=None):
        self.students, self.complaints = [], []
        paths = glob.glob(os.path.join(glob.escape(out), "results",
                                       "[!.]*.json"))
        for path in sorted(paths, key=os.fsencode):
            found, wrong = load(path)
            self.complaints += [wrong] if wrong else []
            self.students.append(Student(
                os.path.basename(path)[:-5], found, known))
        there = {name for one in self.students for name in one.found}
        self.worth = {name: (worth or {}).get(name, weights.usual(name))
                      for name in sorted(there, key=lambda name: (
                          name.startswith(weights.PREFIX),
                          toc.place(name)))}
        self.of = sum(self.worth.values(), Decimal(0))
        for one in self.students:
            one.weigh(self.worth)
        here = {one.folder for one in self.students}
        self.absent = [clean.line(name or folder) for folder, (_, name)
                       in (known or {}).items() if folder not in here]
