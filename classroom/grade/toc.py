"""The labs in the order of the book, and what their sections are called."""
import functools
import os
import re

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
HEADING = re.compile(r"^#+ (.*?) \{#([\w-]+?)(?:-step-(\d+))?\}$", re.M)


def text(path):
    try:
        with open(os.path.join(ROOT, path), encoding="utf-8") as file:
            return file.read()
    except OSError:
        return ""


@functools.lru_cache(maxsize=None)
def labs():
    """Every section that has a suite: ["1-basics/tiny", ...]"""
    found, chapter = [], ""
    for row in text("chapters/toc.txt").splitlines():
        if row.startswith("  "):
            name = "%s/%s" % (chapter, row.split()[0])
            if os.path.exists(os.path.join(ROOT, "tests", name + ".c")):
                found.append(name)
        elif "|" in row and not row.startswith("#"):
            chapter = row.split("|")[0].strip()
    return found


def place(lab):
    """Sorts labs as the book has them; what is no lab comes last."""
    known = labs()
    return (known.index(lab) if lab in known else len(known), lab)


def short(lab):
    return lab.rpartition("/")[2]


@functools.lru_cache(maxsize=None)
def titles(lab, lang):
    """{step number, or 0 for the section: its title}"""
    found = {}
    for title, name, step in HEADING.findall(
            text("chapters/%s.%s.md" % (lab, lang))):
        if name == short(lab):
            title = re.sub(r"^(Step \d+: |第 \d+ 步：)", "", title)
            found[int(step or 0)] = title.replace("`", "")
    return found


def page(lab, lang, step=None):
    """Where a student's own copy of the book has it."""
    mark = "#%s-step-%d" % (short(lab), step) \
        if step in titles(lab, lang) and step else ""
    return "build/book/%s/%s.html%s" % (lang, lab, mark)
