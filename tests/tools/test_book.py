"""The book's tools on a small book: tests/tools/book/fixture. Each error is
made in a copy of it, in a directory whose name has spaces."""
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
FIXTURE = ROOT / 'tests' / 'tools' / 'book' / 'fixture'
EN = 'chapters/1-basics/alpha.en.md'
ZH = 'chapters/1-basics/alpha.zh.md'


def make(place, *words, **variables):
    """Run make in a book, as a reader would from a shell."""
    environment = {name: value for name, value in os.environ.items()
                   if name not in ('MAKEFLAGS', 'MFLAGS', 'MAKELEVEL', 'PY',
                                   'SECTION', 'CONFIRM', 'BUILD', 'ONLY')}
    done = subprocess.run(
        ['make', '-j2', '-f', 'book/book.mk', *words], cwd=place,
        env=environment | variables, text=True, timeout=120,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.returncode, done.stdout


def pages(place):
    """{path: digest} of everything that was made."""
    built = pathlib.Path(place) / 'build' / 'book'
    return {str(path.relative_to(built)):
            hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(built.rglob('*')) if path.is_file()}


def make_book(place):
    shutil.copytree(FIXTURE, place)
    shutil.copytree(ROOT / 'book', place / 'book',
                    ignore=shutil.ignore_patterns('__pycache__', 'pairs.lock'))
    (place / 'tools').mkdir()
    for name in ('transcripts.py', 'transcript.py', 'terminal.py'):
        shutil.copy(ROOT / 'tools' / name, place / 'tools')


@unittest.skipUnless(shutil.which('pandoc'), 'pandoc is not installed')
class Book(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.home = tempfile.TemporaryDirectory()
        cls.good = pathlib.Path(cls.home.name) / 'a good book'
        make_book(cls.good)
        for target in ('book', 'pairs'):
            status, said = make(cls.good, target)
            if status != 0:
                raise AssertionError(said)

    @classmethod
    def tearDownClass(cls):
        cls.home.cleanup()

    def setUp(self):
        self.place = pathlib.Path(self.home.name) / f'the {self.id()}'
        shutil.copytree(self.good, self.place, symlinks=True,
                        copy_function=shutil.copy2)

    def change(self, name, old, new):
        path = self.place / name
        text = path.read_text(encoding='utf-8')
        self.assertIn(old, text)
        path.write_text(text.replace(old, new, 1), encoding='utf-8')

    def says(self, target, *expected, **variables):
        """make TARGET stops, and says these lines; never a traceback."""
        status, said = make(self.place, target, **variables)
        self.assertNotEqual(status, 0, said)
        for line in expected:
            self.assertIn(line, said)
        self.assertNotIn('traceback', said.lower())
        return said

    def passes(self, *target):
        status, said = make(self.place, *target)
        self.assertEqual(status, 0, said)

    def line_of(self, name, text):
        lines = (self.place / name).read_text(encoding='utf-8').splitlines()
        return next(i for i, line in enumerate(lines, 1) if text in line)

    def page(self, name):
        return (self.place / 'build' / 'book' / name).read_text(encoding='utf-8')


class Good(Book):
    def test_pages_of_three_editions_hold_together(self):
        status, said = make(self.place, 'check-book')
        self.assertEqual(status, 0, said)
        self.assertIn('10 pages', said)

    def test_two_builds_are_the_same_to_the_byte(self):
        before = pages(self.place)
        shutil.rmtree(self.place / 'build')
        self.passes('book')
        self.assertEqual(pages(self.place), before)

    def test_code_is_shown_without_the_marks_of_labs(self):
        page = self.page('en/1-basics/alpha.html')
        self.assertIn('is_full', page)
        self.assertNotIn('lab:', page)
        self.assertNotIn('Put the value at the tail', page)
        self.assertNotIn('region: fullness', page)

    def test_a_link_takes_the_title_in_the_language_of_the_page(self):
        self.assertIn('href="alpha.html#alpha-fig-turn">One turn',
                      self.page('en/1-basics/beta.html'))
        self.assertIn('href="alpha.html#alpha-fig-turn">循环的一圈',
                      self.page('zh/1-basics/beta.html'))

    def test_console_follows_the_edition_and_stands_twice_side_by_side(self):
        self.assertIn('hello in zh', self.page('zh/1-basics/alpha.html'))
        self.assertNotIn('hello in zh', self.page('en/1-basics/alpha.html'))
        both = self.page('zh-en/1-basics/alpha.html')
        self.assertIn('hello in zh', both)
        self.assertIn('hello in en', both)
        self.assertEqual(both.count('wc -l'), 1)
        self.assertEqual(both.count('id="alpha-lst-put"'), 1)

    def test_a_difference_has_marks_and_not_only_colours(self):
        page = self.page('en/1-basics/alpha.html')
        self.assertRegex(page, r'class="row gone"><span class="mark">− ')
        self.assertRegex(page, r'class="row new"><span class="mark">\+ ')

    def test_no_gap_where_a_line_ends_between_two_characters(self):
        self.assertIn('循环上，它成了', self.page('zh/1-basics/alpha.html'))

    def test_a_draft_forgives_links_to_sections_not_yet_written(self):
        (self.place / 'chapters/1-basics/beta.en.md').unlink()
        status, said = make(self.place, 'draft', SECTION='alpha')
        self.assertEqual(status, 0, said)
        self.assertTrue((self.place / said.split()[0]).exists())

    def test_a_change_of_code_renews_the_pages_that_show_it(self):
        self.change('solutions/1-basics/alpha.c', '== 3', '>= 3')
        self.passes('book')
        self.assertIn('&gt;=', self.page('en/1-basics/alpha.html'))


class Links(Book):
    def test_dead_links_double_ids_and_what_comes_from_outside(self):
        page = self.place / 'build/book/en/1-basics/beta.html'
        text = page.read_text(encoding='utf-8').replace(
            '</main>', '<a href="none.html">a</a><a href="alpha.html#none">b</a>'
            '<i id="beta"></i><img src="https://example.org/x.png"></b></main>')
        page.write_text(text, encoding='utf-8')
        done = subprocess.run(
            ['python3', 'book/check/links.py', 'build/book'], cwd=self.place,
            text=True, capture_output=True)
        self.assertEqual(done.returncode, 1)
        for line in ('the link none.html leads nowhere', 'no such id',
                     'id="beta" is also in line', '</b> closes <main>',
                     'loads https://example.org/x.png from outside'):
            self.assertIn(line, done.stderr)


class Source(Book):
    def test_unknown_function_region_and_file(self):
        self.change(EN, 'function="alpha_put"', 'function="alpha_get"')
        self.change(EN, 'region="fullness"', 'region="emptiness"')
        self.change(EN, 'include="include/alpha.h" type', 'include="include/omega.h" type')
        self.says('book',
                  f'{EN}:{self.line_of(EN, "alpha_get")}: error: '
                  'no function "alpha_get" in include/alpha.h',
                  'no region "emptiness" in solutions/1-basics/alpha.c',
                  'there is no file include/omega.h')

    def test_unknown_transcript(self):
        self.change(EN, 'transcript="count"', 'transcript="cuont"')
        self.says('book', f'{EN}:{self.line_of(EN, "cuont")}: error: '
                  'unknown transcript "cuont"')

    def test_unknown_link(self):
        self.change(ZH, '(#beta)', '(#gamma)')
        self.says('book', f'{ZH}:{self.line_of(ZH, "gamma")}: error: '
                  'nothing has the id #gamma')

    def test_heading_without_id(self):
        self.change(EN, ' {#alpha-contract}', '')
        self.says('book', f'{EN}:{self.line_of(EN, "## The contract")}: error: '
                  'this heading has no id')

    def test_pasted_code(self):
        self.change(EN, '{.c include="include/alpha.h" type="struct alpha"}\n',
                    '{.c}\nint x;\n')
        self.says('book', 'code is pasted into the text')

    def test_bold_that_is_not_bold(self):
        self.change(ZH, '**成千上万**', '**成千上万：**')
        self.says('book', f'{ZH}:{self.line_of(ZH, "成千上万")}: error: "**"')

    def test_choice_without_explanation_and_two_right_ones(self):
        self.change(EN, '- [ ] Never', '- [x] Never')
        self.change(EN, '\n  That would be a busy loop. `strace` shows two calls.\n', '')
        self.says('book', 'this choice is not explained',
                  '2 choices are marked right')

    def test_raw_html_and_unknown_box(self):
        self.change(EN, '::: note', '::: notice')
        self.change(EN, 'Count what', '<b>Count</b> what')
        self.says('book', 'unknown block ::: notice', 'raw HTML: <b>')

    def test_blocks_that_nobody_expects_get_a_sentence_too(self):
        self.change(EN, '::: {.table #alpha-tbl-names title="What asyncio '
                    'calls it"}\n', '')
        self.change(EN, '3.4 |\n:::', '3.4 |')
        self.change(EN, '- [ ] Never', '-\n- Never')
        self.change(EN, 'Nobody counts.', 'Nobody\n\n  ``` {.text}\n  x\n  ```\n')
        self.change(EN, '![One turn', 'See ![One turn')
        self.change(EN, '[^stack]: The', '[^stack]: - The')
        self.says('book', 'this table has no title', 'a choice without its box',
                  'this block stands inside a list',
                  'a figure in the middle of a line')

    def test_a_section_that_is_not_written(self):
        (self.place / ZH).unlink()
        self.says('book', 'chapters/toc.txt names a section that is not '
                  f'written: {ZH}')

    def test_no_pandoc(self):
        tools = self.place / 'bin'
        tools.mkdir()
        for name in ('sh', 'make', 'awk', 'echo'):
            (tools / name).symlink_to(shutil.which(name))
        self.says('book', 'pandoc, which is not installed: make setup',
                  PATH=str(tools))


class Pairs(Book):
    def test_one_sided_heading_and_every_other_fault(self):
        self.change(ZH, '### 收尾 {#alpha-end}', '收尾')
        self.change(ZH, '- [x] 一两次', '- [ ] 一两次')
        self.change(ZH, '- [ ] 几千次', '- [x] 几千次')
        self.change(ZH, '::: warning', '::: note')
        said = self.says(
            'pairs',
            f'{EN}:{self.line_of(EN, "alpha-end")}: error: '
            'heading ### {#alpha-end} has no counterpart in ' + ZH,
            '::: warning here, ::: note in '
            f'{ZH}:{self.line_of(ZH, "先留一份底") - 1}',
            'right choice')
        self.assertGreaterEqual(said.count(': error: '), 4)

    def test_one_sided_listing_and_console(self):
        self.change(ZH, '``` {.console transcript="count"}\n```\n', '')
        self.says('pairs', 'console block count has no counterpart')

    def test_changed_inline_code(self):
        self.change(EN, '`hello` was', '`hallo` was')
        self.says('pairs', f'{EN}:3: error: `hallo` is not in {ZH}',
                  f'{ZH}:3: error: `hello` is not in {EN}')

    def test_inline_code_that_one_language_needs(self):
        self.change(EN, 'Count what', 'Count `x`{.free} what')
        self.change(ZH, '数一数', '数数')
        self.passes('pairs')

    def test_paragraphs_may_be_cut_otherwise(self):
        self.change(EN, 'Then go on', '\nThen go on')
        self.change(ZH, '先后丢了', '\n先后丢了')
        self.passes('pairs')

    def test_table_of_another_shape(self):
        self.change(ZH, '| 队列        | 就绪队列         |   3.4 |\n', '')
        self.says('pairs', '2 rows of 3', '1 rows of 3')

    def test_refused_term_and_phrases(self):
        self.change(ZH, '栈都朝下长', '堆栈都朝下长')
        self.change(ZH, '数一数丢了什么', '需要注意的是丢了什么')
        self.change(EN, 'Count what', 'It is important to note what')
        self.says('pairs', f'{ZH}:{self.line_of(ZH, "堆栈")}: error: "堆栈"',
                  '"需要注意的是" is not for this book',
                  '"important to note" is not for this book')

    def test_a_refused_term_that_is_meant(self):
        self.change(ZH, '[^stack]: 你', '<!-- allow: 堆栈 -->\n[^stack]: 堆栈你')
        self.change(EN, '[^stack]: The', '[^stack]: A')
        status, said = make(self.place, 'pairs')
        self.assertEqual(status, 0, said)

    def test_how_chinese_is_typed(self):
        for old, new in (('数一数丢了什么。', '数一数,丢了什么。'),
                         ('第 1 步', '第1步'), ('（这里是名字）', '(这里是名字)'),
                         ('`await`，C', '`await` ，C'), ('没人数。', '没人 数。')):
            self.change(ZH, old, new)
        self.says('pairs', 'half-width punctuation', 'no space between',
                  'half-width brackets', 'a space next to full-width',
                  'a space between two Chinese')


class Drift(Book):
    def test_a_text_that_changes_alone_until_it_is_confirmed(self):
        self.change(EN, 'Count what was lost.', 'What was lost?')
        self.says('pairs', f'{ZH}:1: error: the text under {{#alpha}} is as '
                  f'before, but {EN}:1 has changed',
                  'make pairs CONFIRM=1-basics/alpha#alpha')
        self.says('pairs', 'is as before')
        self.passes('pairs',
                              'CONFIRM=1-basics/alpha#alpha')
        self.passes('pairs')

    def test_both_changed_is_taken(self):
        self.change(EN, 'Count what was lost.', 'What was lost?')
        self.change(ZH, '数一数丢了什么。', '丢了什么？')
        self.passes('pairs')

    def test_frozen_wants_the_lock_up_to_date(self):
        self.change(EN, 'Count what was lost.', 'What was lost?')
        self.change(ZH, '数一数丢了什么。', '丢了什么？')
        self.says('check-book', 'the lock is not up to date')

    def test_a_name_that_confirms_nothing(self):
        self.says('pairs', 'CONFIRM=loop names no part', CONFIRM='loop')


class Transcripts(Book):
    COUNT = 'chapters/1-basics/console/count.txt'

    def test_a_program_that_prints_something_else(self):
        self.change('labs/1-basics/programs/old.c', 'sleep(1);\n', 'sleep(1);\n\n')
        self.says('book', f'{self.COUNT}:2: error: "wc -l '
                  'labs/1-basics/programs/old.c" prints something else now',
                  'expected: 16 labs', 'got:      17 labs',
                  'run make transcripts to accept')
        self.passes('transcripts')
        self.passes('book')
        self.assertIn('17 labs', self.page('zh/1-basics/alpha.html'))

    def transcript(self, text):
        (self.place / self.COUNT).write_text(text)

    def test_status_and_timeout(self):
        self.transcript('$ exit 3\n')
        self.says('book', 'ended with status 3, not 0')
        self.transcript('$ exit 3\n#: status 3\n')
        self.passes('book')
        self.transcript('$ sleep 30\n#: timeout 0.2\n')
        self.says('book', 'did not end within 0.2 s')

    def test_directives(self):
        self.transcript('$ clock\n#: run echo took 1.0372 s\n#: round 1\n'
                        'took 1.0 s\n$ seq 5\n#: head 2\n1\n2\n…\n'
                        '$ anything\n#: needs no-such-tool\nas it was\n')
        self.passes('book')
        self.transcript('$ x\n#: wait 3\n')
        self.says('book', f'{self.COUNT}:2: error: "#: wait 3" is not '
                  'understood here')


if __name__ == '__main__':
    unittest.main()
