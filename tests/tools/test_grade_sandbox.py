"""The room for somebody else's program: what it may, and what it may not."""
import os
import pathlib
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / 'classroom/grade'), str(ROOT / 'tools')]
import bare  # noqa: E402
import loopback  # noqa: E402
import sandbox  # noqa: E402
import walls  # noqa: E402

WHY = sandbox.probe()


class Rooms(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.home = walls.built(cls, 'room.')
        (cls.home / 'desk').mkdir()
        (cls.home / 'desk/given').write_text('a given word\n')

    def room(self, kind='bubblewrap'):
        return sandbox.Sandbox(self.home / 'start', self.home / 'hosts', kind)

    def run_in(self, argv, kind='bubblewrap', **more):
        command = self.room(kind).command(
            argv, [(self.home / 'desk', '/workbook')], **more)
        return subprocess.run(command, capture_output=True, text=True,
                              timeout=60, env={'SECRET': 'told',
                                               'PATH': os.environ['PATH']})

    def sh(self, text, **more):
        return self.run_in(['sh', '-c', text], **more)


@unittest.skipIf(WHY, f'no bubblewrap here: {WHY}')
class Bubblewrap(Rooms):
    def test_sees_what_was_given_and_nothing_of_ours(self):
        done = self.sh(f'cat given; ls {ROOT} /home /root; echo $SECRET')
        self.assertEqual(done.stdout, 'a given word\n\n')
        self.assertEqual(done.stderr.count('No such file'), 3)

    def test_nobody_is_root_and_nothing_is_writable(self):
        done = self.sh('id -u; for f in /x /usr/x /dev/x given /etc/x; do '
                       'echo 1 2>/dev/null >$f && echo wrote $f; done')
        self.assertNotIn('wrote', done.stdout)
        self.assertNotEqual(done.stdout, '0\n')

    def test_sees_no_process_but_its_own(self):
        done = self.sh('echo $$; ls /proc | grep -c "^[0-9]"; tr "\\0" " " '
                       '</proc/1/cmdline')
        self.assertEqual(done.stdout.split()[0], '1')
        self.assertLess(int(done.stdout.split()[1]), 6)
        self.assertNotIn('bwrap', done.stdout)

    def test_has_a_network_of_its_own(self):
        done = self.sh('cut -d: -f1 /proc/net/dev | tail -n +3')
        self.assertEqual(done.stdout.strip(), 'lo')

    def test_namespaces_and_hidden_memory_are_closed(self):
        said = self.run_in([sys.executable, '-c', '''
import os, socket
for name, what in (("memfd", lambda: os.memfd_create("x")),
                   ("packet", lambda: socket.socket(17, 3)),
                   ("loopback", lambda: socket.socket().bind(("::1"[:0], 0)))):
    try:
        what()
        print(name, "may")
    except OSError:
        print(name, "not")
''']).stdout if sys.executable.startswith('/usr/') else None
        if said is not None:
            self.assertEqual(said, 'memfd not\npacket not\nloopback may\n')
        self.assertNotEqual(self.sh('unshare -Ur true').returncode, 0)

    def test_limits_hold(self):
        small = sandbox.Limits(fsize=1 << 12, tmp=1 << 20)
        done = self.sh('trap "" XFSZ; head -c 9999 /dev/zero >/tmp/x; '
                       'wc -c </tmp/x', limits=small)
        self.assertEqual(done.stdout, '4096\n')
        full = sandbox.Limits(tmp=1 << 20)
        done = self.sh('head -c 9999999 /dev/zero >/tmp/x', limits=full)
        self.assertIn('No space', done.stderr)
        few = sandbox.Limits(nproc=5)
        done = self.sh('for i in 1 2 3 4 5 6 7 8; do sleep 9 & done',
                       limits=few)
        self.assertIn('fork', done.stderr)

    def test_a_room_in_a_room(self):
        inner = sandbox.Sandbox(inside=True).command(
            ['sh', '-c', 'cat given; echo $$'], [('/workbook', '/workbook')],
            net='share')
        if os.geteuid() == 0:   # inside, nobody is
            at = inner.index('bwrap')
            inner = inner[at:]
        done = self.run_in(inner, nest=True)
        self.assertEqual(done.stdout, 'a given word\n1\n', done.stderr)

    def test_the_room_ends_with_who_started_it(self):
        command = self.room().command(['sh', '-c', 'echo begun; sleep 999'])
        code = ('import subprocess, os; p = subprocess.Popen(%r, stdout=-1);'
                'print(p.stdout.readline(), flush=True); os._exit(0)')
        # Over when nobody holds the pipe any more: sleep held stderr, too.
        done = subprocess.run([sys.executable, '-c', code % (command,)],
                              timeout=30, capture_output=True, text=True)
        self.assertIn('begun', done.stdout)

    def test_rooms_that_share_a_network_share_nothing_else(self):
        with loopback.Loopback(self.room()) as net:
            done = self.sh('cut -d: -f1 /proc/net/dev | tail -n +3; echo $$; '
                           'ls /proc | grep -c "^[0-9]"; touch /tmp/x; '
                           'readlink /proc/self/ns/net', net=net)
            again = self.sh('ls /tmp; readlink /proc/self/ns/net; cat '
                            '/proc/sys/kernel/hostname', net=net)
            mine = os.readlink('/proc/self/ns/net')
        self.assertEqual(done.stderr, '')
        name, pid, _, where = done.stdout.split()
        self.assertEqual((name, pid), ('lo', '1'), done.stderr)
        self.assertEqual(again.stdout, where + '\nroom\n', again.stderr)
        self.assertNotEqual(where, mine)
        self.assertNotEqual(self.sh('true', net=net).returncode, 0)

    def test_a_parent_that_is_gone_already(self):
        command = self.room().command(['echo', 'ran'], parent=1)
        done = subprocess.run(command, capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stdout), (125, ''))
        command = self.room().command(['echo', 'ran'], parent=os.getpid())
        done = subprocess.run(command, capture_output=True, text=True)
        self.assertEqual(done.stdout, 'ran\n')


class Without(Rooms):
    def test_unsandboxed_is_an_ordinary_user_with_limits(self):
        done = self.sh('pwd; cat given; id -u; ulimit -f; echo $SECRET',
                       kind='none')
        where, given, user, size, secret = done.stdout.split('\n')[:5]
        self.assertEqual((where, given), (str(self.home / 'desk'),
                                          'a given word'))
        self.assertNotEqual(user, '0')
        self.assertEqual((int(size) * 512, secret), (8 << 20, ''))

    def test_a_limit_that_cannot_be_had_runs_nothing(self):
        done = subprocess.run([self.home / 'start', 'nosuch=1', '--', 'echo',
                               'ran'], capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stdout), (125, ''))
        self.assertIn('nosuch', done.stderr)

    def test_the_mode_says_how(self):
        self.assertIn(bare.mode({}), ('bubblewrap', None))
        inside = 'container' if os.geteuid() == 0 else None
        self.assertEqual(bare.mode({'SANDBOX': 'container'}), inside)
        if WHY:
            self.assertEqual(bare.mode({'ALLOW_UNSANDBOXED': '1'}), 'none')



if __name__ == '__main__':
    unittest.main()
