"""check-browser: what it finds on a small book, each fault planted once."""
import os
import pathlib
import shutil
import subprocess
import sys
import unittest

import small_book

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / 'tools'))

import check_browser  # noqa: E402

READY = check_browser.browser() and shutil.which('node') and (
    ROOT / 'tests/browser/node_modules/vnu-jar').is_dir()


def judge(book, *names, lang='en', **env):
    done = subprocess.run(
        [sys.executable, '-B', 'tools/check_browser.py', *names], cwd=ROOT,
        env=dict(os.environ, BROWSER_BOOK=str(book), BOOK_LANG=lang, **env),
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding='utf-8',
        timeout=300)
    return done.returncode, done.stdout


class Missing(unittest.TestCase):
    def test_a_missing_browser_is_said(self):
        for lang, words in (('en', 'no browser'), ('zh', '没有可用来检查')):
            code, said = judge('nowhere', lang=lang, BROWSER_PATH='no-such')
            self.assertEqual(code, 1)
            self.assertIn(words, said)
            self.assertIn('make setup-dev', said)
            self.assertIn('0 passed, 1 failed', said)

    @unittest.skipUnless(READY, 'no browser: make setup-dev')
    def test_a_missing_book_is_said(self):
        code, said = judge('nowhere')
        self.assertEqual(code, 1)
        self.assertIn('make book', said)


@unittest.skipUnless(READY, 'no browser: make setup-dev')
class Planted(small_book.Book):
    def setUp(self):
        super().setUp()
        self.passes('book')
        self.book = self.place / 'build/book'

    def plant(self, name, old, new):
        page = self.book / name
        text = page.read_text('utf-8')
        self.assertIn(old, text)
        page.write_text(text.replace(old, new, 1), 'utf-8')

    def stops(self, words, *names):
        code, said = judge(self.book, *names)
        self.assertEqual(code, 1, said)
        self.assertRegex(said, words)

    def test_each_fault_is_found_and_the_clean_book_has_none(self):
        code, said = judge(self.book, 'html', 'links', 'looks')
        self.assertEqual(code, 0, said)

        page = 'en/1-basics/alpha.html'
        self.plant(page, 'href="beta.html', 'href="gone.html')
        self.stops(r'alpha\.html:\d+: .*gone\.html leads nowhere', 'links')
        self.plant(page, '<h1', '<p><div>1</div></p><h1')
        self.stops(r'alpha\.html:\d+: not valid HTML', 'html')
        self.plant('dark.css', '--soft: #a0a6b0', '--soft: #3a3c40')
        self.plant(page, '<main', '<p style="width: 400px">wide</p><main')
        self.stops(r'(?s)(?=.*40\d pixels wide at 320)(?=.*color-contrast)',
                   'looks')

        for name in ('search-zh.js', 'search-en.js'):
            text = (self.book / name).read_text('utf-8')
            (self.book / name).write_text(text.split('[')[0] + '[]);', 'utf-8')
        self.stops(r'search\.js:\d+: .*both languages are found: 循环 0',
                   'search')

        self.plant('book.js', 'link.hash = book.place()', 'link.hash = ""')
        self.stops(r'place\.js:\d+: does not hold', 'place')
        self.plant('en/1-basics/alpha.html', "localStorage.getItem('theme')",
                   "localStorage.getItem('other')")
        self.stops(r'before book\.js has run', 'theme')


if __name__ == '__main__':
    unittest.main()
