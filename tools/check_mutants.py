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


def named(labs):
    """[(path, line, test, lab or module, key)] of what the kill table names.
    """
    for lab in labs:
        path, rows = kills.rows(lab)
        for line, test, kind, text in rows:
            if kind == kills.MUTANT:
                module, key = kills.given(text)
                yield path, line, test, module or lab, key


def main(*labs):
    gate, also = Gate(), {}

    def told(line):
        gate.item()
        gate.told(line)

    os.environ.pop('ONLY', None)
    for _, _, _, module, key in named(labs):
        if module not in labs:
            also.setdefault(module, set()).add(key)
    counted, found = mutants.all_of(labs, told, also)
    gate.passed += sum(counted[lab][name] for lab in labs
                       for name in ('killed', 'equal', 'explained'))
    of = {(lab, row.key): row.failed for lab, rows in found.items()
          for row in rows}
    for path, line, test, lab, key in named(labs):
        gate.item()
        gate.check(f'{path}:{line}', test in of.get((lab, key), ()),
                   'kills.survives', mutant=key, test=test)
    print(mutants.table(counted))
    gate.close()


if __name__ == '__main__':
    main(*sys.argv[1:])
