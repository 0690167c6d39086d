"""What editors read: every command in it is there, every file is found."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import unittest

import planted

ROOT = planted.ROOT
CODE, CONTAINER = ROOT / '.vscode', ROOT / '.devcontainer'


def read(path):
    """JSON that any reader takes: no comments, nothing twice."""
    def once(pairs):
        names = [name for name, _ in pairs]
        if len(set(names)) != len(names):
            raise ValueError(f'{path}: twice: {names}')
        return dict(pairs)
    return json.loads(path.read_text('utf-8'), object_pairs_hook=once)


class Files(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tasks = read(CODE / 'tasks.json')['tasks']
        known = subprocess.run(
            ['make', '-pq', 'help'], cwd=ROOT, env=planted.ENV, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
        cls.targets = set(re.findall(r'(?m)^([\w.-]+):', known))
        cls.launches = read(CODE / 'launch.json')['configurations']

    def test_the_tasks_commands_are_there(self):
        for task in self.tasks:
            with self.subTest(task['label']):
                self.assertEqual((task['type'], task['command']),
                                 ('process', 'make'))
                self.assertIn(task['args'][0], self.targets)
                self.assertIn('make ' + task['args'][0], task['detail'])
                self.assertLessEqual(set(task['args'][1:]),
                                     {'LAB=${fileBasenameNoExtension}'})
        self.assertNotIn('no-such-target', self.targets)

    def test_a_debugger_starts_what_a_task_builds(self):
        labels = [task['label'] for task in self.tasks]
        self.assertEqual(len(set(labels)), len(labels))
        for launch in self.launches:
            self.assertIn(launch['preLaunchTask'], labels)
            self.assertRegex(launch['program'],
                             r'^\$\{workspaceFolder\}/build/debug/\w+$')

    def test_the_same_extensions_everywhere(self):
        container = read(CONTAINER / 'devcontainer.json')
        self.assertEqual(
            container['customizations']['vscode']['extensions'],
            read(CODE / 'extensions.json')['recommendations'])
        read(CODE / 'settings.json')

    def test_the_container_runs_the_readmes_two_commands(self):
        container = read(CONTAINER / 'devcontainer.json')
        self.assertIn('bookworm', container['image'])
        self.assertEqual(container['postCreateCommand'],
                         'sh .devcontainer/create')
        create = (CONTAINER / 'create').read_text('utf-8')
        for name in 'README.md', 'README.zh.md':
            start = re.search(r'```sh\n(apt-get.*?)```',
                              (ROOT / name).read_text('utf-8'), re.S)[1]
            self.assertEqual(start.count('\n'), 2)
            self.assertIn(start, create)
        for target in re.findall(r'\bmake ([\w.]+)$', create, re.M):
            self.assertIn(target, self.targets)


class Built(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tree = planted.Tree(cls, {**planted.project(),
                                      **planted.objects('gcc-O0')})

    def test_every_file_compiles_as_clangd_will_compile_it(self):
        code, said = self.tree.command('make', 'compile_commands.json')
        self.assertEqual(code, 0, said)
        file = self.tree.root / 'compile_commands.json'
        entries = read(file)
        names = [entry['file'] for entry in entries]
        for lab in ('labs/1-basics/tiny.c', 'labs/3-networking/wget.c',
                    'labs/1-basics/programs/hello.c',
                    'solutions/1-basics/loop.c', 'tests/1-basics/loop.c'):
            self.assertIn(lab, names)
        for entry in entries[::12]:
            done = subprocess.run(
                [*entry['arguments'], '-fsyntax-only', '-o', os.devnull],
                cwd=entry['directory'], text=True, stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT)
            self.assertEqual(done.returncode, 0, done.stdout)
        before = file.stat().st_mtime_ns
        self.tree.command('make', 'compile_commands.json')
        self.assertEqual(file.stat().st_mtime_ns, before)

    @unittest.skipUnless(shutil.which('clangd'), 'no clangd is installed')
    def test_clangd_finds_the_headers(self):
        self.tree.command('make', 'compile_commands.json')
        name = 'labs/1-basics/loop.c'
        code, said = self.tree.command('clangd', f'--check={name}')
        self.assertEqual(code, 0, said)
        self.assertNotIn('file not found', said)
        (self.tree.root / 'compile_commands.json').write_text('[]')
        self.assertIn('file not found',
                      self.tree.command('clangd', f'--check={name}')[1])

    @unittest.skipUnless(shutil.which('gdb'), 'no gdb is installed')
    def test_a_debugger_stops_in_the_learners_file(self):
        self.tree.write('labs/1-basics/tiny.c',
                        self.tree.root / 'solutions/1-basics/tiny.c')
        for lab in 'tiny', '1-basics/tiny':
            code, said = self.tree.command('make', 'debug', f'LAB={lab}')
            self.assertEqual(code, 0, said)
        self.assertIn('gdb build/debug/test', said)
        for name in 'test', 'program':
            _, said = self.tree.command(
                'env', 'CK_FORK=no', 'CK_TIMEOUT_MULTIPLIER=999', 'gdb',
                '-q', '-batch', '-ex', 'break tiny_run', '-ex', 'run',
                f'build/debug/{name}')
            self.assertRegex(said, r'Breakpoint 1, tiny_run \(\) at '
                                   r'labs/1-basics/tiny\.c:\d+')

    def test_a_file_that_does_not_compile_is_said(self):
        file = self.tree.root / 'labs/1-basics/timers.c'
        with self.tree.planted('labs/1-basics/timers.c', '#include <math.h>',
                               '#include <math.h>\nint broken = ;'):
            code, said = self.tree.command('make', 'debug', 'LAB=timers')
        self.assertNotEqual(code, 0)
        self.assertRegex(said, r'(?m)^labs/1-basics/timers\.c:\d+:\d+: error')
        self.assertIn('make debug LAB=timers', said)
        file.unlink()
        code, said = self.tree.command('make', 'debug', 'LAB=timers')
        self.assertIn('make reset LAB=timers', said)
        self.assertIn('no lab named "nosuch"', self.tree.command(
            'make', 'debug', 'LAB=nosuch')[1])


if __name__ == '__main__':
    unittest.main()
