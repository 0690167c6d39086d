"""The timetables of the guide, held against the minutes of minutes.tsv.

In chapters/classroom/sessions.LANGUAGE.md, `sessions-tbl-1` and so on are
tables | minutes | kind | what |; `sessions-tbl-home` has a row for each
session: | session | … | reading | writing | sum |; `sessions-tbl-electives`
one for each elective: | [lab](#lab) | session | sum | … |.
"""

import os
import re

TEXT = "chapters/classroom/sessions.%s.md"
LESSON = 90                     # minutes
LAB = {"en": "lab", "zh": "实验"}
TABLE = re.compile(r"^::: *\{\.table #sessions-tbl-(\w+)")
ELECTIVE = re.compile(r"^\| *\[\w*\]\(#(\w+)\) *\|[^|]*\| *(\d+) *\|")
ROW = re.compile(r"^\| *(\d+) *\|(.*)\|\s*$")


def tables(path):
    """{name: (line, [(line, number, other cells)])}"""
    found, current = {}, None
    with open(path, encoding="utf-8") as lines:
        for number, text in enumerate(lines, 1):
            head, row = TABLE.match(text), ROW.match(text)
            if head:
                current = found[head.group(1)] = (number, [])
            elif text.startswith(":::"):
                current = None
            elif row and current:
                current[1].append((number, int(row.group(1)), [
                    cell.strip() for cell in row.group(2).split("|")]))
    return found


def check_lesson(path, language, name, table, rows, complaints):
    line, lessons = table
    total = sum(minutes for _, minutes, _ in lessons)
    if total != LESSON:
        complaints.at(path, line, f"session {name} lasts {total} minutes",
                      f"its rows add up to {LESSON}")
    here = sum(row.here for row in rows)
    lab = sum(minutes for _, minutes, cells in lessons
              if cells[0] == LAB[language])
    if lab != here:
        complaints.at(path, line, f"{lab} minutes of lab work in session "
                      f"{name}, and {here} in chapters/minutes.tsv",
                      "one of the two is to be changed")


def check_home(path, table, by_session, complaints):
    line, lines = table
    if [number for _, number, _ in lines] != sorted(by_session):
        complaints.at(path, line, "not a row for each session",
                      "the sessions of chapters/minutes.tsv, in order")
        return
    for line, session, cells in lines:
        rows = by_session[session]
        read = sum(row.read for row in rows)
        write = sum(row.home for row in rows)
        wanted = [str(read), str(write), str(read + write)]
        if cells[-3:] != wanted:
            complaints.at(path, line, f"session {session}: "
                          f"{' | '.join(cells[-3:])}",
                          f"chapters/minutes.tsv says {' | '.join(wanted)}")


def check_electives(path, rows, complaints):
    minutes = {row.section.split("/")[1]: row.read + row.here + row.home
               for row in rows if row.session == "-"}
    with open(path, encoding="utf-8") as lines:
        for line, text in enumerate(lines, 1):
            row = ELECTIVE.match(text)
            if row and int(row.group(2)) != minutes.get(row.group(1)):
                complaints.at(path, line, f"{row.group(1)}: "
                              f"{row.group(2)} minutes",
                              "chapters/minutes.tsv says "
                              f"{minutes.get(row.group(1))}")


def check(rows, complaints):
    by_session = {}
    for row in rows:
        if row.session != "-":
            by_session.setdefault(int(row.session), []).append(row)
    for language in LAB:
        path = TEXT % language
        if not os.path.exists(path):    # a book that went out to students
            continue
        found = tables(path)
        check_electives(path, rows, complaints)
        for session in sorted(by_session):
            if str(session) not in found:
                complaints.at(path, 1, f"session {session} has no timetable",
                              f"::: {{.table #sessions-tbl-{session} …}}")
            else:
                check_lesson(path, language, session, found[str(session)],
                             by_session[session], complaints)
        if "home" not in found:
            complaints.at(path, 1, "no table of what is done at home",
                          "::: {.table #sessions-tbl-home …}")
        else:
            check_home(path, found["home"], by_session, complaints)
