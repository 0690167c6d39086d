"""The mistakes that are made in what is done: conditions, statements, returns.

The other operators stand in mutate_values.py. Each function gets the mutator,
whose edit() takes what shall stand where.
"""
import re

from mutate_values import FLOATING, TRUTHS

EXPRESSIONS = ('CallExpr', 'BinaryOperator', 'CompoundAssignOperator',
               'UnaryOperator')
# Their opposite is made where they stand.
OPPOSITE = ('!', '<', '>', '<=', '>=', '==', '!=')
LOOPS = ('WhileStmt', 'DoStmt', 'ForStmt')
LABELLED = ('CaseStmt', 'DefaultStmt', 'LabelStmt')
BLOCKS = LOOPS + LABELLED + ('IfStmt', 'SwitchStmt', 'CompoundStmt')
# Where the condition of a statement stands among its children.
CONDITION = {'IfStmt': 0, 'WhileStmt': 0, 'ConditionalOperator': 0,
             'DoStmt': 1, 'ForStmt': 2}


def behind(mutator, node):
    """The end of a statement, its semicolon with it."""
    text = mutator.reader.source(node)
    if node.kind in BLOCKS and text.endswith(b'}') or text.endswith(b';'):
        return node.end
    return mutator.reader.text.index(b';', node.end) + 1


def statement(mutator, node, last):
    """Leave it out. last: nothing follows it in its function."""
    if node.kind in EXPRESSIONS + ('BreakStmt', 'ContinueStmt', 'GotoStmt') \
            or node.kind == 'ReturnStmt' and (not last or not node.inner):
        mutator.delete(node)
    if node.kind == 'BreakStmt':
        mutator.replace(node, b'continue')
    if node.kind == 'ContinueStmt':
        mutator.replace(node, b'break')


def condition(mutator, node):
    if node.begin is None:
        return
    for value in (b'0', b'1'):
        mutator.replace(node, value)
    if node.op not in OPPOSITE:
        mutator.replace(node, b'!(%s)' % mutator.reader.source(node),
                        mutator.shown(node) + ' => !(...)')


def otherwise(mutator, node):
    """An if without its else."""
    then, other = node.inner[1], node.inner[2]
    if None in (then.begin, other.begin):
        return
    at = mutator.reader.text.index(b'else', behind(mutator, then))
    if at < other.begin:
        mutator.edit(at, behind(mutator, other), b'',
                     'delete else ' + mutator.shown(other))


def children(node):
    """Which of a node's children are statements."""
    if node.kind == 'CompoundStmt':
        return node.inner
    if node.kind == 'IfStmt':
        return node.inner[1:]
    if node.kind == 'DoStmt':
        return node.inner[:1]
    if node.kind in LOOPS + LABELLED + ('SwitchStmt',):
        return node.inner[-1:]
    return []


def visit(mutator, node, end):
    """end: where the body of the function ends."""
    if node.kind in CONDITION:
        condition(mutator, node.inner[CONDITION[node.kind]])
    if node.kind == 'IfStmt' and len(node.inner) > 2:
        otherwise(mutator, node)
    for child in children(node):
        if child.begin is not None:
            statement(mutator, child, behind(mutator, child) >= end)


def answers(kind):
    """What a function of this type may answer instead."""
    if kind in FLOATING:
        return [b'0.0']
    if kind.endswith('*'):
        return [b'0']
    if kind in ('bool', '_Bool'):
        return []
    if re.match(r'(unsigned|size_t|uint)', kind):
        return [b'0', b'1']
    return [b'0', b'-1']


def returns(mutator, function):
    """Another value in every return of a function."""
    kind = function.type.split('(')[0].strip()
    if function.kind != 'FunctionDecl' or kind == 'void' \
            or kind.startswith('struct ') and not kind.endswith('*'):
        return
    for node in function.walk():
        if node.kind != 'ReturnStmt' or not node.inner \
                or node.inner[0].begin is None:
            continue
        value = node.inner[0]
        text = mutator.reader.source(value)
        if value.op in TRUTHS or kind in ('bool', '_Bool'):
            if text not in (b'true', b'false'):
                condition(mutator, value)
            continue
        for new in answers(kind):
            mutator.replace(value, new)
        if kind in ('int', 'long', 'ssize_t') + FLOATING \
                and not re.match(rb'[-0-9]', text):
            mutator.replace(value, b'-(%s)' % text)
