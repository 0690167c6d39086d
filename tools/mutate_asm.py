"""Small mistakes in assembly: an instruction left out, two of a stack's that
change places, operands swapped, another number.

There is no tree here: an instruction is a line that begins with a tab and
stands in no comment.
"""
import re

INSTRUCTION = re.compile(rb'^\t([a-z]\w*)(?:[ \t]+([^\n]*\S))?[ \t]*$', re.M)
FUNCTION = re.compile(rb'^(?:(?:FUNCTION|OUTERMOST)\((\w+)\)|(\w+):)', re.M)
NUMBER = re.compile(rb'(?<![\w.])\d+(?!\w)')
DEFINE = re.compile(rb'^#define \w+ (.*)$', re.M)
ORDERED = (b'push', b'pop')     # of others the order is nobody's business
COMMENT = re.compile(rb'/\*.*?\*/', re.S)


def operands(text):
    """[(begin, end)] of what commas divide, outside of brackets."""
    found, depth, begin = [], 0, 0
    for at, byte in enumerate(text + b','):
        depth += {40: 1, 91: 1, 41: -1, 93: -1}.get(byte, 0)
        if byte == 44 and depth == 0:
            part = text[begin:at]
            found.append((begin + len(part) - len(part.lstrip()), at))
            begin = at + 1
    return found


def numbers(edit, text, begin, end):
    for found in NUMBER.finditer(text, begin, end):
        for value in (int(found[0]) - 1, int(found[0]) + 1):
            if value >= 0:
                edit(found.start(), found.end(), b'%d' % value)


def swapped(edit, text, found):
    """Neighbouring operands change places."""
    start = found.start(2)
    places = operands(found[2])
    for (a, b), (c, d) in zip(places, places[1:]):
        one, two = found[2][a:b], found[2][c:d]
        edit(start + a, start + d, two + found[2][b:c] + one)


def mutants(edit, text):
    """edit(begin, end, new, change) takes each mistake; change may be left
    out."""
    plain = COMMENT.sub(lambda found: re.sub(rb'[^\n]', b' ', found[0]), text)
    before = None
    for found in DEFINE.finditer(plain):
        numbers(edit, text, found.start(1), found.end(1))
    for found in INSTRUCTION.finditer(plain):
        begin, end = found.start(1), found.end()
        edit(begin, end, b'', 'delete ' + ' '.join(found[0].decode().split()))
        if found[2]:
            numbers(edit, text, found.start(2), end)
            swapped(edit, text, found)
        if before and found[1] in ORDERED and found[1] == before[1] \
                and not plain[before.end():begin].strip():
            edit(before.start(1), end, found[0].strip()
                 + text[before.end():begin] + before[0].strip(),
                 'below ' + ' '.join(found[0].decode().split()))
        before = found


def function_at(text, at):
    """The name of the function that a place lies in."""
    names = [found[1] or found[2] for found in FUNCTION.finditer(text, 0, at)]
    return names[-1].decode() if names else '-'
