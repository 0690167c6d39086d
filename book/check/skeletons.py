"""Do the two languages of a section share one skeleton?

book/filters/skeleton.lua writes what there is to share: anchors (headings,
code, console blocks, figures, tables, boxes, choices), and between them the
words in `code`. Anchors must agree in order; the sets of words between two
anchors must agree.

usage: skeletons.py OBJECTS SECTION...
"""

import sys
from difflib import SequenceMatcher

from complaints import Complaints

NAMES = {
    "heading": "heading", "code": "code block", "console": "console block",
    "figure": "figure", "table": "table", "note": "::: note",
    "warning": "::: warning", "differs": "::: differs",
    "tutorial": "::: tutorial", "mistakes": "::: mistakes",
    "question": "question", "answer": "::: answer", "choice": "choice",
    "end": "end of", "asked": "text of a choice", "why": "explanation",
    "entry": "entry", "fold": "fold",
}


class Part:
    """An anchor, and the words in `code` that follow before the next one."""

    def __init__(self, line, kind, key):
        self.line, self.kind, self.key = line, kind, key
        self.words = {}

    @property
    def mark(self):
        return self.kind, self.key

    def __str__(self):
        name = NAMES[self.kind]
        if self.kind == "end":
            return f"end of {NAMES[self.key]}"
        if self.kind == "choice":
            return ("right choice [x]" if self.key == "yes"
                    else "wrong choice [ ]")
        key = self.key if len(self.key) <= 60 else self.key[:57] + "…"
        return f"{name} {key}".rstrip()


def parts(path):
    found = [Part(1, "heading", "")]
    with open(path, encoding="utf-8") as lines:
        for text in lines:
            line, kind, key = text.rstrip("\n").split("\t", 2)
            if kind == "word":
                found[-1].words.setdefault(key, int(line))
            else:
                found.append(Part(int(line), kind, key))
    return found


def source(section, language):
    return f"chapters/{section}.{language}.md"


def compare_words(section, en, zh, complaints):
    """Between two anchors: the same set of words in `code`."""
    sides = (("en", en, "zh", zh), ("zh", zh, "en", en))
    for mine, here, theirs, there in sides:
        for word, line in here.words.items():
            if word not in there.words:
                complaints.at(
                    source(section, mine), line,
                    f"`{word}` is not in {source(section, theirs)}, "
                    f"after line {there.line} ({there})",
                    "name it there as well, or write it here as "
                    f"`{word}`{{.free}} if only this language needs it")


def compare_anchors(section, en, zh, complaints):
    """Same anchors, same order. Returns the pairs that do agree."""
    matcher = SequenceMatcher(None, [p.mark for p in en],
                              [p.mark for p in zh], autojunk=False)
    agreed = []
    for what, i1, i2, j1, j2 in matcher.get_opcodes():
        if what == "equal":
            agreed += zip(range(i1, i2), range(j1, j2))
            continue
        both = min(i2 - i1, j2 - j1)
        for i, j in zip(range(i1, i2), range(j1, j2)):
            complaints.at(source(section, "en"), en[i].line,
                          f"{en[i]} here, {zh[j]} in "
                          f"{source(section, 'zh')}:{zh[j].line}",
                          "make the two the same")
        for i in range(i1 + both, i2):
            missing(section, "en", en[i], "zh", zh[j2 - 1], complaints)
        for j in range(j1 + both, j2):
            missing(section, "zh", zh[j], "en", en[i2 - 1], complaints)
    return agreed


def missing(section, mine, part, theirs, before, complaints):
    if part.kind in ("end", "asked", "why"):
        return
    complaints.at(source(section, mine), part.line,
                  f"{part} has no counterpart in "
                  f"{source(section, theirs)} after line {before.line} "
                  f"({before})",
                  "add it there, or take it out here")


def compare(objects, section, complaints):
    en = parts(f"{objects}/{section}.en.json.skeleton")
    zh = parts(f"{objects}/{section}.zh.json.skeleton")
    agreed = set(compare_anchors(section, en, zh, complaints))
    last = len(en), len(zh)
    for i, j in sorted(agreed):
        following = (i + 1, j + 1)
        if following in agreed or following == last:
            compare_words(section, en[i], zh[j], complaints)


def main(objects, *sections):
    complaints = Complaints()
    for section in sections:
        compare(objects, section, complaints)
    return complaints.finish()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
