#!/usr/bin/env python3
"""Which lines and branches of the reference no suite reaches.

    coverage.py [--gate] [LAB or given module]...

Every suite runs on both floors. A lab is counted while its own suite runs,
for that suite alone judges a learner; a given module, while any runs. What
nobody reaches is told with its line, unless it only leads to a panic, or
tests/uncovered.tsv says why.
"""
import concurrent.futures
import fcntl
import os
import pathlib
import subprocess
import sys

import coverage_read
import coverage_told
import gate
import results

FLOORS = ('coverage', 'coverage-fast')
PATIENCE = 10               # counting takes time, and so do neighbours


def objects(floor, path):
    """The objects of solutions/PATH.c; two, when its suite scripts select."""
    kinds = ('given',) if path.startswith('given/') \
        else ('reference', 'scripted/reference')
    name = path.replace('given/', '')
    return [pathlib.Path('build', floor, kind, name + '.gcda')
            for kind in kinds]


def build(floor, labs):
    """Every suite of a floor, linked; what is not says make."""
    wanted = [f'build/{floor}/reference/{lab}.test' for lab in labs]
    code, said = gate.make('-sk', f'FLAVOUR={floor}', 'WERROR=-Werror', *wanted)
    if code or not all(os.path.getsize(test) for test in wanted):
        sys.exit(said or wanted[0])


def run(floor, lab):
    """Run one suite; its Result. What it counted lies beside the objects."""
    of = f'build/{floor}/reference/{lab}'
    judged = of.replace('reference', 'scripted/reference')
    if not os.path.exists(judged + '.o'):
        judged = of
    to = pathlib.Path('build', f'verdict-{floor}', 'counted', lab + '.tsv')
    to.parent.mkdir(parents=True, exist_ok=True)
    to.unlink(missing_ok=True)
    subprocess.run([sys.executable, 'tools/verdict.py', '--run', '',
                    '--patience', str(PATIENCE), '--to', str(to), lab,
                    of + '.test', judged + '.o', judged + '.o'],
                   check=False)
    return results.read(to) if to.exists() else None


def merge(into, found, path):
    for number, line in found.get(f'solutions/{path}.c', {}).items():
        if number in into:
            into[number].add(line)
        else:
            into[number] = line


def floor_counts(floor, labs, given):
    """({path: {line number: Line}}, [why it is not to be believed])"""
    counts, why = {}, []
    build(floor, labs)
    for data in pathlib.Path('build', floor).glob('**/*.gcda'):
        data.unlink()
    for lab in labs:
        for data in objects(floor, lab):
            data.unlink(missing_ok=True)
        result = run(floor, lab)
        for test in result.tests if result else []:
            if test.verdict != results.PASSED:
                why.append((lab, test.name, floor))
        if not result or not result.tests:
            why.append((lab, '?', floor))
        counts[lab] = read(floor, lab)
    counts.update((path, read(floor, path)) for path in given)
    return counts, why


def read(floor, path):
    found = {}
    for data in objects(floor, path):
        if data.exists():
            merge(found, coverage_read.read(str(data)), path)
    return found


def counts(labs, given):
    """The counts of both floors, added up; labs without a .c are left out."""
    total, faults = {}, []
    with concurrent.futures.ProcessPoolExecutor(2) as workers:
        for found, why in workers.map(floor_counts, FLOORS, [labs] * 2,
                                      [given] * 2):
            faults += why
            for path, lines in found.items():
                if os.path.exists(f'solutions/{path}.c'):
                    merge(total.setdefault(path, {}),
                          {f'solutions/{path}.c': lines}, path)
    return total, faults


def main(arguments):
    judge = arguments[:1] == ['--gate']
    chosen = arguments[judge:]
    labs = os.environ['LABS'].split()
    given = [str(path)[len('solutions/'):-2] for path in
             sorted(pathlib.Path('solutions/given').glob('*.c'))]
    wanted = [path for path in labs + given if not chosen
              or path in chosen or path.split('/')[1] in chosen]
    if not wanted:
        sys.exit(f'LAB={" ".join(chosen)}?')
    os.makedirs('build', exist_ok=True)
    with open('build/coverage.lock', 'w', encoding='ascii') as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        all_of_them = any(path in given for path in wanted)
        found, faults = counts(labs if all_of_them else wanted, given)
    found = {path: found[path] for path in wanted if path in found}
    coverage_told.keep(found)
    (coverage_told.gate if judge else coverage_told.table)(found, faults)


if __name__ == '__main__':
    main(sys.argv[1:])
