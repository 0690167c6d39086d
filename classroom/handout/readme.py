"""README.md and README.zh.md as a student's folder has them.

They are the repository's, but for what readme.en.txt and readme.zh.txt say:
pieces that are replaced, since they speak of what is not there.
"""
import pathlib
import re

HERE = pathlib.Path(__file__).resolve().parent
FILES = {"en": "README.md", "zh": "README.zh.md"}
ROW = re.compile(r"^\| ([a-z]+)(?: ★)? \|.*\n", re.M)
HEAD = re.compile(r"^\| \*\*(\d) .*\n", re.M)
OF_A_LAB = re.compile(r"(make (?:test|watch|hint|progress|reset) LAB=)tiny\b")


class Stale(Exception):
    """A piece that README no longer has."""


def pieces(lang):
    """[(old, new)] of one language."""
    text = (HERE / ("readme.%s.txt" % lang)).read_text("utf-8")
    for block in text.split("====\n")[1:]:
        old, _, new = block.partition("----\n")
        yield old.rstrip("\n"), new.rstrip("\n")


def pattern(old):
    """A line of three dots stands for any lines."""
    return r"\n.*?\n".join(map(re.escape, old.split("\n...\n")))


def only(text, labs):
    """The table without labs that are not handed out; chapters likewise."""
    names = {lab.partition("/")[2] for lab in labs}
    chapters = {lab.partition("-")[0] for lab in labs}
    begin = text.index("| **1 ")
    end = text.index("\n\n", begin) + 1
    table = ROW.sub(lambda row: row[0] if row[1] in names else "",
                    text[begin:end])
    table = HEAD.sub(lambda row: row[0] if row[1] in chapters else "", table)
    return text[:begin] + table + text[end:]


def fitted(lang, labs):
    text = pathlib.Path(FILES[lang]).read_text("utf-8")
    for old, new in pieces(lang):
        found = re.search(pattern(old), text, re.S)
        if not found:
            raise Stale("%s has no more what readme.%s.txt replaces: %s"
                        % (FILES[lang], lang, old[:60]))
        begin, end = found.span()
        end += not new and text[begin - 1] == "\n"      # whole lines
        text = text[:begin] + new + text[end:]
    if "1-basics/tiny" not in labs:
        first = labs[0]
        text = OF_A_LAB.sub(r"\g<1>" + first.partition("/")[2], text)
        text = text.replace("labs/1-basics/tiny.c", "labs/%s.c" % first)
        text = text.replace("include/tiny.h", "include/%s.h"
                            % first.partition("/")[2])
    return only(text, labs)


def write(folder, labs):
    for lang, name in FILES.items():
        pathlib.Path(folder, name).write_text(fitted(lang, labs), "utf-8")
