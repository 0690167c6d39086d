"""run_autograder, in folders laid out as Gradescope lays them out.

The grader is a stand-in that does what the submission wishes; the real one is
in test_platforms_long.py. What counts here: there is a results.json, always.
"""
import atexit
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest
import zipfile

from platform_run import Made, stand_ins

import upload


class Autograder:
    """/autograder, but elsewhere: AUTOGRADER names it."""

    def __init__(self, setup=True):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix='autograder '))
        atexit.register(shutil.rmtree, self.root)
        self.env = dict(
            os.environ, AUTOGRADER=str(self.root), INSTALLED='1', SECONDS='100',
            BOOK_LANG='en', PYTHONDONTWRITEBYTECODE='1',
            PATH='%s:%s' % (stand_ins(self.root / 'in'), os.environ['PATH']))
        for name in ('source', 'submission', 'results'):
            (self.root / name).mkdir()
        self.unpack()
        if setup:
            self.said = self.run('bash', 'source/setup.sh')
            assert self.said.returncode == 0, self.said.stdout

    def unpack(self):
        path = Made('gradescope') / 'gradescope.zip'
        with zipfile.ZipFile(path) as archive:
            archive.extractall(self.root / 'source')
            mode = archive.getinfo('run_autograder').external_attr >> 16
        shutil.copy(self.root / 'source' / 'run_autograder', self.root)
        (self.root / 'run_autograder').chmod(mode & 0o777)

    def run(self, *words):
        return subprocess.run(
            words, cwd=self.root, env=self.env, text=True, errors='replace',
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=250)

    def graded(self, wish=None):
        """(results.json, what the teacher sees)"""
        if wish:
            (self.root / 'submission/wish.c').write_text(wish)
        done = self.run('./run_autograder')
        path = self.root / 'results' / 'results.json'
        return json.loads(path.read_text('utf-8')), done.stdout


class Always(unittest.TestCase):
    def setUp(self):
        self.here = Always.made = getattr(Always, 'made', None) or Autograder()
        shutil.rmtree(self.here.root / 'submission', ignore_errors=True)
        (self.here.root / 'submission').mkdir()

    def nothing_judged(self, found, text):
        self.assertEqual(upload.faults(found), [])
        self.assertEqual(found['score'], 0)
        self.assertIn(text, found['output'])
        self.assertRegex(found['output'], '老师')
        self.assertNotIn('tests', found)

    def test_a_right_and_a_wrong_one(self):
        here = self.here
        found, said = here.graded('right')
        self.assertEqual(upload.faults(found), [])
        self.assertEqual(found['score'], 10, said)
        found, said = here.graded('wrong')
        self.assertEqual(upload.faults(found), [])
        self.assertEqual(found['score'], 5, said)

    def test_whatever_becomes_of_the_grader(self):
        here = self.here
        for wish in ('die', 'status', 'nothing', 'broken', 'odd'):
            found, _ = here.graded(wish)
            self.nothing_judged(found, 'stopped before it had a result')
            # what the one before got is not what this one gets
            self.assertEqual(here.graded('right')[0]['score'], 10)

    def test_too_late(self):
        here = self.here
        here.env['SECONDS'] = '2'
        found, _ = here.graded('hang')
        here.env['SECONDS'] = '100'
        self.nothing_judged(found, 'took longer')

    def test_never_set_up(self):
        here = Autograder(setup=False)
        found, said = here.graded('right')
        self.nothing_judged(found, 'not set up')
        self.assertIn('setup.sh', said)

    def test_no_python_and_no_kit(self):
        here = self.here
        for name in ('kit/classroom/platforms/autograde.py', 'kit'):
            self.assertEqual(here.graded('right')[0]['score'], 10)
            path = here.root / 'source' / name
            gone = path.rename(path.with_name('gone'))
            self.nothing_judged(here.graded()[0], 'stopped')
            gone.rename(path)

    def test_a_setup_that_fails_says_so_and_is_not_ready(self):
        here = Autograder(setup=False)
        (here.root / 'source/kit.tar.gz').write_bytes(b'nothing')
        (here.root / 'source/ready').touch()
        self.assertNotEqual(
            here.run('bash', 'source/setup.sh').returncode, 0)
        self.nothing_judged(here.graded('right')[0], 'not set up')

    def test_odd_submissions_are_left_to_the_grader(self):
        here = self.here
        there = here.root / 'submission'
        os.mkfifo(there / 'tiny.c')
        (there / 'loop.c').symlink_to('/etc/passwd')
        (there / 'labs').symlink_to('/etc')
        (there / 'far').symlink_to('nowhere')
        (there / 'm\n\udcff\x1b[2J.c').write_text('x')
        found, said = here.graded('right')
        self.assertEqual(found['score'], 10, said)
        self.assertNotIn('root:', said)
        shutil.rmtree(there)
        self.assertEqual(upload.faults(here.graded()[0]), [])

    def test_who_handed_it_in_is_not_told_to_the_grader(self):
        here = self.here
        for text, name in (('{"id": 7, "users": [{"email": "a@b.example"}]}',
                            'submission-7'), ('{"id": "../x"}', 'submission'),
                           ('[', 'submission'), ('[]', 'submission')):
            (here.root / 'submission_metadata.json').write_text(text)
            found, said = here.graded('right')
            self.assertEqual(found['score'], 10, said)
            self.assertIn('/in', said)
            self.assertNotIn('a@b', said)

    def test_only_its_owner_reads_tests_and_results(self):
        here = self.here
        here.graded('right')
        closed = ['results', 'source/kit', 'source/failed',
                  'source/kit.tar.gz', 'source/kit/tests/1-basics/tiny.c']
        for name in closed:
            mode = (here.root / name).stat().st_mode & 0o777
            self.assertEqual(mode & 0o077, 0, (name, oct(mode)))


if __name__ == '__main__':
    unittest.main()
