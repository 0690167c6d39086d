"""The book as EPUB: what it holds, and faults that its check finds."""
import os
import pathlib
import shutil
import subprocess
import sys
import unittest
import zipfile

from small_book import Book, ROOT, make

JAR = '/usr/share/java/epubcheck.jar'
NAME = 'build/epub/from-select-to-gather.{}.epub'
DATE = '631238400'
FIRST = 'EPUB/text/ch002.xhtml'


def check(place, *words, **environment):
    """What check_epub says of the books in a place."""
    done = subprocess.run(
        [sys.executable, '-B', str(ROOT / 'tools/check_epub.py'), *words],
        cwd=place, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, timeout=120, env=os.environ | {'BOOK_LANG': 'en'}
        | environment, check=False)
    return done.returncode, done.stdout


class Epub(Book):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        status, said = make(cls.good, 'epub', SOURCE_DATE_EPOCH=DATE)
        if status != 0:
            raise AssertionError(said)

    def book(self, language='en'):
        return self.place / NAME.format(language)

    def part(self, name, language='en'):
        with zipfile.ZipFile(self.book(language)) as book:
            return book.read(name).decode('utf-8')

    def plant(self, name, old, new):
        """Another word in a part of the English book."""
        path = self.book()
        with zipfile.ZipFile(path) as book:
            parts = [(part, book.read(part)) for part in book.infolist()]
        with zipfile.ZipFile(path, 'w') as book:
            for part, data in parts:
                if part.filename == name:
                    text = data.decode('utf-8')
                    self.assertIn(old, text)
                    data = text.replace(old, new, 1).encode('utf-8')
                book.writestr(part, data)

    def stops(self, *expected):
        status, said = check(self.place, NAME.format('en'))
        self.assertEqual(status, 1, said)
        for text in expected:
            self.assertIn(text, said)


class Good(Epub):
    def test_both_languages_pass(self):
        status, said = check(self.place, *map(NAME.format, ('en', 'zh')))
        self.assertEqual(status, 0, said)
        self.assertRegex(said, r'\n?[1-9]\d* passed, 0 failed, 0 skipped\n$')

    @unittest.skipUnless(shutil.which('java') and os.path.exists(JAR),
                         'epubcheck is not installed')
    def test_epubcheck_accepts_both_and_refuses_a_fault(self):
        names = [NAME.format(language) for language in ('en', 'zh')]
        status, said = check(self.place, '--long', *names)
        self.assertEqual(status, 0, said)
        self.plant(FIRST, '<p>', '<p class="x"><p>')
        self.plant(FIRST, '</p>', '</p></p>')
        status, said = check(self.place, '--long', names[0])
        self.assertEqual(status, 1, said)
        self.assertIn('epubcheck does not accept it', said)

    def test_without_epubcheck_it_is_skipped_and_said(self):
        status, said = check(self.place, '--long', NAME.format('en'),
                             PATH='/nowhere')
        self.assertEqual(status, 0, said)
        self.assertIn('make setup-dev', said)
        self.assertIn('0 failed, 1 skipped', said)

    def test_two_books_are_the_same_to_the_byte(self):
        before = self.book('zh').read_bytes()
        shutil.rmtree(self.place / 'build')
        status, said = make(self.place, 'epub', SOURCE_DATE_EPOCH=DATE)
        self.assertEqual(status, 0, said)
        self.assertTrue(self.book('zh').read_bytes() == before)
        self.assertIn('1990-01-02T00:00:00Z', self.part('EPUB/content.opf'))

    def test_answers_stand_unfolded_at_the_end_of_the_section(self):
        page = self.part(FIRST)
        self.assertGreater(page.index('Something must do the waiting'),
                           page.index('>Answers<'))
        self.assertIn('<strong>No.</strong> Something', page)
        self.assertIn('Because two would need an order', page)
        self.assertNotIn('<details', page)

    def test_links_in_captions_lead_on_and_code_has_no_tabs(self):
        self.assertIn('href="ch003.xhtml#basics-beta"', self.part(FIRST))
        self.assertNotIn('\t', self.part(FIRST))

    def test_a_link_to_nothing_stops_with_its_line(self):
        self.change('chapters/1-basics/beta.en.md', '](#', '](#no-')
        status, said = make(self.place, 'epub')
        self.assertNotEqual(status, 0)
        self.assertRegex(said, r'chapters/1-basics/beta\.en\.md:\d+: ')


class Faults(Epub):
    def test_a_link_out_of_the_book(self):
        self.plant(FIRST, '#basics-beta"', '#basics-gone"')
        self.stops(FIRST, 'ch003.xhtml#basics-gone')

    def test_an_id_twice(self):
        self.plant(FIRST, 'id="basics-alpha-fig-turn"',
                   'id="basics-alpha-lst-put"')
        self.stops('stand twice', 'basics-alpha-lst-put')

    def test_a_question_without_its_answer(self):
        self.plant(FIRST, '<div id="basics-alpha-answer-1" class="solution">',
                   '<div id="basics-alpha-answer-1">')
        self.stops('2 questions and 1 answers')

    def test_contents_in_another_order(self):
        self.plant('EPUB/nav.xhtml', 'The queue', 'The stack')
        self.stops('the contents lack "The queue"')

    def test_a_language_that_is_another(self):
        self.plant(FIRST, 'xml:lang="en"', 'xml:lang="fr"')
        self.stops(FIRST, 'xml:lang must be en')

    def test_xml_that_is_none(self):
        self.plant(FIRST, '<section', '<p><section')
        self.stops('not well-formed')

    def test_a_fold(self):
        self.plant(FIRST, '</section>', '<details>x</details></section>')
        self.stops('<details> stands in a book')

    def test_a_tab_in_code(self):
        self.plant(FIRST, '<pre><code>', '<pre><code>\t')
        self.stops('no tab stops')

    def test_a_title_that_is_a_file_name(self):
        self.plant(FIRST, '<title>', '<title>ch002.xhtml ')
        self.stops('no title')

    def test_a_colour_over_the_readers(self):
        self.plant('EPUB/styles/stylesheet1.css', 'body {',
                   'body { background: white;')
        self.stops('"background:" would override')

    def test_an_archive_that_does_not_begin_with_its_type(self):
        path = self.book()
        with zipfile.ZipFile(path) as book:
            parts = [(part, book.read(part)) for part in book.infolist()]
        with zipfile.ZipFile(path, 'w') as book:
            for part, data in parts[1:] + parts[:1]:
                book.writestr(part, data)
        self.stops('first entry')


if __name__ == '__main__':
    unittest.main()
