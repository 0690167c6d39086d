#!/usr/bin/env python3
"""What makes each test fail: a wrong answer, a mutant, or a reason.

    kills.py LAB...           the table
    kills.py write LAB...     the rows anew, from the last `make mutants`

tests/CHAPTER/mutants/NAME.kills.tsv has a row for each test that no wrong
answer fails: `test <TAB> mutant <TAB> key`, a mutant that fails it (`given/
buffer: key` in a module that is given); or `test <TAB> reason <TAB> why
nothing that we make can fail it`.
"""
import glob
import re
import sys

import mutants
import mutants_how
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


def judged(lab):
    """{key: Row} of what the suite of a lab has judged; the mutants of what
    is given have the module's name before their key."""
    found = mutants_rows.last(lab)
    for module, labs in mutants_how.GIVEN.items():
        if lab in labs:
            rows = mutants_rows.last(f'given/{module}')
            found.update({f'given/{module}: {key}': row
                          for key, row in rows.items()})
    return found


def given(text):
    """('given/buffer', the key there) of what names a mutant in a module."""
    found = re.match(r'(given/\w+): (.*)', text)
    return (found[1], found[2]) if found else (None, text)


def witness(test, found, before):
    """The key of a mutant that fails a test: that of before, if it still
    does, else one of the lab's own, and the one that fails the fewest."""
    killers = [key for key, row in found.items()
               if row.state == 'killed' and test in row.failed]
    if before in killers or not killers:
        return before if killers else None
    return min(killers, key=lambda key: (given(key)[0] is not None,
                                         len(found[key].failed)))


def write(lab):
    """The rows anew; reasons stay where no mutant fails the test."""
    path, old = rows(lab)
    before = {test: (kind, text) for _, test, kind, text in old}
    found, failed, lines = judged(lab), by_wrong(lab), []
    for test in tests(lab):
        kind, text = before.get(test, ('', ''))
        key = witness(test, found, text)
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
