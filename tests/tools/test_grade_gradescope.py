"""Gradescope's results.json: documented fields only, and as DETAIL allows."""
import json
import unittest

from graded_class import Class, lab, student, test

# https://gradescope-autograders.readthedocs.io/en/latest/specs/
TOP = {"score", "execution_time", "output", "output_format", "visibility",
       "test_output_format", "test_name_format", "stdout_visibility",
       "extra_data", "tests", "leaderboard"}
ENTRY = {"score", "max_score", "status", "name", "name_format", "number",
         "output", "output_format", "tags", "visibility", "extra_data"}
ADA = student("ada", lab("1-basics/loop", test("good"), test(
    "bad", "wrong", en="expected: 41\ngot: 42")), lab(
        "1-basics/tiny", test("t", "nothing"), state="broken",
        en="It broke off."))


class Gradescope(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        made = {detail: Class(cls, {"ada": ADA}, detail=detail)
                for detail in ("full", "names", "hidden")}
        cls.found = {detail: json.loads(one.read(
            "gradescope/ada/results.json")) for detail, one in made.items()}

    def entries(self, detail, points):
        return [one for one in self.found[detail]["tests"]
                if ("score" in one) == points]

    def test_documented_fields_and_values_only(self):
        for found in self.found.values():
            self.assertLessEqual(set(found), TOP)
            for one in [found, *found["tests"]]:
                self.assertIn(one["visibility"], (
                    "hidden", "after_due_date", "after_published",
                    "visible"))
                self.assertIn(one["output_format"], (
                    "text", "html", "simple_format", "md", "ansi"))
            for one in found["tests"]:
                self.assertLessEqual(set(one), ENTRY)
                self.assertIn(one["status"], ("passed", "failed"))

    def test_the_points_are_those_of_the_labs(self):
        for found in self.found:
            self.assertEqual(self.found[found]["score"], 5)
            self.assertEqual([(one["name"], one["score"], one["max_score"],
                               one["status"], one["visibility"])
                              for one in self.entries(found, True)],
                             [("1-basics/tiny", 0, 10, "failed", "visible"),
                              ("1-basics/loop", 5, 10, "failed",
                               "visible")])

    def test_full_shows_what_came(self):
        self.assertIn("got: 42", json.dumps(self.entries("full", False)))
        self.assertIn("It broke off.", json.dumps(self.entries(
            "full", True)))

    def test_names_shows_no_message(self):
        self.assertEqual({one["visibility"] for one in self.entries(
            "names", False)}, {"visible"})
        self.assertNotIn("42", json.dumps(self.found["names"]))
        self.assertNotIn("broke off", json.dumps(self.found["names"]))

    def test_hidden_shows_points_alone(self):
        seen = [one for one in self.found["hidden"]["tests"]
                if one["visibility"] != "hidden"]
        self.assertEqual([one["output"] for one in seen], ["", ""])
        self.assertEqual(len(seen), 2)
