"""A class of 300, right, wrong and hostile mixed: no verdict is wrong, none is
lost, and who grades them again gets the same, to the last byte.

    CROWD=60 SEED=8 python3 tests/tools/test_grade_crowd_long.py
"""
import os
import sys
import time
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tests/classroom"))

import attack       # noqa: E402
import crowd        # noqa: E402
import outcome      # noqa: E402

COUNT, SEED = (int(os.environ.get(name, value))
               for name, value in (("CROWD", "300"), ("SEED", "7")))


class Class(attack.Attack):
    """Graded twice, each time from nothing."""

    def make(self, names, port):
        return crowd.Crowd(self.folder, SEED, self.out, port).all(COUNT)

    def __enter__(self):
        self.again = self.base + "/again"
        begin = time.monotonic()
        self.status, self.said = attack.grade(self.folder, self.out)
        self.seconds = time.monotonic() - begin
        self.status_again, _ = attack.grade(self.folder, self.again)
        return self


def kept(out):
    return {path[len(out):]: data for path, data in attack.texts(out)
            if os.path.basename(path) != "times.tsv"}


@unittest.skipIf(attack.WHY, "no bubblewrap here: %s" % attack.WHY)
class Crowd(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.crowd = Class(None)
        cls.addClassCleanup(cls.crowd.__exit__)
        cls.crowd.__enter__()
        students = {row.student for row in cls.crowd.rows}
        print("%d submissions, %d verdicts, %.0f s: %.2f s each" % (
            len(students), len(cls.crowd.rows), cls.crowd.seconds,
            cls.crowd.seconds / len(students)), flush=True)

    def test_no_verdict_is_wrong_and_none_lost(self):
        self.assertEqual(outcome.judge(self.crowd.rows, self.crowd.out), [])
        self.assertEqual((self.crowd.status, self.crowd.status_again), (0, 0))

    def test_nobody_gets_out(self):
        self.assertEqual(self.crowd.harm(), [])

    def test_a_second_run_is_identical(self):
        one, other = kept(self.crowd.out), kept(self.crowd.again)
        self.assertEqual(sorted(one), sorted(other))
        self.assertEqual([name for name in sorted(one)
                          if one[name] != other[name]], [])


if __name__ == "__main__":
    unittest.main()
