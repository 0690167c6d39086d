#!/usr/bin/env python3
"""Every behaviour of asyncio in these groups is shown, or its row says why.

    check_behaviours.py GROUP...

docs/asyncio-behaviours.tsv lists the behaviours. A test shows one when the
comment on its START_TEST line names the id; the other place for an id is a
row of the table in docs/decisions/asyncio-coverage.md.
"""
import pathlib
import re
import sys

from gate import Gate

LIST = pathlib.Path('docs/asyncio-behaviours.tsv')
ROWS = pathlib.Path('docs/decisions/asyncio-coverage.md')
START = re.compile(r'^START_TEST\(\w+\)\s*/\*(.*?)\*/')
ID = re.compile(r'\b[A-Z]\d\d\b')


def claimed():
    """(where, id) of each id that a test or a row names."""
    for suite in sorted(pathlib.Path('tests').glob('[0-9]*/*.c')):
        lines = suite.read_text('utf-8').splitlines()
        for number, line in enumerate(lines, 1):
            start = START.match(line)
            for name in ID.findall(start[1]) if start else []:
                yield f'{suite}:{number}', name
    lines = ROWS.read_text('utf-8').splitlines() if ROWS.exists() else []
    for number, line in enumerate(lines, 1):
        if re.match(r'\|\s*[A-Z]\d\d\b', line):
            for name in ID.findall(line.split('|')[1]):
                yield f'{ROWS}:{number}', name


def main(groups):
    gate = Gate()
    rows = [row.split('\t') for row in LIST.read_text('utf-8').splitlines()]
    wanted = {row[0]: (number, row) for number, row in enumerate(rows, 1)}
    seen = set()
    for where, name in claimed():
        if name not in wanted:
            gate.fault(where, 'behaviour.unknown', name=name, list=LIST)
        seen.add(name)
    for name, (number, row) in wanted.items():
        if row[1] in groups:
            gate.item()
            gate.check(f'{LIST}:{number}', name in seen, 'behaviour.missing',
                       name=name, what=row[2], rows=ROWS)
    gate.close()


if __name__ == '__main__':
    main(sys.argv[1:])
