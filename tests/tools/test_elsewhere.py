"""Another system, another processor: the labs that it cannot have are left
out, and the programs stand on what there is.
"""
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

import planted

UNAME = '''#!/bin/sh
case $1 in
-m) echo %s ;;
*) echo %s ;;
esac
'''
FLOORS = {'1-basics/context', '1-basics/selector', '4-summary/switch',
          '4-summary/poller'}


class Elsewhere(unittest.TestCase):
    """Nothing is built: make says what it would do."""

    def make(self, system, machine, *words):
        folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, folder)
        uname = folder / 'uname'
        uname.write_text(UNAME % (machine, system), 'utf-8')
        uname.chmod(0o755)
        done = subprocess.run(
            ['make', '-s', *words], cwd=planted.ROOT, text=True, timeout=60,
            env=dict(planted.ENV, PATH=f'{folder}:{os.environ["PATH"]}'),
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.assertEqual(done.returncode, 0, done.stdout)
        return done.stdout

    def labs(self, *where):
        said = self.make(*where, 'help')
        return said[said.index('The labs:'):].split()

    def floor(self, *where, floor='FLOOR='):
        """Whose objects a program of chapter 4 would be linked with."""
        said = self.make(*where, '-n', 'FLAVOUR=plain', floor, 'YOURS=',
                         f'build/plain{"-fast" * (floor == "FLOOR=fast")}'
                         '/programs/4-summary/serve')
        link = next(line for line in said.splitlines() if '-lm' in line)
        return {lab for lab in FLOORS if f'/reference/{lab}.o' in link}

    def test_linux_has_all(self):
        for machine in 'x86_64', 'aarch64':
            labs = self.labs('Linux', machine)
            self.assertLessEqual({'switch', 'poller', 'serve'}, set(labs))
            self.assertEqual(self.floor('Linux', machine),
                             {'4-summary/switch', '4-summary/poller'})

    def test_another_system_has_neither(self):
        for where in ('Darwin', 'arm64'), ('FreeBSD', 'x86_64'):
            labs = self.labs(*where)
            self.assertIn('serve', labs)
            self.assertFalse({'switch', 'poller'} & set(labs))
            for floor in 'FLOOR=', 'FLOOR=fast':
                self.assertEqual(self.floor(*where, floor=floor),
                                 {'1-basics/context', '1-basics/selector'})

    def test_another_processor_has_no_switch(self):
        labs = self.labs('Linux', 'riscv64')
        self.assertIn('poller', labs)
        self.assertNotIn('switch', labs)
        self.assertEqual(self.floor('Linux', 'riscv64'),
                         {'1-basics/context', '4-summary/poller'})

    def test_labs_of_a_make_above_are_not_ours(self):
        done = subprocess.run(
            ['make', '-s', 'help'], cwd=planted.ROOT, text=True, timeout=60,
            env=dict(planted.ENV, LABS='1-basics/loop'),
            stdout=subprocess.PIPE)
        self.assertEqual(done.stdout.count(' loop '), 1)


if __name__ == '__main__':
    unittest.main()
