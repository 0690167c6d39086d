"""Files put on trial: a starter, a wrong answer, the reference itself.

A trial is a text in build/try/LAB/NAME.c (or .S), which tools/build.mk judges
as it judges a learner's file: build/verdict/try/LAB/NAME.tsv.
"""
import pathlib
import re

import gate
import results
import source
import suite

TRY = pathlib.Path('build/try')


def put(lab, name, text):
    """Put a text on trial; the same text keeps its verdict."""
    file = TRY / lab / (name + source.suffix(lab)[-2:])
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists() or file.read_text('utf-8') != text:
        file.write_text(text, 'utf-8')


def folder(flavour):
    return 'build/verdict' + ('' if flavour == 'asan' else f'-{flavour}')


def judge(names, flavour='asan', *options):
    """Judge `try/LAB/NAME` or `reference/LAB`: ({name: Result}, make's words)

    A name without a verdict is missing from the answer.
    """
    targets = {name: f'{folder(flavour)}/{name}.tsv' for name in names}
    if not targets:
        return {}, ''
    _, said = gate.make('-sk', f'FLAVOUR={flavour}', *options,
                        *targets.values())
    found = {name: results.read(path) for name, path in targets.items()
             if pathlib.Path(path).exists()}
    return found, said


def warnings(lab, name, flavour='asan'):
    """What the compiler said about a file on trial."""
    logs = pathlib.Path('build', flavour).glob(f'**/try/{lab}/{name}.log')
    return ''.join(log.read_text('utf-8', 'replace') for log in logs)


def place(lab, test):
    """tests/LAB.c:LINE of a test, or where it was included from."""
    first = pathlib.Path('tests', f'{lab}.c')
    for path, text in suite.sources(first) if first.exists() else []:
        found = re.search(rf'^START_TEST\({test}\)', text, re.M)
        if found:
            return f'{path}:{text.count(chr(10), 0, found.start()) + 1}'
    return f'{first}:1'
