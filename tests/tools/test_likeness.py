"""Which wrong answer a red verdict resembles; what is still to be written."""
import os
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tools"))

import judge        # noqa: E402
import shorten      # noqa: E402
import steps        # noqa: E402
import wrongs       # noqa: E402

REFERENCE = """int one(void)
{
\t/* lab: step 1
\t * en: One.
\t * zh: 一。
\t */
\treturn 1;
\t/* lab: end */
}

/* lab: step 2
 * en: Two.
 * zh: 二。
 */
static int two(void)
{
\treturn 2;
}
/* lab: end */

int three(void)
{
\t/* lab: step 3
\t * en: Three.
\t * zh: 三。
\t */
\treturn one() + two();
\t/* lab: end */
}
"""
PATCH = """fails: %s
en: You may %s.
zh: 也许。

--- a/solutions/9-x/lab.c
+++ b/solutions/9-x/lab.c
@@ -%d,1 +%d,1 @@
-old
+new
"""


class Like(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.addCleanup(os.chdir, os.getcwd())
        os.chdir(folder.name)
        for path in ("solutions/9-x", "labs/9-x", "tests/9-x/wrong/lab"):
            os.makedirs(path)
        self.put("solutions/9-x/lab.c", REFERENCE)
        self.wrong("first", "a, b, c, d, e", 7)
        self.wrong("second", "v, w, x, y, z", 17)
        self.wrong("third", "v, w, x, y", 1)

    def put(self, path, text):
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)

    def wrong(self, name, fails, line):
        self.put("tests/9-x/wrong/lab/%s.patch" % name,
                 PATCH % (fails, name, line, line))

    def like(self, failing, unknown="", later="", waiting=()):
        sure, paths = wrongs.like("9-x/lab", failing, unknown, later, waiting)
        return sure, [os.path.basename(path)[:-6] for path in paths]

    def test_the_same_tests_are_sure(self):
        self.assertEqual(self.like("abcde"), (True, ["first"]))
        self.assertEqual(self.like("vwxyz"), (True, ["second"]))

    def test_almost_the_same_is_a_guess(self):
        self.assertEqual(self.like("abcd"), (False, ["first"]))
        self.assertEqual(self.like("abcdef"), (False, ["first"]))

    def test_far_away_or_like_two_of_them_is_nothing(self):
        self.assertEqual(self.like("abc"), (False, []))
        self.assertEqual(self.like("vwxq"), (False, []))
        self.assertEqual(self.like("abcdevwxyz"), (False, []))

    def test_what_did_not_run_is_no_evidence(self):
        self.assertEqual(self.like("abcde", "cde"), (False, ["first"]))
        self.assertEqual(self.like("abcde", "bcde"), (False, []))
        self.assertEqual(self.like("vwxyz", "yz"), (False, []))

    def test_what_waits_for_a_step_that_is_not_written_is_left_out(self):
        self.wrong("fourth", "a, x", 17)
        self.assertEqual(self.like("abcde", later="bcde", waiting=[2]),
                         (True, ["first"]))
        self.assertEqual(self.like("bcde", later="bcde"), (False, []))
        self.assertEqual(self.like("abcde", "c", later="de"),
                         (False, ["first"]))
        self.assertEqual(self.like("vw", later="xyz", waiting=[3]),
                         (True, ["second", "third"]))

    def test_three_explanations_of_a_half_written_file_are_none(self):
        self.wrong("fourth", "v, w, a", 17)
        self.assertEqual(self.like("vw", later="axyz"), (False, []))
        self.assertEqual(self.like("vw", later="axyz", waiting=[2]),
                         (True, ["third"]))

    def test_the_step_of_the_mistake(self):
        for name, step in (("first", 1), ("second", 2), ("third", None)):
            self.assertEqual(wrongs.step(
                "9-x/lab", "tests/9-x/wrong/lab/%s.patch" % name), step)

    def test_a_wrong_answer_may_name_the_step_itself(self):
        self.wrong("fourth", "a\nstep: 3", 7)
        path = "tests/9-x/wrong/lab/fourth.patch"
        self.assertEqual(wrongs.step("9-x/lab", path), 3)
        self.assertEqual(wrongs.header(path)["fails"], ["a"])

    def test_what_is_not_written(self):
        def unwritten(text):
            self.put("labs/9-x/lab.c", text)
            return [step for step, _ in steps.unwritten("9-x/lab")]
        path = "solutions/9-x/lab.c"
        starter = steps.holes.starter(path, REFERENCE)
        one = starter.replace("\tnot_written(__func__);", "\treturn 1;", 1)
        comment = one.index("/*\n * Step 2")
        self.assertEqual(unwritten(starter), [1, 2, 3])
        self.assertEqual(unwritten(one), [2, 3])
        below = one.index("int three")
        for written in (one[:below] + "static int my_two;\n\n" + one[below:],
                        one[:comment] + "static int two(void)\n{ }\n"
                        + one[comment:], one[:comment] + one[below:]):
            self.assertEqual(unwritten(written), [3])
        self.assertEqual(unwritten(REFERENCE), [])


class Compiler(unittest.TestCase):
    UNUSED = ("a.c:1:2: warning: 'f' defined but not used "
              "[-Wunused-function]\n")
    SHADOW = "a.c:3:4: warning: declaration of 'x' shadows [-Wshadow]\n"

    def test_unused_helpers_are_left_out_while_something_is_unwritten(self):
        log = self.UNUSED + self.SHADOW
        self.assertIn("'f'", shorten.compiler(log, "en"))
        self.assertEqual(shorten.compiler(log, "en", False),
                         "a.c:3:4: warning: declaration of 'x' shadows")
        self.assertEqual(shorten.compiler(self.UNUSED, "en", False), "")

    def test_how_many_in_all(self):
        log = "".join(self.SHADOW.replace("3", str(n)) for n in range(11, 16))
        self.assertIn("(5 in all)", shorten.compiler(log, "en"))
        self.assertIn("5 ", shorten.compiler(log, "zh").splitlines()[-1])


class OnTheStack(unittest.TestCase):
    REPORT = """==1==ERROR: AddressSanitizer: stack-buffer-overflow on address 0
READ of size 8 at 0x71 thread T0
    #0 0x55 in look solutions/given/handle.c:17
    #1 0x56 in leave labs/9-x/lab.c:9
"""

    def test_the_frame_may_be_that_of_a_function_that_has_returned(self):
        for lang, words in (("en", "of a function that has returned"),
                            ("zh", "已经返回的函数")):
            self.assertIn(words, shorten.sanitizer(self.REPORT, lang))


class BusyLoop(unittest.TestCase):
    def test_it_is_called_so_once(self):
        said = judge.told_panic("7 turns, and no time has passed: "
                                "a busy loop", "")
        self.assertEqual(said[0],
                         "A busy loop: 7 turns, and no time has passed")
        self.assertNotIn("busy", said[1])


class UseAfterFree(unittest.TestCase):
    REPORT = """==1==ERROR: AddressSanitizer: heap-use-after-free on address 0x6
READ of size 8 at 0x61 thread T0
    #0 0x55 in %s
    #1 0x56 in turn_all tests/9-x/lab.c:41

0x61 is located 72 bytes inside of 192-byte region [0x60,0x62)
freed by thread T0 here:
    #0 0x57 in __interceptor_free ../asan_malloc_linux.cpp:52
    #1 0x58 in %s
previously allocated by thread T0 here:
    #0 0x59 in __interceptor_calloc ../asan_malloc_linux.cpp:77
    #1 0x60 in make labs/9-x/lab.c:3
"""

    def rows(self, used, freed):
        said = shorten.sanitizer(self.REPORT % (used, freed), "en")
        return said.splitlines()[1:]

    def test_where_it_was_used_and_where_it_was_freed(self):
        self.assertEqual(
            self.rows("knock solutions/given/handle.c:17",
                      "leave labs/9-x/lab.c:9"),
            ["in knock, solutions/given/handle.c:17",
             "freed in leave, labs/9-x/lab.c:9"])
        self.assertEqual(
            self.rows("late labs/9-x/lab.c:5", "end tests/9-x/lab.c:40"),
            ["in late, labs/9-x/lab.c:5"])

    def test_nobody_knows_where(self):
        self.assertEqual(shorten.sanitizer(
            "ERROR: AddressSanitizer: heap-use-after-free on address 0x61\n",
            "en"), "Memory used after it was freed.")


if __name__ == "__main__":
    unittest.main()
