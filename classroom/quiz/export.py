"""make quiz: all questions of the book for a learning platform.

    export.py FOLDER        FOLDER/quiz.{en,zh}.gift and .csv

The columns of the table: id, where (book, bank), chapter, section, question,
right (its letter; none: the answer is free), answer, and for each choice a, b,
… what is chosen, and why it is right or not.
"""
import csv
import io
import pathlib
import string
import sys

sys.path.insert(0, "book/check")

import gift                             # noqa: E402
import questions                        # noqa: E402
from complaints import Complaints       # noqa: E402

LANGUAGES = "en", "zh"


def table(found, chapters, language):
    most = max((len(one.choices) for one in found), default=0)
    letters = string.ascii_lowercase[:most]
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["id", "where", "chapter", "section", "question", "right",
                   "answer", *(cell for letter in letters
                               for cell in (letter, f"why {letter}"))])
    for one in found:
        right = [letter for letter, each in zip(letters, one.choices)
                 if each.right]
        cells = [cell for each in one.choices
                 for cell in (each.text, each.why)]
        rows.writerow([one.name, gift.TAG[one.bank],
                       chapters[one.chapter][language], one.section,
                       one.text, *(right or [""]), one.answer, *cells,
                       *[""] * (2 * (most - len(one.choices)))])
    return out.getvalue()


def alike(of, complaints):
    """Both languages ask the same questions, with the same one right."""
    shape = {language: {one.name: [each.right for each in one.choices]
                        for one in of[language]} for language in LANGUAGES}
    for mine, other in (LANGUAGES, LANGUAGES[::-1]):
        for one in of[mine]:
            if shape[other].get(one.name) != shape[mine][one.name]:
                complaints.at(one.path, one.line, f"{one.name} is not the "
                              f"same question in {other}",
                              "see what make pairs says")


def put(path, text):
    path.write_bytes(text.encode("utf-8"))
    print(path)


def main():
    folder = pathlib.Path(sys.argv[1])
    complaints = Complaints()
    chapters = {name: title for name, title, _ in questions.contents()}
    of = {language: questions.all_of(language, complaints)
          for language in LANGUAGES}
    alike(of, complaints)
    if complaints.all:
        return complaints.finish()
    folder.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        put(folder / f"quiz.{language}.gift",
            gift.write(of[language], language, chapters))
        # A spreadsheet takes it for UTF-8 when a mark stands in front.
        put(folder / f"quiz.{language}.csv",
            "\ufeff" + table(of[language], chapters, language))
    return 0


if __name__ == "__main__":
    sys.exit(main())
