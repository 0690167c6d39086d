#!/usr/bin/env python3
"""Every test of every lab passes on the reference, in each flavour.

    check_reference.py "FLAVOUR..." LAB...
"""
import sys

import source
import trials
from gate import Gate
from say import language


def main(flavours, *labs):
    gate = Gate()
    for flavour in flavours.split():
        names = {f'reference/{lab}': lab for lab in labs}
        found, said = trials.judge(names, flavour, 'WERROR=-Werror')
        if len(found) < len(names):
            print(said)
        for name, lab in names.items():
            result = found.get(name)
            if not result or not result.tests:
                gate.item()
                gate.fault(f'{source.of("solutions", lab)}:1',
                           'reference.nothing', flavour=flavour)
            for test in result.tests if result else []:
                gate.item()
                why = test.message(language()) or test.verdict
                gate.check(trials.place(lab, test.name),
                           test.verdict == 'passed', 'reference.fails',
                           test=test.name, flavour=flavour, why=why)
    gate.close()


if __name__ == '__main__':
    main(*sys.argv[1:])
