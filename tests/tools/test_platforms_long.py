"""The real grader, as Gradescope starts it; the real kit without solutions.

setup.sh and run_autograder run here, below a folder that AUTOGRADER names.
What students hand in is right, wrong, hostile, empty, broken.
"""
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest
import zipfile

from platform_run import ROOT

import upload

HOSTILE = '#include <stdlib.h>\n__attribute__((constructor))\n' \
    'static void f(void) { exit(0); }\n'


def command(*words, cwd=ROOT, **env):
    kept = {name: value for name, value in os.environ.items()
            if not name.startswith(('MAKE', 'MFLAGS', 'LABS', 'SANDBOX'))}
    done = subprocess.run(words, cwd=cwd, env=dict(kept, BOOK_LANG='en',
                                                   **env),
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, errors='replace', timeout=1500)
    return done.returncode, done.stdout


def fresh(test):
    folder = tempfile.mkdtemp(prefix='platform-')
    test.addCleanup(shutil.rmtree, folder)
    os.chmod(folder, 0o755)
    return pathlib.Path(folder)


def reference(lab):
    return (ROOT / 'solutions' / (lab + '.c')).read_text()


class Gradescope(unittest.TestCase):
    def graded(self, **files):
        there = self.root / 'submission'
        shutil.rmtree(there, ignore_errors=True)
        there.mkdir()
        for name, text in files.items():
            (there / (name + '.c')).write_text(text)
        _, said = command('./run_autograder', cwd=self.root,
                          AUTOGRADER=str(self.root))
        found = json.loads((self.root / 'results/results.json').read_text())
        self.assertEqual(upload.faults(found), [], said)
        self.assertIn('tests', found, said)
        return found

    def test_submissions(self):
        status, said = command('make', 'platform', 'FOR=gradescope',
                               'LABS=tiny selector')
        self.assertEqual(status, 0, said)
        self.root = fresh(self)
        (self.root / 'source').mkdir()
        with zipfile.ZipFile(ROOT / 'build/platform/gradescope/gradescope.zip'
                             ) as archive:
            archive.extractall(self.root / 'source')
        shutil.copy(self.root / 'source/run_autograder', self.root)
        (self.root / 'run_autograder').chmod(0o755)
        status, said = command('bash', 'source/setup.sh', cwd=self.root,
                               AUTOGRADER=str(self.root), INSTALLED='1')
        self.assertEqual(status, 0, said)
        tiny = reference('1-basics/tiny')
        self.assertEqual(self.graded(tiny=tiny)['score'], 10)
        starter = (ROOT / 'labs/1-basics/tiny.c').read_text()
        for text in (starter, tiny + HOSTILE, '', 'int main(',
                     'x' * (2 << 20)):
            self.assertEqual(self.graded(tiny=text)['score'], 0)
        self.assertEqual(self.graded()['score'], 0)
        found = self.graded(tiny=tiny, selector=reference('1-basics/selector'))
        self.assertEqual(found['score'], 20)


class Public(unittest.TestCase):
    """Classroom 50's kit: no solution in it, and it grades."""

    def test_it_grades(self):
        status, said = command('make', 'platform', 'FOR=classroom50',
                               'LABS=tiny')
        self.assertEqual(status, 0, said)
        top = fresh(self)
        for name in ('kit', 'in/ada', 'in/bob'):
            (top / name).mkdir(parents=True)
        kit = ROOT / 'build/platform/classroom50/grader/kit.tar.gz'
        self.assertLess(kit.stat().st_size, 10 << 20)
        shutil.unpack_archive(kit, top / 'kit')
        self.assertFalse((top / 'kit' / 'solutions').exists())
        (top / 'in/ada/tiny.c').write_text(reference('1-basics/tiny'))
        (top / 'in/bob/tiny.c').write_text('int x;\n')
        for words in (['grade-ready'], ['grade', 'LABS=tiny', 'OUT=%s/out'
                                        % top, 'SUBMISSIONS=%s/in' % top]):
            status, said = command('make', '-s', *words, cwd=top / 'kit')
            self.assertEqual(status, 0, said)
        found = json.loads((top / 'out/grades.json').read_text())
        self.assertEqual([one['total'] for one in found['students']],
                         [10, 0])


if __name__ == '__main__':
    unittest.main()
