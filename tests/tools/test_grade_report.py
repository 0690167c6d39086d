"""What is made of a graded class: points, tables, JUnit, TAP, Gradescope."""
import json
import re
import subprocess
import sys
import unittest
import xml.etree.ElementTree as xml
from decimal import Decimal

from graded_class import ROOT, Class, example, lab, student, test

THIRD = lab("1-basics/loop", test("a"), test("b"),
            test("c", "wrong", en="expected: 1\ngot: 2"))
ECHO = {"program": "echo", "verdict": "failed", "en": "", "zh": "", "cases": [
    {"name": "one", "verdict": "passed", "en": "", "zh": ""},
    {"name": "two", "verdict": "wrong", "en": "late", "zh": "迟"}]}


class Points(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.made = Class(cls, {
            "ada": student("ada", lab("1-basics/tiny", test("t")), THIRD,
                           programs=[ECHO]),
            "bob": student("bob", lab("1-basics/loop", test("a"),
                                      state="compile")),
            "eve": student("eve", lab("1-basics/loop", state="passed")),
        }, worth={"1-basics/loop": Decimal("7.5")})
        cls.row = {one["student"]: one for one in
                   cls.made.rows("grades.csv")}

    def test_points_are_the_part_of_the_tests_that_passed(self):
        self.assertEqual(self.row["ada"]["1-basics/loop"], "5")
        self.assertEqual(self.row["ada"]["1-basics/tiny"], "10")
        self.assertEqual(self.row["ada"]["program:echo"], "15")
        self.assertEqual((self.row["ada"]["total"], self.row["ada"]["of"]),
                         ("30", "47.5"))

    def test_nothing_counts_by_default(self):
        for who in ("bob", "eve"):      # not judged; and not a single test
            self.assertEqual(self.row[who]["total"], "0")
        self.assertIn("1-basics/tiny: missing", self.row["bob"]["notes"])

    def test_two_digits_and_a_half_goes_up(self):
        made = Class(type(self), {"a": student("a", lab(
            "1-basics/tiny", *[test("t%d" % i, "wrong" if i else "passed")
                               for i in range(8)]))},
            worth={"1-basics/tiny": Decimal("10.04")})
        self.assertEqual(made.rows("grades.csv")[0]["total"], "1.26")

    def test_labs_stand_as_the_book_has_them_and_programs_last(self):
        head = self.made.read("grades.csv").splitlines()[0]
        self.assertEqual(head, "student,name,1-basics/tiny,1-basics/loop,"
                         "program:echo,total,of,sandbox,notes")

    def test_grades_json_says_the_same(self):
        found = json.loads(self.made.read("grades.json"))
        self.assertEqual(found["of"], 47.5)
        self.assertEqual([(one["id"], one["total"])
                          for one in found["students"]],
                         [("ada", 30), ("bob", 0), ("eve", 0)])
        self.assertEqual(found["students"][0]["items"][1]["tests"],
                         {"a": "passed", "b": "passed", "c": "wrong"})


class Formats(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.made = Class(cls, {"ada": example(), "bob": example(
            student="bob", sandbox="none", language="zh")})
        cls.labs = len(example()["labs"] + example()["programs"])

    def test_a_row_for_each_test_and_for_a_lab_without_any(self):
        rows = [row for row in self.made.rows("tests.csv")
                if row["student"] == "ada"]
        self.assertEqual(len(rows), sum(
            max(1, len(one.get("tests", one.get("cases"))))
            for one in example()["labs"] + example()["programs"]))
        self.assertIn(("program:wget", "missing"), {
            (row["lab"], row["verdict"]) for row in rows})

    def test_junit_has_what_both_schemas_ask_for(self):
        suites = xml.fromstring(self.made.read("junit.xml"))
        self.assertFalse(suites.attrib)         # Ant's schema has none here
        self.assertEqual(len(suites), 2 * self.labs)
        for number, suite in enumerate(suites):
            self.assertEqual(set(suite.attrib), {
                "id", "name", "package", "hostname", "timestamp", "time",
                "tests", "failures", "errors"})
            self.assertEqual(suite.get("id"), str(number))
            tags = [part.tag for part in suite]
            cases = suite.findall("testcase")
            self.assertEqual(tags, ["properties"] + ["testcase"] * len(
                cases) + ["system-out", "system-err"])
            self.assertEqual(
                [suite.get(key) for key in ("tests", "failures", "errors")],
                [str(len(cases)), str(len(suite.findall(".//failure"))),
                 str(len(suite.findall(".//error")))])
            for case in cases:
                self.assertEqual(set(case.attrib),
                                 {"name", "classname", "time"})
                self.assertLessEqual(len(case), 1)

    def test_what_was_not_judged_is_an_error_and_never_silent(self):
        suites = xml.fromstring(self.made.read("junit.xml"))
        named = {suite.get("name"): suite for suite in suites}
        self.assertEqual(named["ada program:wget"].find(".//error").get(
            "type"), "missing")
        self.assertEqual(named["ada 1-basics/loop"].get("errors"), "1")

    def test_tap_has_its_plan_and_a_line_for_each_test(self):
        rows = self.made.read("results.tap").splitlines()
        points = [row for row in rows if re.match(r"(not )?ok ", row)]
        self.assertEqual(rows[:2], ["TAP version 13", "1..%d" % len(points)])
        self.assertEqual(len(points), len(self.made.rows("tests.csv")))
        self.assertEqual([re.search(r"\d+", row)[0] for row in points],
                         [str(i + 1) for i in range(len(points))])
        self.assertTrue(all(re.match(r"((not )?ok |#|TAP |1\.\.)", row)
                            for row in rows))

    def test_unsandboxed_marks_every_line(self):
        for row in self.made.rows("grades.csv") + self.made.rows("tests.csv"):
            self.assertEqual(row["sandbox"], "UNSANDBOXED" if row["student"]
                             == "bob" else "bubblewrap")
        for suite in xml.fromstring(self.made.read("junit.xml")):
            for name in [suite.get("name")] + [
                    case.get("name") for case in suite.iter("testcase")]:
                self.assertEqual(name.startswith("UNSANDBOXED "),
                                 suite.get("package") == "bob")
        for row in self.made.read("results.tap").splitlines():
            if re.match(r"(not )?ok ", row):
                self.assertEqual("UNSANDBOXED bob" in row, " bob " in row)
        for entry in json.loads(self.made.read(
                "gradescope/bob/results.json"))["tests"]:
            self.assertTrue(entry["name"].startswith("UNSANDBOXED "))
        for path, marked in (("feedback/bob.html", True), (
                "feedback/ada.html", False), ("index.en.html", True)):
            self.assertEqual("UNSANDBOXED" in self.made.read(path), marked)

    def test_the_same_results_make_the_same_bytes(self):
        before = self.made.files()
        self.assertGreater(len(before), 9)
        done = subprocess.run(      # another process, other hashes
            [sys.executable, ROOT / "classroom/grade/report.py",
             str(self.made.out)], env={"PYTHONHASHSEED": "7", "PATH": "/bin"})
        self.assertEqual(done.returncode, 0)
        self.assertEqual(self.made.files(), before)
