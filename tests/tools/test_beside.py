"""What make setup shows at its end: beside.py and three.py."""
import os
import pathlib
import re
import shlex
import signal
import subprocess
import sys
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
WGET = ROOT / 'labs/3-networking/programs/wget.py'
IN_TURN = '''import socket, sys
for name in sys.argv[1:]:
    with socket.create_connection(name.split(":")) as client:
        client.sendall(b"GET / HTTP/1.0\\r\\n\\r\\n")
        print(len(client.recv(100)) and "answered", flush=True)
sys.exit(1)
'''


class Beside(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix='side by side ')
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def program(self, text):
        """A stand-in for a program in C: a shell script."""
        file = self.folder / 'program'
        file.write_text('#!/bin/sh\n' + text)
        file.chmod(0o755)
        return file

    def python(self, text):
        file = self.folder / 'twin.py'
        file.write_text(text)
        return file

    def begin(self, tool, *words):
        return subprocess.Popen(
            [sys.executable, ROOT / 'tools' / tool, *words], text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def rows(self, tool, *words, status=0):
        with self.begin(tool, *words) as process:
            said = process.communicate(timeout=60)[0]
        self.assertEqual(process.returncode, status, said)
        for row in said.splitlines():
            self.assertLess(len(row), 80)
        return said.splitlines()

    def test_lines_stand_side_by_side_also_where_one_says_more(self):
        program = self.program('echo one; printf "two\\n%0100d\\n" 0\n')
        twin = self.python('print("eins")')
        self.assertEqual(self.rows('beside.py', program, twin), [
            'C' + ' ' * 39 + 'Python', 'one' + ' ' * 37 + 'eins', 'two',
            '0' * 39])

    def test_lines_are_there_when_they_are_printed(self):
        """Each waits for the other's second line to be on the screen."""
        mark = self.folder / 'mark'
        wait = f'while [ ! -e {shlex.quote(str(mark))} ]; do sleep 0.01; done'
        program = self.program(f'echo begun\n{wait}\necho over\n')
        twin = self.python('print("begun")\n')
        with self.begin('beside.py', program, twin) as process:
            self.assertIn('Python', process.stdout.readline())
            self.assertEqual(process.stdout.readline().split(), ['begun'] * 2)
            mark.touch()
            self.assertEqual(process.stdout.readline(), 'over\n')
            self.assertEqual(process.wait(), 0)

    def test_a_program_that_fails(self):
        good, bad = self.program('true\n'), self.python('raise SystemExit(1)')
        self.rows('beside.py', good, bad, status=1)
        self.rows('beside.py', self.program('exit 3\n'),
                  self.python(''), status=1)

    def wget(self):
        return self.program(f'exec {shlex.quote(sys.executable)} '
                            f'{shlex.quote(str(WGET))} "$@"\n')

    def test_three_at_once(self):
        rows = self.rows('three.py', self.wget(), WGET)
        self.assertEqual(len(rows), 13)
        columns = [sorted(row[:40].strip() for row in rows[1:]),
                   sorted(row[40:] for row in rows[1:])]
        self.assertEqual(*columns)
        self.assertEqual(sum('Here: 3 of 3' in row for row in columns[0]), 3)
        names = set(re.findall(r'Done (127\.0\.0\.1:\d+)\.', '\n'.join(rows)))
        self.assertEqual(len(names), 3)

    def test_one_after_the_other_gets_no_answer(self):
        twin = self.python(IN_TURN)
        program = self.program(f'exec {shlex.quote(sys.executable)} '
                               f'{shlex.quote(str(twin))} "$@"\n')
        self.assertEqual(self.rows('three.py', program, WGET, status=1),
                         ['C' + ' ' * 39 + 'Python', '0', '0', '0'])

    def test_ctrl_c_leaves_nothing_behind(self):
        note = shlex.quote(str(self.folder / 'note'))
        program = self.program(
            f'echo $$ "$@" >{note}.new; mv {note}.new {note}; exec sleep 60\n')
        for tool in ('three.py', 'beside.py'):
            (self.folder / 'note').unlink(missing_ok=True)
            with self.begin(tool, program, self.python('')) as process:
                while not (self.folder / 'note').exists():
                    time.sleep(0.01)
                process.send_signal(signal.SIGINT)
                said = process.communicate(timeout=30)[0]
            self.assertEqual(process.returncode, 130)
            self.assertNotIn('Traceback', said)
            number = int((self.folder / 'note').read_text().split()[0])
            with self.assertRaises(ProcessLookupError):
                os.kill(number, 0)


if __name__ == '__main__':
    unittest.main()
