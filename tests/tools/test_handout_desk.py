"""The desk in a hand-out: the same verdicts, the same words about them, and
what stays with the teacher.
"""
import os
import pathlib
import re
import subprocess
import unittest

import handed
from handed import make

SOME = ["1-basics/tiny", "1-basics/selector", "1-basics/timers"]
ADDRESS = re.compile(r"0x[0-9a-f]{6,}")
FORBIDDEN = """
#include <stdlib.h>
static void shout(void)
{
	system("true");
}
void (*of_ours)(void) = shout;
"""


def answers():
    """{lab: text}: half-written, not compiling, wrong."""
    half = handed.written_to("1-basics/tiny", 2)
    torn = pathlib.Path("labs/1-basics/selector.c").read_text("utf-8")
    return {"1-basics/tiny": half,
            "1-basics/selector": torn + "int x = ;\n",
            "1-basics/timers": handed.mistaken("1-basics/timers",
                                               "no_order_among_equals")}


class Desk(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        place = handed.room(cls)
        handed.objects("asan")
        cls.out = handed.hand_out(place, SOME, ["asan"])
        cls.full = handed.full(place, ["asan"])

    def both(self, *words, status=0):
        """What make says in the one and in the other, with words put in."""
        told = []
        for there in self.out, self.full:
            code, said = make(there, *words)
            self.assertEqual(code, status, said)
            told.append(said)
        return told

    def verdicts(self, texts):
        """Judge these answers in both: the same bytes, addresses apart."""
        for there in self.out, self.full:
            for lab, text in texts.items():
                (there / "labs" / (lab + ".c")).write_text(text, "utf-8")
        names = ["build/verdict/yours/%s.tsv" % lab for lab in texts]
        self.both(*names)
        for lab, name in zip(texts, names):
            mine, whole = (ADDRESS.sub("0x…", (there / name).read_text())
                           for there in (self.out, self.full))
            self.assertEqual(mine, whole, lab)
            yield lab, mine.partition("\t")[0]

    def test_verdicts_and_what_the_desk_says_of_them(self):
        found = dict(self.verdicts(answers()))
        self.assertEqual(found, {
            "1-basics/tiny": "# failed", "1-basics/timers": "# failed",
            "1-basics/selector": "# compile"})
        found = dict(self.verdicts({"1-basics/timers": pathlib.Path(
            "solutions/1-basics/timers.c").read_text() + FORBIDDEN}))
        self.assertEqual(found, {"1-basics/timers": "# symbols"})
        for words in (["hint", "LAB=tiny"], ["progress", "LAB=tiny"],
                      ["progress", "LAB=timers"]):
            mine, whole = self.both(*words)
            self.assertEqual(mine, whole, words)

    def test_help_lists_only_what_is_there(self):
        said = make(self.out, "help")[1]
        for word in "diff", "bench", "make book", "check":
            self.assertNotIn("make " + word + " ", said)
        self.assertIn("The labs: tiny selector timers\n", said)
        for command in ("setup next progress checkpoint test watch hint run "
                        "trace reset serve").split():
            self.assertIn("make " + command, said)

    def test_the_reference_stays_with_the_teacher(self):
        status, said = make(self.out, "diff", "LAB=tiny")
        self.assertIn("it stays with your teacher", said)
        self.assertNotEqual(status, 0)
        self.assertFalse((self.out / "solutions").exists())

    def test_reset_brings_the_starter_back(self):
        path = self.out / "labs/1-basics/selector.c"
        starter = pathlib.Path("labs/1-basics/selector.c").read_bytes()
        path.write_text("mine")
        said = make(self.out, "reset", "LAB=selector")[1]
        self.assertIn("kept", said)
        self.assertEqual(path.read_bytes(), starter)
        said = make(self.out, "test", "LAB=selector")[1]
        self.assertIn("is not begun", said)
        self.assertNotIn("make book", said)     # its book is there

    def test_another_machine_is_told_in_a_sentence(self):
        path = self.out / "reference/machine"
        before = path.read_text()
        path.write_text("Linux abacus\n")
        try:
            for words in ["test"], ["setup"]:
                status, said = make(self.out, *words)
                self.assertEqual(status, 2)
                self.assertIn("objects are for Linux abacus", said)
        finally:
            path.write_text(before)

    def test_nothing_else_is_in_it(self):
        names = {path.relative_to(self.out).parts[:2]
                 for path in self.out.rglob("*") if path.is_file()}
        tops = {name[0] for name in names} - {"build"}
        self.assertEqual(tops, set(
            ".clang-format .devcontainer .editorconfig .gitattributes "
            ".gitignore .vscode LICENSE LICENSE-TEXT Makefile README.md "
            "README.zh.md book chapters include labs outline reference tests "
            "tools".split()))
        self.assertEqual(
            {name[1] for name in names if name[0] == "tests"},
            {"1-basics", "support", "allowed.txt", "programs.txt"})
        for pattern in "wrong", "right", "mutants", "hostile":
            self.assertEqual(list(self.out.rglob(pattern)), [])
        labs = [str(path.relative_to(self.out / "labs"))[:-2] for path in
                (self.out / "labs").glob("*/*.c")]
        self.assertEqual(sorted(labs), sorted(SOME))

    def test_objects_hold_no_path_of_the_machine(self):
        objects = list((self.out / "reference").rglob("*.o"))
        self.assertTrue(any("given" in str(path) for path in objects))
        self.assertTrue(any("scripted" in str(path) for path in objects))
        for path in objects:
            self.assertNotIn(os.fsencode(handed.ROOT), path.read_bytes())

    def test_emptying_build_leaves_the_book(self):
        make(self.out, "help")
        self.assertTrue((self.out / "build/book/index.html").exists())
        subprocess.run(["rm", "-rf", "build"], cwd=self.out, check=True)
        make(self.out, "help")
        self.assertTrue((self.out / "build/book/index.html").exists())


if __name__ == "__main__":
    unittest.main()
