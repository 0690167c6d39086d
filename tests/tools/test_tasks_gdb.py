"""tools/tasks_gdb.py: in gdb, where each task waits; on both floors."""
import pathlib
import shutil
import subprocess
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOURCE = 'labs/appendices/programs/stuck.c'
MACHINE = subprocess.run(['uname', '-sm'], text=True, check=True,
                         stdout=subprocess.PIPE).stdout.split()


def line_of(text):
    lines = (ROOT / SOURCE).read_text('utf-8').splitlines()
    return next(i for i, line in enumerate(lines, 1) if text in line)


def gdb(flavour, *commands):
    program = f'build/{flavour}/programs/appendices/stuck'
    subprocess.run(['make', '-s', f'FLAVOUR={flavour}', 'YOURS=', program],
                   cwd=ROOT, check=True, timeout=200)
    words = [word for command in commands for word in ('-ex', command)]
    done = subprocess.run(
        ['timeout', '60', 'gdb', '-batch', '-ex', 'set startup-with-shell off',
         *words, program], cwd=ROOT, text=True, timeout=90,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.stdout


@unittest.skipUnless(shutil.which('gdb'), 'gdb is not installed')
@unittest.skipUnless(MACHINE == ['Linux', 'x86_64'], 'for Linux on x86-64')
class Tasks(unittest.TestCase):
    def frames(self, said, name):
        """The lines below the one that names this task."""
        block = said.split(f'\n{name} ', 1)[1].splitlines()[1:]
        end = next((i for i, line in enumerate(block)
                    if not line.startswith('    ')), len(block))
        return block[:end]

    def test_each_task_with_the_calls_that_led_to_its_wait(self):
        for flavour in ('gcc-O0', 'gcc-O0-fast'):
            said = gdb(flavour, f'break stuck.c:{line_of("(*ticks)++")}',
                       'run', 'source tools/tasks_gdb.py', 'tasks')
            with self.subTest(flavour):
                self.assertIn('\nmain waits for queue_join\n', said)
                self.assertIn('\nclock runs\n', said)
                bob = self.frames(said, 'Bob')
                self.assertTrue(bob[0].startswith('    future_await at '), bob)
                self.assertEqual(bob[-1], f'    work at {SOURCE}:'
                                 f'{line_of("queue_get(letters")}')
                self.assertEqual(self.frames(said, 'clock'), [
                    f'    tick at {SOURCE}:{line_of("(*ticks)++")}'])

    def test_one_task_and_the_program_goes_on_as_before(self):
        said = gdb('gcc-O0', f'break stuck.c:{line_of("(*ticks)++")}', 'run',
                   'source tools/tasks_gdb.py', 'tasks Alice', 'print *ticks',
                   'backtrace 1', 'continue', 'print *ticks')
        self.assertIn('\nAlice waits for queue_get\n', said)
        self.assertNotIn('\nBob ', said)
        self.assertIn('\n#0  tick (', said)
        self.assertIn('\n$1 = 0\n', said)
        self.assertIn('\n$2 = 1\n', said)


if __name__ == '__main__':
    unittest.main()
