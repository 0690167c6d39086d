"""A small book to test the book's tools on: tests/tools/book/fixture. Each
test has a copy of it, in a directory whose name has spaces."""
import hashlib
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
FIXTURE = ROOT / 'tests' / 'tools' / 'book' / 'fixture'
EN = 'chapters/1-basics/alpha.en.md'
ZH = 'chapters/1-basics/alpha.zh.md'


def make(place, *words, **variables):
    """Run make in a book, as a reader would from a shell."""
    environment = {name: value for name, value in os.environ.items()
                   if name not in ('MAKEFLAGS', 'MFLAGS', 'MAKELEVEL', 'PY',
                                   'SECTION', 'CONFIRM', 'BUILD', 'ONLY')}
    done = subprocess.run(
        ['make', '-j2', '-f', 'book/book.mk', *words], cwd=place,
        env=environment | variables, text=True, timeout=120,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.returncode, done.stdout


def pages(place):
    """{path: digest} of everything that was made."""
    built = pathlib.Path(place) / 'build' / 'book'
    return {str(path.relative_to(built)):
            hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(built.rglob('*')) if path.is_file()}


def make_book(place):
    shutil.copytree(FIXTURE, place)
    shutil.copytree(ROOT / 'book', place / 'book',
                    ignore=shutil.ignore_patterns('__pycache__', 'pairs.lock'))
    (place / 'tools').mkdir()
    for name in ('proof.py', 'transcripts.py', 'transcript.py', 'terminal.py',
                 'alike.py', 'measured.py', 'bind.py'):
        shutil.copy(ROOT / 'tools' / name, place / 'tools')


@unittest.skipUnless(shutil.which('pandoc'), 'pandoc is not installed')
class Book(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.home = tempfile.TemporaryDirectory()
        cls.good = pathlib.Path(cls.home.name) / 'a good book'
        make_book(cls.good)
        for target in ('book', 'pairs'):
            status, said = make(cls.good, target)
            if status != 0:
                raise AssertionError(said)

    @classmethod
    def tearDownClass(cls):
        cls.home.cleanup()

    def setUp(self):
        self.place = pathlib.Path(self.home.name) / f'the {self.id()}'
        shutil.copytree(self.good, self.place, symlinks=True,
                        copy_function=shutil.copy2)

    def change(self, name, old, new):
        path = self.place / name
        text = path.read_text(encoding='utf-8')
        self.assertIn(old, text)
        path.write_text(text.replace(old, new, 1), encoding='utf-8')

    def says(self, target, *expected, **variables):
        """make TARGET stops, and says these lines; never a traceback."""
        status, said = make(self.place, target, **variables)
        self.assertNotEqual(status, 0, said)
        for line in expected:
            self.assertIn(line, said)
        self.assertNotIn('traceback', said.lower())
        return said

    def passes(self, *target):
        status, said = make(self.place, *target)
        self.assertEqual(status, 0, said)
        return said

    def line_of(self, name, text):
        lines = (self.place / name).read_text(encoding='utf-8').splitlines()
        return next(i for i, line in enumerate(lines, 1) if text in line)

    def page(self, name):
        page = self.place / 'build' / 'book' / name
        return page.read_text(encoding='utf-8')
