#!/usr/bin/env python3
"""The book's pages as a reader has them: in a browser, from files.

    check_browser.py [long] [NAME...]

Valid HTML (vnu), links and ids, and the tests in tests/browser/: search,
switch of language, themes, keys, copying, axe, widths. Without `long` on a
few pages of each kind. NAME: only these: html, links, or a file of
tests/browser/.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
from urllib.parse import unquote

from gate import Gate, run

TESTS = pathlib.Path('tests/browser')
BOOK = pathlib.Path(os.environ.get('BROWSER_BOOK') or 'build/book')
BROWSERS = ('chromium', 'chromium-browser', 'google-chrome')
# vnu guesses the language; a list of C names in Chinese is English to it.
GUESS = re.compile('appears to be written in')


def browser():
    """The browser to test in: $BROWSER_PATH, or the first that is there."""
    named = os.environ.get('BROWSER_PATH')
    return shutil.which(named) if named else next(
        filter(None, map(shutil.which, BROWSERS)), None)


def lacking():
    """What has to be installed first: the key of the sentence, or None."""
    if not browser():
        return 'browser.none'
    if not (shutil.which('node') and shutil.which('java')):
        return 'browser.tools'
    for name in ('playwright-core', 'axe-core', 'vnu-jar'):
        if not (TESTS / 'node_modules' / name).is_dir():
            return 'browser.modules'
    return None if (BOOK / 'index.html').is_file() else 'browser.book'


def pages(long):
    found = sorted(BOOK.rglob('*.html'))
    wanted = re.compile(
        r'(^|/)(index|opening|loop|timers|glossary|functions)\.')
    some = [page for page in found if wanted.search(page.as_posix())
            and page.parent.name[:1] not in '234']
    return found if long or len(some) < 8 else some


def valid(gate, long):
    """Each page is valid HTML: vnu's errors and warnings, with their lines."""
    checked = pages(long)
    jar = TESTS / 'node_modules/vnu-jar/build/dist/vnu.jar'
    done = subprocess.run(
        ['java', '-Xss1m', '-jar', str(jar), '--format', 'json',
         '--stdout', '--exit-zero-always', *map(str, checked)],
        stdout=subprocess.PIPE, encoding='utf-8', timeout=900)
    messages = {}
    for one in json.loads(done.stdout)['messages']:
        if (one['type'] != 'info' or one.get('subType') == 'warning') \
                and not GUESS.search(one['message']):
            path = unquote(one['url'].split('file:')[-1])
            messages.setdefault(os.path.realpath(path), []).append(one)
    for page in checked:
        gate.item()
        for one in messages.get(os.path.realpath(page), [])[:3]:
            gate.fault(f"{page}:{one.get('lastLine', 1)}", 'browser.html',
                       found=one['message'])


def linked(gate):
    gate.item()
    code, said = run([sys.executable, '-B', 'book/check/links.py', str(BOOK)])
    if code:
        for line in said.splitlines():
            gate.told(line)


def tried(gate, long, names):
    """The tests of tests/browser/: a line of JSON for each."""
    command = ['node', str(TESTS / 'run.js'), str(BOOK), browser(), *names]
    code, said = run(command + (['long'] if long else []), 3000)
    seen = set()
    for line in said.splitlines():
        if not line.startswith('{'):
            continue
        test = json.loads(line)
        seen.add(test['name'])
        gate.item()
        if 'found' in test:
            gate.fault(test['where'], 'browser.claim', claim=test['name'],
                       found=test['found'])
    if code or not seen:
        gate.item()
        gate.fault(f"{TESTS / 'run.js'}:1", 'browser.stopped',
                   found=said.strip()[-400:])


def main(words):
    gate = Gate()
    names = [word for word in words if word != 'long']
    missing = lacking()
    if missing:
        gate.fault('tools/check_browser.py:1', missing, modules=TESTS)
        gate.close()
    if not names or 'html' in names:
        valid(gate, 'long' in words)
    if not names or 'links' in names:
        linked(gate)
    files = [name for name in names if name not in ('html', 'links')]
    if files or not names:
        tried(gate, 'long' in words, files)
    gate.close()


if __name__ == '__main__':
    main(sys.argv[1:])
