#!/usr/bin/env python3
"""Every program builds without a warning and runs to its end.

    check_programs.py LAB...

With gcc and clang; run on the reference with the sanitizers watching, its
input empty, it ends with status 0. Where a program has a Python twin, both
print the same lines (numbers of threads aside: alike.py). A program of a
chapter without labs yet is only compiled. tests/programs.txt names the
programs that want arguments, and those that a test runs instead.
"""
import concurrent.futures
import pathlib
import re
import shlex
import sys

from alike import alike
from gate import Gate, make, run

SECONDS = 30
TABLE = pathlib.Path('tests/programs.txt')
ROW = re.compile(r'(\S+/\S+): (with|by) (.*\S)')


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


def table(gate, programs):
    """{program: its arguments, or None: a test runs it}"""
    names = {f'{path.parts[1]}/{path.stem}': path for path in programs}
    found = {}
    rows = TABLE.read_text('utf-8').splitlines() if TABLE.exists() else []
    for number, row in enumerate(rows, 1):
        match = ROW.fullmatch(row.partition('#')[0].strip())
        if row.startswith('#') or not row.strip():
            continue
        gate.item()
        path = names.get(match[1]) if match else None
        test = pathlib.Path(match[3]) if match else TABLE
        good = path and (match[2] == 'with' or test.is_file()
                         and path.stem in test.read_text('utf-8'))
        gate.check(f'{TABLE}:{number}', good, 'program.table')
        if good:
            found[path] = shlex.split(match[3]) if match[2] == 'with' else None
    return found


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
    words = table(gate, programs)
    commands = {path: [target, *words.get(path, [])] for path, target in built(
        gate, 'asan', programs).items() if not target.endswith('.o')
                and words.get(path, []) is not None
                and pathlib.Path(target).exists()}
    twins = {path: path.with_suffix('.py') for path in commands
             if path.with_suffix('.py').exists()}
    commands.update({twin: [sys.executable, twin, *commands[path][1:]]
                     for path, twin in twins.items()})
    with concurrent.futures.ThreadPoolExecutor(8) as workers:
        ends = dict(zip(commands, workers.map(ran, commands.values())))
    for path, (code, said) in ends.items():
        gate.item()
        gate.check(f'{path}:1', code == 0, 'program.status', status=code,
                   said=said.strip()[-400:])
    for path, twin in twins.items():
        gate.item()
        same = ends[twin][0] == ends[path][0] and alike(
            ends[twin][1], ends[path][1])
        gate.check(f'{twin}:1', same, 'program.twin', python=ends[twin][1],
                   c=ends[path][1])
    gate.close()


if __name__ == '__main__':
    main(*sys.argv[1:])
