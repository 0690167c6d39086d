"""The gates that compile, each seen to stop: wrong, reference, starters. In
copies of the project, at the lab tiny. Programs: test_programs.py."""
import contextlib
import io
import os
import pathlib
import re
import sys
import tempfile
import unittest
from unittest import mock

import planted

sys.path.insert(0, str(planted.ROOT / 'tools'))

import answers          # noqa: E402
import check_wrong      # noqa: E402
import gate             # noqa: E402
import results          # noqa: E402
import source           # noqa: E402
import trials           # noqa: E402

LAB = '1-basics/tiny'
REFERENCE = f'solutions/{LAB}.c'
WRONG = 'tests/1-basics/wrong/tiny'


class Busy(unittest.TestCase):
    """A machine on which the last tests had no time left."""

    def result(self, *sentences):
        return results.Result('failed', [
            results.Test(f'test_{i}', '1 one', 'wrong', text)
            for i, text in enumerate(sentences)])

    def judged(self, fails, first, *again):
        """The answer's red tests, and whether it was judged again."""
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.addCleanup(os.chdir, os.getcwd())
        os.chdir(folder.name)
        pathlib.Path('build/verdict').mkdir(parents=True)
        pathlib.Path('build/verdict/a.tsv').touch()
        cases = {'a': (LAB, None, fails)}
        with mock.patch.object(check_wrong.trials, 'judge', side_effect=[
                ({'a': each}, '') for each in again] or [({}, '')]) as judge:
            found = check_wrong.judge_again(cases, 'asan', {'a': first})
        return found['a'].failing(), bool(judge.call_args[0][0])

    def test_is_judged_again(self):
        right = self.result('got 1')
        late = self.result('got 1', 'not run: no time')
        self.assertEqual(self.judged({'test_0'}, late, right),
                         (['test_0'], True))
        slow = self.result('got 1', 'timed out')
        self.assertEqual(self.judged({'test_0'}, slow, right),
                         (['test_0'], True))

    def test_what_fails_as_named_is_not(self):
        late = self.result('got 1', 'not run: no time')
        self.assertEqual(self.judged({'test_0', 'test_1'}, late)[1], False)

    def test_a_right_answer_that_ran_gets_no_second_chance(self):
        self.assertEqual(self.judged(set(), self.result('got 1'))[1], False)
        late = self.result('not run: no time')
        self.assertEqual(self.judged(set(), late, self.result())[1], True)


class Few(unittest.TestCase):
    """Of the wrong answers, enough to fail each test that one of them fails."""

    def few(self, **fails):
        return sorted(answers.few({
            name: (LAB, None, set(tests)) for name, tests in fails.items()}))

    def test_who_adds_nothing_is_left_out(self):
        self.assertEqual(self.few(x='a', y='abc', z='cd', w='b'), ['y', 'z'])

    def test_each_lab_has_its_own_tests(self):
        cases = {name: (lab, None, {'a'}) for name, lab in
                 (('x', LAB), ('y', '1-basics/loop'), ('z', LAB))}
        self.assertEqual(sorted(answers.few(cases)), ['x', 'y'])

    def test_right_answers_are_all_judged(self):
        self.assertEqual(self.few(x='a', right='', y='a', left=''),
                         ['left', 'right', 'x'])


class InTurn(unittest.TestCase):
    """What costs nothing comes first; the sanitizers see the rest."""

    def flavours(self, **failing):
        """In which flavours an answer is judged that shall fail `a`."""
        def judge(cases, flavour, *options):
            tests = [results.Test(name, '1 one', 'wrong', 'got 1')
                     for name in failing[flavour]]
            asked.extend([flavour] * bool(cases))
            return {name: results.Result('failed', tests) for name in cases}

        asked = []
        case = LAB, pathlib.Path('x.patch'), {'a'}
        with mock.patch.object(check_wrong, 'judge', judge):
            found = check_wrong.judge_in_turn({'x': case}, list(failing))
        return asked, found['x'][0].failing()

    def test_the_first_is_enough_where_it_fails_as_named(self):
        self.assertEqual(self.flavours(plain='a', asan='b'), (['plain'], ['a']))

    def test_else_the_next_one_says(self):
        self.assertEqual(self.flavours(plain='', asan='a'),
                         (['plain', 'asan'], ['a']))
        self.assertEqual(self.flavours(plain='ab', asan='b'),
                         (['plain', 'asan', 'asan'], ['b']))    # once more


class Floors(unittest.TestCase):
    """A wrong answer may fail other tests on the fast floor, and says so."""

    def named(self, text):
        file = tempfile.NamedTemporaryFile('w', suffix='.patch')
        self.addCleanup(file.close)
        file.write(text + 'en: x\nzh: 中\n\n--- a/x\n')
        file.flush()
        judge = gate.Gate()
        found = answers.header(judge, pathlib.Path(file.name))
        judge.item()
        self.assertEqual(judge.failed, 0)
        return found['-fast'], found['']

    def test_the_same_unless_it_says_otherwise(self):
        self.assertEqual(self.named('fails: a, b\n'), ({'a', 'b'},) * 2)
        self.assertEqual(self.named('fails: a, b\nfails-fast: a\n'),
                         ({'a'}, {'a', 'b'}))

    def test_the_flavour_decides(self):
        asked = []
        with mock.patch.object(answers, 'collect', side_effect=lambda *of:
                               asked.append(of[2]) or {}), \
                mock.patch.object(gate.Gate, 'close'):
            check_wrong.main('--in', 'gcc-O0-fast asan-fast', LAB)
            check_wrong.main(LAB)
        self.assertEqual(asked, ['-fast', ''])


class Machines(unittest.TestCase):
    """A lab in assembly: its answers are for one machine."""

    def collected(self, machine):
        """(the cases, how many were skipped) of lab switch."""
        self.addCleanup(os.chdir, os.getcwd())
        os.chdir(planted.ROOT)
        judge = gate.Gate()
        with mock.patch.object(source, 'MACHINE', machine), \
                mock.patch.object(trials, 'put'), \
                contextlib.redirect_stdout(io.StringIO()):
            found = answers.collect(judge, ['4-summary/switch'])
        judge.item()
        return found, judge.skipped, judge.failed

    def test_another_ones_are_skipped_and_counted(self):
        ours, theirs, failed = self.collected('x86_64')
        self.assertEqual(failed, 0)
        others, skipped, failed = self.collected('aarch64')
        self.assertEqual((len(others), skipped, failed),
                         (theirs, len(ours), 0))

    def test_nothing_to_judge(self):
        self.assertEqual(trials.judge([]), ({}, ''))


class Gates(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tree = planted.Tree(
            cls, {**planted.project(), **planted.objects('asan', 'clang-O2')})
        cls.patches = sorted((cls.tree.root / WRONG).glob('*.patch'))
        cls.patch = f'{WRONG}/{cls.patches[0].name}'

    def stops(self, where, *command):
        code, said = self.tree.gate(*command)
        self.assertEqual(code, 1, said)
        self.assertRegex(said, f'(?m)^{where}: ')
        self.assertRegex(said, r'\d+ passed, [1-9]\d* failed, 0 skipped\n$')

    def wrong(self, path, old, new, where):
        with self.tree.planted(path, old, new):
            self.stops(re.escape(where), 'check_wrong.py', LAB)

    def test_wrong_answers(self):
        code, said = self.tree.gate('check_wrong.py', LAB)
        self.assertEqual(code, 0, said)
        first = re.compile(r'(?m)^fails: .*$')
        self.wrong(self.patch, first, 'fails: no_such_test',
                   f'{self.patch}:1')
        self.wrong(self.patch, re.compile(r'(?m)^zh: .*$\n'), '',
                   f'{self.patch}:1')
        self.wrong(self.patch, re.compile(r'(?m)^zh: .*$'), 'zh: English.',
                   f'{self.patch}:1')
        self.wrong(self.patch, re.compile('^'), 'Just a word.\n',
                   f'{self.patch}:1')
        self.wrong(self.patch, re.compile(r'(?m)^ \t'), ' \tno ',
                   f'{self.patch}:1')
        self.wrong(self.patch, re.compile(r'(?m)^\+(\t\w.*)$'),
                   r'+\tint unused;\n+\1', f'{self.patch}:1')

    def test_two_wrong_answers_are_too_few(self):
        texts = {file: file.read_text('utf-8') for file in self.patches[2:]}
        for file in texts:
            file.unlink()
        self.stops(f'{WRONG}:1', 'check_wrong.py', LAB)
        for file, text in texts.items():
            file.write_text(text, 'utf-8')

    def test_a_mistake_in_the_reference(self):
        said = self.patches[0].read_text('utf-8')
        fails = re.search(r'^fails: (\w+)', said, re.M)[1]
        suite = (self.tree.root / f'tests/{LAB}.c').read_text('utf-8')
        line = suite[:suite.index(f'START_TEST({fails})')].count('\n') + 1
        with self.tree.planted(REFERENCE, re.compile(r'\Z'), '\n'):
            self.tree.command('patch', '-p1', '-i', self.patch)
            self.stops(f'tests/{LAB}.c:{line}', 'check_reference.py', 'asan',
                       LAB)

    def test_the_manifest_of_the_starters(self):
        with self.tree.planted('labs/.starters', re.compile('^.'), 'x'):
            self.stops('labs/.starters:1', 'check_starters.py', LAB)

    def test_somebodys_work_is_not_committed(self):
        with self.tree.planted(f'labs/{LAB}.c', re.compile(r'\Z'), '//\n'):
            self.tree.command('git', 'add', f'labs/{LAB}.c')
            self.stops(f'labs/{LAB}.c:1', 'check_starters.py', LAB)
        self.tree.command('git', 'add', f'labs/{LAB}.c')

    def test_a_starter_that_warns(self):
        with self.tree.planted(REFERENCE, re.compile(r'\Z'),
                               '\nstatic int nobody;\n'):
            self.stops(f'labs/{LAB}.c:\\d+:\\d+',
                       'check_starters.py', LAB)

    def test_a_starter_that_passes_a_test(self):
        part = re.compile(r'\t/\* lab: step 1\n.*?\*/\n(.*?)'
                          r'\t/\* lab: end \*/\n', re.S)
        with self.tree.planted(REFERENCE, part, r'\1'):
            self.stops(f'tests/{LAB}.c:\\d+', 'check_starters.py', LAB)

    def test_a_test_without_a_step(self):
        with self.tree.planted(f'tests/{LAB}.c', '= lab_step(',
                               '= (lab_step)('):
            self.stops(f'tests/{LAB}.c:\\d+', 'check_starters.py', LAB)

    def test_a_broken_mark(self):
        with self.tree.planted(REFERENCE, '\t/* lab: end */\n', ''):
            self.stops(f'{REFERENCE}:\\d+', 'check_starters.py', LAB)


class Refit(unittest.TestCase):
    """An edit of the reference, and the wrong answers after it."""

    def setUp(self):
        lines = [f'line {number}' for number in range(1, 10)]
        self.tree = planted.Tree(type(self), {
            'solutions/1-basics/x.c': '\n'.join(lines) + '\n',
            'tests/1-basics/wrong/x/five.patch': 'fails: a\nen: b\nzh: 中\n\n'
            '--- a/solutions/1-basics/x.c\n+++ b/solutions/1-basics/x.c\n'
            '@@ -3,5 +3,5 @@\n line 3\n line 4\n-line 5\n+line five\n'
            ' line 6\n line 7\n'})
        self.tree.command('git', '-c', 'user.name=x', '-c', 'user.email=x',
                          'commit', '-qm', 'x')

    def refit(self, old, new):
        with self.tree.planted('solutions/1-basics/x.c', old, new):
            code, said = self.tree.gate('refit.py', '1-basics/x')
        patch = self.tree.root / 'tests/1-basics/wrong/x/five.patch'
        return code, said, patch.read_text('utf-8')

    def test_what_fits_is_left_alone(self):
        self.assertEqual(self.refit('line 1', 'line one')[:2], (0, ''))

    def test_a_changed_neighbour_is_taken_over(self):
        code, said, text = self.refit('line 3', 'line three')
        self.assertEqual(code, 0)
        self.assertIn('five.patch:1: fits again', said)
        self.assertTrue(text.startswith('fails: a\nen: b\nzh: 中\n\n--- a/'))
        self.assertIn('\n line three\n line 4\n-line 5\n+line five\n', text)

    def test_a_conflict_is_for_a_person(self):
        code, said, text = self.refit('line 5', 'line V')
        self.assertEqual(code, 1)
        self.assertIn('by hand', said)
        self.assertIn(' line 3\n', text)


if __name__ == '__main__':
    unittest.main()
