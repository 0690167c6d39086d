"""What make grade was told: each mistake gets its sentence."""
import os
import pathlib
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / name) for name in (
    'classroom/grade', 'classroom/blackbox', 'tools')]
import options  # noqa: E402


class Told(unittest.TestCase):
    def setUp(self):
        self.addCleanup(os.chdir, os.getcwd())
        os.chdir(ROOT)
        folder = tempfile.TemporaryDirectory(prefix='options.')
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / 'in/ada').mkdir(parents=True)
        (self.folder / 'in/ada/loop.c').write_text('')

    def table(self, text):
        path = self.folder / 'table.tsv'
        path.write_text(text)
        return str(path)

    def of(self, **env):
        return options.Options(dict({
            'SUBMISSIONS': str(self.folder / 'in'),
            'OUT': str(self.folder / 'out')}, **env))

    def wrong(self, *words, **env):
        found = self.of(**env).wrong
        self.assertEqual(len(found), len(words), found)
        for word, text in zip(words, found):
            self.assertIn(word, text)

    def test_right(self):
        found = self.of(JOBS='3', DETAIL='hidden', ONLY='tiny 1-basics/loop')
        self.assertEqual((found.wrong, found.jobs, found.detail, found.labs()),
                         ([], 3, 'hidden', ['1-basics/tiny',
                                            '1-basics/loop']))
        self.assertEqual(self.of().labs(), ['1-basics/loop'])
        weighed = self.of(WEIGHTS=self.table('run\t3\ntiny\t1\n'))
        self.assertEqual(weighed.labs(), ['1-basics/tiny', '1-basics/run'])
        self.assertEqual(self.of(WEIGHTS=self.table(
            'program:echo\t9\n')).labs(), ['1-basics/loop'])

    def test_a_program_comes_with_one_of_its_labs(self):
        alone = self.table('tiny\t1\nprogram:gather\t9\n')
        self.wrong('2-concurrency/gather <TAB> 0', WEIGHTS=alone)
        found = self.of(WEIGHTS=alone, ONLY='tiny')
        self.assertEqual((found.wrong, found.programs(found.labs())), ([], []))
        both = self.of(WEIGHTS=self.table(
            'tiny\t1\ngather\t0\nprogram:gather\t9\n'))
        self.assertEqual((both.wrong, both.programs(both.labs())),
                         ([], ['gather']))

    def test_submissions(self):
        self.wrong('SUBMISSIONS=', SUBMISSIONS='')
        self.wrong('OUT=', OUT='')
        self.wrong('no folder', SUBMISSIONS=str(self.folder / 'nosuch'))
        self.wrong('is no folder',
                   SUBMISSIONS=str(self.folder / 'in/ada/loop.c'))
        (self.folder / 'empty').mkdir()
        self.wrong('no submission', SUBMISSIONS=str(self.folder / 'empty'))

    def test_out(self):
        self.wrong('among', OUT=str(self.folder / 'in'))
        self.wrong('among', OUT=str(self.folder / 'in/out'))
        (self.folder / 'link').symlink_to('in')
        self.wrong('among', OUT=str(self.folder / 'link/out'))
        self.wrong('cannot be written', OUT=self.table('') + '/x')

    def test_values(self):
        for jobs in ('abc', '0', '-1', '1.5', '٣', '999999999999', ' '):
            self.wrong('JOBS', JOBS=jobs)
        self.wrong('DETAIL', DETAIL='xyz')
        self.wrong('nosuch', ONLY='nosuch tiny')
        self.wrong('program:echo', ONLY='program:echo')
        self.wrong('SANDBOX', SANDBOX='maybe')

    def test_bad_lines_have_a_place(self):
        self.wrong('table.tsv:2', 'table.tsv:3',
                   WEIGHTS=self.table('tiny\t1\nnosuch\t1\nloop\tmany\n'))
        self.wrong('table.tsv:1', STUDENTS=self.table('ada\tfr\tAda\n'))
        self.wrong('STUDENTS', STUDENTS=str(self.folder / 'nosuch'))

    def test_all_that_is_wrong_is_said_at_once(self):
        self.wrong('JOBS', 'DETAIL', 'among', JOBS='x', DETAIL='y',
                   OUT=str(self.folder / 'in'))


if __name__ == '__main__':
    unittest.main()
