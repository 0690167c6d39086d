#!/usr/bin/env python3
"""Everything that is read from a graded class, made from OUT/results/*.json.

    report.py OUT [WEIGHTS=file] [STUDENTS=file] [DETAIL=full|names|hidden]

grades.csv, tests.csv, grades.json, junit.xml, results.tap; for each student
feedback/STUDENT.html and gradescope/STUDENT/results.json; for the teacher
index.en.html and index.zh.html. The same results make the same bytes.
"""
import os
import sys

sys.path[1:1] = [os.path.join(os.path.dirname(os.path.dirname(
    os.path.dirname(os.path.abspath(__file__)))), "tools")]

import csvs              # noqa: E402
import feedback          # noqa: E402
import graded            # noqa: E402
import grades_json       # noqa: E402
import gradescope        # noqa: E402
import junit             # noqa: E402
import overview          # noqa: E402
import students          # noqa: E402
import tap               # noqa: E402
import weights           # noqa: E402
from put import put      # noqa: E402
from say import LANGUAGES, say    # noqa: E402
from toc import ROOT     # noqa: E402

DETAILS = ("full", "names", "hidden")


def write(out, worth=None, known=None, detail="full"):
    """Write all files below out; what could not be read, as sentences.

    worth and known are what weights.read() and students.read() found.
    """
    everybody = graded.Class(out, worth, known)
    for name, text in (
            ("grades.csv", csvs.table(csvs.grades(everybody))),
            ("tests.csv", csvs.table(csvs.tests(everybody))),
            ("grades.json", grades_json.text(everybody)),
            ("junit.xml", junit.text(everybody)),
            ("results.tap", tap.text(everybody))):
        put(os.path.join(out, name), text)
    for one in everybody.students:
        put(os.path.join(out, "feedback", one.key + ".html"),
            feedback.text(one, detail))
        put(os.path.join(out, "gradescope", one.key, "results.json"),
            gradescope.text(one, detail))
    for lang in LANGUAGES:
        put(os.path.join(out, "index.%s.html" % lang),
            overview.text(everybody, lang))
    return everybody.complaints


def main(args):
    if not args or "=" in args[0]:
        print(__doc__, file=sys.stderr)
        return 2
    options = dict(arg.partition("=")[::2] for arg in args[1:])
    detail = options.get("DETAIL") or "full"
    complaints = [] if detail in DETAILS else [
        say("report.detail", text=detail)]
    worth = known = None
    if options.get("WEIGHTS"):
        worth, wrong = weights.read(options["WEIGHTS"])
        complaints += wrong
    if options.get("STUDENTS"):
        known, wrong = students.read(options["STUDENTS"])
        complaints += wrong
    out = os.path.abspath(args[0])
    if not complaints:
        os.chdir(ROOT)      # tests/ and solutions/ are read from there
        complaints = write(out, worth, known, detail)
    print("\n".join(complaints), end="\n" * bool(complaints),
          file=sys.stderr)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
