"""The kill table: a test that nothing can fail stops the gate, and so does a
row that is not true any more."""
import os
import pathlib
import re
import sys
import unittest
from unittest import mock

import planted

sys.path.insert(0, str(planted.ROOT / 'tools'))

import kills            # noqa: E402
import mutants_how      # noqa: E402
import mutants_rows     # noqa: E402

LAB = '1-basics/two'
SUITE = f'tests/{LAB}.c'
ROWS = 'tests/1-basics/mutants/two.kills.tsv'
REASONS = 'tests/1-basics/mutants/two.tsv'
WRONG = 'tests/1-basics/wrong/two/one.patch'
KEY = 'f | return 7; | 7 => 8'
FILES = {
    f'solutions/{LAB}.c': 'int f(void)\n{\n\treturn 7;\n}\n',
    SUITE: '#include "expect.h"\nSTART_TEST(first)\n{\n}\nEND_TEST\n\n'
           'START_TEST(second)\n{\n}\nEND_TEST\n',
    WRONG: 'fails: first\nen: a\nzh: 中\n\n--- a/solutions/1-basics/two.c\n',
    ROWS: f'second\tmutant\t{KEY}\n',
    REASONS: 'f | return 7; | 7 => 6\tseven is as good as six\n',
}


class Kills(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tree = planted.Tree(cls, FILES)

    def stops(self, where, path, old, new):
        with self.tree.planted(path, old, new):
            code, said = self.tree.gate('check_kills.py', LAB)
        self.assertEqual(code, 1, said)
        self.assertRegex(said, f'(?m)^{re.escape(where)}: ')
        self.assertRegex(said, r'\d passed, 1 failed, 0 skipped\n$')

    def test_every_test_can_fail(self):
        code, said = self.tree.gate('check_kills.py', LAB)
        self.assertEqual(code, 0, said)
        self.assertTrue(said.endswith('6 passed, 0 failed, 0 skipped\n'))

    def test_a_test_that_nothing_fails(self):
        self.stops(f'{SUITE}:2', WRONG, 'fails: first', 'fails: third')
        self.stops(f'{SUITE}:7', ROWS, f'second\tmutant\t{KEY}\n', '')

    def test_rows_that_are_not_true_any_more(self):
        self.stops(f'{ROWS}:2', ROWS, re.compile(r'\Z'),
                   'third\treason\tnobody\n')
        self.stops(f'{ROWS}:2', ROWS, re.compile(r'\Z'),
                   'first\treason\tnobody\n')
        self.stops(f'{ROWS}:1', ROWS, 'mutant', 'moth')
        self.stops(f'{ROWS}:1', ROWS, KEY, '')
        self.stops(f'{ROWS}:1', ROWS, 'return 7;', 'return 5;')
        self.stops(f'{ROWS}:1', ROWS, KEY, f'given/nobody: {KEY}')

    def test_reasons_that_are_none(self):
        self.stops(f'{REASONS}:1', REASONS, '\tseven is as good as six', '')
        self.stops(f'{REASONS}:1', REASONS, 'return 7;', 'return 5;')

    def test_a_file_that_belongs_to_no_lab(self):
        self.tree.write('tests/1-basics/mutants/tow.tsv', '')
        code, said = self.tree.gate('check_kills.py', LAB)
        (self.tree.root / 'tests/1-basics/mutants/tow.tsv').unlink()
        self.assertEqual(code, 1)
        self.assertIn('tests/1-basics/mutants/tow.tsv:1: ', said)

    def test_the_table(self):
        code, said = self.tree.gate('kills.py', LAB)
        self.assertEqual(code, 0, said)
        self.assertEqual(said.splitlines()[1].split(),
                         [LAB, '2', '1', '1', '1', '0', '0'])


class Written(unittest.TestCase):
    """The rows anew, from what the last run has found."""

    @classmethod
    def setUpClass(cls):
        cls.addClassCleanup(os.chdir, os.getcwd())
        cls.tree = planted.Tree(cls, FILES)
        os.chdir(cls.tree.root)

    def written(self, rows, *judged):
        """The rows after a run that has judged these mutants."""
        self.tree.write(ROWS, rows)
        self.tree.write(f'build/mutants/{LAB}.tsv', ''.join(
            mutants_rows.Row(key, state, 'gcc-O0', 3, tests).text() + '\n'
            for key, state, tests in judged))
        kills.write(LAB)
        path = pathlib.Path(ROWS)
        return path.read_text('utf-8') if path.exists() else ''

    def test_the_mutant_that_fails_the_fewest_tests(self):
        judged = (('a', 'killed', ['first', 'second']),
                  ('b', 'killed', ['second']), ('c', 'survived', []))
        self.assertEqual(self.written('', *judged), 'second\tmutant\tb\n')
        self.assertEqual(self.written('second\tmutant\ta\n', *judged),
                         'second\tmutant\ta\n')
        self.assertEqual(self.written('second\treason\tx\n', *judged),
                         'second\tmutant\tb\n')

    def test_a_mutant_of_what_is_given(self):
        self.tree.write('build/mutants/given/buffer.tsv', mutants_rows.Row(
            'grow | x; | y', 'killed', 'gcc-O0', 3, ['second']).text() + '\n')
        with mock.patch.dict(mutants_how.GIVEN, {'buffer': [LAB]}):
            self.assertEqual(self.written(''),
                             'second\tmutant\tgiven/buffer: grow | x; | y\n')
            own = ('a', 'killed', ['first', 'second'])
            self.assertEqual(self.written('', own), 'second\tmutant\ta\n')

    def test_reasons_stay(self):
        self.assertEqual(self.written('second\treason\tx\n'),
                         'second\treason\tx\n')
        self.assertEqual(self.written('first\treason\tx\n'), '')


if __name__ == '__main__':
    unittest.main()
