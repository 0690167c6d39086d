"""grades.json: the class as one object, for a program that goes on with it.

Points are numbers of at most two decimals; texts stand in both languages.
"""
import json

import clean
from graded import number


def plain(points):
    value = float(number(points))
    return int(value) if value.is_integer() else value


def item(one):
    return {"name": one.name, "state": clean.line(one.state),
            "points": plain(one.points), "of": plain(one.of),
            "passed": one.passed, "all": one.all, **one.text,
            "tests": {test.name: test.verdict for test in one.tests}}


def student(one, of):
    return {"id": clean.line(one.key, 255), "student": clean.line(
                one.folder, 255), "name": one.name,
            "language": one.language, "sandbox": one.sandbox,
            "unsandboxed": one.unsandboxed(), "total": plain(one.total()),
            "of": plain(of), "notes": one.notes,
            "items": [item(each) for each in one.items.values()]}


def text(everybody):
    """A line for each student: a difference can be read."""
    rows = ",\n".join(json.dumps(student(one, everybody.of),
                                 ensure_ascii=False)
                      for one in everybody.students)
    return '{"schema": 1, "of": %s, "weights": %s, "absent": %s,\n' \
        '"students": [\n%s\n]}\n' % (
            plain(everybody.of), json.dumps(
                {name: plain(of) for name, of in everybody.worth.items()},
                ensure_ascii=False),
            json.dumps(everybody.absent, ensure_ascii=False), rows)
