#!/usr/bin/env python3
"""Whichever call fails, the runtime recovers or says so, and loses nothing.

    check_faults.py SAMPLE LEAKS FLAVOUR...

Each scenario of tests/faults/ is an item in each flavour; so is each way to
fail that is planned there (one that no scenario meets proves nothing), and
each function that the runtime calls: it passes by tests/faults/, or
harmless.txt says why not. SAMPLE: up to which n all are tried; then fewer, 0
means all. LEAKS 1: the sanitizer searches after each run, too.
"""
import concurrent.futures
import pathlib
import re
import subprocess
import sys

import faults
from gate import Gate, make

HARMLESS = faults.SOURCES / 'harmless.txt'
PLANS = faults.SOURCES / 'faults.c'
OURS = re.compile(r'__(asan|ubsan|lsan|sanitizer|start|stop)_|_GLOBAL_')


def symbols(kind, paths):
    """Names that these objects want (U), or have (T, and the like)."""
    said = subprocess.run(['nm', '-P', *map(str, paths)], check=True,
                          stdout=subprocess.PIPE, encoding='utf-8').stdout
    found = re.findall(r'^(\S+) ([A-Za-z])\b', said, re.M)
    return {name for name, letter in found if letter in kind}


def reasons():
    """{name: line} of harmless.txt."""
    lines = HARMLESS.read_text('utf-8').splitlines()
    return {line.partition(':')[0]: number
            for number, line in enumerate(lines, 1)
            if line.strip() and not line.startswith('#')}


def called(build):
    """What the runtime's objects call that is not theirs."""
    objects = [path for folder in ('reference', 'given')
               for path in build.joinpath(folder).rglob('*.o')
               if pathlib.Path('solutions', *path.relative_to(build).parts[
                   folder == 'reference':]).with_suffix('.c').exists()]
    wants = symbols('Uw', objects) - symbols('TDBRVW', objects)
    return {name for name in wants if not OURS.match(name)}


def check_calls(gate, builds):
    """Every call is met, or excused; no excuse is stale."""
    wants = set().union(*map(called, builds))
    stands = symbols('T', builds[0].glob('tests/faults/*.o'))
    met = {name[len('__wrap_'):] for name in stands
           if name.startswith('__wrap_')}
    excused = reasons()
    for name in sorted(wants):
        gate.item()
        gate.check(f'{HARMLESS}:1', name in met or name in excused,
                   'faults.missed', name=name)
    for name, line in excused.items():
        gate.item()
        gate.check(f'{HARMLESS}:{line}', name not in met, 'faults.both',
                   name=name)


def check_plans(gate, binary, sums):
    """Each way to fail was met by some scenario, on some floor."""
    planned = subprocess.run([binary, 'calls'], check=True,
                             stdout=subprocess.PIPE, encoding='utf-8').stdout
    met = {(row['call'], row['error']) for row in sums}
    for plan in planned.splitlines():
        call, error = plan.split('\t')
        gate.item()
        gate.check(f'{PLANS}:1', (call, error) in met, 'faults.unmet',
                   call=call, error=error)


def run_scenarios(binaries, sample, search):
    """All of them on each floor, at once; the long ones stand last."""
    with concurrent.futures.ThreadPoolExecutor() as pool:
        return list(pool.map(lambda binary: faults.run_all(
            binary, faults.scenarios(binary)[::-1], sample=sample,
            search=search), binaries))


def check_scenarios(gate, binary, bads):
    """What went wrong on one floor is told."""
    for name in faults.scenarios(binary):
        gate.item()
        for bad in bads:
            if bad['scenario'] == name:
                gate.told(faults.told(binary, bad))


def main(sample, leaks, *flavours):
    gate = Gate()
    builds = [pathlib.Path('build', name) for name in flavours]
    binaries = [str(build / 'faults') for build in builds]
    for build in builds:
        code, said = make(f'FLAVOUR={build.name}', 'WERROR=-Werror',
                          f'{build}/faults')
        if code:
            sys.exit(said)
    found = run_scenarios(binaries, int(sample), leaks == '1')
    for binary, (_, bads) in zip(binaries, found):
        check_scenarios(gate, binary, bads)
    sums = [row for rows, _ in found for row in rows]
    check_plans(gate, binaries[0], sums)
    check_calls(gate, builds)
    runs = sum(row['counts'][0] for row in sums)
    print(f'{runs} runs')
    gate.close()


if __name__ == '__main__':
    main(*sys.argv[1:])
