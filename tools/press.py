#!/usr/bin/env python3
"""Print the book: one long page through Chromium to a tagged PDF.

    press.py PAGE.html BOOK.pdf

Chromium cannot say on which page a link's target stands, but the PDF can: it
is printed, its page numbers are filled in, and it is printed again until
they hold. CHROMIUM names another browser, with options if need be.
"""
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time

import pdfread
from say import say

NAMES = ('chromium', 'chromium-browser', 'google-chrome-stable',
         'google-chrome', 'chrome',
         '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
         '/Applications/Chromium.app/Contents/MacOS/Chromium')
OPTIONS = ('--headless', '--disable-gpu', '--disable-extensions',
           '--disable-background-networking', '--no-first-run',
           '--font-render-hinting=none', '--no-pdf-header-footer',
           '--export-tagged-pdf', '--generate-pdf-document-outline')
PLACE = re.compile(r'(<span class="page" data-page="([^"]+)">)[^<]*')
DATE = re.compile(rb"/(CreationDate|ModDate) \(D:\d{14}[^)]*\)")
TRIES, PATIENCE = 5, 400


def stop(key, **fields):
    print(say(key, **fields), file=sys.stderr)
    sys.exit(1)


def browser():
    """The words that start Chromium; root may not use its sandbox."""
    told = shlex.split(os.environ.get('CHROMIUM', ''))
    found = [shutil.which(name) for name in told[:1] or NAMES]
    found = [name for name in found if name]
    if not found:
        stop('press.none')
    root = ['--no-sandbox'] if os.getuid() == 0 else []
    return found[:1] + told[1:] + root


def has_chinese_font():
    """Asked only where somebody can answer."""
    if not shutil.which('fc-list'):
        return True
    listed = subprocess.run(['fc-list', ':lang=zh-cn', 'family'],
                            stdout=subprocess.PIPE, check=False)
    return bool(listed.stdout.strip())


def print_once(command, page, pdf):
    """The PDF's bytes; or stop, with what Chromium said last."""
    with tempfile.TemporaryDirectory(dir=pdf.parent) as profile:
        made = pathlib.Path(profile) / 'made.pdf'
        try:
            done = subprocess.run(
                [*command, *OPTIONS, f'--user-data-dir={profile}',
                 f'--print-to-pdf={made}', page.resolve().as_uri()],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT, timeout=PATIENCE, check=False)
        except subprocess.TimeoutExpired:
            stop('press.slow', seconds=PATIENCE)
        if not made.exists():
            said = done.stdout.decode('utf-8', 'replace').strip()
            stop('press.failed', said=said.splitlines()[-1] if said else '',
                 status=done.returncode)
        return made.read_bytes()


def filled(text, numbers):
    """The page with its numbers; what leads nowhere is named."""
    lost = {name for _, name in PLACE.findall(text)} - set(numbers)
    if lost:
        stop('press.lost', names=', '.join(sorted(lost)))
    return PLACE.sub(lambda m: m[1] + str(numbers[m[2]]), text)


def dated(data):
    """The date of the text, not of this minute; as long as the other."""
    seconds = int(os.environ.get('SOURCE_DATE_EPOCH') or 0)
    stamp = time.strftime("%Y%m%d%H%M%S+00'00'", time.gmtime(seconds))
    return DATE.sub(lambda m: b'/%b (D:%b)' % (m[1], stamp.encode()), data)


def printed(command, page, pdf):
    """Print until every number is that of the page it names."""
    text, numbers = page.read_text('utf-8'), None
    for _ in range(TRIES):
        data = print_once(command, page, pdf)
        found = pdfread.Pdf(data).destinations()
        if found == numbers:
            return dated(data)
        numbers = found
        page.write_text(filled(text, numbers), 'utf-8')
    return stop('press.restless', tries=TRIES)


def main():
    page, pdf = (pathlib.Path(name) for name in sys.argv[1:3])
    command = browser()
    if not has_chinese_font():
        stop('press.no_han')
    data = printed(command, page, pdf)
    unfinished = pdf.with_suffix('.new')
    unfinished.write_bytes(data)
    os.replace(unfinished, pdf)


if __name__ == '__main__':
    main()
