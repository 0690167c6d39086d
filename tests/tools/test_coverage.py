"""make coverage: what is not reached is told, but for a panic."""
import sys
import unittest

import planted

sys.path.insert(0, str(planted.ROOT / 'tools'))

from coverage_read import Line      # noqa: E402
import coverage_told                # noqa: E402

TIMERS = 'solutions/1-basics/timers.c'
RETURN = '\tif (!ts)\n\t\treturn;\n'
UNREACHED = (RETURN, RETURN
             + '\tif (ts->count > 1000000)\n\t\tts->count = 1000000;\n'
             + '\tif (ts->count > 2000000)\n\t\tabort();\n')


class Coverage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tree = planted.Tree(cls, {
            **planted.project(), **planted.objects('coverage',
                                                   'coverage-fast')})

    def coverage(self):
        return self.tree.command('make', '-s', 'coverage', 'LAB=timers')

    def test_all_of_a_lab_is_reached(self):
        code, said = self.coverage()
        self.assertEqual(code, 0, said)
        self.assertRegex(said, r'timers\.c +(\d+)/\1 +(\d+)/\2 +\d+ +0 +0\n')

    def test_what_is_not_is_told_but_for_a_panic(self):
        with self.tree.planted(TIMERS, *UNREACHED):
            _, said = self.coverage()
        self.assertRegex(said, r'timers\.c:\d+: if \(ts->count > 1000000\)\n'
                               r'    branch \d/2 is never taken, to \d+: '
                               r'ts->count = 1000000;')
        self.assertRegex(said, r'timers\.c:\d+: ts->count = 1000000;')
        self.assertNotIn('2000000)', said)
        self.assertNotIn('abort()', said)

    def test_a_suite_that_fails_is_not_believed(self):
        with self.tree.planted(TIMERS, 'return ts->count;', 'return 7;'):
            _, said = self.coverage()
        self.assertIn('no count is believed', said)


class Told(unittest.TestCase):
    """Reasons, on counts made by hand."""

    def setUp(self):
        self.line = Line('timers_count', 1)
        self.line.branches = [[0, 50, False], [1, 51, False], [0, 52, True]]
        self.found = {'1-basics/timers': {49: self.line}}
        self.words = coverage_told.text(TIMERS, 49)

    def sorted(self, *rows):
        why = {coverage_told.Item(*row): [(1, 'because')] for row in rows}
        return coverage_told.sort('1-basics/timers', {49: self.line}, why)

    def test_a_branch_is_open_until_it_has_a_reason(self):
        explained, left = self.sorted()
        self.assertEqual((explained, len(left)), (0, 1))
        row = ('1-basics/timers', 'timers_count', self.words, '1/3')
        self.assertEqual(self.sorted(row), (1, []))

    def test_one_row_excuses_one_place(self):
        self.line.branches[1][0] = 0
        row = ('1-basics/timers', 'timers_count', self.words, '1/3')
        explained, left = self.sorted(row)
        self.assertEqual((explained, len(left)), (1, 1))

    def test_the_sums_leave_panics_out(self):
        self.assertEqual(coverage_told.sums({49: self.line}),
                         (1, 1, 2, 1, 1))


if __name__ == '__main__':
    unittest.main()
