"""The starters: what is derived, what is kept, what is said of broken marks."""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / 'tools'))
import columns
import holes

GOOD = '''#include "loop.h"

#include "panic.h"

/* lab: step 1
 * en: Write a helper.
 * zh: 写一个辅助函数。
 */
static int help(void)
{
	return 1;
}
/* lab: end */

int answer(void)
{
	/* lab: step 2
	 * en: Answer with what the helper says; it is a number that you have
	 * seen before, a line above.
	 * zh: 回答 `help()` 给的数：
	 * 上面一行见过。
	 */
	return help();
	/* lab: end */
}
'''
STARTER = '''#include "loop.h"

#include "panic.h"

/*
 * Step 1. Write a helper.
 * 第 1 步：写一个辅助函数。
 */

int answer(void)
{
	/*
	 * Step 2. Answer with what the helper says; it is a number that you
	 * have seen before, a line above.
	 * 第 2 步：回答 `help()` 给的数：上面一行见过。
	 */
	not_written(__func__);
}
'''


class Derive(unittest.TestCase):
    def test_a_part_becomes_its_instruction_and_a_stub(self):
        self.assertEqual(holes.starter('x.c', GOOD), STARTER)

    def test_the_stub_brings_its_header(self):
        without = GOOD.replace('\n#include "panic.h"\n', '')
        self.assertEqual(holes.starter('x.c', without), STARTER)
        other = without.replace('"loop.h"\n', '"loop.h"\n\n#include <math.h>'
                                '\n\n#include "clock.h"\n')
        self.assertIn('#include "clock.h"\n#include "panic.h"\n\n/*',
                      holes.starter('x.c', other))

    def broken(self, old, new, line, key):
        self.assertIn(old, GOOD)
        with self.assertRaises(holes.Broken) as caught:
            holes.starter('x.c', GOOD.replace(old, new))
        self.assertEqual((caught.exception.line, caught.exception.key),
                         (line, key))

    def test_broken_marks_are_named_with_their_line(self):
        self.broken('/* lab: end */\n\nint', '\nint', 16, 'hole.nested')
        self.broken('\t/* lab: end */\n', '', 17, 'hole.no_end')
        self.broken(' * zh: 写一个辅助函数。\n', '', 5, 'hole.language')
        self.broken(' * en: Write a helper.\n', '', 5, 'hole.language')
        self.broken('写一个辅助函数。', 'Write a helper.', 5,
                    'hole.not_chinese')
        self.broken(' * en: Write', ' * fr: Write', 6, 'hole.text')
        self.broken('en: Write a helper.', 'en: Write.\n * en: More.', 7,
                    'hole.twice')
        self.broken('/* lab: step 1\n', '/* lab: stp 1\n', 5, 'hole.unknown')
        self.broken('\t/* lab: end */', '/* lab: end */', 24, 'hole.indent')
        self.broken('\treturn help();\n', '', 17, 'hole.empty')
        self.broken('/* lab: step 1\n * en', '/*\n * en', 13,
                    'hole.end_alone')

    def test_a_file_without_a_part_is_no_lab(self):
        with self.assertRaises(holes.Broken) as caught:
            holes.starter('x.c', 'int x;\n')
        self.assertEqual(caught.exception.key, 'hole.none')


class Columns(unittest.TestCase):
    def test_lines_fit_and_words_stay_whole(self):
        text = ('把 `timers_add(timers, timer, when)` 放进堆里，再看一看'
                '（真的要看）它 averylongwordthatmaynotbreak 在哪里。' * 5)
        for limit in (40, 41, 42, 67):
            rows = columns.wrap(text, limit)
            self.assertEqual(''.join(rows).replace(' ', ''),
                             text.replace(' ', ''))
            for row in rows:
                self.assertLessEqual(columns.width(row), limit)
                self.assertNotIn(row[0], '，。（'[:2] + '）')
                self.assertNotEqual(row[-1], '（')
                self.assertEqual(row.count('`') % 2, 0)
                self.assertEqual(row.count('averylong'),
                                 row.count('maynotbreak'))

    def test_joining_lines(self):
        self.assertEqual(columns.join('one', 'two'), 'one two')
        self.assertEqual(columns.join('一', '二'), '一二')
        self.assertEqual(columns.join('一', 'two'), '一 two')
        self.assertEqual(columns.join('一，', 'two'), '一，two')


class Labs(unittest.TestCase):
    """make labs and make reset, in a small tree of their own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix='starters with spaces ')
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        self.source = self.root / 'solutions/1-basics/loop.c'
        self.source.parent.mkdir(parents=True)
        self.source.write_text(GOOD)
        self.lab = self.root / 'labs/1-basics/loop.c'

    def starters(self, *arguments, lang='en'):
        done = subprocess.run(
            [sys.executable, str(ROOT / 'tools/starters.py'), *arguments],
            cwd=self.root, env=dict(os.environ, BOOK_LANG=lang),
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        return done.returncode, done.stdout

    def test_labs_writes_starters_and_check_agrees(self):
        self.assertEqual(self.starters('make')[0], 0)
        self.assertEqual(self.lab.read_text(), STARTER)
        self.assertEqual(self.starters('check'), (0, ''))

    def test_a_begun_file_is_kept_and_named(self):
        self.starters('make')
        self.lab.write_text('mine')
        self.source.write_text(GOOD.replace('a helper', 'one helper'))
        self.assertIn('labs/1-basics/loop.c: yours, kept',
                      self.starters('make')[1])
        self.assertEqual(self.lab.read_text(), 'mine')
        self.assertIn('你写的', self.starters('make', lang='zh')[1])
        self.assertEqual(self.starters('check')[0], 0)

    def test_a_starter_not_begun_follows_its_solution(self):
        self.starters('make')
        self.source.write_text(GOOD.replace('a helper', 'one helper'))
        code, text = self.starters('check')
        self.assertEqual(code, 1)
        self.assertTrue(text.startswith('labs/.starters:1: '), text)
        self.starters('make')
        self.assertIn('one helper', self.lab.read_text())

    def test_check_names_what_is_missing_and_what_is_left_over(self):
        self.starters('make')
        self.lab.unlink()
        self.assertIn('labs/1-basics/loop.c:1: ', self.starters('check')[1])
        self.source.rename(self.source.with_name('coro.c'))
        text = self.starters('check')[1]
        self.assertIn('labs/1-basics/loop.c has no file in solutions', text)
        self.assertIn('labs/1-basics/coro.c has no line here', text)

    def test_a_broken_mark_stops_with_file_and_line(self):
        self.source.write_text(GOOD.replace('\t/* lab: end */\n', ''))
        for command in ('make', 'check'):
            code, text = self.starters(command)
            self.assertEqual(code, 1)
            self.assertIn('solutions/1-basics/loop.c:17: ', text)
        self.assertFalse(self.lab.exists())

    def test_reset_brings_the_starter_back_and_keeps_every_file(self):
        self.starters('make')
        self.assertIn('nothing to do', self.starters('reset', 'loop')[1])
        for number in (1, 2, 3):
            self.lab.write_text(f'mine {number}')
            self.assertIn(f'labs/1-basics/loop.c.kept-{number}',
                          self.starters('reset', 'loop')[1])
            self.assertEqual(self.lab.read_text(), STARTER)
        for number in (1, 2, 3):
            kept = self.lab.with_name(f'loop.c.kept-{number}')
            self.assertEqual(kept.read_text(), f'mine {number}')

    def test_reset_of_an_unknown_lab_names_the_labs(self):
        code, text = self.starters('reset', 'lop')
        self.assertEqual(code, 1)
        self.assertIn('loop', text)


if __name__ == '__main__':
    unittest.main()
