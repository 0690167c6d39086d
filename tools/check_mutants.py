#!/usr/bin/env python3
"""Every mutant of the reference is noticed by a test, or explained; and the
mutants that tests/CHAPTER/mutants/NAME.kills.tsv names fail their tests.

    check_mutants.py LAB...
"""
import os
import sys

import kills
import mutants
from gate import Gate


def witnesses(gate, lab, rows):
    """The mutants that rows of the kill table name."""
    of = {row.key: row for row in rows}
    path, told = kills.rows(lab)
    for line, test, kind, key in told:
        if kind == kills.MUTANT:
            gate.item()
            gate.check(f'{path}:{line}', key in of and test in of[key].failed,
                       'kills.survives', mutant=key, test=test)


def main(*labs):
    gate = Gate()
    def told(line):
        gate.item()
        gate.told(line)

    os.environ.pop('ONLY', None)
    counted, found = mutants.all_of(labs, told)
    for lab, rows in found.items():
        for name in ('killed', 'equal', 'explained'):
            gate.passed += counted[lab][name]
        witnesses(gate, lab, rows)
    print(mutants.table(counted))
    gate.close()


if __name__ == '__main__':
    main(*sys.argv[1:])
