#!/usr/bin/env python3
"""Every program builds without a warning and runs to its end.

    check_programs.py LAB...

With gcc and clang; run on the reference with the sanitizers watching, its
input empty, it ends with status 0. Where a program has a Python twin, both
print the same lines. A program of a chapter without labs yet is only compiled.
"""
import concurrent.futures
import pathlib
import re
import sys

from gate import Gate, make, run

SECONDS = 30


def built(gate, flavour, targets):
    """Build all of them in one flavour; a fault where that fails."""
    targets = {path: f'build/{flavour}/programs/{target}'
               for path, target in targets.items()}
    for target in targets.values():
        pathlib.Path(target).unlink(missing_ok=True)
    _, said = make('-k', f'FLAVOUR={flavour}', 'WERROR=-Werror',
                   *targets.values())
    print(said, end='')
    for path, target in targets.items():
        gate.item()
        gate.check(f'{path}:1', pathlib.Path(target).exists(),
                   'program.build', flavour=flavour)
    return targets


def ran(command):
    """(status, lines) without what the sanitizer says of makecontext."""
    code, said = run(command, SECONDS)
    return code, re.sub(r"^==\d+==WARNING: ASan doesn't fully support make.*\n",
                        '', said, flags=re.M)


def main(*labs):
    gate = Gate()
    chapters = {lab.split('/')[0] for lab in labs}
    programs = {path: f'{path.parts[1]}/{path.stem}'
                + ('' if path.parts[1] in chapters else '.o')
                for path in sorted(pathlib.Path('labs').glob(
                    '*/programs/*.c'))}
    for flavour in ('gcc-O2', 'clang-O2'):
        built(gate, flavour, programs)
    commands = {path: [target] for path, target in built(
        gate, 'asan', programs).items() if not target.endswith('.o')
                and pathlib.Path(target).exists()}
    twins = {path: path.with_suffix('.py') for path in commands
             if path.with_suffix('.py').exists()}
    commands.update({twin: [sys.executable, twin] for twin in twins.values()})
    with concurrent.futures.ThreadPoolExecutor(8) as workers:
        ends = dict(zip(commands, workers.map(ran, commands.values())))
    for path, (code, said) in ends.items():
        gate.item()
        gate.check(f'{path}:1', code == 0, 'program.status', status=code,
                   said=said.strip()[-400:])
    for path, twin in twins.items():
        gate.item()
        gate.check(f'{twin}:1', ends[twin] == ends[path], 'program.twin',
                   python=ends[twin][1], c=ends[path][1])
    gate.close()


if __name__ == '__main__':
    main(*sys.argv[1:])
