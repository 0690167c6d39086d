#!/usr/bin/env python3
"""Every test can fail: a wrong answer fails it, or a mutant, or a row says
why nothing does. Rows whose test or whose line of the reference is gone are
told. Nothing is run here: check_mutants.py judges the mutants.

    check_kills.py LAB...
"""
import os
import pathlib
import re
import sys

import kills
import mutants_how
import mutants_rows
import mutate
import source
import trials
from gate import Gate


def lines(lab):
    """What may stand in the middle of a key: the reference's lines."""
    text = pathlib.Path(source.of('solutions', lab)).read_bytes()
    return {mutate.short(line, mutate.TEXT) for line in text.split(b'\n')}


def known(key, text):
    """Can there be such a mutant?"""
    module, key = kills.given(key)
    if module:
        text = lines(module) if module[6:] in mutants_how.GIVEN else ()
    return any(f' | {line} | ' in key for line in text if line)


def look_at_rows(gate, lab):
    """{test} of the rows; stale ones are told."""
    path, rows = kills.rows(lab)
    names, failed, text = kills.tests(lab), kills.by_wrong(lab), lines(lab)
    for line, test, kind, what in rows:
        gate.item()
        where = f'{path}:{line}'
        gate.check(where, test in names, 'kills.no_test', test=test)
        gate.check(where, test not in failed, 'kills.wrong', test=test,
                   lab=lab)
        gate.check(where, kind in (kills.MUTANT, kills.REASON) and what
                   .strip(), 'kills.row')
        gate.check(where, kind != kills.MUTANT or known(what, text),
                   'mutants.gone', mutant=what)
    return failed | {test for _, test, _, _ in rows}


def look_at_reasons(gate, lab):
    """Mutants that need not be noticed, each with its reason."""
    path, found = mutants_rows.reasons(lab)
    text = lines(lab)
    for key, (reason, line) in found.items():
        gate.item()
        gate.check(f'{path}:{line}', reason, 'mutants.reason', mutant=key)
        gate.check(f'{path}:{line}', known(key, text), 'mutants.gone',
                   mutant=key)


def nobodys(gate):
    """Files below tests/*/mutants that are about no file of solutions/."""
    for path in sorted(pathlib.Path('tests').glob('*/mutants/*')):
        name = re.sub(r'(\.kills)?\.tsv$', '', path.name)
        about = pathlib.Path('solutions', path.parts[1], name)
        gate.item()
        gate.check(f'{path}:1', any(os.path.exists(f'{about}{suffix}')
                                    for suffix in ('.c', '.S')),
                   'kills.nobodys')


def main(*labs):
    gate = Gate()
    nobodys(gate)
    for lab in labs:
        look_at_reasons(gate, lab)
        if lab.startswith('given/'):    # has no suite of its own
            continue
        can_fail = look_at_rows(gate, lab)
        for test in kills.tests(lab):
            gate.item()
            gate.check(trials.place(lab, test), test in can_fail,
                       'kills.nothing', test=test, rows=kills.rows(lab)[0])
    gate.close()


if __name__ == '__main__':
    main(*sys.argv[1:])
