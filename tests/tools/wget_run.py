"""One run of wget, in C or its twin, and what came of it. For test_wget.py."""
import contextlib
import os
import pathlib
import subprocess
import sys
import threading
import unittest

from odd_servers import PATIENCE, Server

ROOT = pathlib.Path(__file__).resolve().parents[2]
TWIN = ROOT / 'labs/3-networking/programs/wget.py'
USAGE = b'usage: wget [-t SECONDS] [HOST[:PORT][/PATH]...]\n'
PROGRAMS = {'twin': [sys.executable, str(TWIN)]}
NOISE = b"WARNING: ASan doesn't fully support makecontext"


def build():
    """The C programs, by make, on the reference."""
    for flavour in ('plain', 'asan'):
        target = f'build/{flavour}/programs/3-networking/wget'
        env = {name: value for name, value in os.environ.items()
               if not name.startswith(('MAKE', 'MFLAGS', 'FLAVOUR', 'LAB'))}
        done = subprocess.run(
            ['make', '-s', f'FLAVOUR={flavour}', target], cwd=ROOT, env=env,
            text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode:
            raise AssertionError(done.stdout)
        PROGRAMS[flavour] = [str(ROOT / target)]


class Run:
    """A running wget; what it prints is read as it comes."""

    def __init__(self, command):
        self.said, self.more = b'', threading.Condition()
        self.ended = False
        env = {name: value for name, value in os.environ.items()
               if not name.endswith('SAN_OPTIONS')}
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, env=env)
        self.reader = threading.Thread(target=self.read)
        self.reader.start()

    def read(self):
        while not self.ended:
            some = os.read(self.process.stdout.fileno(), 1 << 16)
            with self.more:
                self.said += some
                self.ended = not some
                self.more.notify_all()

    def wait_for(self, text):
        """Has it printed that? Else wait; it may also end without."""
        with self.more:
            self.more.wait_for(lambda: text in self.said or self.ended,
                               PATIENCE)

    def end(self):
        """(exit status, stdout, stderr without what ASan says of itself)"""
        try:
            status = self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            status = self.process.wait()
        self.reader.join()
        with self.process:
            errors = self.process.stderr.read()
        return status, self.said, b''.join(
            line for line in errors.splitlines(True) if NOISE not in line)


def of(argument, text):
    """The lines that belong to this argument, and its name taken out."""
    found = []
    for line in text.split(b'\n')[:-1]:
        for head in (b'wget ' + argument + b'...', argument + b' header > ',
                     b'Done ' + argument + b'.', argument + b': '):
            if line.startswith(head):
                found.append(line.replace(argument, b'@', 1))
    return found


class Wget(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        build()

    def each(self, check, servers=(), *options, others=(), path=''):
        """Run each program against new servers, and against the others.

        check(status, [what was said of each], [servers]) looks at it.
        """
        for program, command in PROGRAMS.items():
            with self.subTest(program=program), contextlib.ExitStack() as end:
                run, begun = [], threading.Event()

                def said(text):
                    begun.wait(PATIENCE)
                    run[0].wait_for(text)

                ours = [Server(serve, said) for serve in servers]
                for server in ours:
                    end.callback(server.close)
                names = [server.name + path for server in ours] + list(others)
                run.append(Run(command + list(options) + names))
                begun.set()
                status, printed, errors = run[0].end()
                told = [of(os.fsencode(name), printed)
                        + of(os.fsencode(name), errors) for name in names]
                self.assertEqual(sum(map(len, told)),
                                 (printed + errors).count(b'\n'),
                                 (printed[-2000:], errors))
                check(status, told, ours)
