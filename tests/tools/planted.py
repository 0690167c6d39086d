"""A copy of the project to plant faults in, and a small one made by hand."""
import contextlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
OURS = ('MAKE', 'MFLAGS', 'LAB', 'BEGUN', 'CHOSEN', 'PROGRAM', 'WHOSE',
        'VERDICTS', 'FLAVOUR')
ENV = {name: value for name, value in os.environ.items()
       if not name.startswith(OURS)}
ENV.update(BOOK_LANG='en', LC_ALL='C.UTF-8')


class Tree:
    """A project below a temporary folder, with a git of its own."""

    def __init__(self, test, files):
        folder = tempfile.mkdtemp(prefix='planted faults ')
        test.addClassCleanup(shutil.rmtree, folder)
        self.root = pathlib.Path(folder)
        for path, text in files.items():
            self.write(path, text)
        self.command('git', 'init', '-q')
        self.command('git', 'add', '-A')

    def write(self, path, text):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(text, pathlib.Path):
            shutil.copy2(text, file)
        else:
            file.write_text(text, 'utf-8')

    def command(self, *words):
        """(exit status, all that a command says), run at the tree's root."""
        done = subprocess.run(words, cwd=self.root, env=ENV, text=True,
                              stdin=subprocess.DEVNULL, timeout=600,
                              stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT)
        return done.returncode, done.stdout

    def gate(self, script, *words):
        return self.command(sys.executable, str(ROOT / 'tools' / script),
                            *words)

    @contextlib.contextmanager
    def planted(self, path, old, new, count=1):
        """A fault in one file, gone afterwards. old: a text or a pattern."""
        file = self.root / path
        before = file.read_text('utf-8')
        after = re.sub(old, new, before, count=count) \
            if isinstance(old, re.Pattern) else before.replace(old, new, 1)
        if after == before:
            raise ValueError(f'nothing to plant in {path}: {old}')
        file.write_text(after, 'utf-8')
        try:
            yield
        finally:
            file.write_text(before, 'utf-8')


def project():
    """The files of this project, for a Tree."""
    listed = subprocess.run(
        ['git', 'ls-files', '-z', '--cached', '--others',
         '--exclude-standard'], cwd=ROOT, check=True, stdout=subprocess.PIPE)
    names = [os.fsdecode(name) for name in listed.stdout.split(b'\0') if name]
    return {name: ROOT / name for name in names if (ROOT / name).is_file()}


def objects(*flavours):
    """What is already compiled of the reference, so that a copy is quick."""
    return {str(file.relative_to(ROOT)): file for flavour in flavours
            for kind in ('given', 'reference', 'scripted/reference', 'tests')
            for file in (ROOT / 'build' / flavour / kind).rglob('*.[od]')}
