#!/usr/bin/env python3
"""What makes each test fail: a wrong answer, a mutant, or a reason.

    kills.py LAB...           the table
    kills.py write LAB...     the rows anew, from the last `make mutants`

tests/CHAPTER/mutants/NAME.kills.tsv has a row for each test that no wrong
answer fails: `test <TAB> mutant <TAB> key`, a mutant that fails it; or `test
<TAB> reason <TAB> why nothing that we make can fail it`.
"""
import glob
import sys

import mutants
import mutants_rows
import source
import suite
import wrongs
from say import pad, say

HEADS = {'tests': 'kills.tests', 'wrong': 'kills.wrong_answers',
         'by_wrong': 'kills.by_wrong', 'by_mutant': 'kills.by_mutant',
         'explained': 'mutants.explained', 'nothing': 'kills.by_nothing'}
MUTANT, REASON = 'mutant', 'reason'


def rows(lab):
    """(path, [(line, test, kind, text)]) of the committed rows."""
    path = mutants_rows.rows_of(lab, '.kills.tsv')
    lines = path.read_text('utf-8').splitlines() if path.exists() else []
    return path, [(number, *(line.split('\t') + ['', ''])[:3])
                  for number, line in enumerate(lines, 1)]


def answers(lab):
    """The wrong answers of a lab that this machine can judge."""
    return [path for path in sorted(glob.glob(wrongs.folder(lab) + '/*.patch'))
            if source.ours(lab, path)]


def by_wrong(lab):
    """The tests that wrong answers fail."""
    return {test for path in answers(lab)
            for test in wrongs.header(path)['fails']}


def tests(lab):
    return [name for name, _ in suite.expected(f'tests/{lab}.c')]


def count(lab):
    """The numbers of one lab."""
    names, failed = tests(lab), by_wrong(lab)
    kinds = {test: kind for _, test, kind, _ in rows(lab)[1]}
    left = [kinds.get(name) for name in names if name not in failed]
    return {'tests': len(names), 'wrong': len(answers(lab)),
            'by_wrong': len(names) - len(left),
            'by_mutant': left.count(MUTANT),
            'explained': left.count(REASON), 'nothing': left.count(None)}


def witness(test, judged, before):
    """The key of a mutant that fails a test: that of before, if it still
    does, else the one that fails the fewest others."""
    killers = [row for row in judged.values()
               if row.state == 'killed' and test in row.failed]
    if not killers:
        return None
    return next((row.key for row in killers if row.key == before),
                min(killers, key=lambda row: len(row.failed)).key)


def write(lab):
    """The rows anew; reasons stay where no mutant fails the test."""
    path, old = rows(lab)
    before = {test: (kind, text) for _, test, kind, text in old}
    judged, failed, lines = mutants_rows.last(lab), by_wrong(lab), []
    for test in tests(lab):
        kind, text = before.get(test, ('', ''))
        key = witness(test, judged, text)
        if test in failed:
            continue
        if key:
            lines.append(f'{test}\t{MUTANT}\t{key}\n')
        elif kind == REASON:
            lines.append(f'{test}\t{kind}\t{text}\n')
    if lines:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(''.join(lines), 'utf-8')
    elif path.exists():
        path.unlink()


def table(labs):
    return mutants.table({lab: count(lab) for lab in labs}, HEADS)


def main(*labs):
    if labs[0] == 'write':
        for lab in labs[1:]:
            write(lab)
        labs = labs[1:]
    print(table(labs))


if __name__ == '__main__':
    main(*sys.argv[1:])
