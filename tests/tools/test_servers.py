"""The servers to try wget on: labs/3-networking/programs/servers.py."""
import pathlib
import signal
import subprocess
import sys
import unittest

PROGRAMS = pathlib.Path(__file__).resolve().parents[2] \
    / 'labs/3-networking/programs'
COMMAND = [sys.executable, PROGRAMS / 'servers.py']
WGET = [sys.executable, PROGRAMS / 'wget.py']
ALL = '''wget good.test/a...
wget early.test...
wget reset.test...
wget long.test...
wget slow.test...
wget mute.test...
good.test/a header > HTTP/1.0 200 OK
good.test/a header > Server: good.test
Done good.test/a.
early.test header > HTTP/1.0 200 OK
early.test: the server closed before its header ended
reset.test header > HTTP/1.0 200 OK
reset.test: Connection reset by peer
long.test header > HTTP/1.0 200 OK
long.test: a header line is longer than 8192 bytes
slow.test header > HTTP/1.0 200 OK
slow.test header > Server: slow.test
Done slow.test.
mute.test: Connection timed out
'''


class Servers(unittest.TestCase):
    def run_with(self, *command, status):
        done = subprocess.run([*COMMAND, *command], text=True, timeout=60,
                              stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT)
        self.assertEqual(done.returncode, status, done.stdout)
        return done.stdout

    def test_names_stand_for_addresses_and_answers_come_in_turn(self):
        names = [line.split()[1][:-3] for line in ALL.splitlines()[:6]]
        for _ in range(2):
            self.assertEqual(self.run_with(*WGET, '-t', '3', *names,
                                           status=1), ALL)
        self.assertEqual(self.run_with(
            'sh', '-c', 'echo early.testing; exit 3', status=3),
            'early.testing\n')

    def test_without_a_command_they_serve_until_ctrl_c(self):
        servers = subprocess.Popen(COMMAND, text=True, stdout=subprocess.PIPE,
                                   stderr=subprocess.STDOUT)
        for end in (servers.stdout.close, servers.wait, servers.kill):
            self.addCleanup(end)
        names = dict(servers.stdout.readline().split() for _ in range(9))
        for _ in range(2):
            said = self.run_with(*WGET, names['good.test'], status=0)
            self.assertIn('Server: good.test', said)
        servers.send_signal(signal.SIGINT)
        self.assertEqual(servers.wait(10), 130)
        self.assertEqual(servers.stdout.read(), '')
        self.assertIn('Connection refused', self.run_with(
            *WGET, names['good.test'], status=1))


if __name__ == '__main__':
    unittest.main()
