"""grades.csv, a row for each student; tests.csv, a row for each test."""
import csv
import io

import clean
from graded import number


def table(rows):
    """Texts can be no formula; numbers stay numbers."""
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows(rows)
    return file.getvalue()


def notes(student):
    """What a teacher should know, in one cell."""
    said = [note["en"] for note in student.notes]
    said += ["%s: %s" % (item.name, item.state)
             for item in student.items.values()
             if item.state not in ("passed", "failed")]
    return clean.cell(student.mark() + "; ".join(filter(None, said)))


def grades(everybody):
    yield ["student", "name", *map(clean.cell, everybody.worth), "total",
           "of", "sandbox", "notes"]
    for one in everybody.students:
        yield [clean.cell(one.folder), clean.cell(one.name),
               *(number(item.points) for item in one.items.values()),
               number(one.total()), number(everybody.of), sandbox(one),
               notes(one)]


def sandbox(student):
    return "UNSANDBOXED" if student.unsandboxed() else student.sandbox


def tests(everybody):
    yield ["student", "name", "lab", "state", "step", "test", "verdict",
           "message_en", "message_zh", "sandbox"]
    for one in everybody.students:
        who = [clean.cell(one.folder), clean.cell(one.name)]
        for item in one.items.values():
            head = who + [clean.cell(item.name), clean.cell(item.state)]
            if not item.tests:      # no row is lost
                yield head + ["", "", clean.cell(item.state),
                              clean.cell(item.text["en"]),
                              clean.cell(item.text["zh"]), sandbox(one)]
            for test in item.tests:
                yield head + [clean.cell(text) for text in (
                    test.step, test.name, test.verdict, test.en,
                    test.zh)] + [sandbox(one)]
