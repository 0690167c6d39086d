"""How Chinese is typed: punctuation, spaces, bold. See book/README.md."""

import re

from prose import CODE, FILLED, paragraphs

HAN = r"[\u3400-\u9fff\uf900-\ufaff]"
LATIN = rf"[A-Za-z0-9{CODE}]"
WIDE = r"[，。：；？！、（）《》「」]"

RULES = [
    (rf"{HAN}{LATIN}|{LATIN}{HAN}", "no space between Chinese and Latin",
     "type a space between them"),
    (rf"{HAN} +{HAN}", "a space between two Chinese characters",
     "take it out"),
    (rf"{WIDE} +\S|\S +{WIDE}", "a space next to full-width punctuation",
     "take it out; next to bold put the mark outside: **重点**。后面"),
    (rf"{HAN} ?[,;:?!]|[,;:?!] ?{HAN}", "half-width punctuation in Chinese",
     "type ， ； ： ？ or ！"),
    (rf"{HAN}\.(?![\w.])", "a half-width full stop", "type 。"),
    (rf"{HAN} ?\(|\) ?{HAN}|\([^()]*{HAN}[^()]*\)",
     "half-width brackets round Chinese", "type （ and ）"),
    (rf"{HAN} ?[\"']|[\"'] ?{HAN}", "straight quotes in Chinese",
     "type “ and ”"),
    (rf"{HAN}\.\.\.|\.\.\.{HAN}", "three dots", "type ……"),
    (rf"{HAN}--|--{HAN}", "two hyphens", "type ——"),
]
MARK = rf"[，。：；？！、（）《》「」“”‘’…{CODE}]"
INSIDE = rf"[^*]*"
TRAPS = [
    (rf"\*\*{INSIDE}{MARK}\*\*[\w{CODE}{FILLED}]",
     "bold that ends with punctuation or code and goes on with a word"),
    (rf"[\w{CODE}{FILLED}]\*\*{MARK}{INSIDE}\*\*",
     "bold that begins with punctuation or code behind a word"),
]
BOLD_REMEDY = ("CommonMark prints the stars: put the punctuation outside, "
               "**注意**：后面, or leave the bold out")


def visible(snippet):
    return snippet.replace(CODE, "`…`").replace(FILLED, "[](…)")


def cells(line):
    if not line.startswith("|"):
        return [line]
    return line.strip().strip("|").split("|")


def find(line, paragraph, path, number, complaints):
    for pattern, message in TRAPS:
        for match in re.finditer(pattern, line):
            complaints.at(path, number,
                          f"{message}: {visible(match.group())}", BOLD_REMEDY)
    plain = line.replace("*", "")
    for cell in cells(plain):
        for pattern, message, remedy in RULES:
            for match in re.finditer(pattern, cell.strip()):
                around = cell.strip()[max(0, match.start() - 6):
                                      match.end() + 6]
                if not paragraph.allows(match.group()):
                    complaints.at(path, number,
                                  f"{message}: …{visible(around)}…", remedy)


def lint(path, complaints):
    for paragraph in paragraphs(path):
        for number, line in paragraph.lines:
            find(line, paragraph, path, number, complaints)
