"""The gate of what is given: a fault planted in a module is told at its test.
"""
import re
import unittest

import planted


class Given(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tree = planted.Tree(cls, {**planted.project(),
                                      **planted.objects('asan')})
        for path in (cls.tree.root / 'tests/given').glob('*.c'):
            if path.stem != 'pipe':
                path.unlink()

    def test_what_is_right_passes(self):
        code, said = self.tree.gate('check_given.py', 'asan')
        self.assertEqual(code, 0, said)
        self.assertRegex(said, r'[1-9] passed, 0 failed, 0 skipped\n$')

    def test_a_fault_is_told_at_its_test(self):
        suite = (self.tree.root / 'tests/given/pipe.c').read_text('utf-8')
        line = suite[:suite.index('START_TEST(a_pipe_that_would')].count('\n')
        with self.tree.planted('solutions/given/pipe.c', 'close(ends[0]);',
                               ''):
            code, said = self.tree.gate('check_given.py', 'asan')
        self.assertEqual(code, 1, said)
        self.assertRegex(said, f'(?m)^tests/given/pipe.c:{line + 1}: asan: '
                               'a_pipe_that_would')
        self.assertRegex(said, r'[1-9] passed, 1 failed, 0 skipped\n$')

    def test_what_does_not_compile(self):
        with self.tree.planted('tests/given/pipe.c', re.compile(r'\Z'), 'x'):
            code, said = self.tree.gate('check_given.py', 'asan')
        self.assertEqual(code, 1)
        self.assertRegex(said, r'(?m)^tests/given/pipe.c:\d+:')


if __name__ == '__main__':
    unittest.main()
