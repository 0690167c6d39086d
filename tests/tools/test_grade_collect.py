"""What is taken of a submission, and what is not; whose it is."""
import os
import pathlib
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / name) for name in (
    'classroom/grade', 'classroom/blackbox', 'tools')]
import collect  # noqa: E402
import people  # noqa: E402
import plain  # noqa: E402

TINY, LOOP = '1-basics/tiny', '1-basics/loop'


class Folder(unittest.TestCase):
    def setUp(self):
        self.addCleanup(os.chdir, os.getcwd())
        os.chdir(ROOT)
        folder = tempfile.TemporaryDirectory(prefix='collect.')
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def put(self, name, data='int x;\n'):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(data, 'utf-8')
        return path

    def taken(self):
        return collect.Taken(self.folder, [TINY, LOOP])

    def refused(self):
        return self.taken().refused[TINY]['en']


class Files(Folder):
    def test_three_places(self):
        for name in ('labs/1-basics/tiny.c', '1-basics/tiny.c', 'tiny.c'):
            path = self.put(name)
            self.assertEqual(self.taken().files,
                             {TINY: (name, b'int x;\n')})
            path.unlink()
        self.assertEqual(self.taken().files, {})

    def test_two_that_agree_and_two_that_do_not(self):
        self.put('tiny.c')
        self.put('labs/1-basics/tiny.c')
        self.assertEqual(self.taken().files[TINY][0], 'labs/1-basics/tiny.c')
        self.put('tiny.c', 'int y;\n')
        self.assertIn('labs/1-basics/tiny.c, tiny.c', self.refused())
        self.assertEqual(self.taken().files, {})

    def test_no_link_is_followed(self):
        secret = self.put('elsewhere.txt', 'secret')
        (self.folder / 'tiny.c').symlink_to(secret)
        self.assertIn('tiny.c', self.refused())
        (self.folder / 'tiny.c').unlink()
        (self.folder / 'real').mkdir()
        self.put('real/tiny.c')
        (self.folder / '1-basics').symlink_to('real')
        self.assertIn('1-basics/tiny.c', self.refused())

    def test_nothing_but_a_plain_file_and_no_waiting_for_one(self):
        os.mkfifo(self.folder / 'tiny.c')
        self.assertIn('no plain file', self.refused())
        (self.folder / 'tiny.c').unlink()
        (self.folder / 'tiny.c').mkdir()
        self.assertIn('no plain file', self.refused())
        (self.folder / 'tiny.c').rmdir()
        self.put('tiny.c', 'int x;\0')
        self.assertIn('value 0', self.refused())
        os.truncate(self.put('tiny.c'), plain.MOST + 1)
        self.assertIn('1024 KiB', self.refused())

    def test_the_submission_itself_is_a_link_or_a_file(self):
        (self.folder / 'real').mkdir()
        for name, make in (('link', lambda path: path.symlink_to('real')),
                           ('ada.zip', lambda path: path.write_text('PK'))):
            make(self.folder / name)
            taken = collect.Taken(self.folder / name, [TINY, LOOP])
            self.assertEqual(set(taken.refused), {TINY, LOOP})
            self.assertEqual(len(taken.notes), 1)

    def test_what_is_not_taken_is_told(self):
        for name in ('Makefile', 'tests/tiny.c', 'README.md', 'tiny.c',
                     '.git/config'):
            self.put(name)
        self.assertTrue(self.taken().notes[0]['en'].endswith(
            ': Makefile, tests/tiny.c'))
        for number in range(9):
            self.put(f'more/{number}.c')
        self.assertTrue(self.taken().notes[0]['en'].endswith('…'))

    def test_language(self):
        for text, wanted in (('zh\n', 'zh'), ('EN', 'en'), ('fr', None),
                             ('zh' * 99, None), ('', None)):
            self.put('language', text)
            self.assertEqual(self.taken().said, wanted)
        self.put('language').unlink()
        (self.folder / 'language').symlink_to('/etc/hostname')
        self.assertIsNone(self.taken().said)

    def test_the_digest_is_the_files(self):
        self.put('tiny.c')
        first = self.taken().digest()
        self.assertEqual(first, self.taken().digest())
        self.put('tiny.c', 'int y;\n')
        self.assertNotEqual(first, self.taken().digest())


class People(Folder):
    def test_safe_names_stay_and_others_get_one(self):
        for name in ('ada', '张三', 'O.Neil-2', 'a b', 'ü'):
            self.assertEqual(people.safe(name), name)
        odd = ['=cmd', '..x', 'a\nb', '<b>', 'a/b', 'x' * 90, '-rf', 'a ',
               'u\u0308', 'bad\udcff', 'a"b', "a'b", 'a,b', 'a;b', 'a&b']
        made = [people.safe(name) for name in odd]
        self.assertEqual(len(set(made)), len(odd))
        for name in made:
            self.assertRegex(name, r'^[A-Za-z0-9-]+~[0-9a-f]{12}$')
        self.assertNotEqual(people.safe(made[0]), made[0])

    def test_everybody(self):
        for name in ('bob', 'ada', '.git'):
            (self.folder / name).mkdir()
        (self.folder / 'late.zip').write_text('PK')
        (self.folder / 'notes.txt').write_text('x')
        (self.folder / 'eve').symlink_to('ada')
        found, left = people.everybody(self.folder, {'ada': ('zh', 'Ada L.')})
        self.assertEqual([one.id for one in found],
                         ['ada', 'bob', 'eve', 'late.zip'])
        self.assertEqual((found[0].lang, found[0].name), ('zh', 'Ada L.'))
        self.assertEqual((found[1].lang, found[1].name), (None, 'bob'))
        self.assertEqual(left, ['notes.txt'])

    def test_labs_that_anybody_handed_in(self):
        self.put('ada/loop.c')
        self.put('bob/x')
        found, _ = people.everybody(self.folder, {})
        self.assertEqual(people.occurring(found, [TINY, LOOP]), [LOOP])
        self.assertEqual(people.occurring(found[1:], [TINY, LOOP]),
                         [TINY, LOOP])


if __name__ == '__main__':
    unittest.main()
