"""Typical failures, as a learner sees them: `make test LAB=`, for real.

Each is an edit of a right answer. What is said about it has eight lines at
most beside the line for each step, fits the screen, shows nothing of a
sanitizer's noise, names what went wrong and where, and ends with what to do:
in both languages. Run by hand, with a file's name, it writes them all there.
"""
import concurrent.futures
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tools"))

from say import LANGUAGES, width        # noqa: E402

NEEDED = ["Makefile", "include", "solutions", "labs", "tests/support",
          "tests/allowed.txt", "tools"]
NEEDED += [os.path.relpath(path, ROOT)
           for path in glob.glob(ROOT + "/tests/[0-9]*")]
BUILT = ("reference", "tests", "given", "scripted/reference")
LINES = 8
STEP = re.compile(r"^  [✓✗·] ")
CLOSING = re.compile(r"^(reference|yours): \d+ passed")
NEXT = re.compile(r"^(Next: |下一步：)")
NOISE = re.compile(r"0x[0-9a-f]{6}|==\d+==|AddressSanitizer|libasan|/tmp|"
                   r"Traceback|\.cpp:|build/|check_pack|Assertion")

# What it is, the lab, [(right, wrong)], what must be said: words or {n}, the
# line of the learner's file that holds the n-th wrong text. | is "or".
FAILURES = (
    ("a wrong value", "1-basics/tiny",
     [("tv_nsec / 1e9", "tv_nsec / 1e6")],
     ["time_is_in_seconds_with_fractions", "tiny_time() == ", "tv_nsec"]),
    ("a NULL pointer is used", "1-basics/loop",
     [("while (first && first->when", "while (first->when")],
     ["NULL", "collect_due, labs/1-basics/loop.c:{0}"]),
    ("a loop that never ends", "1-basics/timers",
     [("\t\tplace /= 2;\n", "")], ["rise, labs/1-basics/timers.c:"]),
    ("tasks wait for what never comes", "3-networking/stream",
     [("\ttask_detach(task_create_named(serve, &client, \"client\"));\n"
       "\trc = coro_yield(NULL);",
       "\tstruct task *t = task_create_named(serve, &client, \"client\");\n\n"
       "\trc = task_await(t, NULL);\n\ttask_detach(t);")],
     ["tasks: |任务：", "tests/3-networking/stream.c:"]),
    ("a leak", "2-concurrency/queue",
     [("\tfree(q->ring);\n\tfree(q);", "\tfree(q);")],
     ["128", "grow, labs/2-concurrency/queue.c:"]),
    ("used after it was freed", "2-concurrency/gather",
     [("\tlet_go(&g, places);\n\tfree(places);",
       "\tfree(places);\n\tlet_go(&g, places);")],
     ["let_go, labs/2-concurrency/gather.c:",
      "async_gather, labs/2-concurrency/gather.c:"]),
    ("it is not C", "1-basics/selector",
     [("\treturn n;", "\treturn n")],
     ["labs/1-basics/selector.c:{0}:", "';'"]),
    ("a function is missing", "2-concurrency/locks",
     [("void lock_release(", "static void lock_let_go(")],
     ["lock_release", "include/locks.h"]),
    ("the thread sleeps, not the task", "1-basics/run",
     [("#include <errno.h>", "#include <errno.h>\n#include <unistd.h>"),
      ("\trc = future_await(&woken, NULL);",
       "\tsleep((unsigned)seconds);")],
     ["sleep", "tests/allowed.txt", "labs/1-basics/run.c:{1}"]),
    ("it ends the program", "3-networking/reader",
     [("\tif (!r)\n\t\treturn NULL;\n\tr->fed",
       "\tif (!r)\n\t\texit(1);\n\tr->fed")],
     ["exit", "labs/3-networking/reader.c:", "tests/allowed.txt"]),
    ("a contract is broken", "1-basics/task",
     [("\tt->future.sealed = false;\n", "")],
     ["future_set_", "only the task", "finish, labs/1-basics/task.c:"]),
    ("not written yet", "1-basics/future",
     [("\tsettle(f, NULL, rc);", "\tnot_written(__func__);")],
     ["future_set_error", "labs/1-basics/future.c:{0}"]),
)


def copy(root):
    """The workbook, with what is compiled already, so it is not again."""
    for name in NEEDED:
        here, there = os.path.join(ROOT, name), os.path.join(root, name)
        os.makedirs(os.path.dirname(there), exist_ok=True)
        (shutil.copytree if os.path.isdir(here) else shutil.copy2)(here, there)
    for path in ["asan/" + name for name in BUILT] + ["verdict/reference"]:
        here = os.path.join(ROOT, "build", path)
        if os.path.isdir(here):
            shutil.copytree(here, os.path.join(root, "build", path))


def plant(root, lab, edits):
    """Write the learner's file; the lines of the wrong texts."""
    with open("%s/solutions/%s.c" % (root, lab), encoding="utf-8") as file:
        text = file.read()
    for right, wrong in edits:
        if text.count(right) != 1:
            raise AssertionError("%s: not once there: %s" % (lab, right))
        text = text.replace(right, wrong)
    with open("%s/labs/%s.c" % (root, lab), "w", encoding="utf-8") as file:
        file.write(text)
    return [text.count("\n", 0, text.index(wrong)) + 1 for _, wrong in edits]


def make(root, language, *words):
    env = {name: value for name, value in os.environ.items()
           if name in ("PATH", "HOME")}
    env.update(BOOK_LANG=language, LC_ALL="C.UTF-8")
    return subprocess.run(("make", "-k") + words, cwd=root, env=env, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          stdin=subprocess.DEVNULL).stdout


def views():
    """{(what, language): (what make test LAB= says, the lines planted)}"""
    root = os.path.join(tempfile.mkdtemp(), "desk")
    copy(root)
    lines = {lab: plant(root, lab, edits) for _, lab, edits, _ in FAILURES}
    make(root, "en", "-j2", *["build/verdict/%s/%s.tsv" % (whose, lab)
                              for lab in lines
                              for whose in ("yours", "reference")])
    keys = [(what, lab, lang) for what, lab, _, _ in FAILURES
            for lang in LANGUAGES]
    with concurrent.futures.ThreadPoolExecutor(2) as workers:
        said = workers.map(lambda key: make(
            root, key[2], "test", "LAB=" + key[1]), keys)
        found = {(what, lang): (text, lines[lab])
                 for (what, lab, lang), text in zip(keys, said)}
    shutil.rmtree(os.path.dirname(root))
    return found


def of_failure(text):
    """The lines about the failure: not its head, the steps, the totals."""
    rows = [row for row in text.splitlines()[1:]
            if row and not CLOSING.match(row)]
    steps = [i for i, row in enumerate(rows) if STEP.match(row)]
    return rows[steps[-1] + 1:] if steps else rows


class Failures(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.views = views()

    def look(self, what, words, lang):
        text, lines = self.views[what, lang]
        rows = of_failure(text)
        self.assertLessEqual(len(rows), LINES, text)
        self.assertGreaterEqual(len(rows), 1, text)
        for row in text.splitlines():
            self.assertLessEqual(width(row), 80, row)
        self.assertNotRegex(text, NOISE)
        self.assertTrue(any(NEXT.match(row) for row in rows[-2:]), text)
        joined = re.sub(r"\n +", " ", text)
        for word in words:
            self.assertTrue(any(each.format(*lines) in joined
                                for each in word.split("|")), (word, text))


def failure(what, words, lang):
    return lambda self: self.look(what, words, lang)


for name, _, _, must in FAILURES:
    for language in LANGUAGES:
        setattr(Failures, "test_%s_%s" % (re.sub(r"\W+", "_", name), language),
                failure(name, must, language))


if __name__ == "__main__":
    if len(sys.argv) == 2 and not sys.argv[1].startswith(("-", "Fail")):
        with open(sys.argv[1], "w", encoding="utf-8") as out:
            for (name, language), (said, _) in views().items():
                out.write("==== %s (%s)\n%s\n" % (name, language, said))
    else:
        unittest.main()
