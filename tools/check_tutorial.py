#!/usr/bin/env python3
"""Every sentence of the tutorial is taken up by a section that exists.

docs/tutorial.tsv numbers the sentences: what each begins with, what it says.
docs/tutorial-map.tsv says which section takes each of them up, as
CHAPTER/SECTION#ID, in one row or several. An ID stands in both languages.
"""
import pathlib
import re

from gate import Gate

SENTENCES = pathlib.Path('docs/tutorial.tsv')
MAP = pathlib.Path('docs/tutorial-map.tsv')


def rows(path):
    """(line, fields) of each row behind the heading."""
    lines = path.read_text('utf-8').splitlines()
    return [(number, line.split('\t'))
            for number, line in enumerate(lines, 1) if number > 1]


def stands(place, language):
    section, _, name = place.partition('#')
    path = pathlib.Path('chapters', f'{section}.{language}.md')
    return path.exists() and bool(name) and re.search(
        r'\{[^}\n]*#' + re.escape(name) + r'[ }]', path.read_text('utf-8'))


def main():
    gate = Gate()
    sentences, taken_up = rows(SENTENCES), set()
    numbers = [fields[0] for _, fields in sentences]
    for line, fields in rows(MAP):
        gate.item()
        number, place = (fields + [''])[:2]
        gate.check(f'{MAP}:{line}', number in numbers, 'tutorial.unknown',
                   number=number, list=SENTENCES)
        for language in ('en', 'zh'):
            gate.check(f'{MAP}:{line}', stands(place, language),
                       'tutorial.section', place=place, language=language)
        taken_up.add(number)
    for want, (line, fields) in enumerate(sentences, 1):
        gate.item()
        where = f'{SENTENCES}:{line}'
        gate.check(where, fields[0] == str(want) and len(fields) == 4,
                   'tutorial.row', number=want)
        gate.check(where, fields[0] in taken_up, 'tutorial.missing',
                   number=fields[0], map=MAP)
    gate.close()


if __name__ == '__main__':
    main()
