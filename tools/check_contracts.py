#!/usr/bin/env python3
"""The contract comments in include/: one form, nothing promised in vain.

Before each function stands a comment: `name - what`, then labels in this
order: asyncio, parameters of the function, returns, errors, suspends, differs.
`suspends` says yes exactly for what can reach coro_yield in solutions/.
"""
import pathlib
import re

from gate import Gate

FIXED = ['asyncio', 'PARAMETER', 'returns', 'errors', 'suspends', 'differs']
SWITCHES = {'context_switch', 'stack_switch', 'coro_yield'}
PROTOTYPE = re.compile(r'^(?!typedef\b)((?:\w+[ *]+)+?)(\w+)\(([^;{]*?)\)'
                       r'(?:\s*__attribute__\(\(.*?\)\))?\s*;', re.M | re.S)
LABEL = re.compile(r'^ \*   (?:(\S{9}) (?=\S)|(\S.*?)(?:  +|$))(\S.*)?$')
COMMENTS = re.compile(r'/\*.*?\*/|"(?:\\.|[^"\\])*"', re.S)
BODY = re.compile(r'^(?!\s)[^\n;{}#]*?\b(\w+)\([^;{}]*\)\s*\n\{(.*?)^\}',
                  re.M | re.S)


def suspending():
    """{function of solutions/: can it reach coro_yield by direct calls?}"""
    calls = {}
    for source in sorted(pathlib.Path('solutions').glob('*/*.c')):
        text = COMMENTS.sub('', source.read_text('utf-8'))
        for name, body in BODY.findall(text):
            calls.setdefault(name, set()).update(re.findall(r'\w+(?=\()', body))
    found, size = {'coro_yield'}, 0
    while size != len(found):
        size = len(found)
        found |= {name for name, made in calls.items() if made & found}
    return {name: name in found | SWITCHES for name in calls}


def parameters(text):
    """Names of the parameters of a prototype."""
    text = re.sub(r'\(\*(\w+)\)\([^()]*\)', r'\1', text)
    names = [re.search(r'(\w+)(?:\[\w*\])?\s*$', part)
             for part in text.split(',')]
    return {name[1] for name in names if name and name[1] != 'void'}


def comment_above(lines, at):
    """(first line, lines) of the comment just above line `at`.

    One comment may stand above several functions that it names.
    """
    while at > 0 and re.match(r'\w.*;$', lines[at - 1]):
        at -= 1
    if at < 1 or lines[at - 1].strip() != '*/':
        return None, []
    start = at - 1
    while start > 0 and not lines[start].startswith('/*'):
        start -= 1
    return start, lines[start:at]


def labels(gate, path, start, comment, names):
    """The labels of one contract: {label: text}; wrong ones are told."""
    found, last = {}, 0
    for offset, line in enumerate(comment[2:], 2):
        match = LABEL.match(line)
        if not match:
            continue
        label, where = match[1] or match[2], f'{path}:{start + offset + 1}'
        parts = {part.strip() for part in label.split(',')}
        own = label in names and last <= FIXED.index('PARAMETER')
        kind = label if label in FIXED and not own else 'PARAMETER'
        if kind == 'PARAMETER':
            gate.check(where, parts <= names, 'contract.label', label=label,
                       names=', '.join(sorted(names)) or '-')
        gate.check(where, FIXED.index(kind) >= last, 'contract.order',
                   label=label, order=', '.join(FIXED).lower())
        gate.check(where, match[3], 'contract.empty', label=label)
        last = max(last, FIXED.index(kind))
        found[kind] = match[3] or ''
    return found


def contract(gate, path, lines, match, yes):
    """One function of a header."""
    returned, name, given = match.groups()
    at = match.string.count('\n', 0, match.start())
    where = f'{path}:{at + 1}'
    start, comment = comment_above(lines, at)
    head = comment[1] if len(comment) > 1 else ''
    if not re.match(rf' \* (?:\w+, )*{name}(?:, \w+)* - \S', head):
        gate.fault(where, 'contract.head', name=name)
        return
    found = labels(gate, path, start, comment, parameters(given))
    asks = any(line.rstrip().endswith('?') for line in comment[1:4])
    for label in ('asyncio', 'suspends'):
        gate.check(where, label in found, 'contract.missing', name=name,
                   label=label)
    if 'void' not in returned.split()[-1:] and not asks:
        gate.check(where, 'returns' in found or 'errors' in found,
                   'contract.missing', name=name, label='returns')
    says = re.split(r'\W', found.get('suspends', 'no'))[0]
    truth = 'yes' if yes.get(name, says == 'yes') else 'no'
    gate.check(where, says == truth, 'contract.suspends', name=name,
               truth=truth)


def main():
    gate, yes = Gate(), suspending()
    for path in sorted(pathlib.Path('include').glob('*.h')):
        text = path.read_text('utf-8')
        for match in PROTOTYPE.finditer(text):
            gate.item()
            contract(gate, path, text.splitlines(), match, yes)
    gate.close()


if __name__ == '__main__':
    main()
