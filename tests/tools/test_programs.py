"""check-programs, seen to stop. In a copy of the project, at the program hello
and its twin."""
import re
import unittest

import planted

LAB = '1-basics/tiny'
C, PYTHON = (f'labs/1-basics/programs/hello.{kind}' for kind in ('c', 'py'))
TABLE = 'tests/programs.txt'


class Programs(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        files = {name: file for name, file in planted.project().items()
                 if '/programs/' not in name or '/programs/hello.' in name}
        files.update(planted.objects('asan', 'gcc-O2', 'clang-O2'))
        files[TABLE] = '# nothing\n'
        cls.tree = planted.Tree(cls, files)

    def gate(self):
        return self.tree.gate('check_programs.py', LAB)

    def passes(self):
        code, said = self.gate()
        self.assertEqual(code, 0, said)

    def stops(self, path, line=1):
        code, said = self.gate()
        self.assertEqual(code, 1, said)
        self.assertRegex(said, f'(?m)^{re.escape(path)}:{line}: ')

    def test_programs(self):
        self.passes()
        for old, new, path in (('Hello again', 'Goodbye', PYTHON),
                               ('\tint rc;', '\tint rc, unused;', C),
                               (') < 0;', ') < 1;', C)):
            with self.tree.planted(path, old, new):
                self.stops(path)

    def numbers(self, c, python):
        """hello and its twin print these numbers of threads."""
        return (self.tree.planted(C, 'Hello world!', f'{c[0]}, {c[1]}'),
                self.tree.planted(PYTHON, 'Hello world!',
                                  f'{python[0]}, {python[1]}'))

    def test_numbers_of_threads_are_equal_or_differ_at_the_same_places(self):
        one, two = '(7f1234567890)', '(7fabcdefabcd)'
        for c, python, good in (((one, one), (two, two), True),
                                ((one, two), (two, one), True),
                                ((one, one), (one, two), False)):
            in_c, in_python = self.numbers(c, python)
            with in_c, in_python:
                (self.passes if good else lambda: self.stops(PYTHON))()

    def test_the_table(self):
        for row in ('hello', '1-basics/nosuch: with x', '1-basics/hello: x',
                    '1-basics/hello: by tests/nosuch.py',
                    '1-basics/hello: by tests/tools/odd_servers.py'):
            with self.tree.planted(TABLE, '# nothing', f'# no\n{row}'):
                self.stops(TABLE, 2)

    def test_arguments(self):
        with self.tree.planted(C, '(void)', '(int argc, char **argv)'), \
                self.tree.planted(C, ') < 0;', ') < 0 || argc != 3;'):
            self.stops(C)
            with self.tree.planted(TABLE, '# nothing',
                                   '1-basics/hello: with one "two words"'):
                self.passes()

    def test_what_a_test_runs_is_only_built(self):
        row = '1-basics/hello: by tests/tools/test_programs.py'
        with self.tree.planted(TABLE, '# nothing', row):
            with self.tree.planted(C, ') < 0;', ') < 1;'):
                self.passes()
            with self.tree.planted(C, '\tint rc;', '\tint rc, unused;'):
                self.stops(C)


if __name__ == '__main__':
    unittest.main()
