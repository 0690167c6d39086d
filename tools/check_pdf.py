#!/usr/bin/env python3
"""The books as PDF: tags, outline, fonts, characters, margins, numbers.

    check_pdf.py BOOK.en.pdf=PAGE.html ...

What a reader would see is asked of poppler (pdftotext, pdffonts); what the
file says of itself, of pdfread.py.
"""
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
# The page's margins in points (book/print/print.css), and a hair's breadth.
LEFT, RIGHT, BOTTOM, HAIR = 26 * 72 / 25.4, 22 * 72 / 25.4, 22 * 72 / 25.4, 3
WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="[\d.-]+" '
                  r'xMax="([\d.-]+)" yMax="[\d.-]+">([^<]*)')
WIDTH = re.compile(r'<page width="([\d.]+)"')


def shown(page):
    """The characters that the printed page holds, as far as they are seen."""
    text = re.sub(r'(?s)<(style|title|desc)\b.*?</\1>', '',
                  page.read_text('utf-8'))
    return html.unescape(re.sub(r'<[^>]*>', '', text))


def look_at_structure(gate, where, pdf, language):
    gate.item()
    gate.check(where, pdf.is_tagged(), 'pdf.tags')
    gate.item()
    gate.check(where, pdf.language() == volume.TAGS[language],
               'pdf.language', language=volume.TAGS[language],
               found=pdf.language())
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
    """Each character of the page can be read again from the PDF."""
    gate.item()
    status, said = run(['pdftotext', '-enc', 'UTF-8', path, '-'])
    gate.check(where, status == 0, 'pdf.unread', said=said[-200:])
    gate.check(where, '\ufffd' not in said, 'pdf.glyph', text='U+FFFD')
    lost = sorted({char for char in set(shown(page)) - set(said)
                   if char.isprintable() and not char.isspace()})
    gate.check(where, not lost, 'pdf.glyph', text=' '.join(lost))


def look_at_margins(gate, where, path):
    """No word stands outside, but on the cover."""
    status, said = run(['pdftotext', '-bbox', path, '-'])
    for number, page in enumerate(said.split('<page ')[1:], 1):
        gate.item()
        width = float(WIDTH.match('<page ' + page)[1])
        out = [word for left, right, word in WORD.findall(page)
               if float(left) < LEFT - HAIR
               or float(right) > width - RIGHT + HAIR]
        gate.check(f'{where}: {number}', number == 1 or not out,
                   'pdf.margin', text=' '.join(out[:5]))
    gate.check(where, status == 0, 'pdf.unread', said=said[-200:])


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
    look_at_margins(gate, path, path)
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
