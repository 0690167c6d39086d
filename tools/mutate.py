#!/usr/bin/env python3
"""Small mistakes made in a C file, one at a time: its mutants.

    mutate.py solutions/1-basics/timers.c        prints their keys

Mistakes are made at expressions and statements of the syntax tree (ctree.py),
by mutate_values.py and mutate_statements.py; in assembly by mutate_asm.py. A
mutant's key is `function | line of the text | change`, with ` #2` behind it
where that is there already: it stays when lines move.
"""
import dataclasses
import pathlib
import re
import sys

import ctree
import mutate_asm
import mutate_statements
import mutate_values

TEXT, CHANGE = 72, 40    # how much of them stands in a key


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

    def shown(self, node):
        return short(self.reader.source(node), CHANGE)

    def delete(self, node):
        self.replace(node, b'', 'delete ' + self.shown(node))

    def visit(self, node, end):
        """Make the mistakes of a node and of all below it."""
        if node.kind == 'UnaryExprOrTypeTraitExpr':     # sizeof
            return
        mutate_statements.visit(self, node, end)
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
            mutate_statements.returns(mutator, node)
            # Behind the last statement there is only the closing brace.
            before = reader.source(node)[:-1].rstrip()
            mutator.visit(node, node.begin + len(before))
    return list(mutator.mutants())


if __name__ == '__main__':
    for made in mutants(sys.argv[1]):
        print('%d\t%s' % (made.line, made.key))
