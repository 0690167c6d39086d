"""Refused renderings (book/glossary.tsv) and refused phrases
(book/phrases.tsv); "…" in one stands for up to eight characters."""

import re

from prose import paragraphs


def rows(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if line.strip() and not line.startswith("#"):
                yield [cell.strip() for cell in line.rstrip("\n").split("\t")]


def refused_terms(path):
    """(language, pattern, term, remedy) for every refused rendering."""
    for english, chinese, refused, *_ in rows(path):
        for term in filter(None, refused.split("、")):
            yield "zh", term, f"{english} is {chinese} in this book"


def refused_phrases(path):
    for language, phrase, remedy in rows(path):
        yield language, phrase, remedy


def pattern(term):
    return re.compile(re.escape(term).replace("…", ".{0,8}"), re.IGNORECASE)


def load():
    refused = [*refused_terms("book/glossary.tsv"),
               *refused_phrases("book/phrases.tsv")]
    return [(language, term, pattern(term), remedy)
            for language, term, remedy in refused]


def judge(paragraph, path, language, refused, complaints):
    text, places = paragraph.joined("" if language == "zh" else " ")
    for of, term, wanted, remedy in refused:
        if of != language:
            continue
        for match in wanted.finditer(text):
            if term in paragraph.allowed or paragraph.allows(match.group()):
                continue
            complaints.at(path, places[match.start()],
                          f'"{match.group()}" is not for this book',
                          f"{remedy}; where it is meant: "
                          f"<!-- allow: {term} --> above the paragraph")


def check(path, language, refused, complaints):
    for paragraph in paragraphs(path):
        judge(paragraph, path, language, refused, complaints)
