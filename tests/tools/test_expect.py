"""What the suites' support says to a learner, in both languages."""
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tools"))

import judge        # noqa: E402
import outer        # noqa: E402
import suite        # noqa: E402
from say import say         # noqa: E402

SUPPORT = ["tests/support/%s.o" % name for name in (
    "main", "expect", "failure", "trace", "forked", "late", "leaks",
    "counting", "crash")]
SUPPORT += ["given/panic.o", "given/slab.o"]
WRAP = ["-Wl,--wrap=" + name for name in (
    "malloc", "calloc", "realloc", "aligned_alloc", "strdup", "strndup",
    "slab_take", "abort")]


BEFORE = ["-Wl,--wrap=selector_" + name for name in (
    "register", "unregister", "select")]


def link(binary, *objects, wrap=()):
    """A suite for no lab, made of the support and of these objects."""
    built = ["build/asan/" + name for name in list(objects) + SUPPORT]
    subprocess.run(["make", "-s", "FLAVOUR=asan"] + built, check=True,
                   stdout=subprocess.DEVNULL)
    libraries = subprocess.check_output(
        ["pkg-config", "--libs", "check"], text=True).split() + ["-lm"]
    subprocess.run(["cc", "-fsanitize=address,undefined", "-o", binary]
                   + built + WRAP + list(wrap) + libraries, check=True)


def run(folder, binary):
    """(exit status, {test: its verdict})."""
    printed, xml = outer.Printed(), os.path.join(folder, "x.xml")
    status = outer.run([binary, xml], 30, outer.environment(folder, 1),
                       printed)
    return status, {entry.name: judge.judge([entry], printed.text(entry.name),
                                            printed.ended.get(entry.name))
                    for entry in suite.read_xml(xml)}


PASSING = {"passes", "the_trace_begins_empty", "counts_allocations"}
TEXTS = {
    "wrong_int": ("expected: three() == 4\ngot: 3\nlook at: the number",
                  "应为：three() == 4\n实得：3\n看看：那个数"),
    "wrong_error": ("expected: -9 == -EEXIST (-17)\ngot: -9 (-EBADF)",
                    "应为：-9 == -EEXIST (-17)\n实得：-9 (-EBADF)"),
    "wrong_str": ('expected: "a\\tb 中\\n" == NULL\ngot: "a\\011b 中\\n"',
                  '应为："a\\tb 中\\n" == NULL\n实得："a\\011b 中\\n"'),
    "wrong_truth": ("expected: three() == 3 is false\ngot: true",
                    "应为：three() == 3 为假\n实得：真"),
    "wrong_trace": ("expected: b a\ngot: 100%", "应为：b a\n实得：100%"),
    "wrong_double": ("expected: 0.5 == 0.25 (0.25 ± 0.125)\ngot: 0.5",
                     "应为：0.5 == 0.25 (0.25 ± 0.125)\n实得：0.5"),
    "no_panic": (
        'expected: speaks("boo") panics: "already done"\n'
        "got: exit status 0; it said: warning: boo",
        '应为：speaks("boo") 会 panic："already done"\n'
        "实得：退出状态 0；它说的是：warning: boo"),
    "another_panic": (
        'expected: panics("Bob") panics: "cannot be done"\n'
        "got: Aborted; it said: panic: thing_do: already done by Bob",
        '应为：panics("Bob") 会 panic："cannot be done"\n'
        "实得：Aborted；它说的是：panic: thing_do: already done by Bob"),
    "nothing_said": (
        'expected: is_quiet(NULL) panics: "already done"\n'
        "got: exit status 0; it said: (nothing)",
        '应为：is_quiet(NULL) 会 panic："already done"\n'
        "实得：退出状态 0；它说的是：（什么也没有）"),
    "null_called": (say("panic.null", "en"), say("panic.null", "zh")),
    "without_end": (
        "Your code called back again and again, without end: "
        "... a-callback-3 a-callback-3\n"
        "look at: is what was called taken out of where it waited?",
        "你的代码一遍又一遍地回调，没有尽头："
        "... a-callback-3 a-callback-3\n"
        "看看：调用了的，有没有从它等着的地方取走"),
    "silence": (
        'expected: speaks("boo") says on stderr: "warning: slow"\n'
        "got: exit status 0; it said: warning: boo",
        '应为：speaks("boo") 在 stderr 上说："warning: slow"\n'
        "实得：退出状态 0；它说的是：warning: boo"),
    "unwritten_is_no_panic": ("not written yet: thing_do",
                              "还没有写：thing_do"),
}


class Expect(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        os.chdir(ROOT)
        cls.folder = tempfile.mkdtemp()
        cls.binary = os.path.join(cls.folder, "support.test")
        link(cls.binary, "tests/tools/support_suite.o")
        cls.status, cls.verdicts = run(cls.folder, cls.binary)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    def test_every_test_of_the_source_was_run(self):
        names = [name for name, _ in suite.expected(
            "tests/tools/support_suite.c")]
        self.assertEqual(set(names) | {suite.CANARY}, set(self.verdicts))
        self.assertEqual(set(names), PASSING | set(TEXTS))

    def test_what_is_right_passes(self):
        for name in PASSING:
            self.assertEqual(self.verdicts[name], ["passed", "", ""], name)

    def test_what_is_wrong_is_told(self):
        for name, texts in TEXTS.items():
            self.assertEqual(tuple(self.verdicts[name][1:]), texts, name)

    def test_the_canary_sings_and_the_binary_says_that_others_failed(self):
        self.assertEqual(self.verdicts[suite.CANARY][0], "wrong")
        self.assertNotEqual(self.status, 0)

    def test_without_fork_and_by_hand(self):
        """For a debugger: the words of one language, on the terminal."""
        env = dict(os.environ, CK_FORK="no", BOOK_LANG="zh",
                   CK_RUN_CASE="1 all", ASAN_OPTIONS="detect_leaks=0")
        done = subprocess.run([self.binary], env=env, text=True,
                              stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT)
        self.assertIn("实得：-9 (-EBADF)", done.stdout)
        self.assertNotIn("got:", done.stdout)

    def passes(self, name, *but, below=(), wrap=()):
        """That suite passes, but for these tests."""
        binary = os.path.join(self.folder, name)
        link(binary, "tests/tools/%s_suite.o" % name,
             "tests/support/%s.o" % name, *below, wrap=wrap)
        verdicts = run(self.folder, binary)[1]
        failed = {name: verdict[1] for name, verdict in verdicts.items()
                  if verdict[0] != "passed" and name != suite.CANARY}
        self.assertEqual(set(failed), set(but), failed)
        return failed

    def test_virtual(self):
        self.passes("virtual", below=["reference/1-basics/selector.o"],
                    wrap=BEFORE)

    def test_scripted(self):
        failed = self.passes("scripted", "wrong_busy_loop")
        self.assertIn("busy loop", failed["wrong_busy_loop"])


if __name__ == "__main__":
    unittest.main()
