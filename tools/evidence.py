#!/usr/bin/env python3
"""What the verdicts of each lab rest on, in one table.

    evidence.py show LAB...     print it, from the last runs
    evidence.py keep LAB...     and write it to docs/evidence.tsv
    evidence.py check LAB...    a gate: is docs/evidence.tsv still true?

The mutants are those of the last `make mutants`, the branches those of the
last `make coverage`. A number that nobody has measured here reads `?`.
"""
import glob
import pathlib
import sys

import kills
import mutants_rows
import wrongs
from gate import Gate
from say import pad, say, width

KEPT = pathlib.Path('docs/evidence.tsv')
COVERAGE = pathlib.Path('build/coverage.tsv')
HEADS = {'tests': 'evidence.tests', 'wrong': 'evidence.wrong',
         'right': 'evidence.right', 'mutants': 'evidence.mutants',
         'killed': 'evidence.killed', 'equal': 'evidence.equal',
         'explained': 'evidence.explained', 'survivors': 'evidence.survivors',
         'branches': 'evidence.branches', 'reached': 'evidence.reached',
         'not_reached': 'evidence.explained', 'open': 'evidence.open'}
UNKNOWN = '?'


def of_mutants(path):
    """mutants, killed, equal, explained, survivors"""
    rows = [row for row in mutants_rows.last(path).values()
            if row.state != 'invalid']
    if not rows:
        return [UNKNOWN] * 5
    return [len(rows)] + [sum(row.state == state for row in rows) for state
                          in ('killed', 'equal', 'explained', 'survived')]


def of_branches():
    """{path: [branches, reached, explained, open]}"""
    lines = COVERAGE.read_text('utf-8').splitlines() \
        if COVERAGE.exists() else []
    return {path: numbers for path, *numbers in
            (line.split('\t') for line in lines)}


def of_answers(lab):
    """tests, wrong answers, right answers; all machines' count"""
    right = wrongs.folder(lab).replace('/wrong/', '/right/')
    return [len(kills.tests(lab)), len(glob.glob(wrongs.folder(lab) + '/*')),
            len(glob.glob(right + '/*'))]


def rows(labs):
    """[(path, numbers)] of the labs, and of what is given."""
    branches, nothing = of_branches(), [UNKNOWN] * 4
    given = sorted(str(path)[len('solutions/'):-2] for path in
                   pathlib.Path('solutions/given').glob('*.c'))
    return [(path, [str(number) for number in [
        *(of_answers(path) if path in labs else ['-'] * 3),
        *of_mutants(path), *branches.get(path, nothing)]])
            for path in [*labs, *given]]


def lines(table):
    head = [say('evidence.path')] + [say(key) for key in HEADS.values()]
    table = [head] + [[path, *numbers] for path, numbers in table]
    wide = [max(width(row[i]) for row in table) for i in range(len(head))]
    for row in table:
        yield pad(row[0], wide[0]) + ''.join(
            ' ' * (2 + most - width(text)) + text
            for text, most in zip(row[1:], wide[1:]))


def as_tsv(table):
    return ''.join('\t'.join([path, *numbers]) + '\n' for path, numbers in [
        ('file', HEADS), *table])


def check(table):
    gate = Gate()
    kept = KEPT.read_text('utf-8').splitlines() if KEPT.exists() else []
    old = {line.split('\t')[0]: (number, line.split('\t')[1:])
           for number, line in enumerate(kept, 1)}
    for path, numbers in table:
        gate.item()
        number, were = old.pop(path, (1, ['-']))
        gate.check(f'{KEPT}:{number}', were == numbers, 'evidence.other',
                   path=path, old=' '.join(were), new=' '.join(numbers))
    for path, (number, _) in list(old.items())[1:]:
        gate.item()
        gate.fault(f'{KEPT}:{number}', 'evidence.gone', path=path)
    gate.close()


def main(what, *labs):
    table = rows(labs)
    if what == 'check':
        check(table)
    if what == 'keep':
        KEPT.write_text(as_tsv(table), 'utf-8')
    print('\n'.join(lines(table)))


if __name__ == '__main__':
    main(*sys.argv[1:])
