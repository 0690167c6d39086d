"""What is broken is met kindly: each state made for real, read in both
languages; and what is whole is never taken for broken.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from unittest import mock

import planted

sys.path.insert(0, str(planted.ROOT / 'tools'))

import odd          # noqa: E402
import older        # noqa: E402
import say          # noqa: E402

TINY, SOLUTION = 'labs/1-basics/tiny.c', 'solutions/1-basics/tiny.c'
TOOLS = ('sh make sed mkdir dirname tail cat env touch printf test python3 '
         'uname getconf sha256sum find ls cp rm mv head grep awk df').split()
DF = '''#!/bin/sh
echo "Filesystem 1024-blocks Used Available Capacity Mounted on"
echo "/dev/a disk 900000 $((900000 - $(cat "$FREE"))) $(cat "$FREE") 99% /a b"
'''
OLD = '''#!/bin/sh
[ "$1" = --version ] || exit 1
echo pandoc 2.9.2.1
'''


class Broken(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tree = planted.Tree(cls, {**planted.project(),
                                      **planted.objects('asan')})
        cls.right = (cls.tree.root / SOLUTION).read_text('utf-8')
        cls.starter = (cls.tree.root / TINY).read_text('utf-8')

    def setUp(self):
        self.bin = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.bin)
        self.tree.write(TINY, self.starter)

    def command(self, name, text):
        (self.bin / name).write_text(text)
        (self.bin / name).chmod(0o755)

    def make(self, *words, lang='en', path=None, **env):
        done = subprocess.run(
            ['make', *words], cwd=self.tree.root, text=True, timeout=300,
            env=dict(planted.ENV, BOOK_LANG=lang, PATH=path or (
                f'{self.bin}:{os.environ["PATH"]}'), **env),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT)
        for row in done.stdout.splitlines():
            if not row.startswith('make: ***'):     # those are make's words
                self.assertLessEqual(say.width(row), 80, row)
        self.assertNotIn('Traceback', done.stdout)
        return done.returncode, done.stdout

    def both(self, key, *words, **how):
        """What make says in each language: it holds the sentence's parts."""
        for lang in say.LANGUAGES:
            code, said = self.make(*words, lang=lang, **how)
            self.assertNotEqual(code, 0)
            packed = ''.join(said.split())
            for part in re.split(r'\{\w+\}', say.catalogue(lang)[key].replace(
                    '{{', '{').replace('}}', '}')):
                self.assertIn(''.join(part.split()), packed)
        return said

    def test_no_compiler(self):
        for name in TOOLS:
            (self.bin / name).symlink_to(shutil.which(name))
        said = self.both('ready.lacking', 'test', 'LAB=tiny',
                         path=str(self.bin))
        self.assertIn('cc pkg-config nm', said)
        self.assertIn('make setup', said)
        self.assertLess(len(said.splitlines()), 4)
        code, said = self.make('help', path=str(self.bin))
        self.assertEqual(code, 0, said)

    def test_no_check(self):
        self.command('pkg-config', '#!/bin/sh\nexit 1\n')
        self.assertIn('check', self.both('ready.lacking', 'test',
                                         'LAB=tiny'))

    def test_an_old_pandoc_and_none(self):
        self.command('pandoc', OLD)
        said = self.both('ready.old_pandoc', 'book')
        self.assertIn('2.9.2.1', said)
        for name in TOOLS:
            (self.bin / name).symlink_to(shutil.which(name))
        (self.bin / 'pandoc').unlink()
        code, said = self.make('book', path=str(self.bin))
        self.assertNotEqual(code, 0)
        self.assertIn('make setup', said)

    def test_no_room_before(self):
        self.command('df', DF)
        free = self.bin / 'free'
        free.write_text('3000')
        said = self.both('ready.no_room', 'test', 'LAB=tiny', FREE=str(free))
        self.assertIn(' 2 MB', said)
        free.write_text('300000')
        self.assertEqual(self.make('test', 'LAB=tiny', FREE=str(free))[0], 0)

    def test_no_room_all_at_once(self):
        """The disk is full while a compiler writes. Once there is room again,
        nothing is left of it."""
        self.command('df', DF)
        free = self.bin / 'free'
        real = shutil.which('cc')
        self.command('cc', f'''#!/bin/sh
case "$*" in
*labs/*) [ -e "$FREE.ok" ] || {{ echo 0 >"$FREE"; exit 1; }} ;;
esac
exec {real} "$@"
''')
        for lang, words in (('en', 'The disk is full'), ('zh', '磁盘满了')):
            free.write_text('300000')
            self.tree.write(TINY, self.right)
            code, said = self.make('test', 'LAB=tiny', lang=lang,
                                   FREE=str(free))
            self.assertNotEqual(code, 0)
            self.assertIn(words, said)
            self.assertNotIn('compile', said)
        free.write_text('300000')
        (self.bin / 'free.ok').touch()
        code, said = self.make('test', 'LAB=tiny', FREE=str(free))
        self.assertEqual(code, 0, said)
        self.assertIn('all 28 tests passed', said)
        self.assertEqual((self.tree.root / TINY).read_text('utf-8'),
                         self.right)

    def test_a_file_that_is_deleted(self):
        (self.tree.root / TINY).unlink()
        for lang, words in (('en', 'is gone'), ('zh', '不见了')):
            _, said = self.make('test', 'LAB=tiny', lang=lang)
            self.assertIn(words, said)
            self.assertIn('make reset LAB=tiny', said)
            self.assertIn(say.say('table.gone', lang),
                          self.make(
                              'test', 'LABS=1-basics/tiny', lang=lang)[1])
        self.make('reset', 'LAB=tiny')
        self.assertEqual((self.tree.root / TINY).read_text('utf-8'),
                         self.starter)

    def save(self, data):
        (self.tree.root / TINY).write_bytes(data)

    def test_line_ends_of_windows_and_a_mark_at_the_beginning(self):
        self.save(b'\xef\xbb\xbf' + self.right.replace(
            '\n', '\r\n').encode('utf-8'))
        for lang, words in (('en', 'all 28 tests passed'),
                            ('zh', '28 个测试全部通过')):
            code, said = self.make('test', 'LAB=tiny', lang=lang)
            self.assertEqual(code, 0, said)
            self.assertIn(words, said)

    def test_a_starter_with_line_ends_of_windows_is_still_read(self):
        self.save(self.starter.replace('\n', '\r\n').encode('utf-8'))
        for lang, words in (('en', 'write step 1'), ('zh', '写第 1 步')):
            self.assertIn(words, self.make('test', 'LAB=tiny', lang=lang)[1])

    def test_other_bytes(self):
        for name in 'utf-16', 'utf-16-be':
            self.save(self.right.encode(name))
            self.both('odd.utf16', 'test', 'LAB=tiny')

    def test_a_syntax_error(self):
        self.tree.write(TINY, self.right + 'int broken = ;\n')
        for lang in say.LANGUAGES:
            said = self.make('test', 'LAB=tiny', lang=lang)[1]
            self.assertRegex(said, r'labs/1-basics/tiny\.c:\d+:\d+: error')
            self.assertIn('make test LAB=tiny', said)

    def test_a_syntax_error_above_an_include(self):
        self.tree.write(TINY, self.right.replace(
            '#include', 'int f(\n#include', 1))
        said = self.both('odd.before', 'test', 'LAB=tiny')
        place = re.search(r'tiny\.c:(\d+)', said)[1]
        rows = (self.tree.root / TINY).read_text('utf-8').splitlines()
        self.assertTrue(rows[int(place) - 1].startswith('#include'))
        self.assertNotIn('handle.h', said)

    def test_both_sides_of_a_merge(self):
        self.tree.write(TINY, self.right.replace(
            'static', '<<<<<<< HEAD\nstatic', 1) + '=======\n>>>>>>> new\n')
        said = self.both('odd.merge', 'test', 'LAB=tiny')
        place = int(re.search(r'tiny\.c:(\d+)', said)[1])
        rows = (self.tree.root / TINY).read_text('utf-8').splitlines()
        self.assertEqual(rows[place - 1], '<<<<<<< HEAD')

    def test_a_solution_in_the_wrong_file(self):
        self.tree.write(TINY, (self.tree.root / 'solutions/1-basics/timers.c'
                               ).read_text('utf-8'))
        said = self.both('odd.other_lab', 'test', 'LAB=tiny')
        self.assertIn('labs/1-basics/timers.c', said)

    def test_a_lab_of_another_version(self):
        old = self.starter.replace('Step 2. ', 'Step 2. Long ago: ')
        self.tree.write(TINY, old)
        for lang in say.LANGUAGES:
            said = self.make('test', 'LAB=tiny', lang=lang)[1]
            command = re.search(r'diff (\S+) (\S+)', said)
            self.assertEqual(command[1], TINY)
            fresh = self.tree.root / command[2]
            self.assertEqual(fresh.read_text('utf-8'), self.starter)
            self.assertIn({'en': 'of another version', 'zh': '另一个版本'}[
                lang], said)
        self.assertEqual((self.tree.root / TINY).read_text('utf-8'), old)
        self.tree.write(TINY, old + 'int broken = ;\n')
        self.assertIn('diff ' + TINY, self.make('test', 'LAB=tiny')[1])


class Whole(unittest.TestCase):
    """No right file is called odd, and each wrong one by its name."""

    def setUp(self):
        self.addCleanup(os.chdir, os.getcwd())
        os.chdir(planted.ROOT)
        found = [path.with_suffix('') for path in
                 sorted(pathlib.Path('solutions').glob('[0-9]*/*.c'))]
        self.labs = ['/'.join(path.parts[1:]) for path in found]
        patch = mock.patch.dict(os.environ, LABS=' '.join(self.labs))
        patch.start()
        self.addCleanup(patch.stop)

    def test_whose_answer_it_is(self):
        texts = {lab: pathlib.Path(f'solutions/{lab}.c').read_text('utf-8')
                 for lab in self.labs}
        alike = {'1-basics/selector', '4-summary/poller'}
        for lab in self.labs:
            self.assertIsNone(odd.written_for(lab, texts[lab]))
            for other in self.labs:
                named = odd.written_for(lab, texts[other])
                if other == lab or {lab, other} <= alike:
                    self.assertIsNone(named)
                elif len(odd.functions(texts[other])) > 1:
                    self.assertIn(named, alike if other in alike
                                  else {other, None})

    def test_nearly_every_pasted_answer_is_named(self):
        found = [odd.written_for('1-basics/tiny', pathlib.Path(
            f'solutions/{lab}.c').read_text('utf-8')) for lab in self.labs]
        self.assertGreaterEqual(sum(map(bool, found)), len(self.labs) * 3 // 4)

    def test_right_answers_and_starters_are_whole(self):
        made = older.starters.derived()[0]
        for lab in self.labs:
            chapter, name = lab.split('/')
            right = pathlib.Path(f'tests/{chapter}/right/{name}').glob('*.c')
            texts = [path.read_text('utf-8') for path in right]
            for text in [*texts, made[f'labs/{lab}.c'].decode('utf-8')]:
                self.assertIsNone(odd.written_for(lab, text), lab)

    def test_a_starter_of_this_version_is_of_this_version(self):
        for path, data in older.starters.derived()[0].items():
            text = data.decode('utf-8')
            self.assertTrue(list(older.instructions(text)), path)
            with mock.patch.object(older.steps, 'read', lambda _: text):
                self.assertEqual(older.changed('x', text), [])
            with mock.patch.object(older.steps, 'read', lambda _: re.sub(
                    'Step 1[.] ', 'Step 1. Not ', text)):
                self.assertEqual(older.changed('x', text)[0][0], 1)


if __name__ == '__main__':
    unittest.main()
