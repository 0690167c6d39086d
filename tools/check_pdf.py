#!/usr/bin/env python3
"""The books as PDF: tags, outline, fonts, characters, size, page numbers.

    check_pdf.py BOOK.en.pdf=PAGE.html ...

What a reader would see is asked of poppler (pdftotext, pdffonts); what the
file says of itself, of pdfread.py.
"""
import collections
import html
import pathlib
import re
import shutil
import sys

import pdfread
import volume
from gate import Gate, run

# Fonts that draw Chinese as Japan, Korea, Taiwan or Hong Kong write it.
ELSEWHERE = re.compile(r'CJK-?(jp|kr|tc|hk)|(JP|KR|TC|HK)-', re.I)
# The page's margins in points (book/print/print.css).
TOP, BOTTOM = 68, 62
HEIGHT = re.compile(r'yMin="([\d.-]+)" xMax="[\d.-]+" yMax="([\d.-]+)"')


def shown(page):
    """The characters that the printed page holds, as far as they are seen."""
    text = re.sub(r'(?s)<(style|title|desc)\b.*?</\1>|'
                  r'<span class="sr">[^<]*', '', page.read_text('utf-8'))
    return html.unescape(re.sub(r'<[^>]*>', '', text))


def look_at_structure(gate, where, pdf, language):
    gate.item()
    gate.check(where, pdf.is_tagged(), 'pdf.tags')
    gate.item()
    gate.check(where, pdf.language() == volume.TAGS[language],
               'pdf.language', language=volume.TAGS[language],
               found=pdf.language())
    gate.item()
    twice = [text for text in (volume.bare(title) for _, title
                               in pdf.outline())
             if len(text) > 3 and text[:len(text) // 2] * 2 == text]
    gate.check(where, not twice, 'pdf.twice', title=' '.join(twice[:1]))
    gate.item()
    missing = volume.follow(volume.titles(language),
                            [title for _, title in pdf.outline()])
    gate.check(where, missing is None, 'pdf.outline', title=missing)


def look_at_fonts(gate, where, pdf, path):
    status, said = run(['pdffonts', path])
    rows = [row.split() for row in said.splitlines()[2:]]
    gate.item()
    gate.check(where, status == 0 and rows, 'pdf.unread', said=said)
    for row in rows:
        # … emb sub uni object generation
        gate.check(where, row[-5] == 'yes', 'pdf.font', font=row[0])
        gate.check(where, row[-3] == 'yes', 'pdf.no_text', font=row[0])
    for name in pdf.font_names():
        gate.item()
        gate.check(where, not ELSEWHERE.search(name), 'pdf.elsewhere',
                   font=name)


def look_at_characters(gate, where, path, page):
    """Each character of the page can be read again, as often as it stands
    there: none is without a glyph, none was cut off at the page's edge.
    Running heads, page numbers and the cover are not looked at."""
    gate.item()
    status, said = run(['pdftotext', '-enc', 'UTF-8', '-f', '2', '-x', '0',
                        '-y', TOP, '-W', '595', '-H', 842 - TOP - BOTTOM,
                        path, '-'])
    gate.check(where, status == 0, 'pdf.unread', said=said[-200:])
    gate.check(where, '\ufffd' not in said, 'pdf.glyph', text='U+FFFD')
    count = collections.Counter(shown(page))
    count.subtract(said)
    # pdftotext joins what is hyphenated at a line's end.
    del count['-']
    lost = sorted(f'{char} ({count[char]})' for char in count
                  if count[char] > 0 and char.isprintable()
                  and not char.isspace())
    gate.check(where, not lost, 'pdf.glyph', text=' '.join(lost))


def look_at_size(gate, where, path):
    """Chromium makes all pages smaller where one thing is too wide; but not
    the page numbers, and the imprint's last line is as large as they."""
    gate.item()
    _, said = run(['pdftotext', '-f', '2', '-l', '2', '-bbox', path, '-'])
    heights = [float(bottom) - float(top) for top, bottom in HEIGHT.findall(
        said)]
    percent = round(100 * heights[-2] / heights[-1]) if heights[1:] else 0
    gate.check(where, 98 <= percent <= 102, 'pdf.shrunk', percent=percent)


def look_at_headings(gate, where, pdf):
    """None is the last line of its page."""
    gate.item()
    for title, page, height in pdf.headings():
        gate.check(f'{where}: {page}', height > BOTTOM + 30, 'pdf.stranded',
                   title=title)


def look_at_numbers(gate, where, pdf, page):
    """What the book says of its pages is so."""
    gate.item()
    true = pdf.destinations()
    told = re.findall(r'data-page="([^"]+)">([^<]*)',
                      page.read_text('utf-8'))
    gate.check(where, told, 'pdf.number', name='-', told='-', true='-')
    for name, number in told:
        gate.check(where, str(true.get(name)) == number, 'pdf.number',
                   name=name, told=number, true=true.get(name))


def look_at(gate, path, page):
    pdf = pdfread.Pdf(path.read_bytes())
    look_at_structure(gate, path, pdf, path.name.split('.')[-2])
    look_at_fonts(gate, path, pdf, path)
    look_at_characters(gate, path, path, page)
    look_at_size(gate, path, path)
    look_at_headings(gate, path, pdf)
    look_at_numbers(gate, path, pdf, page)


def main():
    gate = Gate()
    for pair in sys.argv[1:]:
        path, page = (pathlib.Path(name) for name in pair.split('='))
        if shutil.which('pdftotext'):
            look_at(gate, path, page)
        else:
            gate.skip(path, 'pdf.no_poppler')
    gate.close()


if __name__ == '__main__':
    main()
