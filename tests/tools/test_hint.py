"""Hints: which one is shown and remembered, and what their gate stops."""
import os
import re
import sys
import unittest

from planted import ROOT, Tree, objects, project

sys.path.insert(0, str(ROOT / 'tools'))

import hints            # noqa: E402
from columns import width       # noqa: E402

LAB = '1-basics/tiny'
HINTS = 'chapters/1-basics/hints/tiny.%s.txt'
RECORD = 'labs/.hints.tsv'
NEEDED = re.compile(r'Makefile$|(tools|include|labs|book)/|\.gitignore$|'
                    r'solutions/|tests/(support|allowed|1-basics)|'
                    r'chapters/1-basics/(hints/|tiny\.)')


def needed():
    return {path: file for path, file in project().items()
            if NEEDED.match(path)}


class Gate(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tree = Tree(cls, {path: file for path, file in needed().items()
                              if not path.startswith(('tools', 'tests'))})

    def stops(self, lang, old, new, *words):
        """A fault in tiny's hints is told with its line."""
        with self.tree.planted(HINTS % lang, old, new):
            status, said = self.tree.gate('check_hints.py', LAB)
        self.assertEqual(status, 1, said)
        for word in words:
            self.assertRegex(said, word)
        self.assertRegex(said, r'(?m)^chapters/\S+:\d+: ')
        self.assertIn('1 passed, 1 failed, 0 skipped', said)

    def test_ours_pass(self):
        status, said = self.tree.gate('check_hints.py', LAB)
        self.assertEqual((status, said), (0, '2 passed, 0 failed, 0 skipped\n'))

    def test_three_parts_for_each_step(self):
        self.stops('en', '%\n', '', r':1: step 1 has 2 parts')
        self.stops('zh', '\n= 2\n', '\n%\n再来一段。\n\n= 2\n',
                   r':1: step 1 has 4 parts')
        self.stops('en', re.compile(r'%\nOnly tiny_time.*?%', re.S), '%\n%',
                   r':6: a part without a word')
        self.stops('en', '= 5', '= 4', ':1: step 4 has 2 blocks',
                   ':1: step 5 has 0 blocks')
        self.stops('en', '= 5', '= 6', ': the starter has no step 6')
        self.stops('zh', re.compile(r'= 4.*(?=\n= 5)', re.S), '',
                   ':1: step 4 has 0 blocks')
        self.stops('en', re.compile(r'(= 4.*?)\n(= 5.*)', re.S), r'\2\n\1',
                   'do not stand in their order')

    def test_rows_fit_a_terminal(self):
        self.stops('zh', '= 1\n', '= 1\n' + '钟' * 39 + '\n',
                   ':2: 78 columns wide, 76')
        self.stops('en', '= 1\n', '= 1\n\tset in\n', ':2: a tab')

    def test_each_in_its_language(self):
        self.stops('en', re.compile(r'(?<== 1\n).*?(?=%)', re.S), '钟。\n',
                   r':2: a part that is not in this file.s language \(en\)')
        self.stops('zh', re.compile(r'(?<== 1\n).*?(?=%)', re.S), 'A clock.\n',
                   r':2: a part that is not in .* \(zh\)')

    def test_the_solution_is_no_hint(self):
        rows = (ROOT / 'solutions/1-basics/tiny.c').read_text().splitlines()
        at = next(i for i, row in enumerate(rows) if 'c->when <' in row)
        five = [row for row in rows[at - 1:at + 6] if row.strip()]
        for text in ('\n'.join(five[:5]).replace('\t', '  '),
                     ' '.join(row.strip() for row in five[:5])):
            self.stops('en', '= 4\n', '= 4\n' + text + '\n',
                       'more than 4 lines in a row')
        with self.tree.planted(HINTS % 'en', '= 4\n', '= 4\n' + '\n'.join(
                five[:4]).replace('\t', '  ') + '\n'):
            self.assertEqual(self.tree.gate('check_hints.py', LAB)[0], 0)

    def test_words_of_the_book(self):
        self.stops('zh', '截止时刻', '死线', ':2: .*死线')
        self.stops('zh', '= 1\n', '= 1\n用clock看钟。\n', ':2: no space')
        self.stops('zh', '= 1\n', '= 1\n先看,再取。\n', ':2: half-width')
        self.stops('en', '= 1\n', '= 1\nIt is important to note this.\n',
                   ':2: .*important to note')

    def test_a_place_to_read(self):
        section = 'chapters/1-basics/tiny.zh.md'
        with self.tree.planted(section, '{#tiny-step-3}', '{#tiny-three}'):
            status, said = self.tree.gate('check_hints.py', LAB)
        self.assertEqual(status, 1)
        self.assertIn(section + ':1: no heading has the id "tiny-step-3"', said)

    def test_files_that_are_missing_or_too_many(self):
        path = self.tree.root / (HINTS % 'zh')
        path.rename(path.with_name('teeny.zh.txt'))
        try:
            status, said = self.tree.gate('check_hints.py', LAB)
        finally:
            path.with_name('teeny.zh.txt').rename(path)
        self.assertEqual(status, 1)
        self.assertIn(HINTS % 'zh' + ':1: no hints for 1-basics/tiny', said)
        self.assertIn('teeny.zh.txt:1: no lab has this name', said)


class Desk(unittest.TestCase):
    """Typed as a learner types it, on a verdict that was really reached."""

    @classmethod
    def setUpClass(cls):
        cls.tree = Tree(cls, {**needed(), **objects('asan')})
        cls.tiny = cls.tree.root / 'labs/1-basics/tiny.c'
        cls.starter = cls.tiny.read_text('utf-8')
        cls.solution = (cls.tree.root / 'solutions/1-basics/tiny.c'
                        ).read_text('utf-8')

    def setUp(self):
        self.tiny.write_text(self.starter, 'utf-8')
        (self.tree.root / RECORD).unlink(missing_ok=True)

    def hint(self, *words, status=0, lang='en'):
        done, said = self.tree.command('make', 'hint', 'BOOK_LANG=' + lang,
                                       *words)
        self.assertEqual(done != 0, status != 0, said)
        for row in said.splitlines():
            self.assertLessEqual(width(row), 80, row)
        return said

    def part(self, step, stage, lang='en'):
        """A row that stands in this hint and in no other."""
        os.chdir(self.tree.root)
        return hints.of_step(LAB, step, lang)[stage - 1][0]

    def test_three_stages_then_the_place_to_read(self):
        for stage in (1, 2, 3):
            said = self.hint('LAB=tiny')
            self.assertIn(self.part(1, stage), said)
            self.assertIn('Hint %d of 3' % stage, said)
            self.assertEqual('tiny.html#tiny-step-1' in said, stage == 3)
        for _ in range(2):
            said = self.hint('LAB=1-basics/tiny')
            self.assertIn('all 3 hints', said)
            self.assertIn('build/book/en/1-basics/tiny.html#tiny-step-1', said)
        self.assertTrue(said.endswith('Next: make test LAB=tiny\n'))
        said = self.hint('LAB=tiny', 'AGAIN=1', lang='zh')
        self.assertIn(self.part(1, 1, 'zh'), said)
        self.assertIn('tiny 第 1 步：现在几点', said)
        self.assertIn(self.part(1, 2), self.hint('LAB=tiny'))

    def test_remembered_through_reset_and_a_clean_build(self):
        self.hint('LAB=tiny')
        self.tiny.write_text(self.starter + '\n', 'utf-8')
        self.tree.command('make', 'reset', 'LAB=tiny')
        self.tree.command('rm', '-rf', 'build/verdict')
        self.assertIn('Hint 2 of 3', self.hint('LAB=tiny'))
        self.assertNotIn(RECORD, self.tree.command('git', 'status', '-s')[1])

    def test_the_step_that_the_verdict_says(self):
        body = self.solution
        written = body[body.index('\tstruct timespec now'):body.index(
            '\t/* lab: end */', body.index('\tstruct timespec now'))]
        self.tiny.write_text(self.starter.replace(
            '\tnot_written(__func__);\n', written, 1), 'utf-8')
        self.assertIn(self.part(2, 1), self.hint())     # begun, not green
        self.tiny.write_text(self.solution.replace('ceil(', 'floor('), 'utf-8')
        self.assertIn(self.part(3, 1), self.hint())
        self.assertIn(self.part(4, 1), self.hint('STEP=4', 'LAB=tiny'))

    def test_a_file_that_cannot_be_tested(self):
        self.tiny.write_text(self.starter.replace(
            '/*\n * Step 4.', 'static int x(void)\n{\n\treturn 1\n}\n'
            '/*\n * Step 4.'), 'utf-8')
        said = self.hint('LAB=tiny')
        self.assertIn('cannot be tested as it stands', said)
        self.assertIn(self.part(3, 1), said)

    def test_a_function_that_is_called_and_not_written(self):
        call = 'void take_earliest(void)\n{\n\tsleep_until(1);\n}\n'
        self.tiny.write_text(self.starter.replace(
            'void tiny_run', 'static ' + call + 'void tiny_run'), 'utf-8')
        self.assertIn(self.part(3, 1), self.hint('LAB=tiny'))

    def test_after_success_what_others_got_wrong(self):
        self.tiny.write_text(self.solution, 'utf-8')
        seen, first = [], self.hint('LAB=tiny', lang='zh')
        self.assertIn('也许', first)
        count = int(re.search(r'(\d+) 条里的第 1 到 3 条', first)[1])
        for at in range(4, count + 1, 3):
            said = self.hint('LAB=tiny')
            self.assertIn('%d to %d of %d' % (at, min(at + 2, count), count),
                          said)
            self.assertTrue(said.endswith('Next: make next\n'))
            seen += said.split('\n\n')[1:-1]
        self.assertEqual(len(set(seen)), count - 3)
        self.assertIn('That was all of them', said)
        self.assertEqual(self.hint('LAB=tiny', lang='zh'), first)
        self.assertIn(self.part(2, 1), self.hint('LAB=tiny', 'STEP=2'))

    def test_what_cannot_be_answered(self):
        self.assertIn('no lab named "teeny"', self.hint('LAB=teeny', status=2))
        self.assertIn('tiny has no step 9. Its steps: 1 2 3 4 5',
                      self.hint('LAB=tiny', 'STEP=9', status=2))
        self.tiny.unlink()
        self.assertIn('make reset LAB=tiny', self.hint('LAB=tiny', status=1))

    def test_hints_that_are_gone(self):
        path = self.tree.root / (HINTS % 'zh')
        kept = path.read_bytes()
        path.unlink()
        try:
            said = self.hint('LAB=tiny', status=1, lang='zh')
        finally:
            path.write_bytes(kept)
        self.assertIn('git checkout', said)
        self.assertNotIn('Traceback', said)

    def test_a_record_that_somebody_else_has_written(self):
        record = self.tree.root / RECORD
        record.write_bytes(b'\xff what\n1-basics/tiny\t1\tmany\n'
                           b'1-basics/tiny\t1\t99\n')
        self.assertIn('all 3 hints', self.hint('LAB=tiny'))
        self.assertTrue(record.read_bytes().startswith(
            b'\xff what\n1-basics/tiny\t1\tmany\n'))
        record.unlink()
        record.mkdir()
        try:
            said = self.hint('LAB=tiny')
        finally:
            record.rmdir()
        self.assertIn('Hint 1 of 3', said)
        self.assertIn(RECORD + ' cannot be written', said)


if __name__ == '__main__':
    unittest.main()
