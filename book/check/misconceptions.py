"""What learners get wrong: the heads of tests/*/wrong/LAB/*.patch.

For each wrong answer: its lab, its step, what to tell the learner in both
languages, and the tests that show it, the most telling ones first: those
that the fewest other mistakes fail.
"""

import collections
import pathlib
import re
import sys

SHOWN = 3       # tests named for each mistake; the others are counted
# What is code in a sentence that is written for a terminal.
NAME = re.compile(
    r"`[^`]*`|sizeof\([^)]*\)|\b\w+(?:\[\w+\]\.|->)\w+"
    r"|\bdata\.\w+|(?<![\w*])\*[a-z]\w*|\|\||[<>=!]="
    r"|'\\?[\w/]'|\"[^\"]*\""
    r"|\b\w+\(\w+\)|\b[A-Za-z]\w*_\w+(?:\(\))?|%\w+"
    r"|-?\bE[A-Z]{3,}\b|\b(?:rc|buf|fn|EOF|arg|errno)\b",
    re.ASCII)
OTHER = re.compile(r"\.(x86_64|aarch64)\.S$")

Mistake = collections.namedtuple("Mistake", "lab step name en zh path tests")


def tools():
    """The modules of tools/ that read wrong answers and steps."""
    if "tools" not in sys.path:
        sys.path.append("tools")
    import source
    import wrongs
    return source, wrongs


def step_of(lab, path):
    """Its step, on whatever machine the book is made; 0: more than one."""
    source, wrongs = tools()
    other = OTHER.search(source.patched(path) or "")
    before, source.MACHINE = source.MACHINE, other[1] if other else "x86_64"
    try:
        return wrongs.step(lab, path) or 0
    finally:
        source.MACHINE = before


def of_lab(lab, complaints):
    """The mistakes of one lab; what two say alike is said once."""
    source, wrongs = tools()
    found = {}
    for path in sorted(pathlib.Path(wrongs.folder(lab)).glob("*.patch")):
        head = wrongs.header(path)
        for language in ("en", "zh"):
            if not head[language]:
                complaints.at(str(path), 1, f"it says nothing to the learner "
                              f"in {language}", "write a line "
                              f"{language}: … into its head")
        known = found.get(head["en"])
        tests = head["fails"] + (known.tests if known else [])
        found[head["en"]] = known._replace(tests=tests) if known else Mistake(
            lab, step_of(lab, str(path)), path.stem, head["en"], head["zh"],
            str(path), tests)
    return sorted(found.values(),
                  key=lambda one: (one.step or 99, -len(one.tests), one.name))


def telling(mistakes):
    """[(mistake, its tests)]: first those that few other mistakes fail."""
    count = collections.Counter(test for one in mistakes
                                for test in set(one.tests))
    for one in mistakes:
        tests = list(dict.fromkeys(one.tests))
        yield one, sorted(tests, key=lambda test: count[test])


def as_text(text):
    """A sentence of a patch as Markdown: names as code, the rest as it is."""
    parts, at = [], 0
    for name in NAME.finditer(text):
        parts += [plain(text[at:name.start()]),
                  "`" + name.group().strip("`") + "`"]
        at = name.end()
    return "".join(parts) + plain(text[at:])


def plain(text):
    return re.sub(r"([\\`*_<>\[\]~^|$])", r"\\\1", text)


def labs():
    """Every lab with wrong answers, as 1-basics/tiny."""
    return sorted(f"{place.parts[1]}/{place.name}"
                  for place in pathlib.Path("tests").glob("*/wrong/*")
                  if place.is_dir())


def line_of(path, key):
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.startswith(key + ":"):
                return number
    return 1


def texts(mistake):
    """What it says in English, in Chinese: (path, line, Markdown)."""
    return [(mistake.path, line_of(mistake.path, language), as_text(said))
            for language, said in (("en", mistake.en), ("zh", mistake.zh))]


def collected(complaints):
    """(mistake, up to SHOWN tests, how many more) of all labs."""
    for lab in labs():
        for one, tests in telling(of_lab(lab, complaints)):
            yield one, tests[:SHOWN], max(0, len(tests) - SHOWN)
