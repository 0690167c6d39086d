"""Two texts side by side, and what make next chooses: units."""
import os
import pathlib
import sys
import tempfile
import types
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / 'tools'))
os.environ.setdefault('LABS', '')       # lab.py reads them when it is loaded
os.environ.setdefault('BEGUN', '')

import diff_rows            # noqa: E402
import next as goal         # noqa: E402
from say import width       # noqa: E402

CHAPTERS = ('1-basics', '2-concurrency', '3-networking', '4-summary')


class Rows(unittest.TestCase):
    def marks(self, left, right):
        return [(mark, one, other) for block in diff_rows.blocks(left, right)
                for mark, one, other in diff_rows.spread(*block)]

    def test_each_kind_of_row(self):
        self.assertEqual(self.marks(['a', 'b', 'c'], ['a', 'x', 'c', 'd']),
                         [(' ', 0, 0), ('|', 1, 1), (' ', 2, 2),
                          ('>', None, 3)])
        self.assertEqual(self.marks(['a', 'b'], ['b']),
                         [('<', 0, None), (' ', 1, 0)])

    def test_every_row_fits_and_nothing_is_lost(self):
        for text in ('\treturn loop_call_at(l, loop_time(l) + delay, fn, arg);',
                     ' * 第 3 步：辅助函数 how_long(l)：这一轮能睡多少秒？有人',
                     'x' * 200, '', '\t\t\t' + 'word ' * 30):
            for half in (38, 80):
                rows = list(diff_rows.beside('|', text, text, half, False))
                for row in rows:
                    self.assertLessEqual(width(row), 2 * half + 3)
                left = ''.join(row[:len(row)].rpartition(' | ')[0]
                               for row in rows)
                self.assertEqual(left.replace(' ', ''),
                                 text.replace(' ', '').replace('\t', ''))

    def test_only_what_differs_and_two_rows_round_it(self):
        ours = [(str(n), None) for n in range(20)]
        rows = self.marks([text if text != '9' else 'x' for text, _ in ours],
                          [text for text, _ in ours])
        self.assertEqual(diff_rows.touched(rows, ours, None),
                         [7, 8, 9, 10, 11])

    def test_one_step_alone(self):
        ours = [('a', 1), ('b', 1), ('-', None), ('-', None), ('-', None),
                ('-', None), ('c', 2), ('d', 2)]
        rows = self.marks(['x', 'b', '-', '-', '-', '-', 'y', 'd'],
                          [text for text, _ in ours])
        self.assertEqual(diff_rows.touched(rows, ours, 2), [4, 5, 6, 7])

    def test_what_a_terminal_obeys_is_not_sent_to_it(self):
        with tempfile.NamedTemporaryFile(suffix='.c') as file:
            file.write(b'int a;\n\x1b[2J\xff\n')
            file.flush()
            self.assertEqual(diff_rows.mine(file.name),
                             (['int a;', '?[2J\ufffd'], []))


class Choice(unittest.TestCase):
    def lab(self, number, name, **fields):
        lab = types.SimpleNamespace(
            name=f'{CHAPTERS[number - 1]}/{name}', short=name,
            chapter=CHAPTERS[number - 1], passed=False, begun=False,
            elective=False, there=True, path=os.devnull)
        lab.__dict__.update(fields)
        return lab

    def chosen(self, labs, *ran):
        what, which = goal.choose(labs, {(chapter, 'checkpoint'): ''
                                         for chapter in ran})
        return what, getattr(which, 'short', which)

    def test_the_order(self):
        labs = [self.lab(1, 'one'), self.lab(1, 'two'),
                self.lab(2, 'three'), self.lab(2, 'four', elective=True),
                self.lab(4, 'switch', elective=True)]
        one, two, three, four, switch = labs
        self.assertEqual(self.chosen(labs), ('lab', 'one'))
        two.begun = True
        self.assertEqual(self.chosen(labs), ('lab', 'two'))
        one.passed = two.passed = True
        self.assertEqual(self.chosen(labs), ('checkpoint', '1-basics'))
        self.assertEqual(self.chosen(labs, '1-basics'), ('lab', 'three'))
        three.passed = True
        self.assertEqual(self.chosen(labs, '1-basics'),
                         ('checkpoint', '2-concurrency'))
        self.assertEqual(self.chosen(labs, '1-basics', '2-concurrency'),
                         ('lab', 'four'))
        four.passed = switch.passed = True
        self.assertEqual(self.chosen(labs, '1-basics', '2-concurrency'),
                         ('checkpoint', '4-summary'))
        self.assertEqual(self.chosen(labs, *CHAPTERS), ('all', None))

    def test_the_one_saved_last(self):
        with tempfile.TemporaryDirectory() as folder:
            labs = []
            for name, when in (('one', 10), ('two', 30), ('three', 20)):
                path = os.path.join(folder, name)
                pathlib.Path(path).touch()
                os.utime(path, (when, when))
                labs.append(self.lab(1, name, begun=True, path=path))
            self.assertEqual(self.chosen(labs), ('lab', 'two'))


if __name__ == '__main__':
    unittest.main()
