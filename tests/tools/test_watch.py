"""make watch, in a terminal: what is shown, what the keys do, and that the
terminal is afterwards what it was before, whoever ends it.
"""
import os
import pathlib
import pty
import re
import select
import signal
import subprocess
import sys
import termios
import time
import unittest
from unittest import mock

import planted

sys.path.insert(0, str(planted.ROOT / 'tools'))

import keys         # noqa: E402
import saves        # noqa: E402
import say          # noqa: E402
import screen       # noqa: E402

PATIENCE = float(os.environ.get("PATIENCE", 120))
CLEAR = '\033[H\033[J'
ESCAPE = re.compile(r'\033\[[\d;?]*[A-Za-z]')
TINY, TIMERS = 'labs/1-basics/tiny.c', 'labs/1-basics/timers.c'
WORDS = {'en': ('testing …', '28 of 28|all 28', 'quit'),
         'zh': ('正在测……', '28 个测试全部通过', '退出')}


def plain(text):
    return ESCAPE.sub('\n', text).replace('\r', '')


class Terminal:
    """A terminal of 80 columns, and a command in it."""

    def __init__(self, tree, *words, **env):
        self.said = ''
        self.ours, self.theirs = pty.openpty()
        termios.tcsetwinsize(self.ours, (24, 80)) \
            if hasattr(termios, 'tcsetwinsize') else subprocess.run(
                ['stty', 'rows', '24', 'cols', '80'], stdin=self.ours)
        self.before = termios.tcgetattr(self.theirs)
        self.child = subprocess.Popen(
            ['setsid', '-cw', *words], cwd=tree.root, stdin=self.theirs,
            stdout=self.theirs, stderr=self.theirs,
            env=dict(planted.ENV, TERM='xterm', **env))

    def read(self, seconds=0.1):
        if select.select([self.ours], [], [], seconds)[0]:
            self.said += os.read(self.ours, 65536).decode('utf-8', 'replace')

    def until(self, pattern):
        """Wait for it in what came since the last time; what is seen then."""
        end = time.monotonic() + PATIENCE
        while not re.search(pattern, plain(self.said)):
            if time.monotonic() > end:
                raise AssertionError(f'no {pattern!r} in {self.said}')
            self.read()
        text, self.said = plain(self.said.rpartition(CLEAR)[2]), ''
        return text

    def type(self, text):
        os.write(self.ours, text.encode())

    def end(self):
        """The exit status; and whether the terminal is what it was."""
        stop = time.monotonic() + PATIENCE
        while self.child.poll() is None and time.monotonic() < stop:
            self.read()
        if self.child.poll() is None:
            self.child.kill()
        self.read(0)
        same = termios.tcgetattr(self.theirs) == self.before
        os.close(self.ours)
        os.close(self.theirs)
        return self.child.wait(), same


class Watched(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tree = planted.Tree(cls, {**planted.project(),
                                      **planted.objects('asan', 'plain')})
        cls.right = (cls.tree.root / 'solutions/1-basics/tiny.c').read_text()
        cls.starter = (cls.tree.root / TINY).read_text()

    def setUp(self):
        self.tree.write(TINY, self.starter)

    def save(self, text, path=TINY):
        """As many editors do: a second file, renamed."""
        self.tree.write(path + '~new', text)
        os.replace(self.tree.root / (path + '~new'), self.tree.root / path)

    def watch(self, lang='en', *words):
        terminal = Terminal(self.tree, 'make', 'watch', 'LAB=tiny', *words,
                            BOOK_LANG=lang)
        self.first = self.view(terminal, lang)
        return terminal

    def view(self, terminal, lang='en'):
        """The next view."""
        return terminal.until(r'(?s)%s.*reference:.*\n.*%s' % (
            re.escape(WORDS[lang][0]), WORDS[lang][2]))

    def test_a_save_shows_what_make_test_shows(self):
        for lang in 'en', 'zh':
            self.tree.write(TINY, self.starter)
            terminal = self.watch(lang)
            self.assertIn('reference: 28 passed', self.first)
            self.save(self.right.replace('when <', 'when >'))
            shown = self.view(terminal, lang)
            alone = subprocess.run(
                ['make', 'test', 'LAB=tiny'], cwd=self.tree.root, text=True,
                env=dict(planted.ENV, BOOK_LANG=lang),
                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
            wanted = [''.join(row.split()) for row in alone.splitlines()]
            got = [''.join(row.split()) for row in shown.splitlines()]
            self.assertEqual([row for row in wanted if row
                              and row not in ''.join(got)], [])
            self.save(self.right)
            self.assertRegex(self.view(terminal, lang), WORDS[lang][1])
            terminal.type('q')
            self.assertEqual(terminal.end(), (0, True))
            self.assertIn('make watch LAB=tiny', terminal.said)
            self.assertNotIn('Error', terminal.said)

    def test_the_keys(self):
        self.tree.write(TINY, self.right)
        terminal = self.watch()
        terminal.type('r')
        self.assertIn('yours: tiny', terminal.until('(?s)yours: tiny.*quit'))
        terminal.type('ｔ')      # as an input method may send it
        self.assertIn('all 28 tests passed', self.view(terminal))
        terminal.type('h')
        self.assertIn('tiny', terminal.until('(?s)\n.*quit'))
        terminal.type('n')
        terminal.until('(?s)testing.*selector.c.*selector:  r run')
        terminal.type('\033[A?')    # an arrow, and no key of ours
        self.save(self.starter.replace('\n\n', '\n', 1))
        self.assertIn('tiny_time', self.view(terminal))
        terminal.type('q')
        self.assertEqual(terminal.end(), (0, True))

    def test_the_lab_that_was_saved(self):
        terminal = self.watch()
        path = self.tree.root / 'solutions/1-basics/timers.c'
        before = (self.tree.root / TIMERS).read_text()
        self.addCleanup(self.tree.write, TIMERS, before)
        self.save(path.read_text(), TIMERS)
        self.assertIn('timers.c: all 27', self.view(terminal))
        terminal.type('q')
        self.assertEqual(terminal.end(), (0, True))
        self.assertIn('make watch LAB=timers', terminal.said)

    def test_a_save_during_the_tests_is_the_one_that_counts(self):
        terminal = self.watch()
        for wait in (0.3, 0.5, 0.8):
            self.save(self.right.replace('when <', 'when >'))
            terminal.until('testing …')
            time.sleep(wait)
            self.save(self.right)
            terminal.until('(?s)tiny.c: all 28.*quit')
        terminal.type('q')
        self.assertEqual(terminal.end(), (0, True))

    def test_a_file_that_is_deleted(self):
        for lang in 'en', 'zh':
            self.tree.write(TINY, self.right)
            terminal = self.watch(lang)
            (self.tree.root / TINY).unlink()
            self.assertIn('make reset LAB=tiny', self.view(terminal, lang))
            self.save(self.right)
            self.assertRegex(self.view(terminal, lang), WORDS[lang][1])
            terminal.type('q')
            self.assertEqual(terminal.end(), (0, True))

    def test_ctrl_c_at_rest_and_during_the_tests(self):
        for moment in 'quit', 'testing …':
            terminal = Terminal(self.tree, 'make', 'watch', 'LAB=tiny')
            terminal.until(moment)
            terminal.type('\x03')
            self.assertEqual(terminal.end(), (0, True))
            self.assertNotIn('Interrupt', terminal.said)
            self.assertNotIn('Traceback', terminal.said)

    def test_a_program_is_ended_by_ctrl_c_and_not_we(self):
        self.tree.write(TINY, self.right)
        forever = '#include <unistd.h>\nint main(void)\n{\n\tfor (;;)\n' \
                  '\t\twrite(1, "round ", 6) < 6 || pause();\n}\n'
        with self.tree.planted('labs/1-basics/programs/tiny.c',
                               re.compile(r'(?s).*'), forever):
            terminal = self.watch()
            terminal.type('r')
            terminal.until('round ')
            terminal.type('\x03')
            terminal.until('tiny:  r run')
            terminal.type('q')
            self.assertEqual(terminal.end(), (0, True))

    def test_signals_and_our_own_mistakes_leave_the_terminal_as_it_was(self):
        for number in signal.SIGINT, signal.SIGTERM, signal.SIGHUP:
            terminal = self.watch()
            os.kill(self.watching(), number)
            status, same = terminal.end()
            self.assertTrue(same, number)
            self.assertNotEqual(status, 0)
            self.assertNotIn('Traceback', terminal.said)
        with self.tree.planted('tools/screen.py', 'room = self', 'self.x'):
            terminal = Terminal(self.tree, 'make', 'watch', 'LAB=tiny')
            self.assertEqual(terminal.end()[1], True)
            self.assertIn('Traceback', terminal.said)

    def watching(self):
        """The process of make watch in our tree."""
        for folder in pathlib.Path('/proc').glob('[0-9]*'):
            try:
                words = (folder / 'cmdline').read_bytes().split(b'\0')
                at = os.readlink(folder / 'cwd')
            except OSError:
                continue
            if b'tools/watch.py' in words and b'-S' in words \
                    and at == os.path.realpath(self.tree.root):
                return int(folder.name)
        self.fail('make watch does not run')

    def test_without_a_terminal_it_says_so(self):
        for lang, words in (('en', 'needs a terminal'), ('zh', '要在终端里用')):
            done = subprocess.run(
                ['make', 'watch', 'LAB=timers'], cwd=self.tree.root,
                env=dict(planted.ENV, BOOK_LANG=lang), text=True,
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=subprocess.PIPE)
            self.assertNotEqual(done.returncode, 0)
            self.assertIn(words, done.stderr)
            self.assertIn('make test LAB=timers', done.stderr)
            self.assertNotIn('Traceback', done.stderr)

    def test_no_such_lab(self):
        terminal = Terminal(self.tree, 'make', 'watch', 'LAB=nosuch')
        self.assertNotEqual(terminal.end()[0], 0)
        self.assertIn('There is no lab named "nosuch"', terminal.said)


class Parts(unittest.TestCase):
    def test_keys(self):
        for typed, key in (('q', 'q'), ('Q', 'q'), ('ｑ', 'q'), ('\x03', 'q'),
                           ('\x04', 'q'), ('\033[A', ''), ('\033', ''),
                           ('rr', 'r'), ('字', '字')):
            self.assertEqual(keys.meant(typed), key)

    def test_a_burst_of_saves_is_one(self):
        looks = [{'a': n} for n in (1, 2, 2, 2, 3, 4, None, 5, 5, 5)]
        with mock.patch.object(saves, 'look', side_effect=looks):
            watched = saves.Saves(['a'])
            naps = []
            self.assertEqual([watched.poll(naps.append) for _ in range(4)],
                             [['a'], [], ['a'], []])
        self.assertEqual(len(naps), 5)

    def test_who_saves_without_end_is_heard(self):
        looks = ({'a': n} for n in range(1000))
        with mock.patch.object(saves, 'look', side_effect=looks):
            self.assertEqual(saves.Saves(['a']).poll(lambda _: None), ['a'])

    def test_what_counts_as_saved(self):
        """Other bytes in the same second; a rename; gone; there again."""
        tree = planted.Tree(self, {'a': 'one'})
        path = str(tree.root / 'a')
        os.utime(path, (1, 1))
        seen = [saves.look([path])]
        tree.write('a', 'three')
        os.utime(path, (1, 1))
        seen.append(saves.look([path]))
        tree.write('b', 'three')
        os.utime(tree.root / 'b', (1, 1))
        os.replace(tree.root / 'b', path)
        seen.append(saves.look([path]))
        os.unlink(path)
        seen.append(saves.look([path]))
        for one, other in zip(seen, seen[1:]):
            self.assertNotEqual(one, other)

    def test_the_menu_is_one_line_with_every_lab(self):
        for lang in say.LANGUAGES:
            for lab in 'selector', 'context', 'timeout', 'resolve':
                self.assertLess(say.width(say.say('watch.menu', lang,
                                                  lab=lab)), 80)

    def test_what_is_too_high_keeps_its_head_and_its_end(self):
        with open(os.devnull, 'w') as nowhere, \
                mock.patch.object(screen.Screen, 'size',
                                  lambda self: (80, 10)), \
                mock.patch.object(screen.Screen, 'write') as written:
            screen.Screen(nowhere).show([str(n) for n in range(50)], False)
        rows = written.call_args[0][0].splitlines()
        self.assertEqual(rows, ['0', '…', *map(str, range(44, 50))])


if __name__ == '__main__':
    unittest.main()
