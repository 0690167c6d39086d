"""The minutes of chapters/minutes.tsv, and the timetables made of them.

    minutes.py           stops where a section has no row, a row is far from
                         what is counted, or a timetable does not come out
    minutes.py count     what is counted, section by section

How the minutes are counted stands at the head of that file.
"""

import collections
import sys

import timetables
from complaints import Complaints
from counting import reading, text_of, tried, writing

DATA, TOC = "chapters/minutes.tsv", "chapters/toc.txt"
NEAR = 10                       # minutes that a row may be off

Row = collections.namedtuple("Row", "line section session read here home how")
LOOKED_UP = ("glossary", "functions", "misconceptions", "quiz-")


def sections_with_lines():
    chapter = ""
    for number, line in enumerate(text_of(TOC).splitlines(), 1):
        if line.startswith(" ") and line.strip():
            yield number, chapter + "/" + line.split()[0]
        elif line and not line.startswith("#"):
            chapter = line.split()[0]


def sections():
    return [section for _, section in sections_with_lines()]


def read_rows(complaints):
    rows = []
    for number, text in enumerate(text_of(DATA).splitlines(), 1):
        if not text or text.startswith("#"):
            continue
        fields = text.split("\t")
        if len(fields) != 6 or not all(f.isdigit() for f in fields[2:5]) \
                or fields[1] not in list("-12345678"):
            complaints.at(DATA, number, "this is not section, session, three "
                          "numbers of minutes, how",
                          "write six fields with one tab between; the "
                          "session is 1 to 8, or -")
            continue
        rows.append(Row(number, *fields[:2], *map(int, fields[2:5]),
                        fields[5]))
    return rows


def check_counted(row, runs, complaints):
    if row.how != "counted":
        return
    for what, said, count in (
            ("to read", row.read, reading(row.section)),
            ("of lab work", row.here + row.home, writing(row.section, runs))):
        if abs(said - count) > NEAR:
            complaints.at(DATA, row.line, f"{row.section}: {said} minutes "
                          f"{what}, and {count} are counted",
                          "write what is counted, or in the last field "
                          "which class the number is from")


def check_rows(rows, complaints):
    there = sections()
    seen = set()
    for row in rows:
        chapter = row.section.split("/")[0]
        if row.section in seen or row.section not in there and any(
                section.startswith(chapter + "/") for section in there):
            complaints.at(DATA, row.line, f"{row.section} is no section of "
                          f"{TOC}, or stands here twice", "delete the row")
        seen.add(row.section)
    for line, section in sections_with_lines():
        if section not in seen:
            complaints.at(TOC, line, f"{section} has no row in {DATA}",
                          "add one: python3 -B book/check/minutes.py count")
    runs = tried()
    for row in rows:
        if row.section in there:
            check_counted(row, runs, complaints)


def count():
    runs = tried()
    for section in sections():
        name = section.split("/")[1]
        read = 0 if name.startswith(LOOKED_UP) else reading(section)
        print(section, read, writing(section, runs), sep="\t")


def main():
    if sys.argv[1:] == ["count"]:
        return count()
    complaints = Complaints()
    rows = read_rows(complaints)
    check_rows(rows, complaints)
    timetables.check(rows, complaints)
    return complaints.finish()


if __name__ == "__main__":
    sys.exit(main())
