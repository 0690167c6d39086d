"""What coverage.py says: a table for a person, faults for the gate."""
import collections
import csv
import pathlib
import sys

from coverage_read import text
from gate import Gate
from say import pad, say

REASONS = 'tests/uncovered.tsv'
KEPT = pathlib.Path('build/coverage.tsv')
Item = collections.namedtuple('Item', 'file function text branch')


def missing(path, lines):
    """[(line number, Item, where the branch leads)] that nobody reached."""
    file, found = f'solutions/{path}.c', []
    for number, line in sorted(lines.items()):
        words = text(file, number)
        if not line.count:
            if not line.ends:
                found.append((number, Item(path, line.function, words, '-'),
                              0))
            continue
        for n, (taken, to, ends) in enumerate(line.branches, 1):
            if not taken and not ends:
                branch = f'{n}/{len(line.branches)}'
                found.append((number, Item(path, line.function, words,
                                           branch), to))
    return found


def reasons():
    """{Item: [(line of the table, may it be reached after all?)]}

    2/4? is a branch that some systems reach and others do not.
    """
    found = {}
    try:
        with open(REASONS, encoding='utf-8', newline='') as table:
            for number, row in enumerate(csv.reader(
                    table, delimiter='\t', quoting=csv.QUOTE_NONE), 1):
                if row and not row[0].startswith('#'):
                    item = Item(*row[:3], row[3].rstrip('?'))
                    found.setdefault(item, []).append(
                        (number, row[3].endswith('?')))
    except FileNotFoundError:
        pass
    return found


def sort(path, lines, why):
    """(explained, [unexplained]); the reasons that are used leave `why`."""
    explained, open_ones = 0, []
    for number, item, to in missing(path, lines):
        if why.get(item):
            why[item].pop(0)
            explained += 1
        else:
            open_ones.append((number, item, to))
    return explained, open_ones


def told(number, item, to):
    file = f'solutions/{item.file}.c'
    if item.branch == '-':
        return f'{file}:{number}: {item.text}'
    where = f'{to}: {text(file, to)}' if to else '?'
    return f'{file}:{number}: {item.text}\n    ' + say(
        'coverage.branch', branch=item.branch, where=where)


def sums(lines):
    """(lines, reached, branches, taken, left out: they lead to a panic)"""
    ends = sum(line.ends and not line.count for line in lines.values())
    branches = [branch for line in lines.values() for branch in line.branches]
    panics = sum(ends and not taken for taken, _, ends in branches)
    return (len(lines) - ends, sum(line.count > 0 for line in lines.values()),
            len(branches) - panics, sum(taken > 0 for taken, *_ in branches),
            ends + panics)


def keep(found):
    """For the table of evidence: branches, taken, explained, left."""
    why, rows = reasons(), {}
    if KEPT.exists():
        rows = dict(line.split('\t', 1)
                    for line in KEPT.read_text('utf-8').splitlines())
    for path, lines in found.items():
        _, _, branches, taken, _ = sums(lines)
        explained, open_ones = sort(path, lines, why)
        rows[path] = f'{branches}\t{taken}\t{explained}\t{len(open_ones)}'
    KEPT.write_text(''.join(f'{path}\t{numbers}\n'
                            for path, numbers in rows.items()), 'utf-8')


def believed(faults):
    for lab, test, floor in faults:
        print(f'tests/{lab}.c:1: ' + say('coverage.fails', test=test,
                                         floor=floor))


def table(found, faults):
    """For a person: the table, then what nobody reached."""
    why, left, total = reasons(), [], [0] * 7
    believed(faults)
    wide = max(map(len, found)) + 12
    print(pad(say('coverage.file'), wide) + say('coverage.columns'))
    for path, lines in found.items():
        explained, open_ones = sort(path, lines, why)
        numbers = [*sums(lines), explained, len(open_ones)]
        total = [old + new for old, new in zip(total, numbers)]
        left += open_ones
        print(row(f'solutions/{path}.c', wide, numbers))
    if len(found) > 1:
        print(row(say('coverage.total'), wide, total))
    for one in left:
        print(told(*one))


def row(name, wide, numbers):
    lines, reached, branches, taken, panics, explained, left = numbers
    return pad(name, wide) + (f'{reached:6}/{lines:<6}{taken:6}/{branches:<6}'
                              f'{panics:8}{explained:11}{left:11}')


def gate(found, faults):
    """For the gate: each file is an item, and so is the table of reasons."""
    why, judge = reasons(), Gate()
    believed(faults)
    for path, lines in found.items():
        judge.item()
        for number, item, to in sort(path, lines, why)[1]:
            place, words = told(number, item, to).split(': ', 1)
            judge.fault(place, 'coverage.open', text=words,
                        reasons=REASONS)
    for item, rows in why.items():
        for number, maybe in rows:
            judge.item()
            judge.check(f'{REASONS}:{number}', maybe, 'coverage.stale',
                        text=item.text, branch=item.branch)
    if faults:
        judge.item()
        judge.clean = False
    judge.close()


if __name__ == '__main__':
    sys.exit(__doc__)
