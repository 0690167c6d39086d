"""The questions of the book, read from its Markdown.

Those at the end of a section, chapters/CHAPTER/SECTION.LANGUAGE.md, and the
bank, chapters/classroom/quiz-N.LANGUAGE.md, whose headings are labs. Their
form stands in book/README.md.
"""
import collections
import pathlib
import re

import markdown

TOC = "chapters/toc.txt"
BANK = re.compile(r"classroom/quiz-\d+$")
OPEN = re.compile(r"::: \{\.question #([a-z0-9-]+)[^}]*\}$")
HEADING = re.compile(r"##? .*\{#([a-z0-9-]+)\}$")
BOX = re.compile(r"- \[([ x])\] ?(.*)$")
FENCE = re.compile(r"```+")

# choices: [Choice]; or none, and then an answer.
Question = collections.namedtuple(
    "Question", "name chapter section bank text choices answer path line")
Choice = collections.namedtuple("Choice", "right text why")


def contents():
    """[(directory, {"en": title, "zh": title}, [sections])] in order."""
    found = []
    for line in pathlib.Path(TOC).read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith(" "):
            found[-1][2].append(line.split()[0])
        else:
            name, english, chinese = (part.strip() for part in line.split("|"))
            found.append((name, {"en": english, "zh": chinese}, []))
    return found


def split(lines):
    """The lines of a question: its text, its choices, its answer."""
    text, choices, answer, now, fence = [], [], [], None, False
    for line in lines:
        box = None if fence else BOX.match(line)
        if FENCE.match(line.strip()):
            fence = not fence
        if line.startswith("::::"):
            now = answer if line.strip() != "::::" else []
        elif box:
            now = [box[2]]
            choices.append((box[1] == "x", now))
        else:
            (text if now is None else now).append(
                line[2:] if choices and line.startswith("  ") else line)
    return text, choices, answer


def choice(right, lines):
    """What is chosen ends at the first empty line."""
    blank = lines.index("") if "" in lines else len(lines)
    return Choice(right, lines[:blank], lines[blank + 1:])


def complain(complaints, one):
    """What a platform could not use."""
    right = sum(each.right for each in one.choices)
    if not one.choices and not any(one.answer):
        complaints.at(one.path, one.line, f"{one.name} has neither choices "
                      "nor an answer", "add - [ ] and - [x], or :::: answer")
    elif one.choices and right != 1:
        complaints.at(one.path, one.line, f"{one.name}: {right} choices are "
                      "marked right", "mark exactly one of them [x]")
    for each in one.choices:
        if not any(each.why):
            complaints.at(one.path, one.line, f"{one.name}: the choice "
                          f"\"{' '.join(each.text)}\" is not explained",
                          "add an indented paragraph below it")


def of_section(place, language, titles, complaints):
    """The questions of one section, as Markdown that needs no book."""
    path = pathlib.Path(f"chapters/{place}.{language}.md")
    if not path.exists():
        return
    lines = path.read_text(encoding="utf-8").splitlines()
    bank, start, name = bool(BANK.match(place)), None, ""
    chapter, section = place.split("/")
    for number, line in enumerate(lines, 1):
        title, begins = HEADING.match(line), OPEN.match(line)
        if title and bank:
            section = title[1].split("-", 2)[-1]
        if begins and start is None:
            start, name = number, begins[1]
        elif start is not None and line == ":::":
            text, choices, answer = split(lines[start:number - 1])
            one = Question(name, chapter, section, bank, text,
                           [choice(*each) for each in choices], answer,
                           str(path), start)
            complain(complaints, one)
            yield markdown.ready(one, language, titles)
            start = None
    if start is not None:
        complaints.at(str(path), start, f"{name} does not end",
                      "close it with ::: at the left margin")


def all_of(language, complaints):
    """Every question in this language: the book's, then the bank's."""
    known, chapters, found = markdown.titles(language), contents(), []
    places = [f"{chapter}/{section}" for chapter, _, sections in chapters
              for section in sections]
    bank = sorted(str(path)[len("chapters/"):-len(".en.md")] for path in
                  pathlib.Path("chapters").glob("classroom/quiz-*.en.md"))
    for place in [place for place in places if place not in bank] + bank:
        found += of_section(place, language, known, complaints)
    of = {place.split("/")[1]: place.split("/")[0] for place in places}
    return [one._replace(chapter=of.get(one.section, one.chapter))
            if one.bank else one for one in found]
