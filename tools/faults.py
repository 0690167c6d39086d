#!/usr/bin/env python3
"""Run the scenarios of tests/faults/ and tell what came of it.

    faults.py BINARY [SCENARIO] [CALL] [ERROR] [MODE] [N]

An argument that is empty means: all of them. Prints a table, scenario by
call, and under it what went wrong, each with the command that repeats it.
"""
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys

from say import pad, say

SECONDS = 900
SOURCES = pathlib.Path('tests/faults')
KEYS = ('scenario', 'call', 'error', 'mode')
NOISE = re.compile(r"==\d+==WARNING: ASan doesn't fully support make[^|]*\|")


def scenarios(binary):
    return subprocess.run([binary, 'list'], check=True,
                          stdout=subprocess.PIPE,
                          encoding='utf-8').stdout.split()


def run(binary, scenario, wanted=(), sample=0, search=False):
    """(sums, bads) of one scenario: lists of dictionaries."""
    words = [*wanted, *[''] * (4 - len(wanted)), str(sample or ''),
             '1' if search else '']
    said = subprocess.run([binary, scenario, *[word or '-' for word in words]],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          encoding='utf-8', errors='replace',
                          timeout=SECONDS).stdout
    sums, bads = [], []
    for line in said.splitlines():
        kind, *fields = line.split('\t')
        row = dict(zip(KEYS, fields))
        if kind == 'sum':
            row['counts'] = [int(field) for field in fields[4:]]
            sums.append(row)
        elif kind == 'bad':
            row.update(zip(('n', 'key', 'detail', 'said'), fields[4:]))
            bads.append(row)
        else:
            raise ValueError(f'{binary}: {line}')
    if not sums:
        raise ValueError(f'{binary} {scenario}: nothing was run')
    return sums, bads


def run_all(binary, names, **more):
    """The same of several scenarios, many at a time: mostly they wait."""
    sums, bads = [], []
    with concurrent.futures.ThreadPoolExecutor(3 * os.cpu_count()) as pool:
        for one in pool.map(lambda name: run(binary, name, **more), names):
            sums += one[0]
            bads += one[1]
    return sums, bads


def place(scenario):
    """file:line where the scenario stands."""
    for path in sorted(SOURCES.glob('*.c')):
        for number, line in enumerate(path.read_text('utf-8').split('\n'), 1):
            if re.match(rf'\t\{{ "{re.escape(scenario)}",', line):
                return f'{path}:{number}'
    return f'{SOURCES}:1'


def flavour_of(binary):
    return pathlib.Path(binary).parent.name


def command(binary, bad):
    """What repeats it."""
    words = [f'{name.upper()}={bad[name]}' for name in KEYS[1:]]
    return ' '.join(['make faults', f'SCENARIO={bad["scenario"]}',
                     *([*words, f'N={bad["n"]}'] if bad['call'] != '-'
                       else []), f'FLAVOUR={flavour_of(binary)}'])


def told(binary, bad):
    """The sentence of one fault, and the lines below it."""
    what = say("faults.%s" % bad['key'], detail=bad['detail'])
    head = say('faults.bad', where=place(bad['scenario']), what=what,
               command=command(binary, bad), **{
                   name: bad[name] for name in (*KEYS, 'n')})
    lines = [line for line in NOISE.sub('', bad['said']).split('|') if line]
    return '\n'.join([head, *('    ' + line for line in lines[:12])])


def table(sums):
    """A line for each scenario and call."""
    rows = {}
    for row in sums:
        counts = rows.setdefault((row['scenario'], row['call']), [0] * 4)
        rows[row['scenario'], row['call']] = [
            a + b for a, b in zip(counts, row['counts'])]
    print(pad(say('faults.scenario'), 16) + pad(say('faults.call'), 16)
          + say('faults.columns'))
    for (scenario, call), counts in rows.items():
        print(pad(scenario, 16) + pad(call, 16)
              + ''.join(f'{count:>10}' for count in counts))
    total = [sum(counts) for counts in zip(*rows.values())]
    print(pad('', 32) + ''.join(f'{count:>10}' for count in total))


def main(binary, scenario='', *wanted):
    names = [name for name in scenarios(binary) if scenario in ('', name)]
    if not names:
        sys.exit(say('faults.unknown', scenario=scenario,
                     all=' '.join(scenarios(binary))))
    sums, bads = run_all(binary, names, wanted=wanted)
    table([row for row in sums if row['call'] != '-' or not any(wanted)])
    for bad in bads:
        print(told(binary, bad))
    sys.exit(1 if bads else 0)


if __name__ == '__main__':
    main(*sys.argv[1:])
