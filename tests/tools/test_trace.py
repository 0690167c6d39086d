"""make trace: witnesses between the layers, and what they saw."""
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / 'tools'))

import recording            # noqa: E402
from timeline import Timeline   # noqa: E402

HELLO = ROOT / 'build/plain/traced/1-basics/hello'
WGET = ROOT / 'build/plain/traced/3-networking/wget'
PLAIN = ROOT / 'build/plain/programs/1-basics/hello'
SERVERS = [sys.executable, 'labs/3-networking/programs/servers.py']
TRACED = [sys.executable, 'tools/traced.py']

KEPT = '''
Kept: build/trace/hello.svg (picture), .json, .tsv
'''
TURNS_OF_HELLO = '''\
turn 2
selector  selector_select: read 3, until wake_up (main)
kernel      select(4) = 0
selector  selector_select = 0
loop      wake_up (main) is ready
loop      run wake_up (main)
future      future_set_result_unless_done(sleep)
future        main is ready

turn 3
loop      run main
future        future_await(sleep) = 0
loop          loop_cancel_timer()
run         async_sleep(1) = 0
program     | Hello again!
future      future_set_result(main)
future        stop is ready
'''
FULL_TURN = '''\
第 3 轮
loop      运行 main
coro        coro_resume(main)
context       context_switch()
          在 main 的栈上：
coro            coro_yield() = 0
future        future_await(sleep) = 0
loop          loop_cancel_timer()
timers          timers_cancel() = 0
run         async_sleep(1) = 0
program     | Hello again!
context     context_switch()
          在主栈上：
future      future_set_result(main)
future        stop 就绪
'''


def environment(**more):
    kept = {name: value for name, value in os.environ.items()
            if not name.startswith(('MAKE', 'MFLAGS', 'FLAVOUR', 'LAB'))}
    kept.update(BOOK_LANG='en', ARGS='', TURNS='', FULL='')
    kept.update(more)
    return kept


def run(*command, status=0, **more):
    done = subprocess.run(command, cwd=ROOT, env=environment(**more),
                          timeout=60, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          encoding='utf-8')
    if done.returncode != status:
        raise AssertionError(f'{command}: {done.returncode}\n{done.stdout}')
    return done.stdout


def said(*events, full=False):
    """What the timeline makes of these events."""
    lines, names = [], recording.Names()
    timeline = Timeline(names, lines.append, full)
    for text in events:
        event = recording.parse('0.0\t' + text.replace(' ', '\t'))
        names.learn(event)
        timeline.tell(event)
    return lines


class Trace(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        run('make', '-s', 'FLAVOUR=plain', *(
            str(path.relative_to(ROOT)) for path in (HELLO, WGET, PLAIN)))

    def recorded(self, program):
        return list(recording.read(ROOT / f'build/trace/{program.name}.tsv'))

    def test_turns_are_told(self):
        self.assertEqual(run(*TRACED, HELLO, TURNS='2-3'),
                         TURNS_OF_HELLO + KEPT)
        said = run(*TRACED, HELLO, TURNS='3', FULL='1', BOOK_LANG='zh')
        self.assertEqual(said.partition('\n已保存：')[0], FULL_TURN)

    def test_make_trace_says_whose_and_runs_it(self):
        said = run('make', '-s', 'trace', 'LAB=hello', 'TURNS=4',
                   WHOSE='reference')
        self.assertIn('turn 4\nloop      run stop\n', said)
        self.assertNotIn('turn 3', said)
        run('make', '-s', 'trace', 'LAB=nothing', status=2)

    def test_the_fast_floor_is_seen_too(self):
        said = run('make', '-s', 'trace', 'LAB=hello', 'TURNS=1', 'FULL=1',
                   'FLOOR=fast', WHOSE='reference')
        self.assertIn('context       context_switch()\n', said)
        self.assertIn('kernel      epoll_wait(3) = 0\n', said)

    def test_a_wrong_turn_is_told(self):
        self.assertIn('TURNS=x', run(*TRACED, HELLO, TURNS='x', status=1))

    def test_status_and_words_are_the_programs(self):
        said = run(*TRACED, WGET, ARGS='-t "no number"', status=2)
        self.assertIn('| usage: wget', said)

    def test_three_sites_wait_at_the_same_time_and_always_read_the_same(self):
        first = self.three_sites()
        self.assertEqual(first, self.three_sites())
        lines = first.splitlines()
        asked = [i for i, line in enumerate(lines) if 'send(' in line]
        answered = [i for i, line in enumerate(lines) if 'HTTP/1.0' in line]
        self.assertEqual((len(asked), len(answered)), (3, 3))
        self.assertLess(asked[-1], answered[0])
        self.assertIn('selector  selector_select: read 3 5 6 7, '
                      'until time_is_up (one_site)', lines)
        self.assertIn('loop      run one_site 3', lines)

    def three_sites(self):
        return run(*SERVERS, 'make', '-s', 'trace', 'LAB=wget',
                   'ARGS=one.test two.test three.test', WHOSE='reference')

    def test_ctrl_c_is_the_programs(self):
        process = subprocess.Popen(
            ['sh', '-c', 'trap - INT; exec "$@"', 'sh', *TRACED, HELLO],
            cwd=ROOT, env=environment(), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, encoding='utf-8', start_new_session=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
        with process:
            for line in process.stdout:
                if 'turn 2' in line:
                    break
            os.killpg(process.pid, signal.SIGINT)
            rest = process.stdout.read()
        self.assertIn('future_cancel(sleep)', rest)
        self.assertIn('async_run() = -EINTR', rest)

    def test_every_call_comes_back_and_whoever_runs_was_ready(self):
        self.three_sites()
        for program in HELLO, WGET:
            opened, ready = {}, set()
            for event in self.recorded(program):
                calls = opened.setdefault(event.stack, [])
                if event.kind == 'call':
                    calls.append(event.subject)
                elif event.kind == 'back':
                    self.assertEqual(calls.pop(), event.subject)
                elif event.kind == 'ready':
                    ready.add(event.subject)
                elif event.kind == 'unready':
                    ready.discard(event.subject)
                elif event.kind == 'run':
                    ready.remove(event.subject)
            self.assertEqual(opened[0], [])
            self.assertFalse(ready)

    def test_a_recording_needs_no_program_to_be_read(self):
        run(*TRACED, HELLO)
        names = {event.details[0] for event in self.recorded(HELLO)
                 if event.kind == 'run'}
        self.assertEqual(names, {'step', 'wake_up', 'stop'})

    def test_it_costs_nothing_when_it_is_off(self):
        self.assertEqual(run(HELLO), run(PLAIN))
        self.assertIn('__wrap_', run('nm', HELLO))
        self.assertNotIn('__wrap_', run('nm', PLAIN))

    def test_descriptors_are_the_same_with_and_without(self):
        with tempfile.NamedTemporaryFile() as file:
            run(HELLO, ASYNC_TRACE=file.name)
            said = file.read().decode()
        self.assertRegex(said, r'loop_add_reader\t3\t')
        self.assertEqual(said.count('print\tstdout\tHello again!\\n\n'), 1)

    def test_each_witness_stands_before_a_function_there_is(self):
        text = ''.join(path.read_text('utf-8') for path in (
            ROOT / 'tools/trace').glob('*.c'))
        text += ''.join(path.read_text('utf-8') for path in (
            ROOT / 'include').glob('*.h'))
        for lab, name in re.findall(
                r'^(?:WITNESS\(\w+,|SILENT\()\s*"(\w+)",\s*(\w+)', text, re.M):
            with self.subTest(name):
                files = [*ROOT.glob(f'solutions/*/{lab}.c')] or [
                    *ROOT.glob('solutions/given/*.c')]
                self.assertTrue(any(re.search(
                    rf'^\w[\w *]*\b{name}\(', path.read_text('utf-8'), re.M)
                    for path in files), lab)


class Lines(unittest.TestCase):
    def setUp(self):
        os.environ['BOOK_LANG'] = 'en'
        self.addCleanup(os.environ.pop, 'BOOK_LANG')

    def test_errors_have_names(self):
        self.assertEqual(
            said('0 0 run call async_run', '0 0 kernel call recv 5',
                 '0 0 kernel back recv -11', '0 0 run back async_run -125'),
            ['run       async_run()', 'kernel      recv(5) = EAGAIN',
             'run       async_run() = -ECANCELED'])

    def test_tasks_of_one_name_are_told_apart(self):
        self.assertEqual(said('0 0 task task 1 a', '0 0 task task 2 a',
                              '0 0 loop ready 0x1 step 1',
                              '0 0 loop ready 0x2 step 2'),
                         ['loop      a is ready', 'loop      a 2 is ready'])

    def test_a_line_is_told_when_it_is_whole(self):
        self.assertEqual(said('0 0 program print stderr He',
                              r'0 0 program print stderr llo\\n\n'),
                         [r'program   | Hello\n'])


if __name__ == '__main__':
    unittest.main()
