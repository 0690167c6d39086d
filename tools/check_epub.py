#!/usr/bin/env python3
"""The books as EPUB: links, contents, language, answers, nothing folded.

    check_epub.py [--long] BOOK.en.epub ...

Long: epubcheck, too, which takes some ten seconds for each.
"""
import pathlib
import posixpath
import re
import shutil
import sys
import zipfile
import xml.etree.ElementTree as ElementTree

import volume
from gate import Gate, run

XHTML = '{http://www.w3.org/1999/xhtml}'
LANG = '{http://www.w3.org/XML/1998/namespace}lang'
TYPE = '{http://www.idpf.org/2007/ops}type'
JAR = '/usr/share/java/epubcheck.jar'
# Readers unfold nothing, run nothing, and have colours of their own.
REFUSED = 'details', 'summary', 'script', 'button', 'dialog'
COLOUR = re.compile(r'(?<![\w-])(?:background(?:-color)?|color)\s*:')


def documents(book):
    """{name: its tree}, or the complaint where it cannot be read."""
    found = {}
    for name in book.namelist():
        if name.endswith('.xhtml'):
            try:
                found[name] = ElementTree.fromstring(book.read(name))
            except ElementTree.ParseError as wrong:
                found[name] = str(wrong)
    return found


def text(node):
    return ''.join(node.itertext())


def look_at_links(gate, where, trees, names):
    known = {name: [node.get('id') for node in tree.iter() if node.get('id')]
             for name, tree in trees.items()}
    for name, tree in trees.items():
        gate.item()
        mine = known[name]
        twice = sorted({one for one in mine if mine.count(one) > 1})
        gate.check(f'{where}:{name}', not twice, 'epub.ids',
                   ids=', '.join(twice))
        for node in tree.iter():
            target = node.get('href') or node.get('src') or ''
            if not target or re.match(r'[a-z]+:', target):
                continue
            path, _, part = target.partition('#')
            to = posixpath.normpath(posixpath.join(
                posixpath.dirname(name), path)) if path else name
            gate.check(f'{where}:{name}', to in names and (
                not part or part in known.get(to, ())), 'epub.link',
                target=target)


def look_at_text(gate, where, trees, language):
    for name, tree in trees.items():
        gate.item()
        at = f'{where}:{name}'
        gate.check(at, tree.get(LANG) == volume.TAGS[language],
                   'epub.language', language=volume.TAGS[language])
        head = tree.find(f'{XHTML}head/{XHTML}title')
        gate.check(at, head is not None and text(head).strip()
                   and '.xhtml' not in text(head), 'epub.title')
        for node in tree.iter():
            tag = str(node.tag).replace(XHTML, '')
            gate.check(at, tag not in REFUSED, 'epub.folded', tag=tag)
            if tag == 'pre':
                gate.check(at, '\t' not in text(node), 'epub.tab')


def look_at_answers(gate, where, trees):
    """Every question is answered, and both lead to each other."""
    gate.item()
    found, leads = ({'question': set(), 'solution': set()} for _ in '12')
    for tree in trees.values():
        for node in tree.iter(f'{XHTML}div'):
            kind = (node.get('class') or '').split(' ')[0]
            if kind not in found:
                continue
            found[kind].add(node.get('id'))
            leads[kind] |= {link.get('href').rpartition('#')[2]
                            for link in node.iter(f'{XHTML}a')
                            if 'turn' in (link.get('class') or '')}
    gate.check(where, (found['question'], found['solution'])
               == (leads['solution'], leads['question']), 'epub.answers',
               questions=len(found['question']),
               answers=len(found['solution']))


def look_at_contents(gate, where, trees, language):
    gate.item()
    found = [text(link).strip() for tree in trees.values()
             for nav in tree.iter(f'{XHTML}nav') if nav.get(TYPE) == 'toc'
             for link in nav.iter(f'{XHTML}a')]
    missing = volume.follow(volume.titles(language), found)
    gate.check(where, missing is None, 'epub.contents', title=missing)


def look_at_styles(gate, where, book):
    for name in book.namelist():
        if name.endswith('.css'):
            gate.item()
            found = COLOUR.search(book.read(name).decode('utf-8'))
            gate.check(f'{where}:{name}', not found, 'epub.colour',
                       what=found and found[0])


def look_at(gate, path):
    language = path.name.split('.')[-2]
    with zipfile.ZipFile(path) as book:
        gate.item()
        first = book.infolist()[0]
        gate.check(path, (first.filename, first.compress_type)
                   == ('mimetype', zipfile.ZIP_STORED), 'epub.mimetype')
        trees = documents(book)
        for name in [key for key in trees if isinstance(trees[key], str)]:
            gate.fault(f'{path}:{name}', 'epub.malformed',
                       said=trees.pop(name))
        look_at_links(gate, path, trees, set(book.namelist()))
        look_at_text(gate, path, trees, language)
        look_at_answers(gate, path, trees)
        look_at_contents(gate, path, trees, language)
        look_at_styles(gate, path, book)


def judge(gate, path):
    """By epubcheck; where it is missing that is said, and counted."""
    if not shutil.which('java') or not pathlib.Path(JAR).exists():
        gate.skip(path, 'epub.no_epubcheck')
        return
    gate.item()
    status, said = run(['java', '-jar', JAR, path], 300)
    for line in re.findall(r'(?m)^(?:FATAL|ERROR|WARNING).*', said):
        gate.told(f'{path}: {line}')
    gate.check(path, status == 0 and 'No errors or warnings detected' in said,
               'epub.refused')


def main():
    gate, names = Gate(), sys.argv[1:]
    for name in names:
        if name != '--long':
            look_at(gate, pathlib.Path(name))
            if '--long' in names:
                judge(gate, pathlib.Path(name))
    gate.close()


if __name__ == '__main__':
    main()
