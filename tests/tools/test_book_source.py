"""The book: each error in the source of a section has its sentence."""
import shutil
import unittest

from small_book import EN, ZH, Book


class Source(Book):
    def test_unknown_function_region_and_file(self):
        self.change(EN, 'function="alpha_put"', 'function="alpha_get"')
        self.change(EN, 'region="fullness"', 'region="emptiness"')
        self.change(EN, 'include="include/alpha.h" type',
                    'include="include/omega.h" type')
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
        self.change(EN, '\n  That would be a busy loop. '
                    '`strace` shows two calls.\n', '')
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
        self.change(EN, 'Nobody counts.',
                    'Nobody\n\n  ``` {.text}\n  x\n  ```\n')
        self.change(EN, '![One turn', 'See ![One turn')
        self.change(EN, '[^stack]: The', '[^stack]: - The')
        self.says('book', 'this table has no title', 'a choice without its box',
                  'this block stands inside a list',
                  'a figure in the middle of a line')

    def test_a_column_without_a_heading(self):
        self.change(EN, '| ours        |', '|             |')
        self.says('book', f"{EN}:{self.line_of(EN, '|-----') - 1}: error: "
                  'column 1 of this table has no heading')

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


if __name__ == '__main__':
    unittest.main()
