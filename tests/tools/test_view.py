"""How the verdict calls the steps of a suite; what it shows first."""
import os
import sys
import unittest
from unittest import mock

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
sys.path.insert(0, ROOT + "/tools")

import results              # noqa: E402
import view                 # noqa: E402

with mock.patch.dict(os.environ, LABS="", BEGUN=""):
    import lab              # noqa: E402

STEPS = ("8 given: buffer", "7 reader_read", "7 a, b", "1 reader_feed_data")


def rows(language, verdict=results.PASSED):
    tests = [results.Test("test_%d" % i, step, verdict, "no", "不", "")
             for i, step in enumerate(STEPS)]
    with mock.patch.dict(os.environ, BOOK_LANG=language):
        return view.short("reader", tests, None, 0)


class View(unittest.TestCase):
    def test_what_is_given_comes_last_and_has_no_number(self):
        self.assertEqual([row.strip() for row in rows("en")[1:]], [
            "✓ step 1, reader_feed_data: all 1 passed",
            "✓ step 7, reader_read: all 1 passed",
            "✓ step 7, a, b: all 1 passed",
            "✓ given: buffer: all 1 passed"])
        self.assertEqual([row.strip() for row in rows("zh")[1:]], [
            "✓ 第 1 步 reader_feed_data：1 个全通过",
            "✓ 第 7 步 reader_read：1 个全通过",
            "✓ 第 7 步 a, b：1 个全通过",
            "✓ 现成的 buffer：1 个全通过"])

    def test_a_failure_says_where_it_belongs(self):
        said = "\n".join(rows("en", "wrong"))
        self.assertIn("test_3 (step 1)", said)
        self.assertIn("given: buffer: 0 of 1 passed", said)
        test = results.Test("overflows", STEPS[0], "wrong", "no", "不")
        with mock.patch.dict(os.environ, BOOK_LANG="en"):
            self.assertIn("overflows (given)",
                          "\n".join(view.short("reader", [test], None, 0)))

    def test_a_lab_that_passes_names_the_command_that_shows_it(self):
        green = results.Result(results.PASSED, [results.Test(
            "a", "1 a", results.PASSED, "", "", "")])
        for name, command in (("loop", "make run LAB=loop"),
                              ("serve", "make serve")):
            with mock.patch.object(lab, "BEGUN", ["9-x/" + name]), \
                    mock.patch.object(results, "of", return_value=green):
                self.assertIn(command, lab.rows_of("9-x/" + name)[-1])

    def test_what_did_not_run_comes_last_and_decides_nothing(self):
        late = [results.Test("late_%d" % i, "1 one", "wrong",
                             "not run: no time", "没有运行") for i in range(9)]
        red = results.Test("hangs", "4 four", "wrong", "got 1", "实得 1")
        with mock.patch.dict(os.environ, BOOK_LANG="en"):
            said = "\n".join(view.short("reader", late + [red], None, 0))
            self.assertLess(said.index("hangs"), said.index("late_0"))
            for tests, begin in ((late + [red], True), (late, False)):
                said = lab.next_step(
                    "9-x/lab", results.Result("failed", tests), None)
                self.assertEqual("(step 4)" in said, begin, said)
                self.assertNotIn("(step 1)", said)


if __name__ == "__main__":
    unittest.main()
