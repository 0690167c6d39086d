"""The learner's desk, as a learner uses it: a copy of the workbook in a folder
whose name has a space, with solutions/ read-only.
"""
import fcntl
import glob
import os
import pty
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
import time
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tools"))

import holes                # noqa: E402
import suite                # noqa: E402
import steps                # noqa: E402
import wrongs               # noqa: E402
from say import width       # noqa: E402

NEEDED = ["Makefile", "include", "solutions", "labs", "tests/support",
          "tests/allowed.txt", "tools"]
NEEDED += [os.path.relpath(path, ROOT)
           for path in glob.glob(ROOT + "/tests/[0-9]*")]
CLOSING = re.compile(r"^(reference|yours): (\d+) passed, (\d+) failed, "
                     r"(\d+) skipped$", re.M)
ARGS_C = """#include <stdio.h>
int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		printf("<%s>", argv[i]);
	puts("");
	return 0;
}
"""


def totals(text):
    return {who: tuple(map(int, counts))
            for who, *counts in CLOSING.findall(text)}


class Desk(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.top = tempfile.mkdtemp()
        cls.desk = os.path.join(cls.top, "a desk")
        for name in NEEDED:
            here, there = os.path.join(ROOT, name), os.path.join(cls.desk,
                                                                 name)
            os.makedirs(os.path.dirname(there), exist_ok=True)
            (shutil.copytree if os.path.isdir(here) else shutil.copy)(
                here, there)
        subprocess.run(["chmod", "-R", "a-w", "solutions"], cwd=cls.desk)
        started = time.monotonic()
        cls.first = cls.make("test", "-j8")
        cls.seconds = time.monotonic() - started
        cls.count = len(suite.expected(
            os.path.join(cls.desk, "tests/1-basics/tiny.c")))

    @classmethod
    def tearDownClass(cls):
        subprocess.run(["chmod", "-R", "u+w", cls.top])
        shutil.rmtree(cls.top)

    @classmethod
    def make(cls, *args, **env):
        names = ("BOOK_LANG", "LC_ALL", "LANG", "MAKEFLAGS", "MAKELEVEL",
                 "MFLAGS", "FLAVOUR", "LAB", "LABS")
        clean = {k: v for k, v in os.environ.items() if k not in names}
        return subprocess.run(["make"] + list(args), cwd=cls.desk,
                              env=dict(clean, **env), encoding="utf-8",
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def tiny(self, change=lambda text: text):
        """The learner writes lab tiny: the reference, changed somehow."""
        with open(self.desk + "/solutions/1-basics/tiny.c",
                  encoding="utf-8") as file:
            text = file.read()
        with open(self.desk + "/labs/1-basics/tiny.c", "w",
                  encoding="utf-8") as file:
            file.write(change(text))

    def loop(self, upto, change=lambda text: text):
        """The learner has written the first steps of lab loop."""
        path, rows = self.desk + "/solutions/1-basics/loop.c", []
        with open(path, encoding="utf-8") as file:
            parts = holes.parts(path, change(file.read()))
        for part in parts:
            if not isinstance(part, holes.Hole):
                rows.append(part)
            elif part.step <= upto:
                rows += part.body
            else:
                rows += part.comment() + [""] * (not part.indent)
        holes.include_panic(rows)
        with open(self.desk + "/labs/1-basics/loop.c", "w",
                  encoding="utf-8") as file:
            file.write("\n".join(rows) + "\n")

    def setUp(self):
        for lab in ("tiny", "loop"):
            shutil.copy(ROOT + "/labs/1-basics/%s.c" % lab,
                        self.desk + "/labs/1-basics/%s.c" % lab)

    def fits(self, text):
        for line in text.splitlines():
            self.assertLessEqual(width(line), 80, line)
        self.assertNotIn("\033", text)

    def test_a_fresh_copy_is_green_and_not_begun(self):
        self.assertEqual(self.first.returncode, 0,
                         self.first.stdout + self.first.stderr)
        counts = totals(self.first.stdout)
        self.assertEqual(counts["yours"][:2], (0, 0))
        self.assertEqual(counts["reference"][1:], (0, 0))
        self.assertEqual(counts["reference"][0], counts["yours"][2])
        with open(self.desk + "/Makefile", encoding="utf-8") as file:
            labs = re.findall(r"^LABS \+= (\S+)", file.read(), re.M)
        self.assertEqual(self.first.stdout.count("not started"), len(labs))
        self.assertEqual(len(CLOSING.findall(
            "\n".join(self.first.stdout.splitlines()[-2:]))), 2)
        self.assertLess(self.seconds, 60)
        self.fits(self.first.stdout)

    def test_unchanged_is_not_run_again(self):
        def times():
            return {path: os.path.getmtime(os.path.join(folder, path))
                    for folder, _, names in os.walk(self.desk + "/build")
                    for path in names if path.endswith((".tsv", ".o"))}
        self.make("test")
        before = times()
        self.assertEqual(self.make("test").returncode, 0)
        self.assertEqual(times(), before)

    def test_right(self):
        self.tiny()
        for lab in ("tiny", "1-basics/tiny"):
            done = self.make("test", "LAB=" + lab)
            self.assertEqual(done.returncode, 0, done.stdout)
            self.assertEqual(totals(done.stdout)["yours"],
                             (self.count, 0, 0))
        self.assertIn("make run LAB=tiny", done.stdout)
        self.assertEqual(self.make("test").returncode, 0)

    def test_wrong_is_explained(self):
        """A mistake that somebody made before us, in both languages."""
        patch = ROOT + "/tests/1-basics/wrong/tiny/last_among_equals.patch"
        subprocess.run(["patch", "-s", "-o", "labs/1-basics/tiny.c",
                        "solutions/1-basics/tiny.c", patch],
                       cwd=self.desk, check=True)
        for lang in ("en", "zh"):
            done = self.make("test", "LAB=tiny", BOOK_LANG=lang)
            self.assertNotEqual(done.returncode, 0)
            self.assertIn(wrongs.header(patch)[lang][:20], done.stdout)
            self.assertRegex(done.stdout, {"en": "Next: .* step 4,",
                                           "zh": "下一步：.*第 4 步"}[lang])
            self.fits(done.stdout)
        table = self.make("test", LC_ALL="zh_CN.UTF-8")
        self.assertNotEqual(table.returncode, 0)
        self.assertRegex(table.stdout, r"tiny +\d+ 个里通过 \d+ 个")
        self.fits(table.stdout)

    def test_does_not_compile(self):
        self.tiny(lambda text: text + "int f(\n")
        done = self.make("test", "LAB=tiny")
        self.assertIn("does not compile", done.stdout)
        self.assertIn("labs/1-basics/tiny.c:", done.stdout)
        self.assertIn("does not compile", self.make("test").stdout)
        self.assertEqual(totals(done.stdout)["yours"], (0, self.count, 0))

    def test_begun_but_unwritten(self):
        with open(self.desk + "/labs/1-basics/tiny.c", "a") as file:
            file.write("\n")
        done = self.make("test", "LAB=tiny")
        self.assertIn("not written yet: tiny_time", done.stdout)
        self.assertEqual(totals(done.stdout)["yours"], (0, self.count, 0))

    def test_next_is_the_step_that_is_not_written(self):
        """Not the first step that is red: that one may be done."""
        for upto in (1, 2, 4, 7):
            self.loop(upto)
            for lang in ("en", "zh"):
                done = self.make("test", "LAB=loop", BOOK_LANG=lang)
                self.assertNotIn("defined but not used", done.stdout)
                self.assertLessEqual(len(done.stdout.splitlines()), 20)
                self.fits(done.stdout)
                where = re.search(r"(\d+)[^\n\d]*labs/1-basics/loop\.c:(\d+)",
                                  done.stdout)
                self.assertEqual(int(where[1]), upto + 1, done.stdout)
                with open(self.desk + "/labs/1-basics/loop.c",
                          encoding="utf-8") as file:
                    near = file.read().splitlines()[:int(where[2])][-9:]
                self.assertIn(" Step %d." % (upto + 1), "\n".join(near))

    def test_an_empty_shell_belongs_to_its_step(self):
        shell = "static void finish(struct task *t)\n{\n\tnot_written(1);\n}\n"
        os.chdir(ROOT)
        self.assertEqual(list(steps.stubs("1-basics/task", shell)), [(3, 3)])

    def test_a_panic_names_the_learners_line_and_is_told_once(self):
        self.loop(8, lambda text: text.replace("\thandles_init(&now);\n", ""))
        done = self.make("test", "LAB=loop")
        self.assertIn("in run_ready, labs/1-basics/loop.c:", done.stdout)
        self.assertIn("Next: look at labs/1-basics/loop.c:", done.stdout)
        self.assertEqual(done.stdout.count("panic: "), 1)
        self.assertLessEqual(len(done.stdout.splitlines()), 26)
        every = self.make("test", "LAB=loop", "ALL=1").stdout
        self.assertGreater(every.count("panic: "), 20)

    def test_null_called_names_the_caller(self):
        self.tiny(lambda text: text.replace("+ delay, fn,", "+ delay, NULL,"))
        done = self.make("test", "LAB=tiny")
        self.assertIn("A NULL pointer was called", done.stdout)
        self.assertIn("in tiny_run, labs/1-basics/tiny.c:", done.stdout)

    def test_not_begun_is_said_kindly(self):
        done = self.make("test", "LAB=tiny", BOOK_LANG="zh")
        self.assertEqual(done.returncode, 0)
        self.assertIn("labs/1-basics/tiny.c", done.stdout)
        self.assertIn("build/book/zh/1-basics/tiny.html", done.stdout)
        self.assertEqual(done.stderr, "")

    def test_no_such_lab(self):
        done = self.make("test", "LAB=nosuch")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("selector", done.stderr)
        self.assertNotEqual(self.make("run", "LAB=nosuch").returncode, 0)
        self.assertIn("tiny selector timers loop",
                      self.make("reset", "LAB=nosuch").stderr)
        self.assertIn("make run LAB=tiny", self.make("run").stderr)

    def test_run_says_whose_is_whose(self):
        self.tiny()
        mine = self.make("run", "LAB=tiny")
        self.assertIn("yours: tiny\n", mine.stderr)
        self.assertIn("reference: selector", mine.stderr)
        reference = self.make("run", "LAB=tiny", "WHOSE=reference")
        self.assertEqual(reference.stderr, "")
        self.assertEqual(reference.stdout, mine.stdout)
        self.tiny(lambda text: text.replace("when <", "when >"))
        self.assertNotIn("yours:", self.make("run", "LAB=tiny").stderr)

    def test_arguments_and_the_twin(self):
        folder = self.desk + "/labs/1-basics/programs/"
        with open(folder + "args.c", "w") as file:
            file.write(ARGS_C)
        with open(folder + "args.py", "w") as file:
            file.write("import sys\nprint(sys.argv[1:])\n")
        done = self.make("run", "LAB=args", "ARGS=one 'two  words' \"three\"")
        self.assertEqual(done.stdout, "<one><two  words><three>\n")
        done = self.make("run", "LAB=args", "ARGS=1 2", "PY=1")
        self.assertEqual(done.stdout, "<1><2>\n['1', '2']\n")
        with open(folder + "args.c", "w") as file:
            file.write(ARGS_C.replace("return 0", "return 1"))
        done = self.make("run", "LAB=args", "ARGS=1 2", "PY=1")
        self.assertEqual(done.stdout, "<1><2>\n['1', '2']\n")
        self.assertNotEqual(done.returncode, 0)

    def test_help(self):
        for env, word in (({}, "make setup"), ({"LANG": "zh_CN.UTF-8"},
                                               "参考实现")):
            done = self.make(**env)
            self.assertEqual(done.returncode, 0)
            self.assertIn("make test LAB=loop", done.stdout)
            self.fits(done.stdout)
        self.assertIn("实验", done.stdout)

    def test_clean_takes_only_what_was_built(self):
        with tempfile.TemporaryDirectory() as place:
            for name in ("Makefile", "tools", "include", "solutions",
                         "tests"):
                os.symlink(os.path.join(self.desk, name),
                           os.path.join(place, name))
            shutil.copytree(self.desk + "/labs", place + "/labs")
            os.makedirs(place + "/build/plain")
            before = sorted(os.listdir(place + "/labs/1-basics"))
            done = subprocess.run(["make", "clean"], cwd=place, text=True,
                                  capture_output=True)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertFalse(os.path.exists(place + "/build"))
            self.assertEqual(os.listdir(place + "/labs").count(".starters"), 1)
            self.assertEqual(sorted(os.listdir(place + "/labs/1-basics")),
                             before)

    def on_terminal(self, lines, *command, **env):
        """What a command prints on a terminal of so many lines."""
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ,
                    struct.pack("HHHH", lines, 80, 0, 0))
        with subprocess.Popen(command, cwd=self.desk, stdout=theirs,
                              env=dict({**os.environ, "NO_COLOR": "1"},
                                       **env)) as child:
            os.close(theirs)
            said = b""
            try:
                while True:
                    said += os.read(ours, 1 << 16)
            except OSError:         # the other end is closed
                os.close(ours)
            self.assertEqual(child.wait(), 0)
        return said.decode().replace("\r", "")

    def test_every_lab_on_a_terminal_of_24_rows(self):
        for lang, heads in (("en", "yours"), ("zh", "你的")):
            said = self.on_terminal(24, "make", "test", BOOK_LANG=lang)
            self.assertLess(len(said.splitlines()), 24, said)
            self.assertEqual(said.splitlines()[0].count(heads), 2, said)
            self.fits(said)
            for lab in ("tiny", "serve", "queue", "sock"):
                self.assertRegex(said, r"  %s +\S" % lab)
            tall = self.on_terminal(50, "make", "test", BOOK_LANG=lang)
            self.assertEqual(tall.splitlines()[0].count(heads), 1, tall)

    def test_colour_only_for_a_terminal_that_wants_it(self):
        self.assertIn("\033[", self.on_terminal(24, "make", "help",
                                                TERM="xterm", NO_COLOR=""))
        self.assertNotIn("\033[", self.on_terminal(
            24, "make", "help", TERM="xterm", NO_COLOR="1"))


if __name__ == "__main__":
    unittest.main()
