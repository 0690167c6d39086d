"""Programs that deceive, and programs that are wrong in one thing, each on the
grader's servers: what must come of it stands in its first lines.

All of them run at once: they mostly wait.
"""
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
HOSTILE = ROOT / 'tests/classroom/blackbox'
sys.path[:0] = [str(ROOT / 'classroom/blackbox'),
                str(ROOT / 'classroom/grade'), str(ROOT / 'tools')]
import linked  # noqa: E402
import linker  # noqa: E402
import sandbox  # noqa: E402
import walls  # noqa: E402

WHY = sandbox.probe()
HEAD = re.compile(r'In (\w+), ([\w/-]+):')
EXPECTED = re.compile(r'\b(\w+)=(\w+)')
COMPILE = ['cc', '-std=gnu11', '-O1', '-w', '-D_GNU_SOURCE', '-pthread',
           '-iquote', 'include', '-iquote', '.', '-iquote', str(HOSTILE)]


def make(*targets):
    """Not as part of the make that may have started us."""
    env = {name: value for name, value in os.environ.items()
           if not name.startswith(('MAKE', 'MFLAGS', 'LAB', 'FL'))}
    done = subprocess.run(['make', '-s', *targets], cwd=ROOT, env=env,
                          capture_output=True, text=True)
    if done.returncode:
        raise AssertionError(done.stdout + done.stderr)


class Hostile:
    """A file, and what its first comment says of it."""

    def __init__(self, path):
        self.path, self.name = path, path.stem
        self.head = path.read_text('utf-8').partition('*/')[0]
        self.program, self.lab = HEAD.search(self.head).groups()
        self.key = f'{self.program}-{self.name}'
        self.expected = EXPECTED.findall(self.head)

    def build(self, parts, folder):
        made = folder / f'{self.name}.o'
        subprocess.run(COMPILE + ['-c', '-o', made, self.path], check=True,
                       cwd=ROOT)
        return linked_of(parts, self.key, {self.lab: str(made)}, folder)


def linked_of(parts, key, theirs, folder):
    subprocess.run(parts.link + ['-o', folder / key]
                   + parts.objects(key, theirs) + ['-lm'], check=True)
    return key, str(folder / key)


def all_hostile():
    return [Hostile(path) for path in sorted(HOSTILE.glob('*_*.c'))]


class Programs(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        make('FLAVOUR=plain', 'build/plain/blackbox/kit.tsv')
        os.chdir(ROOT)
        cls.home = walls.built(cls, 'blackbox.')
        cls.room = sandbox.Sandbox(cls.home / 'start', cls.home / 'hosts')
        cls.parts = linker.Parts(None, 'plain')
        cls.hostile = {one.name: one for one in all_hostile()}

    @classmethod
    def build(cls, names, right=('gather', 'echo', 'wget')):
        """{key: binary}, of these, and of the reference."""
        with concurrent.futures.ThreadPoolExecutor(4) as workers:
            made = [workers.submit(cls.hostile[name].build, cls.parts,
                                   cls.home) for name in names]
            made += [workers.submit(linked_of, cls.parts, f'{kind}-right',
                                    {}, cls.home) for kind in right]
            return dict(one.result() for one in made)

    @classmethod
    def play(cls, binaries, here=linked.HERE):
        with tempfile.TemporaryDirectory(prefix='play.') as folder:
            os.chmod(folder, 0o755)
            return linked.scene(cls.room, binaries, folder, str(here))

    @staticmethod
    def verdicts(seen):
        return [(name.replace(' ', '_'), verdict)
                for name, verdict, _ in seen['cases']]


@unittest.skipIf(WHY, f'no bubblewrap here: {WHY}')
class AllAtOnce(Programs):
    maxDiff = None

    def test_each_has_its_verdict(self):
        found = self.play(self.build(self.hostile))
        for one in self.hostile.values():
            with self.subTest(one.name):
                self.assertEqual(self.verdicts(found[one.key]), one.expected,
                                 json.dumps(found[one.key]))
        for kind in ('gather', 'echo', 'wget'):
            with self.subTest(kind + ', the reference'):
                self.assertEqual({verdict for _, verdict in self.verdicts(
                    found[kind + '-right'])}, {'passed'})


if __name__ == '__main__':
    unittest.main()
