"""gradescope/STUDENT/results.json, as Gradescope's specification has it.

Each lab is an entry with its points; below it stands an entry for each test,
without points. What the student may see, DETAIL says. Where tests are hidden,
Gradescope shows a student no sum of points either, so it stands in `output`.
"""
import json

import grades_json
import junit
from graded import number
from say import say

OPEN = {"full": "visible", "names": "visible", "hidden": "hidden"}


def of_lab(student, item, detail):
    lang = student.language
    entry = {"name": student.mark() + item.name,
             "score": grades_json.plain(item.points),
             "max_score": grades_json.plain(item.of),
             "status": "passed" if item.green() else "failed",
             "output": "", "output_format": "text", "visibility": "visible"}
    if detail != "hidden":
        key = "feedback.passed" if item.all else "feedback.no_tests"
        entry["output"] = say(key, lang, passed=item.passed, all=item.all)
    if detail == "full" and item.text[lang]:
        entry["output"] += "\n" + item.text[lang]
    return entry


def of_tests(student, item, detail):
    for name, verdict, message in junit.cases(student, item):
        yield {"name": "%s%s: %s" % (student.mark(), item.name, name),
               "status": "passed" if verdict == "passed" else "failed",
               "output": "" if detail == "names" else message,
               "output_format": "text", "visibility": OPEN[detail]}


def text(student, detail):
    lang = student.language
    tests = []
    for item in student.items.values():
        tests.append(of_lab(student, item, detail))
        tests += of_tests(student, item, detail) if item.tests else []
    of = number(student.of())
    said = [say("feedback.total", lang, points=number(student.total()),
                of=of)]
    said += [say("feedback.unsandboxed", lang)] * student.unsandboxed()
    said += [note[lang] for note in student.notes]
    return json.dumps({
        "score": grades_json.plain(student.total()),
        "output": "\n".join(filter(None, said)), "output_format": "text",
        "visibility": "visible", "stdout_visibility": "hidden",
        "tests": tests}, ensure_ascii=False, indent=1) + "\n"
