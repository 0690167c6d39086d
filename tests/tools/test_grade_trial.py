"""What comes out of a room: memory counted, time kept, verdicts believed."""
import os
import pathlib
import sys
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / name) for name in (
    'classroom/grade', 'classroom/blackbox', 'tools')]
import trial  # noqa: E402
import watchdog  # noqa: E402


class Open:
    kind = 'none'       # no room: what is tried is the clock


SIGN = 'TMPDIR=/nowhere/%d' % os.getpid()
ENTRY = ('<test result="success"><path>.</path><fn>a.c:1</fn><id>one</id>'
         '<iteration>0</iteration><duration>0.1</duration>'
         '<message>Passed</message></test>')


class Watched(unittest.TestCase):
    def run_one(self, text, seconds=60, most=1 << 30):
        kept = watchdog.Kept(4000)
        status = watchdog.run(Open(), [sys.executable, '-S', '-c', text],
                              seconds, most, kept, SIGN)
        return status, kept.text()

    def test_status_and_words(self):
        self.assertEqual(self.run_one('print("a"); raise SystemExit(3)'),
                         (3, 'a\n'))
        self.assertEqual(self.run_one('import os; os.kill(os.getpid(), 9)'),
                         (-9, ''))

    def test_time(self):
        self.assertEqual(self.run_one('while True: pass', 0.3)[0],
                         watchdog.TIME)

    def test_a_flood_is_read_and_not_kept(self):
        status, said = self.run_one('print("x" * 9000000)')
        self.assertEqual((status, len(said)), (0, 4000))

    def test_memory_of_all_that_came_of_it(self):
        hungry = 'x = bytearray(60 << 20); import time; time.sleep(50)'
        self.assertEqual(self.run_one(hungry, most=50 << 20)[0],
                         watchdog.MEMORY)
        shared = ('import mmap\nx = mmap.mmap(-1, 60 << 20)\n'
                  'x[:] = bytes(60 << 20)\nimport time; time.sleep(50)')
        self.assertEqual(self.run_one(shared, most=50 << 20)[0],
                         watchdog.MEMORY)
        threads = ('import os, threading, time\ndef go():\n'
                   '  if os.fork() == 0:\n    x = bytearray(60 << 20)\n'
                   '  time.sleep(50)\n'
                   't = threading.Thread(target=go); t.start(); t.join()')
        self.assertEqual(self.run_one(threads, most=50 << 20)[0],
                         watchdog.MEMORY)
        family = 'import os\nos.fork(); os.fork()\n' + hungry
        self.assertEqual(self.run_one(family, most=150 << 20)[0],
                         watchdog.MEMORY)

    def test_who_holds_the_pipe_holds_nobody_up(self):
        began = time.monotonic()
        status, _ = self.run_one('import os, time\nif os.fork() == 0:\n'
                                 '  os.setsid(); time.sleep(50)')
        self.assertEqual(status, 0)
        self.assertLess(time.monotonic() - began, 40)


class Verdicts(unittest.TestCase):
    def entries(self, text):
        with tempfile.NamedTemporaryFile('w', suffix='.xml') as file:
            file.write(text)
            file.flush()
            return trial.entries(file.name)

    def test_a_whole_file(self):
        found = self.entries(ENTRY + '</testsuites>\n')
        self.assertEqual([one.name for one in found], ['one'])

    def test_what_is_not_believed(self):
        for text in ('', ENTRY, '<test result="a">' * 9 + '</testsuites>',
                     ENTRY.replace('0.1', 'x' * 9) + '</testsuites>',
                     '<a>' * 99999 + '</testsuites>',
                     ENTRY * 9999 + '</testsuites>'):
            self.assertIsNone(self.entries(text), text[:60])

    def test_the_default_is_no_verdict(self):
        heard = trial.Heard()
        self.assertEqual(trial.decided('one', 0, None, heard)[0], 'nothing')
        self.assertEqual(trial.decided('one', 0, [], heard)[0], 'nothing')
        found = self.entries(ENTRY + '</testsuites>')
        self.assertEqual(trial.decided('one', 0, found, heard)[0], 'nothing')

    def canary(self, more=''):
        return self.entries(
            more + ENTRY.replace('success', 'failure').replace(
                'Passed', 'the canary sang').replace(
                    '>one<', '>zz_canary_must_fail<') + '</testsuites>')

    def test_a_pass_needs_canary_entry_and_end(self):
        heard = trial.Heard()
        self.assertEqual(trial.decided('one', 0, self.canary(ENTRY),
                                       heard)[0], 'exit')
        self.assertEqual(trial.decided('one', 0, self.canary(), heard)[0],
                         'nothing')
        heard.feed(b'\x1e%s+one\n\x1e%s-one\n' % ((heard.word.encode(),) * 2))
        self.assertEqual(trial.decided('one', 0, self.canary(ENTRY),
                                       heard)[0], 'passed')
        self.assertEqual(trial.decided('one', 0, self.canary(ENTRY * 2),
                                       heard)[0], 'nothing')
        for status, word in ((watchdog.TIME, 'timeout'),
                             (watchdog.MEMORY, 'memory')):
            self.assertEqual(trial.decided('one', status, self.canary(ENTRY),
                                           heard)[0], word)

    def test_a_decoy_must_fail_by_its_own_words(self):
        sang = ENTRY.replace('success', 'failure').replace(
            'Passed', 'the decoy sang')
        for more, wanted in ((sang, True), (ENTRY, False), ('', False),
                             (sang + ENTRY, False),
                             (sang.replace('decoy', 'parrot'), False)):
            self.assertIs(trial.is_decoy('one', 0, self.canary(more)), wanted)
        self.assertFalse(trial.is_decoy('one', 0, None))
        self.assertFalse(trial.is_decoy('one', 0, self.entries(
            sang + '</testsuites>')))

    def test_nothing_of_chance_is_kept(self):
        text = 'at 0x7ffd1234abcd, 127.0.0.1:40123, ==77== \x1b[31m' + 'x' * 99
        self.assertEqual(trial.settled(text, 60)[:51],
                         'at 0x…, 127.0.0.1:…, ==…== \\x1b[31m' + 'x' * 16)


if __name__ == '__main__':
    unittest.main()
