"""Classroom 50: autograder.py in a checkout, and the result.json it leaves.

`wrong` is what Classroom 50's own runner asks of result.json (schema
classroom50/result/v1), written anew from its wiki.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import unittest

from platform_run import Made, stand_ins

GIVEN = {'CLASSROOM': 'sysprog', 'ASSIGNMENT': 'tiny', 'USERNAME': 'ada-l',
         'OWNER': 'ada-l', 'ASSIGNMENT_TYPE': 'individual',
         'SUBMISSION_TAG': 'submit/2026-11-23T12-00-00Z-c0ffee0',
         'COMMIT_URL': 'https://x.example/c', 'RELEASE_URL':
         'https://x.example/r', 'REVIEW_URL': 'https://x.example/v'}


def whole(value):
    return isinstance(value, int) and not isinstance(value, bool) \
        and value >= 0


def wrong(found):
    """What the runner would refuse."""
    expected = {'schema': 'classroom50/result/v1', 'classroom': 'sysprog',
                'assignment': 'tiny', 'owner': 'ada-l',
                'assignment_type': 'individual',
                'submission': GIVEN['SUBMISSION_TAG']}
    for name, value in expected.items():
        if found.get(name) != value:
            yield name
    for name in ('commit', 'release', 'review', 'datetime'):
        if not isinstance(found.get(name), str) or not found[name]:
            yield name
    for where in [found] + found['tests']:
        if not whole(where['score']) or not whole(where['max-score']) \
                or where['score'] > where['max-score']:
            yield where
    for test in found['tests']:
        if not test['test-name'] or not isinstance(test['passed'], bool):
            yield test
    if found['score'] != sum(test['score'] for test in found['tests']):
        yield 'sum'


class Checkout(unittest.TestCase):
    def setUp(self):
        self.top = pathlib.Path(tempfile.mkdtemp(prefix='checkout '))
        self.addCleanup(shutil.rmtree, self.top)
        shutil.copytree(Made('classroom50'), self.top / 'bundle')
        self.work = self.top / 'work'
        self.work.mkdir()
        opt = self.top / 'in' / 'opt'
        self.env = dict(GIVEN, PATH='%s:%s' % (
            stand_ins(self.top / 'in'), os.environ['PATH']), HOME='/',
            LC_ALL='C.UTF-8')
        with tarfile.open(self.top / 'bundle/grader/kit.tar.gz') as kit:
            kit.extractall(opt)
        # what a container would not be given reaches the stand-in so
        docker = self.top / 'in/bin/docker'
        docker.write_text(docker.read_text().replace(
            '#!/bin/sh\n', '#!/bin/sh\nSTAND_IN="%s"\n' % (self.top / 'in')))

    def graded(self, **files):
        for name, text in files.items():
            (self.work / (name + '.c')).write_text(text)
        done = subprocess.run(
            [sys.executable, self.top / 'bundle/autograder.py'], text=True,
            cwd=self.work, env=self.env, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT)
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertFalse((self.work / 'result.json').is_symlink())
        found = json.loads((self.work / 'result.json').read_text())
        self.assertEqual(list(wrong(found)), [], done.stdout)
        return found, done.stdout

    def test_points_are_whole(self):
        found, said = self.graded(tiny='int x;')
        self.assertEqual((found['score'], found['max-score']), (10, 10), said)
        self.assertIn("'tiny.c'", said)
        self.assertTrue((self.work / 'feedback.html').exists())
        found, _ = self.graded(wish='wrong')
        self.assertEqual((found['score'], found['max-score']), (5, 10))
        self.assertEqual([test['passed'] for test in found['tests']],
                         [False, True, False])
        log = (self.top / 'in/docker.log').read_text()
        self.assertIn('build', log)
        self.assertIn('--network none', log)

    def test_an_image_that_is_named_is_not_made(self):
        (self.top / 'bundle/grader/image').write_text('r.example/g:1\n')
        self.graded(tiny='int x;')
        log = (self.top / 'in/docker.log').read_text()
        self.assertNotIn('build', log)
        self.assertIn('r.example/g:1', log)

    def test_a_grader_that_fails_is_told_and_is_worth_nothing(self):
        for wish in ('status', 'nothing', 'die'):
            (self.work / 'result.json').write_text('{"score": 100}')
            found, _ = self.graded(wish=wish)
            self.assertEqual((found['score'], found['max-score']), (0, 0))
            self.assertFalse(found['tests'][0]['passed'])
            self.assertIn('stopped', found['tests'][0]['test-name'])
            self.assertIn('老师', (self.work / 'release-body.md').read_text())

    def test_what_a_student_leaves_in_the_way(self):
        (self.top / 'secret.c').write_text('secret')
        (self.work / 'secret.c').symlink_to(self.top / 'secret.c')
        (self.work / 'result.json').symlink_to(self.top / 'elsewhere')
        (self.work / 'feedback.html').mkdir()
        (self.work / 'release-body.md').write_text('# 100/100')
        (self.work / '.github').mkdir()
        (self.work / '.github/x.c').write_text('x')
        os.mkfifo(self.work / 'pipe.c')
        found, said = self.graded(tiny='int x;')
        self.assertEqual(found['score'], 10)
        self.assertIn("['tiny.c']", said)
        self.assertFalse((self.top / 'elsewhere').exists())
        self.assertFalse((self.work / 'release-body.md').exists())


if __name__ == '__main__':
    unittest.main()
