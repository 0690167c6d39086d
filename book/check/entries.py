"""What the glossary, the index of functions, the misconceptions are made of.

    entries.py glossary|functions|misconceptions OUT

The glossary: book/glossary.tsv. The functions: the contracts of include/,
book/functions.tsv (what each is for, in Chinese), and where solutions/
defines it. The misconceptions: misconceptions.py. OUT, for
filters/entries.lua, has a line for each entry: letter, id, English, 中文,
what it says in English, in 中文, and what else the page shows. It is written
only when it is another.
"""

import pathlib
import re
import sys
from collections import namedtuple

import misconceptions as wrong
from complaints import Complaints
from contracts import contracts, definers

GLOSSARY, FUNCTIONS = "book/glossary.tsv", "book/functions.tsv"
# en, zh: (path, line, text). more: what else the page shows.
Entry = namedtuple("Entry", "name english chinese en zh more")
IS_NAME = re.compile(r"'\\\w'|\"[^\"]*\"|\b\w+\(\w+\)|\b[A-Za-z]\w*_\w+"
                     r"|%\w+|-E[A-Z]+|\b(?:rc|buf|fn|EOF|arg)\b")


def rows(path):
    """(line, cells) of a table without its comments."""
    text = pathlib.Path(path).read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            yield number, [cell.strip() for cell in line.split("\t")]


def slug(name):
    return re.sub(r"[^a-z0-9]+", "-", name.split(",")[0].lower()).strip("-")


def glossary(complaints):
    found = {}
    for line, cells in rows(GLOSSARY):
        english, chinese = cells[:2]
        section, en, zh = (cells + [""] * 3)[3:6]
        for text, column in ((section, "section"),
                             (en, "English sentence"),
                             (zh, "Chinese sentence")):
            if not text:
                complaints.at(GLOSSARY, line, f"{english} has no {column}",
                              "its columns are: English, 中文, refused, id of "
                              "the section that introduces it, a sentence in "
                              "English, one in Chinese")
        name = slug(english)
        if name in found:
            complaints.at(GLOSSARY, line, f"{english} stands here twice",
                          "take one of the two lines out")
        found[name] = Entry(name, english, chinese, (GLOSSARY, line, en),
                            (GLOSSARY, line, zh), (section,))
    return [found[name] for name in sorted(found)]


def as_code(text):
    """Names in a sentence of a header, as inline code."""
    return IS_NAME.sub(lambda name: f"`{name.group()}`", text)


def functions(complaints):
    told, labs, found = contracts(complaints), definers(), []
    chinese = {cells[0]: (line, (cells + [""])[1])
               for line, cells in rows(FUNCTIONS)}
    for name, (line, text) in chinese.items():
        if name not in told:
            complaints.at(FUNCTIONS, line, f"no header has {name}",
                          "correct the name, or take the line out")
    for name, (path, line, what, asyncio) in sorted(told.items()):
        at, zh = chinese.get(name, (None, ""))
        if not zh:
            complaints.at(FUNCTIONS if at else path, at or line,
                          f"{name} has no purpose in Chinese",
                          f"write one into {FUNCTIONS}, in English it is: "
                          f"{what}")
        what = what[0].upper() + what[1:]
        found.append(Entry(
            name.replace("_", "-"), name, name, (path, line, as_code(what)),
            (FUNCTIONS, at or 1, as_code(zh)),
            (path, " ".join(labs.get(name, [])), asyncio)))
    return found


def misconceptions(complaints):
    return [Entry(f"{one.lab.split('/')[1]}-{one.name}".replace("_", "-"),
                  one.lab, str(one.step), *wrong.texts(one),
                  (" ".join(tests), str(more)))
            for one, tests, more in wrong.collected(complaints)]


KINDS = {"glossary": glossary, "functions": functions,
         "misconceptions": misconceptions}
OF = {"appendices/glossary": "glossary", "appendices/functions": "functions",
      "classroom/misconceptions": "misconceptions"}


def pairs_of(section):
    """As drift.pairs_of, for what a section is made of."""
    kind = OF.get(section)
    if not kind:
        return {}
    return {f"{section}#{kind}-{entry.name}": (entry.en, entry.zh)
            for entry in KINDS[kind](Complaints())}


def main():
    kind, out = sys.argv[1], pathlib.Path(sys.argv[2])
    complaints = Complaints()
    text = "".join("\t".join(
        (entry.name[0], f"{kind}-{entry.name}", entry.english, entry.chinese,
         entry.en[2], entry.zh[2], *entry.more)) + "\n"
        for entry in KINDS[kind](complaints))
    if not complaints.all and not (out.exists() and
                                   out.read_text("utf-8") == text):
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text, encoding="utf-8")
    return complaints.finish()


if __name__ == "__main__":
    sys.exit(main())
