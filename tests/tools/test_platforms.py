"""make platform: what it writes, and what it says where it cannot."""
import hashlib
import io
import json
import os
import pathlib
import re
import subprocess
import sys
import tarfile
import tempfile
import unittest
import zipfile

from platform_run import ROOT, Made, make

import bundle
import upload

NAMES = ('classroom50', 'docker', 'github', 'gitlab', 'gradescope')


def digest(folder):
    return {str(path.relative_to(folder)): hashlib.sha256(
        path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob('*')) if path.is_file()}


class Asked(unittest.TestCase):
    def refused(self, name, *texts, **asked):
        status, said = make(name, **asked)
        self.assertEqual(status, 2, said)
        for text in texts:
            self.assertIn(text, said)
        self.assertNotIn('Traceback', said)

    def test_without_a_name_the_choices_are_said(self):
        for name in ('', 'moodle', 'docker github', '../docker', '\x1b[2J'):
            self.refused(name, *NAMES)

    def test_make_passes_it_on(self):
        for words in (['FOR=x'], ['FOR=docker', 'LABS=nosuch']):
            done = subprocess.run(
                ['make', '-s', 'platform'] + words, cwd=ROOT, text=True,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                env={k: v for k, v in os.environ.items()
                     if not k.startswith(('MAKE', 'MFLAGS'))})
            self.assertEqual(done.returncode, 2, done.stdout)
            self.assertRegex(done.stdout, 'gradescope|nosuch')

    def test_a_lab_that_is_none(self):
        self.refused('docker', '"nosuch"', 'tiny selector',
                     ONLY='tiny nosuch')

    def test_a_detail_that_is_none(self):
        self.refused('docker', 'DETAIL=some', DETAIL='some')

    def test_weights_that_are_none(self):
        with tempfile.NamedTemporaryFile('w', suffix='.tsv') as file:
            file.write('tiny\tmany\n')
            file.flush()
            self.refused('docker', file.name + ':1:', WEIGHTS=file.name)
        self.refused('docker', '/no/such/file', WEIGHTS='/no/such/file')

    def test_what_was_chosen_goes_along(self):
        with tempfile.NamedTemporaryFile('w', suffix='.tsv') as file:
            file.write('tiny\t7\n')
            file.flush()
            made = Made.make('docker', 'chosen', ONLY='loop 1-basics/tiny loop',
                             DETAIL='names', WEIGHTS=file.name)
        with tarfile.open(made / 'kit.tar.gz') as kit:
            self.assertEqual(
                kit.extractfile('platform/arguments').read().decode(),
                'LABS=1-basics/tiny 1-basics/loop\nDETAIL=names\n'
                'WEIGHTS=platform/weights.tsv\n')
            self.assertEqual(kit.extractfile(
                'platform/weights.tsv').read(), b'tiny\t7\n')


class Files(unittest.TestCase):
    def test_the_same_bytes_each_time(self):
        for name in NAMES:
            first = digest(Made(name))
            status, said = make(name, TZ='Asia/Tokyo', LC_ALL='C')
            self.assertEqual(status, 0, said)
            self.assertEqual(first, digest(
                Made.tree / 'build/platform' / name))

    def test_scripts_as_shellcheck_wants_them(self):
        for name in NAMES:
            scripts = [path for path in Made(name).rglob('*')
                       if path.is_file()
                       and re.match(rb'#!.*sh\b', path.read_bytes()[:40])]
            if name == 'gradescope':
                scripts = list(self.unzipped().glob('*[rh]'))
            if not scripts:
                self.assertEqual(name, 'nothing')
            done = subprocess.run(['shellcheck', '-x'] + scripts, text=True,
                                  stdout=subprocess.PIPE)
            self.assertEqual(done.stdout, '')

    def test_nothing_is_left_to_fill_in(self):
        for name in NAMES:
            for path in Made(name).rglob('*'):
                if path.is_file() and path.suffix not in ('.gz', '.zip'):
                    text = path.read_text('utf-8')
                    self.assertNotRegex(text, r'@(platform\.|packages)')

    def unzipped(self):
        folder = pathlib.Path(tempfile.mkdtemp(dir=Made.top))
        with zipfile.ZipFile(Made('gradescope') / 'gradescope.zip') as zip_:
            zip_.extractall(folder)
        return folder

    def test_the_zip_has_what_gradescope_reads_at_its_root(self):
        with zipfile.ZipFile(Made('gradescope') / 'gradescope.zip') as zip_:
            found = {entry.filename: entry for entry in zip_.infolist()}
            modes = {name: entry.external_attr >> 16
                     for name, entry in found.items()}
            self.assertEqual(modes['run_autograder'], 0o100755)
            self.assertEqual(modes['setup.sh'], 0o100755)
            for name in ('stopped', 'late', 'not_ready'):
                said = json.loads(zip_.read(f'failed/{name}.json'))
                self.assertEqual(upload.faults(said), [])
                self.assertEqual(said['score'], 0)
                self.assertRegex(said['output'], '(?s)teacher.*老师')

    def test_the_kit_has_what_it_needs_and_no_more(self):
        kit = bundle.packed(bundle.files(ROOT))
        with tarfile.open(fileobj=io.BytesIO(kit)) as tar:
            names = tar.getnames()
            self.assertEqual({(entry.uid, entry.mtime, entry.mode | 0o111)
                              for entry in tar}, {(0, 0, 0o755)})
        for name in ('Makefile', 'classroom/grade/grade.py', 'tests/1-basics/'
                     'tiny.c', 'include/tiny.h', 'tools/words/zh.txt',
                     'labs/1-basics/programs/hello.c'):
            self.assertIn(name, names)
        for name in names:
            self.assertNotRegex(
                name, r'\.git/|^build|^book|\.progress|kept-|browser/|\.pyc|'
                r'^labs/\d-\w+/\w+\.[cS]$|^tests/.*/right/')


class Public(unittest.TestCase):
    def test_classroom_50_gets_no_solution_and_nothing_like_one(self):
        kit = Made('classroom50') / 'grader' / 'kit.tar.gz'
        with tarfile.open(kit) as tar:
            for name in tar.getnames():
                self.assertNotRegex(
                    name, r'^solutions/|/wrong/|/mutants/|^chapters/.*\.md$')

    def test_what_would_leak_is_not_written(self):
        Made('docker')      # so that there is a tree
        looks = Made.tree / 'classroom/platforms/public.py'
        looks.write_text('import sys\nsys.exit("x.c:1: a solution")\n')
        gone = Made.tree / 'build/platform/classroom50/autograder.py'
        gone.unlink(missing_ok=True)
        status, said = make('classroom50')
        looks.write_text('')
        self.assertEqual(status, 2)
        self.assertIn('x.c:1: a solution', said)
        self.assertIn('Nothing was written', said)
        self.assertFalse(gone.exists())


class Specification(unittest.TestCase):
    """upload.py knows a right results.json from a wrong one."""

    def test_right(self):
        for found in ({'score': 1}, {'tests': [{'score': 1}]}, {
                'score': 6.67, 'output_format': 'md', 'tests': [
                    {'name': 'a', 'status': 'passed', 'max_score': 2,
                     'score': 2, 'visibility': 'after_due_date'}]}):
            self.assertEqual(upload.faults(found), [])

    def test_wrong(self):
        for found in ([], {}, {'score': '1'}, {'score': True}, {'tests': []},
                      {'score': 1, 'grade': 1}, {'score': 1, 'tests': {}},
                      {'score': 1, 'output_format': 'markdown'},
                      {'score': 1, 'tests': [{'status': 'ok'}]},
                      {'tests': [{'score': 3, 'max_score': 2}]},
                      {'score': 1, 'tests': ['a']}):
            self.assertNotEqual(upload.faults(found), [], found)


if __name__ == '__main__':
    unittest.main()
