"""The mistakes that are made in values: operators, constants, arguments.

The other operators stand in mutate_statements.py. Each function gets the
mutator, whose edit() takes what shall stand where.
"""
import re

SWAPPED = {
    '<': ['<=', '>='], '<=': ['<', '>'], '>': ['>=', '<='],
    '>=': ['>', '<'], '==': ['!='], '!=': ['=='],
    '+': ['-'], '-': ['+'], '*': ['/'], '/': ['*'], '%': ['*'],
    '&': ['|'], '|': ['&'], '^': ['|'], '<<': ['>>'], '>>': ['<<'],
    '&&': ['||'], '||': ['&&'],
    '+=': ['-=', '='], '-=': ['+=', '='], '*=': ['/=', '='],
    '/=': ['*=', '='], '%=': ['*='], '&=': ['|=', '='], '|=': ['&=', '='],
    '^=': ['|='], '<<=': ['>>='], '>>=': ['<<='],
}
TRUTHS = ('!', '<', '>', '<=', '>=', '==', '!=', '&&', '||')
BOUND = {'<': 1, '>=': 1, '>': -1, '<=': -1}
ROOM = rb'(malloc|calloc|realloc|aligned_alloc)\('
FLOATING = ('double', 'float', 'long double')


def terms(mutator, node):
    """a && b && c: each of them left out."""
    left, right = node.inner
    if None in (left.begin, right.begin, node.begin):
        return
    mutator.edit(left.end, right.end, b'',
                 'drop %s %s' % (node.op, mutator.shown(right)))
    if left.op != node.op:
        mutator.edit(left.begin, right.begin, b'',
                     'drop %s %s' % (mutator.shown(left), node.op))


def binary(mutator, node):
    mutator.operator(node, SWAPPED.get(node.op, []))
    right = node.inner[1]
    if node.op in BOUND and right.kind == 'IntegerLiteral':
        # a < 5 made a < 6 is a <= 5, which is made already.
        right.known = int(right.said['value']) + BOUND[node.op]
    if node.op in ('&&', '||'):
        terms(mutator, node)


def unary(mutator, node):
    inner = node.inner[0]
    if node.begin is None or inner.begin is None:
        return
    if node.op in ('!', '-', '~'):
        mutator.edit(node.begin, inner.begin, b'', 'drop ' + node.op + ' '
                     + mutator.shown(inner))
    if node.op in ('++', '--'):
        before = node.begin < inner.begin
        place = (node.begin, inner.begin) if before else (inner.end, node.end)
        mutator.operator(node, ['--' if node.op == '++' else '++'], place)


def near(value):
    """Numbers beside a number."""
    return {0: [1], 1: [0, 2]}.get(value, [value - 1, value + 1])


def integer(mutator, node):
    """A number; also one that a macro of this file brings."""
    begin, end = node.begin, node.end
    spelled = node.said['range']['begin'].get('spellingLoc', {})
    if node.macro and spelled.get('file') == '<stdin>':
        begin = spelled['offset']
        end = begin + spelled['tokLen']
    if begin is None:
        return
    text = mutator.reader.text[begin:end]
    if text in (b'true', b'false'):
        mutator.edit(begin, end, b'true' if text == b'false' else b'false')
    elif re.match(rb'[0-9]', text):
        tail = re.search(rb'[uUlL]*$', text)[0]
        for value in near(int(node.said['value'])):
            if value != node.known:
                mutator.edit(begin, end, b'%d%s' % (value, tail))


def literal(mutator, node):
    text = mutator.reader.source(node) if node.begin is not None else b''
    if node.kind == 'FloatingLiteral' and re.match(rb'[0-9.]', text):
        value = float(node.said['value'])
        for new in {0.0: [1.0]}.get(value, [0.0, 2 * value]):
            mutator.replace(node, b'%r' % new)
    if node.kind == 'CharacterLiteral' and text[:1] == b"'":
        mutator.replace(node, b'(%s + 1)' % text)


def arguments(mutator, node):
    """Two neighbours of one type change places."""
    given = [each for each in node.inner[1:] if each.begin is not None]
    source = mutator.reader.source
    if node.begin is not None and re.match(ROOM, source(node)):
        for each in node.walk():    # that more room is asked for, or the
            if each.kind == 'IntegerLiteral':   # same, nobody can notice
                each.known = int(each.said['value']) + 1
        return
    for one, two in zip(given, given[1:]):
        if one.type == two.type and one.end <= two.begin \
                and source(one) != source(two):
            between = mutator.reader.text[one.end:two.begin]
            mutator.edit(one.begin, two.end,
                         source(two) + between + source(one))


def begun(mutator, node):
    """A variable that begins with nothing."""
    value = node.inner[-1]
    if value.begin is None or value.kind == 'InitListExpr' \
            or '[' in node.type or node.type.startswith('struct ') \
            and not node.type.endswith('*'):
        return
    mutator.replace(value, b'0')


VISIT = {'BinaryOperator': binary, 'CompoundAssignOperator': binary,
         'UnaryOperator': unary, 'IntegerLiteral': integer,
         'FloatingLiteral': literal, 'CharacterLiteral': literal,
         'CallExpr': arguments}


def visit(mutator, node):
    if node.kind in VISIT:
        VISIT[node.kind](mutator, node)
    elif node.kind == 'VarDecl' and node.inner and node is not mutator.whole:
        begun(mutator, node)
