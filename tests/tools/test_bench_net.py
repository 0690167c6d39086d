"""bench/net/run.py: what it says when there is nothing to measure."""
import os
import pathlib
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / 'bench'), str(ROOT / 'bench' / 'net')]

import run  # noqa: E402


def measured(*words):
    return subprocess.run([sys.executable, 'bench/net/run.py', *words],
                          cwd=ROOT, stdout=subprocess.PIPE, text=True,
                          stderr=subprocess.PIPE, timeout=60)


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


class Run(unittest.TestCase):
    def test_a_metric_or_a_system_that_it_does_not_know(self):
        for words in (('juggle', '3', 'go'), ('echo', '64x50', 'nobody')):
            done = measured(*words)
            self.assertEqual((done.returncode, done.stdout), (3, ''))

    def test_a_program_that_knows_no_such_metric_is_3_as_well(self):
        done = measured('watch', '1', 'asyncio')
        self.assertEqual((done.returncode, done.stdout), (3, ''))

    def test_a_peer_that_is_not_there_is_named(self):
        systems = run.tables.systems
        try:
            run.tables.systems = lambda: {
                'peer': {'command': 'build/bench/{part}/no-peer'}}
            with self.assertRaises(SystemExit) as ended:
                run.words('peer', 'echo')
        finally:
            run.tables.systems = systems
        self.assertIn('build/bench/net/no-peer', str(ended.exception))

    def test_what_it_started_ends_with_it(self):
        with self.assertRaises(RuntimeError):
            with run.started(['cat']) as process:
                self.assertTrue(alive(process.pid))
                raise RuntimeError
        self.assertIsNotNone(process.returncode)
        self.assertFalse(alive(process.pid))

    def test_a_server_that_says_nothing_is_told_by_its_status(self):
        with run.started(['sh', '-c', 'exit 7']) as process:
            with self.assertRaises(SystemExit) as ended:
                run.first_line(process, 'peer')
        self.assertIn('peer ended: status 7', str(ended.exception))


if __name__ == '__main__':
    unittest.main()
