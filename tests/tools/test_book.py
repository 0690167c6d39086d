"""The book: what its pages show, and what their check finds."""
import json
import shutil
import subprocess
import unittest

from small_book import Book, make, pages


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

    def test_what_the_starter_has_too_is_named_there(self):
        page = self.page('en/1-basics/alpha.html')
        self.assertRegex(page, r'solutions/1-basics/alpha\.c · alpha_put')
        self.assertRegex(page, r'Is it full\?</span> <span class="place">'
                         r'labs/1-basics/alpha\.c<')

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

    def test_the_search_has_the_text_by_headings(self):
        script = self.page('search-zh.js')
        lists = script[script.index('['):script.rindex(']')].rstrip(',\n') + ']'
        (section, number, entries), *_ = json.loads(lists)
        self.assertEqual((section, number), ('1-basics/alpha', '1'))
        text = {key: blocks for key, title, blocks in entries}
        self.assertEqual(entries[0][1], '队列')
        self.assertIn('再也接不上了', ' '.join(text['alpha']))
        self.assertTrue(any(block.startswith(
            '\tsolutions/1-basics/alpha.c · alpha_put, is_full\n')
            for block in text['alpha-step-1']))
        self.assertIn('栈都朝下长', ' '.join(sum(text.values(), [])))
        self.assertNotIn('<', ' '.join(text['alpha']))

    def test_no_gap_where_a_line_ends_between_two_characters(self):
        self.assertIn('循环上，它成了', self.page('zh/1-basics/alpha.html'))

    def test_a_draft_forgives_links_to_sections_not_yet_written(self):
        (self.place / 'chapters/1-basics/beta.en.md').unlink()
        status, said = make(self.place, 'draft', SECTION='alpha')
        self.assertEqual(status, 0, said)
        self.assertTrue((self.place / said.split()[0]).exists())

    def test_a_function_of_python_ends_where_it_is_indented_no_more(self):
        program = 'labs/1-basics/programs/two.py'
        (self.place / program).write_text(
            'async def first(x):\n    return f"{x}"\n\n\n'
            'async def second(x):\n    return {x}\n', encoding='utf-8')
        for language in ('en', 'zh'):
            self.change(f'chapters/1-basics/beta.{language}.md', '\n\n',
                        f'\n\n``` {{.python include="{program}" '
                        'function="first"}\n```\n\n')
        self.passes('book')
        page = self.page('en/1-basics/beta.html')
        self.assertIn('first', page)
        self.assertNotIn('second', page)

    def test_a_change_of_code_renews_the_pages_that_show_it(self):
        self.change('solutions/1-basics/alpha.c', '== 3', '>= 3')
        self.passes('book')
        self.assertIn('&gt;=', self.page('en/1-basics/alpha.html'))


class Links(Book):
    def test_dead_links_double_ids_and_what_comes_from_outside(self):
        page = self.place / 'build/book/en/1-basics/beta.html'
        text = page.read_text(encoding='utf-8').replace(
            '</main>',
            '<a href="none.html">a</a><a href="alpha.html#none">b</a>'
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


if __name__ == '__main__':
    unittest.main()
