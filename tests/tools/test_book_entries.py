"""The book: its glossary and its index of functions are made, and what is
missing stops with file and line."""
import pathlib
import unittest

from small_book import Book, make

HEADER = '''/*
 * alpha_open - open it.
 *
 *   asyncio   loop.open(path)
 *   suspends  no
 */
int alpha_open(const char *path);

/*
 * alpha_close - the same, backwards, as `alpha` asks.
 *
 *   asyncio   (no counterpart)
 *   suspends  no
 */
void alpha_close(int fd);
'''
CONTRACT = 'include/beta.h'
TERMS = 'book/glossary.tsv'
PURPOSES = 'book/functions.tsv'
PAGES = {
    'glossary.en': '# Words {#glossary}\n\nAll:\n\n::: glossary\n:::\n',
    'glossary.zh': '# 词 {#glossary}\n\n全部：\n\n::: glossary\n:::\n',
    'functions.en': '# Names {#functions}\n\nAll:\n\n::: functions\n:::\n',
    'functions.zh': '# 名字 {#functions}\n\n全部：\n\n::: functions\n:::\n',
}


def put(place, name, text):
    path = pathlib.Path(place) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding='utf-8')


def complete(place):
    """Give the small book both appendices."""
    toc = (place / 'chapters/toc.txt').read_text(encoding='utf-8')
    put(place, 'chapters/toc.txt', toc + 'appendices | Appendices | 附录\n'
        '  glossary\n  functions\n')
    for name, text in PAGES.items():
        put(place, f'chapters/appendices/{name}.md', text)
    put(place, CONTRACT, HEADER)
    put(place, TERMS, '# comment\n'
        'loop, event loop\t循环\t\talpha\tIt goes round.\t转圈的东西。\n'
        'panic\tpanic\t\talpha\tThe end.\t到此为止。\n')
    put(place, PURPOSES, 'alpha_open\t打开它。\n'
        'alpha_close\t同 alpha_open，反过来，听 `alpha` 的。\n'
        'alpha_put\t放进一个值。\n')


class Entries(Book):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        complete(cls.good)
        for target in ('book', 'pairs', 'check-book'):
            status, said = make(cls.good, target)
            if status != 0:
                raise AssertionError(said)

    def test_a_term_in_both_languages_with_its_anchor_and_its_section(self):
        for edition, first, sentence in (('en', 'loop', 'It goes round.'),
                                         ('zh', '循环', '转圈的东西。')):
            page = self.page(f'{edition}/appendices/glossary.html')
            self.assertIn('id="glossary-loop"', page)
            entry = page.split('id="glossary-loop"')[1]
            self.assertLess(entry.index(first), entry.index(sentence))
            self.assertIn('href="../1-basics/alpha.html"', entry)
        both = self.page('zh-en/appendices/glossary.html')
        self.assertEqual(both.count('id="glossary-loop"'), 1)
        self.assertIn('It goes round.', both)
        self.assertIn('转圈的东西。', both)

    def test_a_function_with_what_its_contract_says(self):
        page = self.page('en/appendices/functions.html')
        entry = page.split('id="functions-alpha-open"')[1]
        for text in ('Open it.', 'include/beta.h', 'loop.open(path)'):
            self.assertIn(text, entry)
        self.assertIn('As <code>alpha_open</code>, backwards', page)
        self.assertNotIn('no counterpart', page)
        self.assertLess(page.index('functions-alpha-close'),
                        page.index('functions-alpha-open'))

    def test_a_link_to_the_listing_that_shows_it(self):
        page = self.page('en/appendices/functions.html')
        link = 'href="../1-basics/alpha.html#'
        self.assertIn(link, page.split('id="functions-alpha-put"')[1])

    def test_a_function_without_a_purpose(self):
        self.change(CONTRACT, ' * alpha_open - open it.', ' * Opens it.')
        self.says('book', f'{CONTRACT}:7: error: alpha_open has no purpose',
                  'write a comment above it: alpha_open - what it is for')

    def test_a_function_without_a_purpose_in_chinese(self):
        self.change(PURPOSES, '打开它。', '')
        self.says('book', f'{PURPOSES}:1: error: alpha_open has no purpose '
                  'in Chinese', 'in English it is: open it.')
        put(self.place, PURPOSES, '')
        self.says('book', f'{CONTRACT}:2: error: alpha_open has no purpose '
                  'in Chinese')

    def test_a_purpose_of_no_function(self):
        self.change(PURPOSES, 'alpha_close', 'alpha_shut\t关。\nalpha_close')
        self.says('book', f'{PURPOSES}:2: error: no header has alpha_shut')

    def test_a_term_without_a_sentence_or_a_section(self):
        self.change(TERMS, 'It goes round.', '')
        self.change(TERMS, '\talpha\tThe end.', '\t\tThe end.')
        self.says('book', f'{TERMS}:2: error: loop, event loop has no '
                  'English sentence',
                  f'{TERMS}:3: error: panic has no section')

    def test_a_term_that_stands_there_twice(self):
        self.change(TERMS, 'panic\tpanic', 'loop\t循环')
        self.says('book', f'{TERMS}:3: error: loop stands here twice')

    def test_a_section_that_is_not_there(self):
        self.change(TERMS, '\talpha\tThe end.', '\tomega\tThe end.')
        self.says('book', 'nothing has the id #omega')

    def test_a_purpose_that_changed_in_one_language(self):
        self.change(CONTRACT, 'open it.', 'open it again.')
        self.says('pairs', f'{PURPOSES}:1: error: the text under '
                  '{#functions-alpha-open} is as before, but '
                  f'{CONTRACT}:2 has changed',
                  'make pairs CONFIRM=appendices/functions#functions-'
                  'alpha-open')

    def test_how_the_chinese_is_typed(self):
        self.change(PURPOSES, '打开它。', '打开它,再关。')
        self.says('pairs', f'{PURPOSES}:1: error: half-width punctuation')

    def test_a_word_in_code_that_one_language_lacks(self):
        self.change(PURPOSES, '听 `alpha` 的', '听它的')
        self.says('pairs', '`alpha` is not in chapters/appendices/'
                  'functions.zh.md', 'entry #functions-alpha-close')


if __name__ == '__main__':
    unittest.main()
