"""Where bytes went wrong: the worst of several runs is believed."""
import os
import sys
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
sys.path += [os.path.join(ROOT, name) for name in (
    "tools", "classroom/blackbox")]

import excerpt      # noqa: E402
import several      # noqa: E402


def seen(*verdicts, said=""):
    return {"cases": [[str(i), verdict, "why"] for i, verdict
                      in enumerate(verdicts)], "said": said}


def verdicts(run):
    return [case[1] for case in run["cases"]]


class Several(unittest.TestCase):
    def play(self, first, *later):
        """What is believed of the first run, and how many more there were."""
        played, left = {"echo": first}, list(later)
        several.runs(lambda names: {"echo": left.pop(0)},
                     lambda name, of: of[name]["cases"], played, ["echo"])
        return played["echo"], len(later) - len(left)

    def test_what_is_right_or_stands_still_is_run_once(self):
        for first in seen("passed", "passed"), seen("timeout", "nothing"), \
                seen("memory", "wrong"):
            self.assertEqual(self.play(first), (first, 0))

    def test_the_worst_of_each_case(self):
        found, more = self.play(
            seen("passed", "wrong", "nothing"),
            seen("wrong", "nothing", "nothing"),
            seen("passed", "wrong", "wrong"),
            seen("passed", "crash", "nothing"))
        self.assertEqual((verdicts(found), more), (
            ["wrong", "crash", "wrong"], several.RUNS))

    def test_a_fault_in_memory_ends_it_and_is_everywhere(self):
        found, more = self.play(seen("passed", "wrong"),
                                seen("passed", "memory"))
        self.assertEqual(more, 1)
        self.assertEqual([case[1] for case in several.alike(found["cases"])],
                         ["memory", "memory"])
        for broken in ("wrong", "wrong", "nothing"), ("wrong", "passed",
                                                      "nothing"):
            self.assertEqual([case[1] for case in several.alike(
                seen("passed", *broken)["cases"])],
                ["passed", "wrong", "nothing", "nothing"])
        right = seen("passed", "wrong", "passed")["cases"]
        self.assertEqual(several.alike(right), right)

    def test_lines_of_several_tasks_stand_in_one_order(self):
        self.assertEqual(excerpt.lines("b failed\na failed\nb failed\n"),
                         ["a failed", "b failed"])
        self.assertEqual(excerpt.lines(
            "a failed\n==7==ERROR: AddressSanitizer: heap-use-after-free on "
            "address 0x1\n    #0 0x55 in calloc x.c:7\n"),
            ["ERROR: AddressSanitizer: heap-use-after-free"])
        self.assertEqual(excerpt.lines("a\nb\nc\npanic: x\nd")[0],
                         "panic: x")


if __name__ == "__main__":
    unittest.main()
