"""What make trace keeps: the lanes of a recording, as SVG and as JSON."""
import collections
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ET

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / 'tools'))

import chrome               # noqa: E402
import recording            # noqa: E402
from lanes import Lanes     # noqa: E402
from picture import Picture     # noqa: E402

SVG = '{http://www.w3.org/2000/svg}'
# main sleeps from 0 to 1; then it is over, and the loop stops.
SLEEP = '''\
0.0 0 0 task task 1 main
0.0 0 0 loop ready 0x1 step 1
0.0 1 0 selector call selector_select 0 (nil) 3r
0.0 1 0 selector back selector_select 0 -
0.0 1 0 loop run 0x1 step 1
0.0 1 0 coro call coro_resume 1
0.0 1 0 context call context_switch
0.0 1 1 program print stdout <Hello>\\n
0.0 1 1 run call async_sleep 1
0.0 1 1 loop call loop_call_later 1 0x2 wake_up 0
0.0 1 1 loop back loop_call_later 0
0.0 1 1 future call future_await sleep
0.0 1 1 coro call coro_yield
0.0 1 1 context call context_switch
0.0 1 0 context back context_switch
0.0 1 0 coro back coro_resume
0.0 1 0 loop ran 0x1
0.1 2 0 selector call selector_select 0.9 0x2 3r
1.0 2 0 selector back selector_select 0 -
1.0 2 0 loop ready 0x2 wake_up 0
1.0 2 0 loop run 0x2 wake_up 0
1.0 2 0 future ready 0x1 step 1
1.0 2 0 loop ran 0x2
1.0 3 0 loop run 0x1 step 1
1.0 3 0 coro call coro_resume 1
1.0 3 0 context call context_switch
1.0 3 1 context back context_switch
1.0 3 1 coro back coro_yield 0
1.0 3 1 future back future_await 0
1.0 3 1 run back async_sleep 0
1.0 3 1 context call context_switch
1.0 3 0 context back context_switch
1.0 3 0 coro back coro_resume
1.0 3 0 loop ran 0x1
'''


def seen(text, lines=None):
    lanes = Lanes()
    for line in text.splitlines()[:lines]:
        fields = ['' if f == '-' else f for f in line.split(' ')]
        lanes.see(recording.parse('\t'.join(fields)))
    return lanes.close()


def states(lanes):
    return [(span.lane, span.state, span.text, lanes.seconds(span.first),
             lanes.seconds(span.last))
            for span in sorted(lanes.spans, key=lambda span: span.first)]


def properly_nested(events):
    """Each E closes the latest B of its thread, and slices lie in slices."""
    stacks, busy = collections.defaultdict(list), {}
    for event in events:
        if event['ph'] == 'B':
            stacks[event['tid']].append(event['name'])
        elif event['ph'] == 'E':
            if stacks[event['tid']].pop() != event['name']:
                return False
        elif event['ph'] == 'X':
            if event['ts'] < busy.get(event['tid'], 0) - .05:
                return False
            busy[event['tid']] = event['ts'] + event['dur']
    return not any(stacks.values())


class English(unittest.TestCase):
    def setUp(self):
        os.environ['BOOK_LANG'] = 'en'
        self.addCleanup(os.environ.pop, 'BOOK_LANG')


class TestLanes(English):
    def test_each_moment_of_a_task_is_of_one_state(self):
        self.assertEqual(states(seen(SLEEP)), [
            (1, 'ready', '', 0, 0),
            (0, 'select', 'selector_select: read 3, no waiting', 0, 0),
            (1, 'running', '', 0, 0),
            (1, 'waiting', 'sleep', 0, 1),
            (0, 'select', 'selector_select: read 3, until wake_up (main)',
             .1, 1),
            (0, 'running', 'wake_up (main)', 1, 1),
            (1, 'ready', '', 1, 1), (1, 'running', '', 1, 1)])

    def test_what_waits_says_in_which_call(self):
        self.assertEqual([span.within for span in seen(SLEEP).spans
                          if span.state == 'waiting'], ['async_sleep(1)'])

    def test_a_program_that_died_leaves_a_picture_up_to_there(self):
        for lines in range(len(SLEEP.splitlines()) + 1):
            with self.subTest(lines):
                lanes = seen(SLEEP, lines)
                ET.fromstring(Picture(lanes, 'x').svg())
                self.assertTrue(properly_nested(chrome.events(lanes)))


class TestPicture(English):
    def drawn(self, lanes=None, **more):
        return ET.fromstring(Picture(lanes or seen(SLEEP), 'sleeper',
                                     **more).svg())

    def texts(self, root):
        return [node.text for node in root.iter(SVG + 'text')]

    def test_title_and_description_say_it_in_words(self):
        root = self.drawn()
        self.assertEqual(root[0].text, 'What sleeper did')
        self.assertIn('main: is ready; then runs; then waits for sleep; then '
                      'is ready; then runs.', root[1].text)

    def test_lanes_turns_and_times_are_written(self):
        texts = self.texts(self.drawn())
        for text in 'the loop', 'main', 'turn 2', 'sleep', '1 s', 'select':
            self.assertIn(text, texts)

    def test_nothing_stands_beside_the_picture(self):
        root = self.drawn()
        right = float(root.get('viewBox').split()[2])
        for box in root.iter(SVG + 'rect'):
            self.assertLessEqual(
                float(box.get('x')) + float(box.get('width')), right)
            self.assertGreater(float(box.get('width')), 0)

    def test_turns_choose(self):
        texts = self.texts(self.drawn(wanted=lambda turn: turn == 3))
        self.assertIn('turn 3', texts)
        self.assertNotIn('turn 2', texts)

    def test_too_much_is_cut_and_says_so(self):
        again = SLEEP + ''.join(
            f'{n} {n} 0 selector call selector_select inf (nil) 3r\n'
            f'{n}.5 {n} 0 selector back selector_select 1 3r\n'
            for n in range(4, 604))
        self.assertIn('362 more turns are not shown. Choose turns: '
                      'TURNS=2-40', self.texts(self.drawn(seen(again))))

    def test_nothing_at_all_is_a_picture_too(self):
        self.drawn(seen(''))

    def test_names_are_not_mark_up(self):
        self.drawn(seen(SLEEP.replace('main', '<b>&"')))

    def test_with_a_style_alone_without_in_the_book(self):
        picture = Picture(seen(SLEEP), 'x')
        self.assertIn('prefers-color-scheme: dark', picture.svg())
        self.assertNotIn('<style', picture.svg(style=False))
        self.assertNotIn('#', picture.svg(style=False))

    def test_in_chinese(self):
        os.environ['BOOK_LANG'] = 'zh'
        self.assertIn('第 2 轮', self.texts(self.drawn()))


class TestChrome(English):
    def events(self):
        read = json.loads(chrome.text(seen(SLEEP)))
        self.assertEqual(set(read), {'displayTimeUnit', 'traceEvents'})
        return read['traceEvents']

    def test_each_event_has_what_its_kind_needs(self):
        needs = {'M': {'args'}, 'X': {'dur', 'ts'}, 'B': {'ts'}, 'E': {'ts'},
                 'i': {'ts', 's'}}
        kinds = set()
        for event in self.events():
            kinds.add(event['ph'])
            self.assertLessEqual({'name', 'pid', 'tid', *needs[event['ph']]},
                                 set(event))
            self.assertGreaterEqual(event.get('dur', 0), 0)
        self.assertEqual(kinds, set(needs))

    def test_slices_nest(self):
        events = self.events()
        self.assertTrue(properly_nested(events))
        events.remove(next(e for e in events if e['ph'] == 'E'))
        self.assertFalse(properly_nested(events))

    def test_threads_have_names(self):
        names = {event['tid']: event['args']['name']
                 for event in self.events() if event['name'] == 'thread_name'}
        self.assertEqual(set(names.values()), {
            'the loop', 'the loop: calls', 'main', 'main: calls'})
        for event in self.events():
            self.assertTrue(event['ph'] == 'M' or event['tid'] in names)

    def test_a_wait_is_as_long_as_it_was(self):
        wait = next(e for e in self.events() if e.get('cat') == 'waiting')
        self.assertEqual((wait['name'], wait['ts'], wait['dur']),
                         ('waits: sleep', 0, 1e6))

    def test_what_is_printed_is_an_instant(self):
        said = next(e for e in self.events() if e['ph'] == 'i')
        self.assertEqual(said['args']['text'], '<Hello>\n')


class TestKept(unittest.TestCase):
    def test_make_trace_keeps_three_files_and_says_where(self):
        program = ROOT / 'build/plain/traced/1-basics/hello'
        env = {k: v for k, v in os.environ.items()
               if not k.startswith(('MAKE', 'MFLAGS', 'FLAVOUR', 'LAB'))}
        env.update(BOOK_LANG='en', ARGS='', TURNS='', FULL='')
        subprocess.run(['make', '-s', 'FLAVOUR=plain',
                        str(program.relative_to(ROOT))], cwd=ROOT, env=env,
                       check=True)
        with tempfile.TemporaryDirectory() as folder:
            said = subprocess.run(
                [sys.executable, ROOT / 'tools/traced.py', program], env=env,
                cwd=folder, check=True, stdout=subprocess.PIPE,
                stdin=subprocess.DEVNULL, encoding='utf-8').stdout
            kept = pathlib.Path(folder) / 'build/trace'
            self.assertEqual(sorted(path.name for path in kept.iterdir()),
                             ['hello.json', 'hello.svg', 'hello.tsv'])
            for kind in 'svg', 'json', 'tsv':
                self.assertIn(f' build/trace/hello.{kind}', said)
            ET.parse(kept / 'hello.svg')
            self.assertTrue(properly_nested(json.loads(
                (kept / 'hello.json').read_text('utf-8'))['traceEvents']))


if __name__ == '__main__':
    unittest.main()
