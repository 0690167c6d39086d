"""Every hostile submission, every trick of tests/hostile, every odd name: no
false pass, no lost result, no harm. A sample: test_grade_attacks.py.
"""
import os
import sys
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tests/classroom"))

import attack       # noqa: E402


@unittest.skipIf(attack.WHY, "no bubblewrap here: %s" % attack.WHY)
class All(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.attack = attack.Attack(None)
        cls.addClassCleanup(cls.attack.__exit__)
        cls.attack.__enter__()

    def test_the_grader_goes_to_its_end(self):
        self.assertEqual(self.attack.status, 0, self.attack.said[-3000:])
        self.assertNotIn("Traceback", self.attack.said)

    def test_every_verdict_is_as_expected(self):
        self.assertEqual(self.attack.wrong(), [])

    def test_nobody_gets_out(self):
        self.assertEqual(self.attack.harm(), [])


if __name__ == "__main__":
    unittest.main()
