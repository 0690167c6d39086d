"""make grade from end to end: a small class, killed, called again."""
import fcntl
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / name) for name in (
    'classroom/grade', 'classroom/blackbox', 'tools')]
import jobs  # noqa: E402
import sandbox  # noqa: E402

WHY = sandbox.probe()
TINY = ROOT / 'solutions/1-basics/tiny.c'
ENV = {name: value for name, value in os.environ.items() if name not in (
    'MAKEFLAGS', 'MAKELEVEL', 'LABS', 'ALLOW_UNSANDBOXED', 'SANDBOX')}


class Class(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix='grade-run.')
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def hand_in(self, **students):
        for name, text in students.items():
            path = self.folder / 'in' / name
            path.mkdir(parents=True)
            (path / 'tiny.c').write_text(text)

    def command(self, out='out', **more):
        words = dict({'SUBMISSIONS': self.folder / 'in',
                      'OUT': self.folder / out, 'LABS': 'tiny'}, **more)
        return ['make', '-s', 'grade'] + ['%s=%s' % pair
                                          for pair in words.items()]

    def grade(self, out='out', env=None, **more):
        return subprocess.run(self.command(out, **more), cwd=ROOT, text=True,
                              env=dict(ENV, BOOK_LANG='en', **(env or {})),
                              capture_output=True, timeout=250)

    def results(self, out='out'):
        return {path.name: path.read_bytes() for path in sorted(
            (self.folder / out / 'results').glob('*.json'))}

    def states(self, out='out'):
        found = {name[:-5]: json.loads(data)
                 for name, data in self.results(out).items()}
        return {name: one['labs'][0]['state'] for name, one in found.items()}


ANSWER = TINY.read_text('utf-8')
HOOKED = ANSWER + '\nvoid extra(void);\nvoid extra(void) { }\n'


@unittest.skipIf(WHY, f'no bubblewrap here: {WHY}')
class Graded(Class):
    def test_killed_and_called_again_is_the_same(self):
        self.hand_in(ada=ANSWER, bob='int x\n', eve=HOOKED)
        done = self.grade()
        self.assertEqual((done.returncode, done.stderr), (0, ''), done.stdout)
        self.assertEqual(self.states(), {'ada': 'passed', 'bob': 'compile',
                                         'eve': 'symbols'})
        first = self.results()
        self.assertEqual(len(json.loads(first['ada.json'])['labs'][0][
            'tests']), 28)
        again = self.command('two', JOBS='1')
        killed = subprocess.Popen(again, cwd=ROOT, env=ENV, text=True,
                                  start_new_session=True,
                                  stdout=subprocess.PIPE)
        killed.stdout.readline()        # one is done, the next begins
        os.killpg(killed.pid, signal.SIGKILL)
        killed.communicate()
        self.assertLess(len(self.results('two')), 3)
        self.assertEqual(self.grade('two').returncode, 0)
        self.assertEqual(self.results('two'), first)
        self.taken_as_it_is(first)

    def taken_as_it_is(self, first):
        """What is right already is not judged again; what went, goes."""
        for path in (self.folder / 'out/.grade/times').iterdir():
            path.write_text('kept\n')
        shutil.rmtree(self.folder / 'in/bob')
        (self.folder / 'in/eve/tiny.c').write_text('int x\n')
        done = self.grade()
        self.assertEqual(done.returncode, 0)
        self.assertIn('bob', done.stderr)
        self.assertEqual(self.states(), {'ada': 'passed', 'eve': 'compile'})
        self.assertEqual(self.results()['ada.json'], first['ada.json'])
        self.assertEqual((self.folder / 'out/times.tsv').read_text().count(
            'kept\n'), 1)
        self.assertTrue((self.folder / 'out/.grade/old/bob.json').exists())


class Told(Class):
    def test_status_2_and_a_sentence(self):
        self.hand_in(ada='')
        done = self.grade(JOBS='abc', DETAIL='xyz')
        self.assertIn('JOBS=abc?', done.stderr)
        self.assertIn('DETAIL=xyz?', done.stderr)
        self.assertIn('Error 2', done.stderr)
        self.assertNotIn('Traceback', done.stderr)

    def test_two_runs_on_one_out(self):
        self.hand_in(ada='')
        (self.folder / 'out/.grade').mkdir(parents=True)
        with open(self.folder / 'out/.grade/lock', 'w') as file:
            fcntl.lockf(file, fcntl.LOCK_EX)
            done = self.grade(env={'ALLOW_UNSANDBOXED': '1'})
        self.assertIn('Another run', done.stderr)
        self.assertEqual(self.results(), {})

    def elsewhere(self):
        """A PATH on which all programs are, but for bubblewrap."""
        programs = self.folder / 'bin'
        programs.mkdir()
        for folder in ('/usr/bin', '/bin', '/usr/local/bin'):
            for name in os.listdir(folder):
                if name != 'bwrap' and not (programs / name).is_symlink():
                    (programs / name).symlink_to(f'{folder}/{name}')
        return str(programs)

    def test_no_sandbox_is_status_3_and_three_ways(self):
        self.hand_in(ada=ANSWER)
        env = {'PATH': self.elsewhere()}
        done = self.grade(env=env)
        self.assertIn('Error 3', done.stderr)
        bare = subprocess.run(
            [sys.executable, 'classroom/grade/grade.py'] + self.command()[3:],
            cwd=ROOT, env=dict(ENV, **env), capture_output=True)
        self.assertEqual(bare.returncode, 3)
        for way in ('1. Install bubblewrap', '2. Grade in a container',
                    '3. ALLOW_UNSANDBOXED=1'):
            self.assertIn(way, done.stderr)
        self.assertEqual(self.results(), {})
        done = self.grade(env=dict(env, ALLOW_UNSANDBOXED='1'))
        self.assertEqual(self.states(), {'ada': 'passed'}, done.stderr)
        for line in (done.stdout + done.stderr).splitlines():
            self.assertTrue(line.startswith('UNSANDBOXED '), line)
        self.assertIn(b'"sandbox": "none"', self.results()['ada.json'])


class Person:
    lang = None

    def __init__(self, name):
        self.id = self.folder = self.name = self.path = name


class Course:
    labs, programs, lang = ['1-basics/tiny'], ['echo'], 'en'

    class room:
        kind = 'bubblewrap'

    def all(self, lab, word, texts=None):
        return [{'name': 'one', 'step': '', 'verdict': word, 'en': '',
                 'zh': '', 'said': ''}]


class Ours(unittest.TestCase):
    """Whatever we do wrong with one is told, and the others are graded."""

    def test_a_mistake_of_ours_is_broken(self):
        def one(person, course, grader, places):
            if person.name == 'raises':
                sys.stderr = open(os.devnull, 'w')
                raise ValueError('a mistake of ours')
            if person.name == 'dies':
                os.kill(os.getpid(), signal.SIGKILL)
            if person.name == 'good':
                jobs.write(places.results(person), {'good': 1})
            return 0
        self.addCleanup(setattr, jobs, 'one', jobs.one)
        jobs.one = one
        with tempfile.TemporaryDirectory() as out:
            places, told = jobs.Places(out), []
            os.mkdir(out + '/results')
            failed = jobs.all_of(
                list(map(Person, ('raises', 'dies', 'silent', 'good'))),
                Course(), '', places, 2, lambda p, status: told.append(p.name))
            self.assertEqual(sorted(failed), ['dies', 'raises', 'silent'])
            self.assertEqual(len(told), 4)
            for name in failed:
                found = json.loads(pathlib.Path(
                    out, 'results', name + '.json').read_text('utf-8'))
                self.assertEqual(found['labs'][0]['state'], 'broken')
                self.assertFalse(jobs.done_before(
                    places.results(Person(name)), ''))

    def test_half_a_result_is_none(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, 'x.json')
            for text in ('', '{', '[]', '{"digest": "d"}',
                         '{"digest": "d", "labs": [{"state": "broken"}]}'):
                path.write_text(text)
                self.assertFalse(jobs.done_before(path, 'd'), text)
            path.write_text('{"digest": "d", "labs": [{"state": "failed"}], '
                            '"programs": []}')
            self.assertTrue(jobs.done_before(path, 'd'))
            self.assertFalse(jobs.done_before(path, 'e'))


if __name__ == '__main__':
    unittest.main()
