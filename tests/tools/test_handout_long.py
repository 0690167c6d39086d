"""make handout in two folders: the same bytes. And of each lab that the first
chapter has an answer of every kind: the same verdict as in the repository.
"""
import pathlib
import re
import shutil
import subprocess
import unittest

import handed
from handed import ROOT, make
from test_handout_desk import ADDRESS, FORBIDDEN

ARCHIVE = "build/handout/from-select-to-gather.tar.gz"
LEFT_OUT = shutil.ignore_patterns("build", ".git", "node_modules", "*.kept-*",
                                  "__pycache__", ".progress.tsv*",
                                  ".hints.tsv*")
# Wrong answers of which every run says the same.
MISTAKES = {"1-basics/timers": "when_forgotten",
            "1-basics/selector": None, "1-basics/loop": None,
            "1-basics/future": None, "2-concurrency/gather": None}


def copied(test, name):
    """The whole repository, in another folder."""
    there = pathlib.Path(handed.room(test), name)
    shutil.copytree(ROOT, there, ignore=LEFT_OUT, symlinks=True)
    return there


class Reproducible(unittest.TestCase):
    def test_two_folders_make_the_same_archive(self):
        made = []
        for name in "here", "some where else":
            there = copied(type(self), name)
            status, said = make(there, "handout", "LABS=tiny timers")
            self.assertEqual(status, 0, said)
            made.append((there / ARCHIVE).read_bytes())
        self.assertEqual(len(made[0]), len(made[1]))
        self.assertTrue(made[0] == made[1])

    def test_a_planted_loop_stops_it_before_there_is_an_archive(self):
        there = copied(type(self), "planted")
        path = there / "labs/1-basics/programs/hello.py"
        path.write_text(path.read_text() + "# while (tiny_time() < call.when)"
                        " sleep_until(call.when); call.fn(call.arg);\n")
        book = there / "chapters/toc.txt"
        book.write_text(re.sub(r"(?m)^[2-4a].*\n(?:  .*\n)*", "",
                               book.read_text()))
        status, said = make(there, "handout", "LABS=tiny")
        self.assertEqual(status, 2, said)
        self.assertFalse((there / ARCHIVE).exists())


class Answers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        place = handed.room(cls)
        handed.objects("asan")
        cls.out = handed.hand_out(place, handed.LABS, ["asan"])
        cls.full = handed.full(place, ["asan"])

    def judge(self, texts, state):
        names = ["build/verdict/yours/%s.tsv" % lab for lab in texts]
        for there in self.out, self.full:
            for lab, text in texts.items():
                (there / "labs" / (lab + ".c")).write_text(text, "utf-8")
            status, said = make(there, *names)
            self.assertEqual(status, 0, said)
        for lab, name in zip(texts, names):
            with self.subTest(lab=lab):
                mine, whole = (ADDRESS.sub("0x", (there / name).read_text())
                               for there in (self.out, self.full))
                self.assertEqual(mine, whole)
                self.assertEqual(mine.partition("\t")[0], "# " + state)

    def reference(self):
        return {lab: pathlib.Path("solutions/%s.c" % lab).read_text()
                for lab in MISTAKES}

    def test_right(self):
        self.judge(self.reference(), "passed")

    def test_half_written(self):
        self.judge({lab: handed.written_to(lab, 1) for lab in MISTAKES},
                   "failed")

    def test_not_compiling(self):
        self.judge({lab: text + "int x = ;\n" for lab, text
                    in self.reference().items()}, "compile")

    def test_forbidden_call(self):
        self.judge({lab: text + FORBIDDEN for lab, text
                    in self.reference().items()}, "symbols")

    def test_wrong(self):
        self.judge({lab: handed.mistaken(lab, name) for lab, name
                    in MISTAKES.items() if name}, "failed")

    def test_what_others_got_wrong_is_told_alike(self):
        for there in self.out, self.full:
            (there / "labs/1-basics/timers.c").write_text(handed.mistaken(
                "1-basics/timers", "when_forgotten"))
        mine, whole = (make(there, "test", "LAB=timers")[1]
                       for there in (self.out, self.full))
        self.assertEqual(mine, whole)
        self.assertIn("timer->when", mine)


if __name__ == "__main__":
    unittest.main()
