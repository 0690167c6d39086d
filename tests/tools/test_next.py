"""make next, progress, diff and checkpoint, as a learner meets them: in a copy
of the project, in both languages.
"""
import os
import pathlib
import pty
import re
import shutil
import subprocess
import sys
import unittest

import planted

sys.path.insert(0, str(planted.ROOT / 'tools'))

import holes                # noqa: E402
from say import width       # noqa: E402

CORE = [lab for lab in re.findall(
    r'^LABS \+= (\S+)', (planted.ROOT / 'Makefile').read_text('utf-8'), re.M)
        if lab.rpartition('/')[2] not in ('locks', 'queue', 'resolve',
                                          'switch', 'poller', 'serve')]


class Module:
    addClassCleanup = staticmethod(unittest.addModuleCleanup)


def setUpModule():
    """One copy for all."""
    Copy.tree = planted.Tree(Module, {**planted.project(),
                                      **planted.objects('asan', 'plain')})
    Copy.root = Copy.tree.root


class Copy(unittest.TestCase):
    tree = root = None

    def setUp(self):
        for file in (self.root / 'labs').glob('.progress*'):
            file.unlink()
        for lab in ('tiny', 'selector', 'timers'):
            self.give(lab, planted.ROOT / f'labs/1-basics/{lab}.c')

    def give(self, lab, text):
        """The learner's file of a lab of chapter 1."""
        self.tree.write(f'labs/1-basics/{lab}.c', text)

    def solve(self, lab, change=lambda text: text):
        file = planted.ROOT / f'solutions/1-basics/{lab}.c'
        self.give(lab, change(file.read_text('utf-8')))

    def make(self, *words, lang='en', status=0):
        code, said = self.tree.command('env', f'BOOK_LANG={lang}', 'make',
                                       *words)
        self.assertEqual(code != 0, status != 0, said)
        said = '\n'.join(row for row in said.splitlines()
                         if not row.startswith('make: '))
        for row in said.splitlines():
            self.assertLessEqual(width(row), 80, row)
        self.assertNotIn('\033', said)
        self.assertRegex(said.splitlines()[-1],
                         '^(Next: make |下一步：make )')
        return said


class Next(Copy):
    def test_the_first_lab_and_its_first_step(self):
        said = self.make('next')
        self.assertIn('Lab tiny', said)
        self.assertIn('clock_gettime', said)        # what the step asks for
        where = re.search(r'labs/1-basics/tiny\.c:(\d+)', said)
        rows = (self.root / 'labs/1-basics/tiny.c').read_text().splitlines()
        self.assertIn('not_written', rows[int(where[1]) - 1])
        self.assertLessEqual(len(said.splitlines()), 22)
        chinese = self.make('next', lang='zh')
        self.assertIn('第 1 步：', chinese)
        self.assertIn('zh/1-basics/tiny.html#tiny-step-1', chinese)

    def test_begun_comes_before_the_next_and_done_after_it(self):
        self.solve('tiny')
        self.assertIn('Lab selector', self.make('next'))
        stub = (planted.ROOT / 'labs/1-basics/timers.c').read_text('utf-8')
        self.give('timers', stub + '\n')
        self.assertIn('Lab timers', self.make('next'))

    def test_red_names_its_step(self):
        self.solve('tiny', lambda text: text.replace('when <', 'when >'))
        said = self.make('next')
        self.assertRegex(said, r'Step 4: .*not right yet: \d of \d')
        self.assertIn('tiny-step-4', said)

    def test_what_does_not_compile_is_said(self):
        self.solve('tiny', lambda text: text + 'int f(\n')
        for lang, words in (('en', 'does not compile'), ('zh', '编译不通过')):
            self.assertIn(words, self.make('next', lang=lang))

    def test_a_file_that_is_gone(self):
        (self.root / 'labs/1-basics/tiny.c').unlink()
        self.assertIn('make reset LAB=tiny', self.make('next'))
        self.assertIn('file gone', self.make('progress'))
        self.make('diff', 'LAB=tiny', status=1)


class Progress(Copy):
    def cells(self, said, lab):
        return re.search(r'\b%s +([-✓✗+o]+)' % lab, said)[1]

    def test_fits_a_terminal(self):
        for lang in ('en', 'zh'):
            self.assertLessEqual(len(self.make(
                'progress', lang=lang).splitlines()), 23)

    def test_what_was_green_outlives_reset_and_build(self):
        self.solve('tiny')
        self.make('progress')
        self.assertEqual(self.cells(self.make('progress'), 'tiny'), '✓✓✓✓✓')
        self.tree.command('make', 'reset', 'LAB=tiny')
        self.assertEqual(self.cells(self.make('progress'), 'tiny'), '+++++')
        shutil.rmtree(self.root / 'build/verdict')
        said = self.make('progress')
        self.assertEqual(self.cells(said, 'tiny'), '+++++')
        self.assertIn('was done', said)
        for file in (self.root / 'labs/1-basics').glob('*.kept-*'):
            file.unlink()

    def test_make_test_writes_it(self):
        self.solve('tiny', lambda text: text.replace('when <', 'when >'))
        self.tree.command('make', 'test', 'LAB=tiny')
        rows = (self.root / 'labs/.progress.tsv').read_text()
        self.assertIn('1-basics/tiny\t1\t', rows)
        self.assertNotIn('1-basics/tiny\t4\t', rows)
        self.assertNotIn('\tall\t', rows)
        self.assertEqual(self.cells(self.make('progress'), 'tiny')[3], '✗')

    def test_written_but_not_yet_judged(self):
        """Most of what the first steps of timers do is seen in the last."""
        path, rows = 'solutions/1-basics/timers.c', []
        for part in holes.parts(path, (planted.ROOT / path).read_text()):
            hole = isinstance(part, holes.Hole)
            rows += [part] if not hole else part.body if part.step < 5 \
                else part.comment()
        holes.include_panic(rows)
        self.give('timers', '\n'.join(rows) + '\n')
        self.assertEqual(self.cells(self.make('progress'), 'timers'), 'oo✓o-')
        self.assertIn('Step 5: ', self.make('next'))

    def test_one_lab(self):
        self.solve('tiny')
        self.assertEqual(self.make('progress', 'LAB=tiny').count('✓'), 5)
        self.assertIn('第 5 步', self.make('progress', 'LAB=tiny', lang='zh'))
        code, said = self.tree.command('make', 'progress', 'LAB=nosuch')
        self.assertNotEqual(code, 0)
        self.assertIn('selector', said)


class Diff(Copy):
    def test_an_answer_is_not_shown_unasked(self):
        for lang in ('en', 'zh'):
            said = self.make('diff', 'LAB=tiny', lang=lang, status=1)
            self.assertIn('SURE=1', said)
            self.assertNotIn('CLOCK_MONOTONIC', said)
        self.assertIn('CLOCK_MONOTONIC',
                      self.make('diff', 'LAB=tiny', 'SURE=1'))

    def test_what_is_solved_is_shown(self):
        self.solve('tiny', lambda text: text.replace('tiny.count--',
                                                     'tiny.count -= 1'))
        said = self.make('diff', 'LAB=tiny')
        self.assertRegex(said, r'(?m)count -= 1; +\| .*count--;')
        self.assertNotIn('lab: step', said)

    def test_a_green_step_of_a_red_lab(self):
        self.solve('tiny', lambda text: text.replace('when <', 'when >'))
        self.make('diff', 'LAB=tiny', 'STEP=1')
        said = self.make('diff', 'LAB=tiny', 'STEP=4', status=1)
        self.assertIn('STEP=4 SURE=1', said)
        code, said = self.tree.command('make', 'diff', 'LAB=tiny', 'STEP=9')
        self.assertIn('steps 1 to 5', said)
        self.assertNotEqual(code, 0)

    def test_windows_and_bom(self):
        self.solve('tiny', lambda text: '\ufeff' + text.replace('\n', '\r\n'))
        said = self.make('diff', 'LAB=tiny', 'SURE=1')
        self.assertIn('labs/1-basics/tiny.c:1: begins with a byte', said)
        self.assertIn('CR LF', said)
        self.assertIn('nothing differs', said)

    def asked(self, answer):
        """What a terminal shows when it is asked and so answers."""
        ours, theirs = pty.openpty()
        with subprocess.Popen(['make', 'diff', 'LAB=selector'], cwd=self.root,
                              stdin=theirs, stdout=theirs, stderr=theirs,
                              env=dict(planted.ENV, TERM='dumb', PATH=(
                                  os.environ['PATH']))) as child:
            os.close(theirs)
            said, sent = b'', False
            try:
                while True:
                    said += os.read(ours, 1 << 16)
                    if b'y/N' in said and not sent:
                        os.write(ours, answer)
                        sent = True
            except OSError:         # the other end is closed
                os.close(ours)
            child.wait()
        return said.decode('utf-8', 'replace')

    def test_a_terminal_is_asked(self):
        no = self.asked(b'n\n')
        self.assertIn('make hint LAB=selector', no)
        self.assertNotIn('solutions/1-basics/selector.c', no)
        self.assertNotIn('solutions/1-basics', self.asked(b'\n'))
        self.assertIn('solutions/1-basics/selector.c', self.asked(b'y\n'))


class Checkpoint(Copy):
    """With verdicts that say: green; make test has its own tests."""

    def at(self, *labs, env=()):
        """The tool's exit status and words, where these labs are green."""
        folder = self.root / 'build/said'
        for lab in labs:
            verdict = folder / f'yours/{lab}.tsv'
            verdict.parent.mkdir(parents=True, exist_ok=True)
            verdict.write_text('# passed\t\t\n')
            shutil.copy(planted.ROOT / f'solutions/{lab}.c',
                        self.root / f'labs/{lab}.c')
        names = re.findall(r'^LABS \+= (\S+)',
                           (self.root / 'Makefile').read_text('utf-8'), re.M)
        words = dict(env, LABS=' '.join(names), BEGUN=' '.join(labs),
                     VERDICTS='build/said', ELECTIVE=' '.join(
                         sorted(set(names) - set(CORE))))
        return self.tree.command(
            'env', *(f'{k}={v}' for k, v in words.items()), sys.executable,
            'tools/checkpoint.py')

    def tearDown(self):
        for lab in self.root.glob('build/said/yours/*/*.tsv'):
            path = f'labs/{lab.parent.name}/{lab.stem}.c'
            self.tree.write(path, planted.ROOT / path)

    def chapter(self, number):
        return [lab for lab in CORE if int(lab[0]) <= number]

    def test_early(self):
        for lang, words in (('en', 'yet: run'), ('zh', '还没绿的')):
            code, said = self.at(*self.chapter(1)[:-1],
                                 env={'BOOK_LANG': lang})
            self.assertEqual(code, 1, said)
            self.assertIn(words, said)
            self.assertIn('make next', said)

    def test_hello_on_these_ten_and_nothing_else(self):
        code, said = self.at(*self.chapter(1))
        self.assertEqual(code, 0, said)
        self.assertIn('reference: none', said)
        self.assertIn('  Hello again!\n', said)
        self.assertIn('The same, line by line', said)
        self.assertIn('1-basics\tcheckpoint\t',
                      (self.root / 'labs/.progress.tsv').read_text())
        _, inside = self.tree.command(
            'nm', 'build/plain/checkpoint/1-basics/hello')
        self.assertIn(' async_run', inside)
        for name in ('async_gather', 'semaphore_init', 'sock_recv'):
            self.assertNotIn(f' {name}\n', inside)

    def test_wget_says_which_electives_stand_in(self):
        code, said = self.at(*self.chapter(3), env={'CHAPTER': '3'})
        self.assertEqual(code, 0, said)
        self.assertIn('reference: locks resolve', said)
        self.assertIn('Done three.test.', said)
        code, said = self.at(*self.chapter(3), '2-concurrency/locks',
                             '3-networking/resolve', env={'CHAPTER': '3'})
        self.assertIn('reference: none', said)

    def test_what_goes_wrong_together_is_said(self):
        path = 'labs/1-basics/programs/hello.c'
        with self.tree.planted(path, 'Hello again!', 'Hello, again!'):
            code, said = self.at(*self.chapter(1))
            self.assertEqual(code, 1, said)
            self.assertIn('prints something else on asyncio', said)
        with self.tree.planted(path, 'Hello again!\\n");\n\treturn 0;',
                               'Hello again!\\n");\n\treturn -5;'):
            code, said = self.at(*self.chapter(1))
            self.assertIn('ended with status 1', said)
        self.assertFalse((self.root / 'labs/.progress.tsv').exists()
                         and 'checkpoint' in
                         (self.root / 'labs/.progress.tsv').read_text())

    def test_no_such_chapter(self):
        code, said = self.at(env={'CHAPTER': '7'})
        self.assertEqual(code, 1)
        self.assertIn('The chapters: 1 2 3 4', said)


class Twin(Copy):
    def test_python_is_too_old(self):
        old = pathlib.Path(self.root, 'old')
        old.mkdir()
        (old / 'python3').write_text(
            '#!/bin/sh\ncase "$2" in *platform*) echo 3.6.9;; esac\n')
        (old / 'python3').chmod(0o755)
        code, said = self.tree.command(
            'env', f'PATH={old}:{os.environ["PATH"]}', 'PYTHON='
            + sys.executable, 'make', 'run', 'LAB=hello', 'PY=1')
        self.assertNotEqual(code, 0)
        self.assertIn('Hello again!', said)
        self.assertIn('python3 is 3.6.9', said)
        self.assertNotIn('In Python', said)

    def test_no_twin_names_those_that_have_one(self):
        code, said = self.tree.command('make', 'run', 'LAB=tiny', 'PY=1')
        self.assertNotEqual(code, 0)
        self.assertIn('coro hello gather wget', said)


if __name__ == '__main__':
    unittest.main()
