"""make serve marks each lab on the pages: live.json, and who reads it."""
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request

import planted

PATIENCE = float(os.environ.get('PATIENCE', 120))
TINY, SOLUTION = 'labs/1-basics/tiny.c', 'solutions/1-basics/tiny.c'
CHROMIUM = next(filter(None, map(shutil.which, (
    'chromium', 'chromium-browser', 'google-chrome'))), None)
PAGE = '''<!doctype html><html lang="en" data-edition="%s">
<link rel="stylesheet" href="../../style.css">
<body><nav class="sidebar"><a href="tiny.html">tiny</a>
<a href="loop.html">loop</a><a href="tiny.html#part">part</a>
<a href="opening.html">opening</a></nav><main><h1>tiny</h1></main>
<script>const real = fetch; window.fetch = (...words) =>
{ document.body.dataset.asked = 'yes'; return real(...words); }</script>
<script defer src="../../book.js"></script></body></html>
'''


class Live(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tree = planted.Tree(cls, {**planted.project(),
                                      **planted.objects('asan', 'plain')})
        cls.right = (cls.tree.root / SOLUTION).read_text('utf-8')
        book = cls.tree.root / 'build/book'
        for edition in 'en', 'zh-en':
            cls.tree.write(f'build/book/{edition}/1-basics/tiny.html',
                           PAGE % edition)
        scripts = sorted((planted.ROOT / 'book/script').glob('*.js'))
        (book / 'book.js').write_text(''.join(
            file.read_text('utf-8') for file in scripts
            if re.match('1-start|.*live', file.name)), 'utf-8')
        (book / 'style.css').write_text('')
        (book / 'index.html').write_text('<p>Home')
        cls.starter = (cls.tree.root / TINY).read_text('utf-8')

    def setUp(self):
        self.make = None
        self.addCleanup(self.tree.write, TINY, self.starter)
        self.addCleanup(self.end)

    def serve(self):
        """make serve, and its address."""
        self.make = subprocess.Popen(
            ['make', 'serve', 'PORT=0'], cwd=self.tree.root, text=True,
            env=planted.ENV, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            start_new_session=True)
        url = self.make.stdout.readline().strip()
        self.assertTrue(url.startswith('http://127.0.0.1:'), url)
        return url

    def end(self):
        said = ''
        if self.make and self.make.poll() is None:
            os.killpg(self.make.pid, signal.SIGINT)     # as Ctrl-C does
            _, said = self.make.communicate(timeout=PATIENCE)
        return said

    def states(self, url):
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(url + 'live.json', timeout=PATIENCE) as answer:
            self.assertEqual(answer.headers['Content-Type'],
                             'application/json')
            return json.loads(answer.read().decode('utf-8'))

    def becomes(self, url, **wanted):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            tiny = self.states(url)['1-basics/tiny']
            if all(tiny[key] == value for key, value in wanted.items()):
                return
            time.sleep(0.1)
        self.fail(f'{tiny} never became {wanted}')

    def test_the_file_follows_the_verdicts(self):
        url = self.serve()
        self.becomes(url, state='none', en='not started', zh='未开始')
        self.tree.write(TINY, self.right.replace('when <', 'when >'))
        self.tree.command('make', 'test', 'LAB=tiny')
        self.becomes(url, state='step', step=3, of=5, en='step 3 of 5',
                     zh='第 3 步，共 5 步')
        self.tree.write(TINY, self.right)
        self.tree.command('make', 'test', 'LAB=tiny')
        self.becomes(url, state='green', en='green', zh='通过')
        # Brought back to the starter, nothing tested: the verdict is old.
        self.tree.write(TINY, self.starter)
        self.becomes(url, state='none')
        self.assertEqual(self.states(url)['1-basics/loop']['state'], 'none')
        self.assertNotIn('Traceback', self.end())
        self.assertFalse((self.tree.root / 'build/book/live.json').exists())
        self.assertEqual(list((self.tree.root / 'build/book').glob('live*')),
                         [])

    def dom(self, url):
        profile = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, profile, True)
        return subprocess.run(
            [CHROMIUM, '--headless', '--no-sandbox', '--disable-gpu',
             '--no-proxy-server', f'--user-data-dir={profile}',
             '--virtual-time-budget=3000', '--dump-dom', url],
            timeout=PATIENCE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL).stdout.decode('utf-8')

    @unittest.skipUnless(CHROMIUM, 'no Chromium is installed')
    def test_the_pages_are_marked_over_http_and_not_from_a_file(self):
        self.tree.write(TINY, self.right)
        self.tree.command('make', 'test', 'LAB=tiny')
        url = self.serve()
        self.becomes(url, state='green')
        said = self.dom(url + 'en/1-basics/tiny.html')
        self.assertEqual(said.count('data-state="green"'), 2, said)
        self.assertEqual(said.count('data-state="none"'), 1)
        self.assertRegex(said, r'role="status"[^>]*>✓ <span[^>]*>green')
        both = self.dom(url + 'zh-en/1-basics/tiny.html')
        self.assertIn('lang="zh-Hans">通过', both)
        self.assertIn('lang="en">green', both)
        page = self.tree.root / 'build/book/en/1-basics/tiny.html'
        self.assertTrue((self.tree.root / 'build/book/live.json').exists())
        self.assertIn('data-asked', said)
        alone = self.dom(page.as_uri())
        self.assertIn('<h1>tiny', alone)
        self.assertNotIn('data-asked', alone)
        self.assertNotIn('data-state', alone)

    def test_no_room_no_marks_and_nothing_else(self):
        """Where the file cannot be written, the book is served all the same."""
        done = subprocess.run(
            [sys.executable, str(planted.ROOT / 'tools/live.py'),
             '/proc/nowhere', sys.executable, '-c', 'exit(3)'],
            cwd=self.tree.root, env=dict(
                planted.ENV, LABS='1-basics/tiny', VERDICTS='build/verdict'),
            stderr=subprocess.PIPE, text=True)
        self.assertEqual((done.returncode, done.stderr), (3, ''))


if __name__ == '__main__':
    unittest.main()
