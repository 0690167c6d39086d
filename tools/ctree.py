"""The syntax tree of a C file, as clang reads it.

clang writes its tree as JSON; here it becomes nodes with a place in the file's
own bytes. What a macro brings has no place of its own: its nodes get the place
of the macro's name and arguments, as they stand in the text.
"""
import json
import subprocess

CLANG = ('clang', '-std=c11', '-D_POSIX_C_SOURCE=200809L', '-iquote',
         'include', '-iquote', 'solutions/given', '-fsyntax-only', '-w',
         '-Xclang', '-ast-dump=json', '-x', 'c', '-')
FILE = '<stdin>'
# They change a value's type, or nothing: a reader does not see them.
UNSEEN = ('ImplicitCastExpr', 'ConstantExpr', 'FullExpr')


class Node:
    """kind, text[begin:end], type, op; macro: it begins in a macro's body."""

    def __init__(self, kind, said):
        self.kind, self.said = kind, said
        self.op = said.get('opcode', '')
        self.type = said.get('type', {}).get('qualType', '')
        self.name = said.get('name', '')
        self.begin = self.end = None
        self.macro = False
        self.known = None       # a value that need not be tried
        self.inner = []

    def walk(self):
        """This node and all below it."""
        yield self
        for node in self.inner:
            yield from node.walk()


class Reader:
    def __init__(self, text):
        self.text = text

    def closing(self, at):
        """Behind the bracket that closes the one at `at`."""
        depth = 0
        for place in range(at, len(self.text)):
            depth += {40: 1, 41: -1}.get(self.text[place], 0)
            if depth == 0:
                return place + 1
        return None

    def place(self, loc, end):
        """(offset in our text or None, is it in a macro's body?)"""
        macro = False
        if 'expansionLoc' in loc:
            spelled, loc = loc['spellingLoc'], loc['expansionLoc']
            macro = not loc.get('isMacroArgExpansion')
            loc = loc if macro else spelled
        if loc.get('file') != FILE:
            return None, macro
        at = loc['offset']
        if end:
            at += loc['tokLen']
            if macro and self.text[at:at + 1] == b'(':
                at = self.closing(at)
        return at, macro

    def node(self, said):
        """The node of what clang said; what a reader does not see is left
        out."""
        node = Node(said.get('kind', ''), said)
        span = said.get('range', {})
        node.begin, node.macro = self.place(span.get('begin', {}), False)
        node.end, _ = self.place(span.get('end', {}), True)
        if node.begin is None or node.end is None or node.end < node.begin:
            node.begin = node.end = None
        node.inner = [self.node(inner) for inner in said.get('inner', [])]
        if node.kind in UNSEEN and len(node.inner) == 1:
            inner = node.inner[0]
            inner.type = node.type      # as it is used
            return inner
        return node

    def source(self, node):
        return self.text[node.begin:node.end]


def dump(text):
    """What clang says about a text; each location names its file."""
    done = subprocess.run(CLANG, input=text, check=True,
                          stdout=subprocess.PIPE)
    last = [None]

    def located(said):
        if 'offset' in said:    # clang leaves out what did not change
            last[0] = said.setdefault('file', last[0])
        return said

    return json.loads(done.stdout, object_hook=located)


def read(text):
    """(reader, the nodes of what the file itself declares)"""
    reader = Reader(text)
    nodes = []
    for said in dump(text)['inner']:
        loc = said.get('loc', {})
        if loc.get('expansionLoc', loc).get('file') == FILE:
            nodes.append(reader.node(said))
    return reader, nodes
