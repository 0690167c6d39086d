"""GitHub Actions and GitLab CI: the steps of both files, run here in order.

A stand-in answers for docker, folders of git for the students' repositories,
and this file for the platform: it reads the YAML, hands artifacts on.
"""
import atexit
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

from platform_run import ROOT, Made, stand_ins

try:
    import yaml
except ImportError:
    yaml = None

CLASS = {'ada': 'right', 'bob': 'wrong', 'cyn': 'nothing'}
TSV = '# id\trepository\n' + ''.join(
    f'{name}\tcourse/{name}\t{lang}\t{shown}\n' for name, lang, shown in (
        ('ada', 'en', 'Ada'), ('bob', 'zh', '波布'), ('cyn', '', ''),
        ('dan', 'en', 'Dan')))
SECRET = 'token-that-nobody-sees'


def git(folder, *words):
    subprocess.run(['git', '-c', 'user.name=x', '-c', 'user.email=x@x.example',
                    '-c', 'init.defaultBranch=main', *words], check=True,
                   cwd=folder, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)


def repository(folder, files):
    folder.mkdir(parents=True)
    git(folder, 'init')
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    git(folder, 'add', '-A')
    git(folder, 'commit', '-m', 'x', '--allow-empty')


class Platform(unittest.TestCase):
    def setUp(self):
        self.top = pathlib.Path(tempfile.mkdtemp(prefix='ci '))
        atexit.register(shutil.rmtree, self.top)
        for name, wish in CLASS.items():
            repository(self.top / 'course' / name,
                       {'wish.c': wish, 'labs/1-basics/tiny.c': 'int x;\n'})
        (self.top / 'course' / 'students.tsv').write_text(TSV)
        self.env = {
            'PATH': '%s:%s' % (stand_ins(self.top / 'in'),
                               os.environ['PATH']),
            'HOME': str(self.top), 'STAND_IN': str(self.top / 'in'),
            'BOOK_LANG': 'en', 'SERVER': 'file://' + str(self.top),
            'LC_ALL': 'C.UTF-8', 'SECONDS': '20',
            'PYTHONDONTWRITEBYTECODE': '1'}

    def checkout(self, name, to):
        """The teacher's repository, as a job finds it."""
        shutil.copytree(Made(name), self.top / to)
        shutil.copy(self.top / 'course' / 'students.tsv', self.top / to)
        opt = self.top / 'in' / 'opt'
        if not opt.is_symlink():
            opt.symlink_to(self.top / to / 'kit')
        return self.top / to

    def step(self, script, where, **env):
        done = subprocess.run(
            ['bash', '-e', '-c', script], cwd=where, text=True,
            env=dict(self.env, **env), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        return done.returncode, done.stdout

    def log(self):
        return (self.top / 'in' / 'docker.log').read_text()

    def the_class(self, folder):
        """ada and bob have their points; the other two are named."""
        found = json.loads((folder / 'grades.json').read_text())
        self.assertEqual({one['id']: one['total']
                          for one in found['students']},
                         {'ada': 10, 'bob': 5})
        self.assertEqual([one['name'] for one in found['students']],
                         ['Ada', '波布'])
        self.assertEqual(found['absent'], ['cyn', 'Dan'])
        self.assertTrue((folder / 'index.en.html').exists())


@unittest.skipUnless(yaml, 'no PyYAML: make setup-dev')
class GitHub(Platform):
    def workflow(self):
        path = Made('github') / '.github/workflows/grade.yml'
        return yaml.safe_load(path.read_text())

    def test_the_rules_that_we_know(self):
        flow = self.workflow()
        self.assertEqual(set(flow), {'name', True, 'permissions', 'env',
                                     'concurrency', 'jobs'})
        self.assertEqual(flow['permissions'], {'contents': 'read'})
        for name, job in flow['jobs'].items():
            self.assertLessEqual(set(job), {
                'runs-on', 'timeout-minutes', 'permissions', 'outputs',
                'needs', 'strategy', 'steps', 'if'})
            self.assertIn('timeout-minutes', job)
            needs = job.get('needs', [])
            for other in [needs] if isinstance(needs, str) else needs:
                self.assertIn(other, flow['jobs'])
            for step in job['steps']:
                self.assertEqual(len({'uses', 'run'} & set(step)), 1, step)
                # what somebody else wrote never becomes part of a script
                self.assertNotIn('${{', step.get('run', ''))
                self.assertRegex(step.get('uses', 'actions/x@v1'),
                                 r'^actions/[a-z-]+@v\d+$')
                if step.get('uses', '').startswith('actions/checkout'):
                    self.assertIs(step['with']['persist-credentials'], False)

    def value(self, text, matrix):
        known = {'github.token': 'job-token', 'matrix.batch': matrix,
                 'secrets.STUDENTS_TOKEN': SECRET}
        return re.sub(r'\$\{\{ (\S+) \}\}', lambda m: known[m[1]], str(text))

    def job(self, name, matrix=None):
        """(worst status, all it said, where it ran)"""
        job, where = self.workflow()['jobs'][name], None
        worst, said = 0, ''
        for step in job['steps']:
            uses = step.get('uses', '').partition('@')[0]
            if uses == 'actions/checkout':
                where = self.checkout('github', 'job %s %s' % (name, matrix))
            elif uses == 'actions/download-artifact':
                shutil.copytree(self.top / 'artifacts', where / 'out',
                                dirs_exist_ok=True)
            elif uses == 'actions/upload-artifact':
                if step.get('if') == 'always()' or not worst:
                    shutil.copytree(where / step['with']['path'],
                                    self.top / 'artifacts' if name == 'grade'
                                    else self.top / 'end', dirs_exist_ok=True)
            elif not worst:
                worst, more = self.step(
                    step['run'], where, GITHUB_OUTPUT=str(where / 'output'),
                    GITHUB_REPOSITORY='Course/Grades', GITHUB_SHA='c0ffee',
                    GITHUB_ACTOR='me', RUN='grader/run', **{
                        key: self.value(text, matrix)
                        for key, text in step.get('env', {}).items()})
                said += more
        return worst, said, where

    def test_a_class(self):
        (self.top / 'artifacts').mkdir()
        status, said, where = self.job('plan')
        self.assertEqual(status, 0, said)
        name, _, value = (where / 'output').read_text().strip().partition('=')
        self.assertEqual((name, json.loads(value)),
                         ('batches', ['ada', 'bob', 'cyn', 'dan']))
        said = ''
        for batch in json.loads(value):
            status, more, where = self.job('grade', batch)
            said += more
            self.assertEqual(status, int(batch in ('cyn', 'dan')), more)
        for line in ('ada: graded', 'bob: graded', 'cyn: no result',
                     'dan: course/dan cannot be read'):
            self.assertIn(line, said)
        self.assertIn("'labs/1-basics/tiny.c'", said)
        status, said, where = self.job('collect')
        self.assertEqual(status, 1, said)
        self.assertIn('cyn: no result', said)
        self.assertIn('dan: course/dan cannot be read', said)
        self.the_class(self.top / 'end')
        log = self.log()
        self.assertNotIn(SECRET, log + said)
        self.assertIn('push -q ghcr.io/course/grades/grader:c0ffee', log)
        self.assertEqual(log.count('\nrun '), 3)
        for word in ('--network none', '--read-only', '--cap-drop ALL',
                     '--security-opt no-new-privileges', '--pids-limit',
                     '--memory ', '--tmpfs /tmp:rw,exec,nosuid,nodev'):
            self.assertEqual(log.count(word), 3, word)


@unittest.skipUnless(yaml, 'no PyYAML: make setup-dev')
class GitLab(Platform):
    def test_a_class(self):
        path = Made('gitlab') / '.gitlab-ci.yml'
        flow = yaml.safe_load(path.read_text())
        self.assertEqual(flow['grade']['trigger']['include'],
                         [{'artifact': 'jobs.yml', 'job': 'plan'}])
        self.assertEqual([flow[job]['stage'] for job in ('plan', 'grade')],
                         flow['stages'])
        where = self.checkout('gitlab', 'job')
        env = {'CI_REGISTRY': 'r.example', 'CI_REGISTRY_USER': 'u',
               'CI_REGISTRY_PASSWORD': SECRET, 'CI_COMMIT_SHA': 'c0ffee',
               'CI_REGISTRY_IMAGE': 'r.example/x', 'STUDENTS_TOKEN': SECRET,
               'CI_SERVER_URL': self.env['SERVER']}
        status, said = self.step('\n'.join(flow['plan']['script']), where,
                                 **env)
        self.assertEqual(status, 0, said)
        jobs = yaml.safe_load((where / 'jobs.yml').read_text())
        self.assertEqual(jobs, json.loads((where / 'jobs.yml').read_text()))
        graded = [job for name, job in jobs.items()
                  if name.startswith('grade ')]
        self.assertEqual([job['variables']['BATCH'] for job in graded],
                         ['ada', 'bob', 'cyn', 'dan'])
        for job in graded:
            self.assertEqual(job['stage'], jobs['stages'][0])
            status, more = self.step('\n'.join(job['script']), where, **env,
                                     **job['variables'])
            self.assertEqual(
                status, int(job['variables']['BATCH'] in ('cyn', 'dan')),
                more)
            said += more
        status, more = self.step('\n'.join(jobs['collect']['script']), where,
                                 **env)
        self.assertEqual(status, 1, more)
        self.the_class(where / 'out' / 'class')
        self.assertTrue((where / 'out/ada/junit.xml').exists())
        self.assertNotIn(SECRET, said + more + self.log())


class Data(Platform):
    """A repository is data."""

    def fetched(self, name, token=''):
        folder = self.top / 'fetched' / name
        script = "import sys; sys.path[:0] = sys.argv[1:2]\n" \
            "import fetch; fetch.fetch(*sys.argv[2:])"
        done = subprocess.run(
            [sys.executable, '-c', script, ROOT / 'classroom/platforms/ci',
             'file://%s/%s' % (self.top, name), folder], text=True,
            env=dict(self.env, STUDENTS_TOKEN=token),
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        return done, {str(path.relative_to(folder))
                      for path in folder.rglob('*') if not path.is_dir()}

    def test_plain_answers_alone(self):
        there = self.top / 'hostile'
        repository(there, {
            'tiny.c': '1', '4-summary/switch.x86_64.S': '2', 'language': 'zh',
            'Makefile': 'all:', 'a/b/c/d.c': '', '.github/x.c': '',
            'big.c': 'x' * 1100000, '-rf.c': '', 'a b.c': '', 'new\nline.c': '',
            '.gitattributes': '*.c filter=evil\n', 'tools/say.py': ''})
        (there / 'link.c').symlink_to('/etc/passwd')
        (there / 'labs').symlink_to('/etc')
        git(there, 'add', '-A')
        git(there, '-c', 'protocol.file.allow=always', 'submodule', 'add',
            'file://%s/course/ada' % self.top, 'sub.c')
        git(there, 'commit', '-m', 'y')
        done, found = self.fetched('hostile')
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertEqual(found, {'tiny.c', '4-summary/switch.x86_64.S',
                                 'language'})

    def test_an_empty_repository_has_nothing_in_it(self):
        (self.top / 'empty').mkdir()
        git(self.top / 'empty', 'init')
        done, found = self.fetched('empty')
        self.assertEqual((done.returncode, found), (0, set()), done.stdout)

    def test_one_that_is_not_there(self):
        done, _ = self.fetched('none')
        self.assertIn('Unreachable', done.stdout)


class Who(unittest.TestCase):
    def planned(self, kind, text):
        with tempfile.NamedTemporaryFile('w', suffix='.tsv') as file:
            file.write(text)
            file.flush()
            done = subprocess.run(
                [sys.executable, 'classroom/platforms/ci/ci.py', 'plan', kind,
                 file.name], cwd=ROOT, text=True, stdout=subprocess.PIPE,
                stderr=subprocess.PIPE, env=dict(os.environ, BOOK_LANG='en'))
            return done.returncode, done.stdout, done.stderr.replace(
                file.name, 'F')

    def test_bad_lines_are_told_with_their_place(self):
        status, _, said = self.planned(
            'github', 'ada\tc/a\nada\tc/b\nADA\tc/b\n../x\tc/x\nb o\tc/b\n'
            'cyn\tnot a repository\ndan\tc/../../x\neve\tc/e\tfr\nfay\n'
            'gil\tfile:///etc/passwd\nhal\thttp://x/y\nian\tc/$(id)\n'
            'jo\tc/j\ten\tJo\tmore\nkim\t--upload-pack=x/y\n')
        self.assertEqual(status, 2)
        self.assertEqual(re.findall(r'^F:(\d+):', said, re.M),
                         [str(n) for n in range(2, 15)], said)
        self.assertNotIn('Traceback', said)

    def test_nobody(self):
        for text in ('', '# nobody\n\n'):
            status, _, said = self.planned('gitlab', text)
            self.assertEqual(status, 2)
            self.assertIn('F:1:', said)

    def test_a_large_class_shares_jobs(self):
        for many, jobs, most in ((1, 1, 1), (256, 256, 1), (257, 129, 2),
                                 (1000, 250, 4)):
            text = ''.join('s%d\tc/s%d\n' % (n, n) for n in range(many))
            status, said, _ = self.planned('github', text)
            found = json.loads(said.partition('=')[2])
            self.assertEqual((status, len(found)), (0, jobs))
            self.assertLessEqual(max(len(b.split()) for b in found), most)
            self.assertEqual(' '.join(found).split(),
                             ['s%d' % n for n in range(many)])


if __name__ == '__main__':
    unittest.main()
