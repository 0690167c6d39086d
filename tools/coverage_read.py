"""What gcov counted in one object, and where each branch leads.

gcov says how often a branch was taken, but not where it goes; gcov-dump lists
the blocks of a function and the arcs between them. Both belong to gcc, and
agree on the order: a line's branches are the arcs of the blocks that end in
it. What leads nowhere but to a panic need not be seen, so it is marked.
"""
import functools
import json
import re
import subprocess
import sys

from say import say

FUNCTION = re.compile(r"FUNCTION .*`([^']*)' (\S+?):(\d+)")
ARCS = re.compile(r'block (\d+):((?: \d+:[0-9a-f]{4}\S*)+)$')
ARC = re.compile(r' (\d+):([0-9a-f]{4})')
LINES = re.compile(r"block (\d+):`")
PLACE = re.compile(r"`([^']+)'|(\d+)")
ENDS = re.compile(r'\b(panic|not_written|abort)\(')
EXIT, FAKE, FALLS = 1, 2, 4       # the last block; flags of an arc


@functools.lru_cache(None)
def lines_of(file):
    with open(file, encoding='utf-8') as source:
        return source.read().splitlines()


def text(file, number):
    return lines_of(file)[number - 1].strip()


class Line:
    """A line of code, as one object has it."""

    def __init__(self, function, count):
        self.function, self.count = function, count
        self.branches = []      # [taken, line where it leads, to a panic?]
        self.ends = False       # it can do nothing but panic

    def add(self, other):
        """The same line, counted in another object."""
        assert len(self.branches) == len(other.branches), self.function
        self.count += other.count
        for mine, its in zip(self.branches, other.branches):
            mine[0] += its[0]


class Graph:
    """The blocks of one function."""

    def __init__(self, name):
        self.name, self.arcs, self.lines = name, {}, {}

    def real(self, block):
        return sorted(arc for arc in self.arcs.get(block, [])
                      if not arc[1] & FAKE)

    def ends(self):
        """The blocks from which a panic is the only way."""
        found = {block for block in self.lines
                 if block != EXIT and not self.real(block)
                 and any(ENDS.search(text(*place))
                         for place in self.lines[block])}
        while True:
            more = {block for block in self.arcs if block not in found
                    and self.real(block)
                    and all(to in found for to, _ in self.real(block))}
            if not more:
                return found
            found |= more

    def place(self, block):
        """The line where a block begins, or the next one that has a line."""
        for _ in range(10):
            if self.lines.get(block):
                return self.lines[block][0][1]
            if not self.real(block):
                break
            block = self.real(block)[0][0]
        return 0


def graphs(notes):
    """The functions of a .gcno, as gcov-dump tells them."""
    said = subprocess.run(['gcov-dump', '-l', notes], check=True, text=True,
                          stdout=subprocess.PIPE).stdout
    found = []
    for line in said.splitlines():
        function, arcs = FUNCTION.search(line), ARCS.search(line)
        lines = LINES.search(line)
        if function:
            found.append(Graph(function[1]))
        elif arcs:
            found[-1].arcs.setdefault(int(arcs[1]), []).extend(
                (int(to), int(flags, 16)) for to, flags in ARC.findall(arcs[2]))
        elif lines:
            file, places = '', []
            for name, number in PLACE.findall(line[lines.end() - 1:]):
                file = name or file
                places += [(file, int(number))] if number else []
            found[-1].lines[int(lines[1])] = places
    return found


def leads(graph):
    """({line: [(falls through?, line it leads to, to a panic?)]}, and the
    lines that can do nothing but panic)"""
    ends, found, only, others = graph.ends(), {}, set(), set()
    for block in sorted(graph.lines):
        numbers = {number for _, number in graph.lines[block]}
        (only if block in ends else others).update(numbers)
        real = graph.real(block)
        if len(real) > 1 and numbers:
            found.setdefault(max(numbers), []).extend(
                (bool(flags & FALLS), graph.place(to), to in ends)
                for to, flags in real)
    return found, only - others


def counted(data):
    """gcov's own words about an object that has run: {file: [line]}"""
    said = subprocess.run(['gcov', '--json-format', '--stdout', '-b', data],
                          check=True, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE).stdout
    return {file['file']: file['lines'] for file in json.loads(said)['files']}


def read(data):
    """{file: {line number: Line}} of the part of solutions/ in a .gcda."""
    found = {}
    of = {graph.name: leads(graph) for graph in graphs(data[:-2] + 'no')}
    for file, lines in counted(data).items():
        if not file.startswith('solutions/'):
            continue
        for line in lines:
            number, name = line['line_number'], line.get('function_name', '')
            one = found.setdefault(file, {})[number] = Line(
                name, line['count'])
            where, only = of.get(name, ({}, ()))
            ways = where.get(number, [])
            one.ends = number in only
            if [way[0] for way in ways] != [
                    branch['fallthrough'] for branch in line['branches']]:
                sys.exit(say('coverage.arcs', where=f'{file}:{number}'))
            one.branches = [[branch['count'], way[1], way[2]] for branch, way
                            in zip(line['branches'], ways)]
    return found
