"""What every gate of `make check` needs: count, say faults, close.

A gate looks at items (a file, a lab, a wrong answer). A fault is told at once,
with file and line; an item without one has passed. The closing line is what
check.py adds up: `N passed, N failed, N skipped`.
"""
import os
import pathlib
import subprocess
import sys

from say import say


class Gate:
    def __init__(self):
        self.passed, self.failed, self.skipped = 0, 0, 0
        self.clean = None

    def item(self):
        """Begin the next item; the one before is counted."""
        if self.clean is not None:
            self.passed += self.clean
            self.failed += not self.clean
        self.clean = True

    def fault(self, where, key, **fields):
        """Say what is wrong with this item and what to do about it."""
        self.told(f'{where}: {say(key, **fields)}')

    def told(self, line):
        """A fault whose sentence somebody else has made."""
        if self.clean is None:
            self.item()
        self.clean = False
        print(line, flush=True)

    def check(self, where, holds, key, **fields):
        if not holds:
            self.fault(where, key, **fields)

    def skip(self, where, key, **fields):
        self.skipped += 1
        print(f'{where}: {say(key, **fields)}', flush=True)

    def close(self):
        """Print the totals and leave. Nothing looked at is a failure."""
        self.item()
        self.clean = None
        if not self.passed + self.failed:
            print(say('check.nothing'))
            self.failed = 1
        print(f'{self.passed} passed, {self.failed} failed, '
              f'{self.skipped} skipped')
        sys.exit(1 if self.failed else 0)


def files(*patterns):
    """The project's own files, committed or about to be, that match."""
    listed = subprocess.run(
        ['git', 'ls-files', '-z', '--cached', '--others',
         '--exclude-standard'], check=True, stdout=subprocess.PIPE)
    paths = [pathlib.PurePath(os.fsdecode(name))
             for name in listed.stdout.split(b'\0') if name]
    return sorted(pathlib.Path(path) for path in set(paths)
                  if os.path.isfile(path)
                  and any(path.match(pattern) for pattern in patterns))


def run(command, seconds=600, text='', **more):
    """Run a command; (exit status, all it said). Too slow is status 124."""
    try:
        done = subprocess.run(
            [str(word) for word in command], input=text,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            timeout=seconds, encoding='utf-8', errors='replace', **more)
    except subprocess.TimeoutExpired as late:
        said = late.stdout or b''
        return 124, said if isinstance(said, str) else said.decode(
            'utf-8', 'replace')
    return done.returncode, done.stdout


def environment():
    """Ours without what a make above us has put there."""
    ours = ('MAKE', 'MFLAGS', 'LAB', 'BEGUN', 'CHOSEN', 'PROGRAM', 'ARGS',
            'WHOSE', 'VERDICTS', 'FLAVOUR')
    return {name: value for name, value in os.environ.items()
            if not name.startswith(ours)}


def make(*targets, seconds=900):
    """Run make as if it were typed; (exit status, all it said)."""
    return run([os.environ.get('MAKE') or 'make', '--no-print-directory',
                *targets], seconds, env=environment())
