"""Hostile submissions do no harm, and none passes: a sample, graded for real.

All of them, with those of tests/hostile, in test_grade_attacks_long.py.
"""
import os
import sys
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tests/classroom"))

import attack       # noqa: E402

SAMPLE = """
honest secret link_passwd link_neighbour link_folder link_submission fifo
socket_file device folder_as_file hard_link sparse two_megabytes empty
empty_folder returns utf16 nul_bytes many_files deep two_differ other_names
own_makefile own_tests own_results own_header language_link
includes_passwd includes_solution_far includes_neighbour includes_environ
incbin has_include bomb_data bomb_includes error_html one_long_error
weak constructor init_section own_malloc own_judge ifunc
prints_html prints_junit prints_bytes
raw_kill_all raw_kill_first raw_daemon raw_network raw_reads raw_writes
raw_remembers raw_exec raw_escape raw_verdicts raw_rewrites raw_forges
trick-exit trick-forged trick-raw_exit trick-includes_solution
""".split()


@unittest.skipIf(attack.WHY, "no bubblewrap here: %s" % attack.WHY)
class Attacks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.attack = attack.Attack(SAMPLE)
        cls.addClassCleanup(cls.attack.__exit__)
        cls.attack.__enter__()
        cls.wrong = cls.attack.wrong()

    def test_the_grader_goes_to_its_end(self):
        self.assertEqual(self.attack.status, 0, self.attack.said)
        self.assertNotIn("Traceback", self.attack.said)

    def test_nobody_gets_out(self):
        self.assertEqual(self.attack.harm(), [])

    def test_nobody_knows_what_others_have(self):
        self.assertEqual([row for row in self.wrong if "knows" in row], [])


def of(row):
    def test(self):
        begin = "%r " % row.student
        self.assertEqual([line for line in self.wrong
                          if line.startswith(begin)], [])
    return test


for name in SAMPLE:
    setattr(Attacks, "test_%s" % name.replace("-", "_"),
            of(attack.make.expected.Row(name, "", [])))


if __name__ == "__main__":
    unittest.main()
