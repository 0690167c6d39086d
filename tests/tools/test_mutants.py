"""Mutants: each kind of mistake is made; each is judged as it should be; and
one that nobody notices stops the gate."""
import contextlib
import io
import os
import pathlib
import sys
import tempfile
import unittest
from unittest import mock

import planted

sys.path.insert(0, str(planted.ROOT / 'tools'))

import check_mutants    # noqa: E402
import mutants          # noqa: E402
import mutants_run      # noqa: E402
import mutate           # noqa: E402

LAB = '1-basics/tiny'
REFERENCE = f'solutions/{LAB}.c'


def made(text, suffix='.c'):
    """The mutants of a text."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, 'tiny' + suffix)
        path.write_text(text, 'utf-8')
        return mutate.mutants(path)


def changes(text, suffix='.c'):
    return [each.change for each in made(text, suffix)]


class Operators(unittest.TestCase):
    def has(self, body, *wanted, head=''):
        """A function with this body has these mutants."""
        text = f'{head}\nint f(int a, int b)\n{{\n\t{body}\n}}\n'
        found = changes(text)
        self.assertEqual([each for each in wanted if each not in found], [],
                         found)
        return found

    def test_conditions(self):
        self.has('if (a) b = 5; return b;', 'a => 0', 'a => 1', 'a => !(...)')
        self.has('while (a && b) a--; return b;', 'a && b => !(...)')
        self.has('return a ? 7 : b;', 'a => 0', 'a => 1')
        self.has('for (; a != b; ) a++; return 7;', 'a != b => 0')
        self.has('do a--; while (a); return b;', 'a => 0')

    def test_relations_and_their_bounds(self):
        for body, wanted in (('a < b', '<='), ('a <= b', '<'),
                             ('a > b', '>='), ('a >= b', '>'),
                             ('a == b', '!='), ('a != b', '==')):
            old = body.split()[1]
            self.has(f'return {body};', f'{old} => {wanted}')
        found = self.has('return a < 5;', '< => <=', '< => >=', '5 => 4')
        self.assertNotIn('5 => 6', found)   # that is <= once more

    def test_sums_and_bits(self):
        for one, other in ('+-', '*/', '&|', '/*', '|&', '-+', '%*'):
            self.has(f'return a {one} b;', f'{one} => {other}')
        self.has('a += b; return a;', '+= => -=', '+= => =')
        self.has('return a << b;', '<< => >>')

    def test_and_or(self):
        found = self.has('return a && b && a != b;', 'drop a &&',
                         'drop && b', 'drop && a != b', '&& => ||')
        self.assertEqual(found.count('&& => ||'), 2)
        self.has('return a || b;', 'drop a ||', 'drop || b', '|| => &&')

    def test_constants(self):
        self.has('b = 0; return a + 1 + 7;', '0 => 1', '1 => 0', '1 => 2',
                 '7 => 6', '7 => 8')
        self.has('return a == \'x\';', "'x' => ('x' + 1)")
        self.has('double d = 2.5; return d > a;', '2.5 => 0.0', '2.5 => 5.0')
        self.has('return N + a;', '16 => 15', head='#define N 16')
        self.has('return N + a;', '16 => 17', head='enum { N = 16 };')
        self.has('return n[a];', '3 => 4', head='static int n[] = { 3, 9 };')
        self.has('bool c = true; return c;', 'true => false',
                 head='#include <stdbool.h>')

    def test_statements(self):
        self.has('f(b, a); a = b; a++; return a;', 'delete f(b, a)',
                 'delete a = b', 'delete a++')
        found = self.has('if (a) return 7; return b;', 'delete return 7')
        self.assertNotIn('delete return b', found)  # nothing is behind it
        self.has('while (a) { if (b) break; continue; } return 7;',
                 'delete break', 'break => continue', 'continue => break')
        self.has('if (a) b = 5; else if (b) b = 6; return b;',
                 'delete else if (b) b = 6')
        self.has('int c = f(a, b); return c;', 'f(a, b) => 0')

    def test_returned_values(self):
        self.has('return a;', 'a => 0', 'a => -1', 'a => -(a)')
        self.has('return -b;', 'drop - b', '-b => 0', '-b => -1')
        self.assertIn('p => 0', changes('int *f(int *p) { return p; }\n'))

    def test_signs_and_steps(self):
        self.has('return !a;', 'drop ! a')
        self.has('return ~a;', 'drop ~ a')
        self.has('return a++ + --b;', '++ => --', '-- => ++')

    def test_arguments_of_one_type(self):
        self.has('return f(a, b);', 'a, b => b, a')
        found = changes('int f(int a, char *b);\nint g(int a, char *b)\n'
                        '{ return f(a, b); }\n')
        self.assertNotIn('a, b => b, a', found)

    def test_what_nobody_can_notice_is_not_made(self):
        found = changes('#include <stdlib.h>\n'
                        'void *f(void) { return calloc(3, sizeof(int[7]));'
                        ' }\n')
        self.assertEqual([each for each in found if each[0] in '37'],
                         ['3 => 2'])

    def test_inside_a_macro_nothing_is_cut(self):
        text = '#define MAX(x, y) ((x) < (y) ? (y) : (x))\n' \
               'int f(int a, int b) { return MAX(a, b + 1); }\n'
        self.assertIn('+ => -', changes(text))
        for each in made(text):
            self.assertIn('#define MAX(x, y) (', each.text.decode())


class Keys(unittest.TestCase):
    TEXT = 'int f(int a)\n{\n\tif (a)\n\t\treturn 7;\n\treturn 7;\n}\n'

    def test_they_name_function_line_and_change(self):
        keys = [each.key for each in made(self.TEXT)]
        self.assertIn('f | if (a) | a => 0', keys)
        self.assertIn('f | return 7; | 7 => 8', keys)
        self.assertIn('f | return 7; | 7 => 8 #2', keys)
        self.assertEqual(len(keys), len(set(keys)))

    def test_they_stay_when_lines_move(self):
        self.assertEqual([each.key for each in made(self.TEXT)],
                         [each.key for each in made('\n/* a */\n'
                                                    + self.TEXT)])

    def test_a_line_outside_belongs_to_no_function(self):
        keys = [each.key for each in made(
            '#define N 9\nint f(void) { return N; }\n')]
        self.assertIn('- | #define N 9 | 9 => 8', keys)


class Assembly(unittest.TestCase):
    def test_instructions(self):
        found = changes('FUNCTION(f)\n\t/* mov %a, %b */\n\tpush\t%rbx\n'
                        '\tpush\t%rbp\n\tmov\t%rdi, 2 * 8(%rax)\n\tret\n',
                        '.S')
        self.assertEqual(found, [
            'delete push %rbx', 'below push %rbp', 'delete push %rbp',
            'delete mov %rdi, 2 * 8(%rax)',
            '%rdi, 2 * 8(%rax) => 2 * 8(%rax), %rdi', '2 => 1', '2 => 3',
            '8 => 7', '8 => 9', 'delete ret'])


class Judged(unittest.TestCase):
    """At the lab tiny, in a copy of the project."""

    @classmethod
    def setUpClass(cls):
        cls.addClassCleanup(os.chdir, os.getcwd())
        cls.tree = planted.Tree(
            cls, {**planted.project(), **planted.objects('gcc-O0', 'asan')})
        os.chdir(cls.tree.root)
        cls.text = pathlib.Path(REFERENCE).read_bytes()
        mutants.build([LAB])
        kept = tempfile.TemporaryDirectory()
        cls.addClassCleanup(kept.cleanup)
        cls.hows, cls.failed = mutants_run.prepared(LAB, cls.text, kept.name)
        # It does something, and no contract speaks of it.
        cls.unseen = mutate.Mutant('f | x; | planted', 7, cls.text.replace(
            b'\treturn ', b'\tstatic volatile int seen;\n\n\tseen++;\n'
            b'\treturn ', 1), 'planted')
        cls.wrong = mutate.Mutant('f | y; | broken', 9, cls.text.replace(
            b'return', b'return 3 -', 1), 'broken')

    def state(self, old, new):
        self.assertIn(old, self.text)
        return mutants_run.judged(self.hows, self.text,
                                  self.text.replace(old, new, 1))

    def test_the_reference_is_whole(self):
        self.assertEqual(self.failed, [])

    def test_what_the_compiler_finds_equal(self):
        self.assertEqual(self.state(b'NULL', b'(NULL)')[0], 'equal')

    def test_what_does_not_compile(self):
        self.assertEqual(self.state(b'return', b'retur')[0], 'invalid')

    def test_what_a_test_notices(self):
        state, flavour, tests = mutants_run.judged(self.hows, self.text,
                                                   self.wrong.text)
        self.assertEqual((state, flavour), ('killed', 'gcc-O0'))
        self.assertTrue(set(tests) <= set(mutants_run.tests(LAB)), tests)

    def test_what_never_ends_costs_little(self):
        for forever in (b'for (;;)\n\t\t;', b'extern int pause(void);\n\n'
                        b'\tpause();'):
            state, _, tests = self.state(b'\n{\n', b'\n{\n\t' + forever
                                         + b'\n')
            self.assertEqual((state, len(tests)), ('killed', 1))

    def test_what_only_the_sanitizers_notice(self):
        state, flavour, _ = self.state(
            b'\treturn ', b'\tvolatile int none = 31;\n\n\tnone = 1 << none <<'
            b' none;\n\treturn ')
        self.assertEqual((state, flavour), ('killed', 'asan'))

    def gate(self, reasons, *found, kills=''):
        """What check-mutants says when these are all the mutants."""
        self.tree.write('tests/1-basics/mutants/tiny.tsv', reasons)
        self.tree.write('tests/1-basics/mutants/tiny.kills.tsv', kills)
        said = io.StringIO()
        with mock.patch.object(mutate, 'mutants', return_value=list(found)), \
                mock.patch.object(mutants, 'build'), \
                contextlib.redirect_stdout(said), \
                self.assertRaises(SystemExit) as end:
            check_mutants.main(LAB)
        return end.exception.code, said.getvalue()

    def test_the_gate(self):
        key = self.unseen.key
        code, said = self.gate('', self.unseen, self.wrong)
        self.assertEqual(code, 1)
        self.assertRegex(said, f'(?m)^{REFERENCE}:7: .*f \\| x; \\| planted')
        self.assertTrue(said.endswith('1 passed, 1 failed, 0 skipped\n'), said)
        code, said = self.gate(f'{key}\tnobody asks\n', self.unseen,
                               self.wrong)
        self.assertEqual(code, 0, said)
        self.assertTrue(said.endswith('2 passed, 0 failed, 0 skipped\n'))
        test = sorted(mutants_run.tests(LAB))[0]
        code, said = self.gate(f'{key}\tnobody asks\n', self.unseen,
                               kills=f'{test}\tmutant\t{key}\n')
        self.assertEqual(code, 1)
        self.assertRegex(said, '(?m)^tests/1-basics/mutants/tiny.kills.tsv:1:')
        code, said = self.gate('', *[self.wrong] * 3, *[mutate.Mutant(
            f'f | z | {i}', 1, b'no C', '') for i in range(3)])
        self.assertEqual(code, 1)
        self.assertRegex(said, f'(?m)^{REFERENCE}:1: of 6 mutants only 3')
        for rows, *found in ((f'{key}\t\n', self.unseen),
                             (f'{self.wrong.key}\tx\n', self.wrong),
                             ('f | z | gone\tx\n', self.wrong)):
            code, said = self.gate(rows, *found)
            self.assertEqual(code, 1)
            self.assertRegex(said, r'(?m)^tests/1-basics/mutants/tiny.tsv:1: ')


if __name__ == '__main__':
    unittest.main()
