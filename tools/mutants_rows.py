"""What is written down about mutants.

build/mutants/LAB.tsv, by the last run: key, state, flavour, line, the tests
that failed. tests/CHAPTER/mutants/NAME.tsv, by hand: key and reason.
"""
import os
import pathlib

import source

BUILD = pathlib.Path('build/mutants')


def rows_of(lab, suffix):
    """Where rows about a lab stand; in assembly, about one machine's file."""
    name = pathlib.Path(source.of('solutions', lab)).stem
    return pathlib.Path('tests', lab).parent / 'mutants' / (name + suffix)


def reasons(lab):
    """{key: (reason, line)} of the mutants that need not be noticed."""
    path, found = rows_of(lab, '.tsv'), {}
    if path.exists():
        for number, row in enumerate(path.read_text('utf-8').splitlines(), 1):
            key, _, reason = row.partition('\t')
            found[key] = reason.strip(), number
    return path, found


class Row:
    """What became of one mutant."""

    def __init__(self, key, state, flavour, line, failed):
        self.key, self.state, self.flavour = key, state, flavour
        self.line, self.failed = line, failed

    def text(self):
        return '\t'.join((self.key, self.state, self.flavour, str(self.line),
                          ' '.join(self.failed)))


def last(lab):
    """{key: Row} of the last run."""
    path = BUILD / f'{lab}.tsv'
    rows = [Row(*line.split('\t')[:4], line.split('\t')[4].split())
            for line in path.read_text('utf-8').splitlines()] \
        if path.exists() else []
    return {row.key: row for row in rows}


def keep(lab, rows):
    file = BUILD / f'{lab}.tsv'
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(''.join(row.text() + '\n' for row in rows), 'utf-8')


def chosen(mutant, before):
    """Shall it be judged again?"""
    only, row = os.environ.get('ONLY'), before.get(mutant.key)
    if only == 'survived':
        return not row or row.state in ('survived', 'explained')
    return not only or only in mutant.key
