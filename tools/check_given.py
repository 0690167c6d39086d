#!/usr/bin/env python3
"""The suites of what is given pass, whoever compiles.

    check_given.py FLAVOUR...
"""
import os
import pathlib
import sys
import tempfile

import gate
import judge
import outer
import results
import suite
import trials
import verdict

PATIENCE = 2


def failed(module, binary):
    """{test: why} of one suite; a broken run fails them all."""
    printed = outer.Printed()
    with tempfile.TemporaryDirectory() as folder:
        xml = os.path.join(folder, 'verdicts.xml')
        status = outer.run([binary, xml], verdict.SECONDS * PATIENCE,
                           outer.environment(folder, PATIENCE), printed)
        entries = suite.read_xml(xml)
    why = verdict.broken(status, entries, verdict.SECONDS * PATIENCE)
    found = {}
    for name, _ in suite.expected(f'tests/given/{module}.c'):
        state, text = ('broken', why[0]) if why else judge.judge(
            [entry for entry in entries if entry.name == name],
            printed.text(name), printed.ended.get(name, 0))[:2]
        if state != results.PASSED:
            found[name] = f'{state}: {text}'
    return found


def main(*flavours):
    counted = gate.Gate()
    modules = sorted(path.stem for path in
                     pathlib.Path('tests/given').glob('*.c'))
    for flavour in flavours:
        binaries = [f'build/{flavour}/given/{each}.test' for each in modules]
        code, said = gate.make('-s', f'FLAVOUR={flavour}', *binaries)
        if code:
            counted.told(f'tests/given/{modules[0]}.c:1: {said}')
            continue
        for module, binary in zip(modules, binaries):
            why = failed(module, binary)
            for name, _ in suite.expected(f'tests/given/{module}.c'):
                counted.item()
                if name in why:
                    counted.told(f'{trials.place("given/" + module, name)}: '
                                 f'{flavour}: {name}: {why[name]}')
    counted.close()


if __name__ == '__main__':
    main(*sys.argv[1:])
