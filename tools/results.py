"""Verdicts on disk: one small TSV file for each lab and each author.

    # state <TAB> English <TAB> Chinese      passed, failed, compile, symbols,
                                             link, broken; and what to say
    name <TAB> verdict <TAB> step <TAB> English <TAB> Chinese <TAB> printed

One line for each test that the suite's source names. Both languages are kept,
so the file stays true when another reader comes.
"""
import os

from shorten import visible

PASSED = "passed"
FOLDER = os.environ.get("VERDICTS", "build/verdict")


class Test:
    def __init__(self, name, step, verdict="nothing", en="", zh="", said=""):
        self.name, self.step, self.verdict = name, step, verdict
        self.en, self.zh, self.said = en, zh, said

    def message(self, lang):
        return self.zh if lang == "zh" else self.en


class Result:
    def __init__(self, state, tests, en="", zh=""):
        self.state, self.tests, self.en, self.zh = state, tests, en, zh

    def passed(self):
        return sum(test.verdict == PASSED for test in self.tests)

    def failing(self):
        return [t.name for t in self.tests if t.verdict != PASSED]

    def message(self, lang):
        return self.zh if lang == "zh" else self.en


def _escape(text):
    return (text.replace("\\", "\\\\").replace("\n", "\\n")
            .replace("\t", "\\t").replace("\r", "\\r"))


def _plain(text):
    parts = text.split("\\\\")
    return "\\".join(p.replace("\\n", "\n").replace("\\t", "\t")
                     .replace("\\r", "\r") for p in parts)


def write(path, result):
    """Write whole or not at all: a half verdict must never be read."""
    rows = [["# " + result.state, result.en, result.zh]]
    # Somebody else's bytes may stand in a text, and a terminal obeys some.
    rows += [[t.name, t.verdict, t.step, t.en, t.zh, t.said]
             for t in result.tests]
    fresh = "%s.%d" % (path, os.getpid())
    with open(fresh, "w", encoding="utf-8") as file:
        for row in rows:
            file.write("\t".join(_escape(visible(text)) for text in row)
                       + "\n")
    os.replace(fresh, path)


def read(path):
    """The verdict of that file, or None where there is none."""
    try:
        with open(path, encoding="utf-8") as file:
            rows = [[_plain(field) for field in line.rstrip("\n").split("\t")]
                    for line in file]
    except FileNotFoundError:
        return None
    head = rows[0]
    tests = [Test(name, step, verdict, en, zh, said)
             for name, verdict, step, en, zh, said in rows[1:]]
    return Result(head[0][2:], tests, head[1], head[2])


def of(whose, lab):
    """The verdict on `yours` or `reference` of a lab, or None."""
    return read(os.path.join(FOLDER, whose, lab + ".tsv"))
