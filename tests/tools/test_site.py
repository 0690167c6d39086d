"""The site of the book's transcripts: labs/4-summary/programs/site.py."""
import os
import pathlib
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SITE = [sys.executable, 'labs/4-summary/programs/site.py']
PROGRAM = 'build/plain/programs/4-summary/serve'
ASK = '''import sys, urllib.request
url = sys.argv[1]
print(url)
with urllib.request.urlopen(url, timeout=60) as answer:
    print(answer.headers["Last-Modified"])
    print(answer.read().decode(), end="")
'''


class Site(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        clean = {name: value for name, value in os.environ.items()
                 if not name.startswith(('MAKE', 'MFLAGS', 'FLAVOUR', 'LAB'))}
        done = subprocess.run(['make', '-s', 'FLAVOUR=plain', 'YOURS=',
                               PROGRAM], cwd=ROOT, env=clean, text=True,
                              stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT)
        if done.returncode:
            raise AssertionError(done.stdout)

    def run_with(self, *command):
        done = subprocess.run([*SITE, *command], cwd=ROOT, text=True,
                              timeout=120, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT)
        return done.returncode, done.stdout

    def test_its_files_are_always_as_old(self):
        self.assertEqual(
            self.run_with(sys.executable, '-c', ASK,
                          'http://127.0.0.1:8000/hello.txt'),
            (0, 'http://127.0.0.1:8000/hello.txt\n'
                'Mon, 01 Jan 2001 00:00:00 GMT\nHello!\n'))

    def test_it_ends_as_the_command_did(self):
        self.assertEqual(self.run_with('sh', '-c', 'echo gone; exit 3'),
                         (3, 'gone\n'))


if __name__ == '__main__':
    unittest.main()
