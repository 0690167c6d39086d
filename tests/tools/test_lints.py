"""Each lint is seen to stop at a fault planted for it, with file and line."""
import re
import unittest

import planted

HEADER = '''#ifndef X_H
#define X_H

/*
 * x_add - add two numbers.
 *
 *   asyncio   (no counterpart)
 *   a, b      the numbers
 *   returns   their sum
 *   suspends  no
 */
int x_add(int a, int b);

/*
 * x_wait - pause.
 *
 *   asyncio   await
 *   returns   0
 *   suspends  yes: only inside a coroutine
 */
int x_wait(void);

#endif
'''
SOURCE = '''#include "x.h"

int x_add(int a, int b)
{
	return a + b;
}

int x_wait(void)
{
	return coro_yield(0);
}
'''
SUITE = '''START_TEST(adds) /* L01 */
{
}
END_TEST
'''
ROWS = '''| id | what |
|---|---|
| L02 | otherwise |
'''
LIST = ('L01\tloop\tfirst\ttest\nL02\tloop\tsecond\ttest\n'
        'G01\tgather\tlater\ttest\n')
SCRIPT = '#!/bin/sh\necho "$1"\n'


class Lints(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tree = planted.Tree(cls, {
            '.clang-format': planted.ROOT / '.clang-format',
            'include/x.h': HEADER, 'solutions/1-basics/x.c': SOURCE,
            'tests/1-basics/x.c': SUITE, 'tools/x.py': 'print(1)\n',
            'tools/x': SCRIPT, 'docs/asyncio-behaviours.tsv': LIST,
            'docs/decisions/asyncio-coverage.md': ROWS})

    def passes(self, script, *words):
        code, said = self.tree.gate(script, *words)
        self.assertEqual(code, 0, said)

    def stops(self, script, path, old, new, where, *words):
        with self.tree.planted(path, old, new):
            code, said = self.tree.gate(script, *words)
        self.assertEqual(code, 1, said)
        self.assertRegex(said, '(?m)^' + re.escape(where) + ': ')
        self.assertRegex(said, r'\d+ passed, [1-9]\d* failed, 0 skipped\n$')

    def test_contracts(self):
        def stops(old, new, line):
            self.stops('check_contracts.py', 'include/x.h', old, new,
                       f'include/x.h:{line}')
        self.passes('check_contracts.py')
        stops(' * x_add - add', ' * x_sum - add', 12)
        stops(' */\nint x_add', ' */\n\nint x_add', 13)
        stops(' *   a, b      ', ' *   a, c      ', 8)
        stops(' *   returns   their sum\n', '', 11)
        stops(' *   suspends  no\n', '', 11)
        stops(' *   suspends  no\n', ' *   suspends  yes\n', 12)
        stops('suspends  yes: only inside a coroutine', 'suspends  no', 21)
        stops(' *   asyncio   (no counterpart)\n', '', 11)
        stops('returns   their sum', 'returns', 9)
        stops(' *   returns   their sum\n *   suspends  no\n',
              ' *   suspends  no\n *   returns   their sum\n', 10)

    def test_style_of_every_file(self):
        def stops(path, old, new, line):
            self.stops('check_style.py', path, old, new, f'{path}:{line}')
        self.passes('check_style.py')
        stops('tests/1-basics/x.c', '}\n', '} \n', 3)
        stops('tests/1-basics/x.c', 'END_TEST\n', 'END_TEST', 4)
        stops('tools/x.py', 'print(1)', '# ' + 'TO' 'DO', 1)
        stops('tools/x.py', 'print(1)', f'# {self.tree.root}/x', 1)
        stops('tools/x.py', 'print(1)', '# see /ho' 'me/someone/x', 1)
        stops('tools/x.py', 'print(1)', 'print(1', 1)
        stops('tools/x.py', 'print(1)', 'print(1)\n' * 160, 161)
        stops('tools/x.py', '1', '"' + '宽' * 40 + '"', 1)
        stops('tools/x', '"$1"', '$1', '2:6')

    def test_style_of_c(self):
        def stops(old, new, line):
            path = 'solutions/1-basics/x.c'
            self.stops('check_style.py', path, old, new, f'{path}:{line}')
        stops('\treturn a + b;', '\treturn a  +  b;', 5)
        stops('\treturn a + b;', '\treturn a + b;\n' * 60, 3)
        stops('int x_add', '#ifdef X\n#endif\nint x_add', 3)
        self.stops('check_style.py', 'solutions/1-basics/x.c',
                   re.compile(r'(?s)(\treturn a.*?;\n)(.*?)(\tr.*?;\n)'),
                   lambda m: m[1] * 13 + m[2] + m[3] * 13, 'solutions/:1')

    def test_behaviours(self):
        def stops(path, old, new, where):
            self.stops('check_behaviours.py', path, old, new, where, 'loop')
        self.passes('check_behaviours.py', 'loop')
        rows = 'docs/decisions/asyncio-coverage.md'
        stops('tests/1-basics/x.c', ' /* L01 */', '',
              'docs/asyncio-behaviours.tsv:1')
        stops(rows, '| L02', '| second',
              'docs/asyncio-behaviours.tsv:2')
        stops('tests/1-basics/x.c', 'L01 ', 'L01, L77 ',
              'tests/1-basics/x.c:1')
        stops(rows, 'L02', 'L99', f'{rows}:3')
        code, said = self.tree.gate('check_behaviours.py', 'loop', 'gather')
        self.assertIn('docs/asyncio-behaviours.tsv:3: ', said)

    def test_nothing_looked_at_is_a_failure(self):
        code, said = self.tree.gate('check_behaviours.py', 'nosuchgroup')
        self.assertEqual(code, 1)
        self.assertIn('0 passed, 1 failed, 0 skipped', said)


class Words(unittest.TestCase):
    """The catalogues stand beside their checker: a copy of the tools."""

    @classmethod
    def setUpClass(cls):
        cls.tree = planted.Tree(cls, {
            name: file for name, file in planted.project().items()
            if name.startswith('tools/') or name == 'Makefile'})

    def stops(self, path, old, new, where):
        with self.tree.planted(path, old, new):
            code, said = self.tree.command(
                'python3', 'tools/check_words.py')
        self.assertEqual(code, 1, said)
        self.assertRegex(said, where)

    def test_catalogues_must_agree(self):
        self.stops('tools/words/zh.txt', re.compile(r'(?m)^check\.log.*\n'),
                   '', r'(?m)^tools/words/en\.txt:\d+: check\.log: ')
        self.stops('tools/words/zh.txt', re.compile(r'(?m)^(check\.log.*)$'),
                   r'\1 {other}', r'(?m)^tools/words/en\.txt:\d+: check\.log')
        self.stops('tools/words/zh.txt', re.compile(r'\Z'),
                   'check.extra = 多了\n',
                   r'(?m)^tools/words/zh\.txt:\d+: check\.extra: ')
        self.stops('tools/check.py', "'check.gate'", "'check.nosuch'",
                   r'(?m)^tools/words/\S+:\d+: check\.(gate|nosuch): ')


if __name__ == '__main__':
    unittest.main()
