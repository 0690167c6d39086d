#!/usr/bin/env python3
"""The house style, file by file; each file is one item.

C: as clang-format says, 80 columns, functions of at most 60 lines and a
median of at most 15 over solutions/, no #if in a lesson. Python compiles,
tools stay short. Shell scripts pass shellcheck. No text file ends a line in
blanks or lacks its last newline. Nothing names this machine, nothing is left
to do.
"""
import ast
import pathlib
import re
import statistics

import columns
from gate import Gate, files, run

LONGEST, MEDIAN, TOOL, COLUMNS = 60, 15, 160, 80
C_CODE = ('include/*.h', 'solutions/*/*.[chS]', 'tests/*/*.[ch]',
          'labs/*/programs/*.[ch]', 'tools/*/*.[ch]', 'bench/*/*.[ch]')
LESSON = 'solutions/[0-9]*/*.[cS]'
BINARY = ('.png', '.bin', '.woff2', '.ico', '.pdf', '.patch')
ELSEWHERE = ('/', '/tmp', '/var/tmp', '/home', '/root', '/opt', '/srv', '/mnt')
HERE, HOME = pathlib.Path.cwd(), pathlib.Path.home()
OWN = [rf'{re.escape(str(place))}(?=/)' for place in (HERE, HERE.parent, HOME)
       if str(place) not in ELSEWHERE or place == HOME]
OWN += [r'(?<![\w.}])/home/\w+/', r'(?<![\w.}])/Users/\w+/']
MACHINE = re.compile('|'.join(OWN))
UNFINISHED = re.compile(r'\b(?:TO' r'DO|FIX' r'ME|X' r'XX)\b')


def functions(lines):
    """(line, length) of each function, both counted from its signature."""
    for end, line in enumerate(lines):
        if line.startswith('{'):
            opened = end
        if line.startswith('}') and line.rstrip() == '}':
            first = opened
            while first and lines[first - 1].strip() and not re.search(
                    r'[;}#]\s*$|\*/$|^#', lines[first - 1]):
                first -= 1
            yield first + 1, end - first + 1


def every_text(gate, path, text):
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        where = f'{path}:{number}'
        gate.check(where, path.suffix == '.tsv' or line == line.rstrip(),
                   'style.blanks')
        machine, unfinished = MACHINE.search(line), UNFINISHED.search(line)
        gate.check(where, not machine, 'style.machine',
                   text=machine and machine[0])
        gate.check(where, not unfinished, 'style.unfinished',
                   text=unfinished and unfinished[0])
    gate.check(f'{path}:{len(lines) or 1}', text.endswith('\n') or not text,
               'style.newline')
    gate.check(f'{path}:1', '\r' not in text, 'style.return')


def narrow(gate, path, text):
    """80 columns; a learner's instruction is wrapped when it is derived."""
    free = False
    for number, line in enumerate(text.splitlines(), 1):
        free = '/* lab: step' in line or (free and '*/' not in line)
        wide = 0 if free else columns.width(line)
        gate.check(f'{path}:{number}', wide <= COLUMNS, 'style.wide',
                   columns=wide, most=COLUMNS)


def c_code(gate, path, text, lengths):
    """A C file; the lengths of its functions are added to lengths."""
    for line, length in functions(text.splitlines()):
        gate.check(f'{path}:{line}', length <= LONGEST, 'style.long',
                   lines=length, most=LONGEST)
        lengths.append(length)
    if path.match(LESSON):
        found = re.search(r'^[ \t]*#[ \t]*if', text, re.M)
        line = text.count('\n', 0, found.start()) + 1 if found else 1
        gate.check(f'{path}:{line}', not found, 'style.ifdef')
    if path.suffix == '.S':
        return
    _, said = run(['clang-format', '--dry-run', '--style=file',
                   f'--assume-filename={path}'], text=text)
    for line in re.findall(r'^\S+:(\d+):\d+: .*clang-format', said, re.M)[:1]:
        gate.fault(f'{path}:{line}', 'style.format')


def python(gate, path, text):
    try:
        ast.parse(text, str(path))
    except SyntaxError as error:
        gate.fault(f'{path}:{error.lineno}', 'style.python', why=error.msg)
    if path.parts[0] == 'tools':
        count = text.count('\n')
        gate.check(f'{path}:{count}', count <= TOOL, 'style.tool',
                   lines=count, most=TOOL)


def shell(gate, path):
    code, said = run(['shellcheck', '-x', '-f', 'gcc', path])
    for line in said.splitlines() if code else []:
        gate.told(line)


def main():
    gate, lengths = Gate(), []
    for path in files('*'):
        if path.suffix in BINARY or path.match('labs/[0-9]*/*.[cS]'):
            continue
        gate.item()
        text = path.read_bytes().decode('utf-8')
        every_text(gate, path, text)
        is_c = any((pathlib.Path('/') / path).match('/' + pattern)
                   for pattern in C_CODE)
        is_shell = re.match(r'#!.*\b(ba)?sh\b', text)
        if is_c or is_shell or path.suffix in ('.py', '.mk', '.sh') \
                or path.name == 'Makefile':
            narrow(gate, path, text)
        if is_c:
            c_code(gate, path, text, lengths if path.match(
                'solutions/*/*.c') else [])
        if path.suffix == '.py':
            python(gate, path, text)
        if is_shell:
            shell(gate, path)
    middle = statistics.median(lengths) if lengths else 0
    gate.item()
    gate.check('solutions/:1', middle <= MEDIAN, 'style.median',
               median=middle, most=MEDIAN)
    gate.close()


if __name__ == '__main__':
    main()
