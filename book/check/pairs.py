"""make pairs: do the two languages of the book belong together?

    pairs.py OBJECTS [--frozen] [--confirm NAME...] SECTION...

Skeletons, terms, phrases, the typing of Chinese, and drift. --frozen writes
nothing: a lock that is not up to date is an error.
"""

import argparse
import sys

import chinese
import drift
import entries
import skeletons
import terms
from complaints import Complaints
from prose import Paragraph, read_text

LOCK = "book/pairs.lock"


def check_texts(section, complaints):
    refused = terms.load()
    for language in ("en", "zh"):
        path = f"chapters/{section}.{language}.md"
        terms.check(path, language, refused, complaints)
        if language == "zh":
            chinese.lint(path, complaints)
    for texts in entries.pairs_of(section).values():
        for language, (path, line, text) in zip(("en", "zh"), texts):
            paragraph = Paragraph([])
            paragraph.lines = [(line, read_text(text))]
            terms.judge(paragraph, path, language, refused, complaints)
            if language == "zh":
                chinese.find(read_text(text), paragraph, path, line,
                             complaints)


def check_drift(sections, confirmed, whole, complaints):
    """The lock as it should be; parts that are gone go with a whole book."""
    lock = drift.read(LOCK)
    keep = {} if whole else {part: pair for part, pair in lock.items()
                             if part.split("#")[0] not in sections}
    for section in sections:
        keep.update(drift.check(section, lock, confirmed, complaints))
    return lock, keep


def unknown(confirmed, lock):
    sections = {part.split("#")[0] for part in lock}
    return [name for name in confirmed
            if name not in lock and name not in sections]


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("objects")
    arguments.add_argument("sections", nargs="+")
    arguments.add_argument("--confirm", default="")
    arguments.add_argument("--frozen", action="store_true")
    arguments.add_argument("--part", action="store_true")
    told = arguments.parse_args()
    confirmed = told.confirm.split()

    complaints = Complaints()
    for section in told.sections:
        skeletons.compare(told.objects, section, complaints)
        check_texts(section, complaints)
    lock, keep = check_drift(told.sections, confirmed, not told.part,
                             complaints)
    for name in unknown(confirmed, keep):
        complaints.at("book/pairs.lock", 1, f"CONFIRM={name} names no part",
                      "write it as 1-basics/loop#loop-turn")
    if told.frozen and lock != keep and not complaints.all:
        complaints.at("book/pairs.lock", 1, "the lock is not up to date",
                      "run make pairs, and commit it with the text")
    if not told.frozen:
        drift.write(LOCK, keep)
    if not complaints.all:
        print(f"{', '.join(told.sections)}: "
              "the two languages belong together")
    return complaints.finish()


if __name__ == "__main__":
    sys.exit(main())
