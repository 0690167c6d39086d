#!/usr/bin/env python3
"""Small mistakes made in a C file, one at a time: its mutants.

    mutate.py solutions/1-basics/timers.c        prints their keys

Mistakes are made at expressions and statements of the syntax tree (ctree.py);
mutate_values.py makes those in values, this file those in what is done. A
mutant's key is `function | line of the text | change`, with ` #2` behind it
where that is there already: it stays when lines move.
"""
import dataclasses
import pathlib
import re
import sys

import ctree
import mutate_asm
import mutate_values

TEXT, CHANGE = 72, 40    # how much of them stands in a key
EXPRESSIONS = ('CallExpr', 'BinaryOperator', 'CompoundAssignOperator',
               'UnaryOperator')
# Their opposite is made where they stand.
OPPOSITE = ('!', '<', '>', '<=', '>=', '==', '!=')
LOOPS = ('WhileStmt', 'DoStmt', 'ForStmt')
LABELLED = ('CaseStmt', 'DefaultStmt', 'LabelStmt')
BLOCKS = LOOPS + LABELLED + ('IfStmt', 'SwitchStmt', 'CompoundStmt')


@dataclasses.dataclass
class Mutant:
    key: str
    line: int
    text: bytes
    change: str


def short(text, most):
    """A text on one line, and not too long."""
    text = ' '.join(text.decode('utf-8', 'replace').split())
    return text if len(text) <= most else text[:most - 3] + '...'


class Mutator:
    def __init__(self, reader):
        self.reader, self.whole, self.made = reader, None, {}

    def edit(self, begin, end, new, change=None):
        """Put `new` for text[begin:end]. What was made already is left out."""
        text = self.reader.text
        old = text[begin:end]
        if b' '.join(old.split()) != b' '.join(new.split()):
            change = change or '%s => %s' % (short(old, CHANGE),
                                             short(new, CHANGE))
            self.made.setdefault((begin, end, new), (self.function(begin),
                                                     change))

    def function(self, at):
        if not self.whole:
            return mutate_asm.function_at(self.reader.text, at)
        inside = self.whole.begin <= at < self.whole.end
        return inside and self.whole.name or '-'

    def replace(self, node, new, change=None):
        if node.begin is not None:
            self.edit(node.begin, node.end, new, change)

    def operator(self, node, news, ends=None):
        """Another operator between the two sides of a node, or before one."""
        left, right = ends or (node.inner[0].end, node.inner[1].begin)
        if left is None or right is None:
            return
        between = self.reader.text[left:right]
        if re.sub(rb'/\*.*?\*/', b'', between, flags=re.S).strip() \
                == node.op.encode():
            at = left + between.rindex(node.op.encode())
            for new in news:
                self.edit(at, at + len(node.op), new.encode())

    def behind(self, node):
        """The end of a statement, its semicolon with it."""
        source = self.reader.source(node)
        if node.kind in BLOCKS and source.endswith(b'}') \
                or source.endswith(b';'):
            return node.end
        return self.reader.text.index(b';', node.end) + 1

    def delete(self, node):
        if node.begin is not None:
            self.edit(node.begin, node.end, b'', 'delete ' + short(
                self.reader.source(node), CHANGE))

    def statement(self, node, last):
        """last: nothing follows it in its function."""
        if node.kind in EXPRESSIONS:
            self.delete(node)
        elif node.kind == 'ReturnStmt' and (not last or not node.inner):
            self.delete(node)
        elif node.kind in ('BreakStmt', 'ContinueStmt'):
            self.delete(node)
            self.replace(node, b'break' if node.kind == 'ContinueStmt'
                         else b'continue')
        elif node.kind == 'GotoStmt':
            self.delete(node)

    def condition(self, node):
        if node.begin is None:
            return
        for value in (b'0', b'1'):
            self.replace(node, value)
        if node.op not in OPPOSITE:
            self.replace(node, b'!(%s)' % self.reader.source(node),
                         short(self.reader.source(node), CHANGE)
                         + ' => !(...)')

    def otherwise(self, node):
        """An if without its else."""
        then, other = node.inner[1], node.inner[2]
        if None in (then.begin, other.begin):
            return
        at = self.reader.text.index(b'else', self.behind(then))
        if at < other.begin:
            self.edit(at, self.behind(other), b'',
                      'delete else ' + short(self.reader.source(other), CHANGE))

    def control(self, node):
        if node.kind in ('IfStmt', 'WhileStmt', 'ConditionalOperator'):
            self.condition(node.inner[0])
        if node.kind == 'DoStmt':
            self.condition(node.inner[1])
        if node.kind == 'ForStmt':
            self.condition(node.inner[2])
        if node.kind == 'IfStmt' and len(node.inner) > 2:
            self.otherwise(node)

    def statements(self, node):
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

    def visit(self, node, end):
        """Make the mistakes of a node and of all below it."""
        if node.kind == 'UnaryExprOrTypeTraitExpr':     # sizeof
            return
        self.control(node)
        for child in self.statements(node):
            if child.begin is not None:
                self.statement(child, self.behind(child) >= end)
        mutate_values.visit(self, node)
        for child in node.inner:
            self.visit(child, end)

    def mutants(self):
        """In the order of the text, with their keys."""
        seen, text = {}, self.reader.text
        for (begin, end, new), (function, change) in sorted(self.made.items()):
            line = text[text.rfind(b'\n', 0, begin) + 1:
                        text.find(b'\n', begin)]
            key = '%s | %s | %s' % (function, short(line, TEXT), change)
            seen[key] = seen.get(key, 0) + 1
            if seen[key] > 1:
                key += ' #%d' % seen[key]
            yield Mutant(key, text.count(b'\n', 0, begin) + 1,
                         text[:begin] + new + text[end:], change)


def mutants(path):
    """Every mutant of a file in C, or in assembly."""
    text = pathlib.Path(path).read_bytes()
    if str(path).endswith('.S'):
        mutator = Mutator(ctree.Reader(text))
        mutate_asm.mutants(mutator.edit, text)
        return list(mutator.mutants())
    reader, declared = ctree.read(text)
    mutator = Mutator(reader)
    for node in declared:
        mutator.whole = node
        body = node.inner[-1] if node.inner else None
        if node.kind in ('FunctionDecl', 'VarDecl', 'EnumDecl') and body:
            mutate_values.returns(mutator, node)
            # Behind the last statement there is only the closing brace.
            before = reader.source(node)[:-1].rstrip()
            mutator.visit(node, node.begin + len(before))
    return list(mutator.mutants())


if __name__ == '__main__':
    for made in mutants(sys.argv[1]):
        print('%d\t%s' % (made.line, made.key))
