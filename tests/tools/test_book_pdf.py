"""The book as PDF: how it is printed, and faults that its check finds."""
import os
import pathlib
import shutil
import subprocess
import sys
import unittest

from small_book import Book, ROOT, make

DATE = '631238400'
CHROMIUM = next(filter(None, map(shutil.which, (
    'chromium', 'chromium-browser', 'google-chrome'))), None)
TOOLS = ('press.py', 'pdfread.py', 'say.py')


def bring(place):
    """What printing needs beside the book."""
    for name in TOOLS:
        shutil.copy(ROOT / 'tools' / name, place / 'tools')
    shutil.copytree(ROOT / 'tools/words', place / 'tools/words')


def pdf(place, language='en'):
    return place / f'build/pdf/from-select-to-gather.{language}.pdf'


def page(place, language='en'):
    return place / f'build/pdf/{language}.html'


def press(place, **environment):
    """Print the English page as make does; (status, what was said)."""
    done = subprocess.run(
        [sys.executable, '-B', 'tools/press.py', page(place), pdf(place)],
        cwd=place, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, timeout=500, check=False, env=os.environ |
        {'SOURCE_DATE_EPOCH': DATE, 'BOOK_LANG': 'en'} | environment)
    return done.returncode, done.stdout


def check(place, *languages):
    pairs = [f'{pdf(place, each)}={page(place, each)}' for each in languages]
    done = subprocess.run(
        [sys.executable, '-B', str(ROOT / 'tools/check_pdf.py'), *pairs],
        cwd=place, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, timeout=120, check=False,
        env=os.environ | {'BOOK_LANG': 'en'})
    return done.returncode, done.stdout


@unittest.skipUnless(CHROMIUM and shutil.which('pdftotext'),
                     'Chromium or poppler-utils is not installed')
class Pdf(Book):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        bring(cls.good)
        status, said = make(cls.good, 'pdf', SOURCE_DATE_EPOCH=DATE)
        if status != 0:
            raise AssertionError(said)

    def stops(self, *expected):
        status, said = check(self.place, 'en')
        self.assertEqual(status, 1, said)
        for text in expected:
            self.assertIn(text, said)

    def plant(self, old, new):
        """Other bytes, as many, so that the PDF stays one."""
        data = pdf(self.place).read_bytes()
        self.assertTrue(old in data, old)
        self.assertEqual(len(old), len(new))
        pdf(self.place).write_bytes(data.replace(old, new))

    def test_both_languages_pass(self):
        status, said = check(self.place, 'en', 'zh')
        self.assertEqual(status, 0, said)
        self.assertRegex(said, r'[1-9]\d* passed, 0 failed, 0 skipped\n$')

    def test_printed_again_it_is_the_same_to_the_byte(self):
        before = pdf(self.place).read_bytes()
        self.assertTrue(b"(D:19900102000000+00'00')" in before)
        status, said = press(self.place)
        self.assertEqual(status, 0, said)
        self.assertTrue(pdf(self.place).read_bytes() == before)

    def test_what_cannot_be_read_well_on_paper(self):
        """Another country's glyphs, text off the page, a character nobody has;
        each is found. Printed in one go, since that takes long."""
        self.change('book/print/print.css', '"Noto Serif CJK SC", "Source',
                    '"Noto Serif CJK JP", "Source')
        text = page(self.place).read_text('utf-8')
        text = text.replace('</pre>', '</pre><p style="margin-left: -20mm">'
                            'outside</p>', 1)
        text = text.replace('</p>', ' 直骨 \U00013000</p>', 1)
        page(self.place).write_text(text, 'utf-8')
        status, said = press(self.place)
        self.assertEqual(status, 0, said)
        self.stops('NotoSerifCJKjp', 'u (1)', '\U00013000 (1)')

    def test_pages_that_were_made_smaller(self):
        text = page(self.place).read_text('utf-8')
        page(self.place).write_text(text.replace(
            '<pre>', '<pre style="white-space: pre">' + 'wide ' * 40, 1),
            'utf-8')
        status, said = press(self.place)
        self.assertEqual(status, 0, said)
        self.stops('% of its size')

    def test_a_page_number_that_is_not_so(self):
        text = page(self.place).read_text('utf-8')
        self.assertIn('data-page="basics-alpha">', text)
        page(self.place).write_text(text.replace(
            'data-page="basics-alpha">', 'data-page="basics-alpha">9'),
            'utf-8')
        self.stops('basics-alpha is said to be on page 9')

    def test_no_tags_another_language_a_title_gone(self):
        self.plant(b'/Marked true', b'/Marked null')
        self.plant(b'/Lang (en)', b'/Lang (fr)')
        self.change('chapters/1-basics/alpha.en.md', '# The queue',
                    '# The stack')
        self.stops('not tagged', 'its language is "fr"',
                   'the outline lacks "The stack"')

    def test_a_heading_left_at_the_foot(self):
        data = pdf(self.place).read_bytes()
        place = data.index(b'/Dest [', data.index(b'/Title (The contract)'))
        end = data.index(b']', place)
        words = data[place:end].split(b' ')
        words[-2] = b'70'.ljust(len(words[-2]))
        pdf(self.place).write_bytes(data[:place] + b' '.join(words)
                                    + data[end:])
        self.stops('"The contract" is left alone')


class Press(Book):
    """Without Chromium, or with one that does not print."""

    def setUp(self):
        super().setUp()
        bring(self.place)
        pdf(self.place).parent.mkdir(parents=True)
        page(self.place).write_text('<p>Nothing', 'utf-8')

    def test_a_missing_chromium_is_named_in_both_languages(self):
        status, said = press(self.place, CHROMIUM='/no/such/browser')
        self.assertEqual(status, 1)
        self.assertIn('apt-get install chromium', said)
        status, said = press(self.place, CHROMIUM='/no/such/browser',
                             BOOK_LANG='zh')
        self.assertIn('本机还没有装：apt-get install chromium', said)
        self.assertNotIn('Traceback', said)

    def test_one_that_fails_is_quoted(self):
        fake = self.place / 'fake'
        fake.write_text('#!/bin/sh\necho no display\nexit 5\n', 'utf-8')
        fake.chmod(0o755)
        status, said = press(self.place, CHROMIUM=f"'{fake}'")
        self.assertEqual(status, 1)
        self.assertIn('status 5 and printed nothing: no display', said)
        self.assertEqual(os.listdir(pdf(self.place).parent), ['en.html'])


if __name__ == '__main__':
    unittest.main()
