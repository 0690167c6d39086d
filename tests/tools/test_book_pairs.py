"""The book: two languages with one skeleton, and drift."""
import unittest

from small_book import EN, ZH, Book, make


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
        self.change(ZH, '[^stack]: 你',
                    '<!-- allow: 堆栈 -->\n[^stack]: 堆栈你')
        self.change(EN, '[^stack]: The', '[^stack]: A')
        status, said = make(self.place, 'pairs')
        self.assertEqual(status, 0, said)

    def test_how_chinese_is_typed(self):
        for old, new in (('数一数丢了什么。', '数一数,丢了什么。'),
                         ('第 1 步', '第1步'),
                         ('（这里是名字）', '(这里是名字)'),
                         ('`await`，C', '`await` ，C'),
                         ('没人数。', '没人 数。')):
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


if __name__ == '__main__':
    unittest.main()
