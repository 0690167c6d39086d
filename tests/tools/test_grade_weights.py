"""WEIGHTS= and STUDENTS=: what can be read is, all else is told by its line."""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
from decimal import Decimal
from unittest import mock

from graded_class import ROOT, Class, student

import students         # noqa: E402
import weights          # noqa: E402


class Tables(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = str(pathlib.Path(folder.name) / "table.tsv")
        env = mock.patch.dict(os.environ, BOOK_LANG="en")
        env.start()
        self.addCleanup(env.stop)

    def read(self, module, data):
        pathlib.Path(self.path).write_bytes(
            data if isinstance(data, bytes) else data.encode())
        return module.read(self.path)

    def lines(self, module, data):
        """The numbers of the lines that are complained about."""
        return [int(text[len(self.path) + 1:].partition(":")[0])
                for text in self.read(module, data)[1]]


class Weights(Tables):
    def test_labs_and_programs(self):
        found, wrong = self.read(weights, "# points\n\n1-basics/tiny\t10\n"
                                 "loop\t7.5\nprogram:wget\t0\n")
        self.assertEqual(found, {"1-basics/tiny": 10, "1-basics/loop":
                                 Decimal("7.5"), "program:wget": 0})
        self.assertEqual(wrong, [])

    def test_as_editors_save_it(self):
        found, wrong = self.read(weights, "\ufefftiny\t10\r\nloop \t 5\t\r\n"
                                 .encode())
        self.assertEqual((list(found), wrong),
                         (["1-basics/tiny", "1-basics/loop"], []))

    def test_every_bad_line_is_told_and_good_ones_are_read(self):
        found, wrong = self.read(
            weights, "tiny 10\ntiny\tten\nnosuch\t3\nloop\t-1\n"
            "loop\t1e3\nloop\tnan\nloop\t1\t2\nloop\t\ntask\t4\ntask\t5\n"
            "program:serve\t3\nloop\t1234567\nloop\t0.001\nloop\t٣\n")
        self.assertEqual([text[len(self.path) + 1:].partition(":")[0]
                          for text in wrong], [str(n) for n in (
                              *range(1, 9), 10, 11, 12, 13, 14)])
        self.assertEqual(found, {"1-basics/task": 4})

    def test_what_to_do_is_said(self):
        for data, words in (("tiny 10", "one tab"), ("nosuch\t3", "tiny"),
                            ("tiny\tx", "7.5"), ("tiny\t1\ntiny\t1",
                                                 "delete"),
                            ("# none\n", "leave WEIGHTS= out"),
                            (b"tiny\t\xff", "UTF-8"),
                            ("tiny\t1".encode("utf-16"), "UTF-8")):
            self.assertIn(words, " ".join(self.read(weights, data)[1]))

    def test_a_file_that_cannot_be_read(self):
        for path in (self.path + ".none", os.path.dirname(self.path)):
            self.assertEqual([text.startswith(path + ": WEIGHTS=")
                              for text in weights.read(path)[1]], [True])

    def test_a_terminal_obeys_no_line_of_it(self):
        wrong = self.read(weights, "\x1b[2J\u202e\t3")[1]
        self.assertNotIn("\x1b", wrong[0])
        self.assertNotIn("\u202e", wrong[0])


class Students(Tables):
    def test_who_is_who(self):
        found, wrong = self.read(students, "# who\nada\ten\tAda Lovelace\n"
                                 "u01\tzh\t王小云\nbob\ten\n")
        self.assertEqual(found, {"ada": ("en", "Ada Lovelace"), "u01": (
            "zh", "王小云"), "bob": ("en", "")})
        self.assertEqual(wrong, [])

    def test_every_bad_line_is_told(self):
        self.assertEqual(self.lines(
            students, "ada\nada\tfr\tA\n\ten\tA\nb\ten\tB\tC\nc\ten\nc\tzh\n"
        ), [1, 2, 3, 4, 6])

    def test_the_name_is_shown_and_who_is_absent_is_named(self):
        made = Class(type(self), {"u01": student("u01", language="zh")},
                     known={"u01": ("zh", "王小云"), "u02": ("en", "<Bob>")})
        self.assertIn("<h1>王小云</h1>", made.read("feedback/u01.html"))
        self.assertIn("&lt;Bob&gt;", made.read("index.en.html"))
        self.assertEqual(len(made.rows("grades.csv")), 1)


class Command(Tables):
    def call(self, *words):
        done = subprocess.run(
            [sys.executable, str(ROOT / "classroom/grade/report.py"),
             *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, cwd=os.path.dirname(self.path))
        return done.returncode, done.stderr

    def test_a_bad_table_stops_before_anything_is_written(self):
        pathlib.Path(self.path).write_text("tiny ten\n")
        made = Class(type(self), {"a": student("a")})
        before = made.files()
        code, said = self.call(str(made.out), "WEIGHTS=" + self.path,
                               "DETAIL=all")
        self.assertEqual(code, 1)
        self.assertIn(self.path + ":1: ", said)
        self.assertIn("DETAIL=all?", said)
        self.assertEqual(made.files(), before)

    def test_from_another_folder(self):
        made = Class(type(self), {"a": student("a")})
        (made.out / "grades.csv").unlink()
        self.assertEqual(self.call(str(made.out)), (0, ""))
        self.assertEqual(len(made.rows("grades.csv")), 1)
        self.assertEqual(self.call()[0], 2)
