"""Hints in three parts: chapters/CHAPTER/hints/LAB.{en,zh}.txt.

A block for each step of the starter, in order:

    = 2
    The idea: what to think about.
    %
    The place: which function, what state to look at.
    %
    Nearly the code: its shape in words, or five lines of it at most.

A lab with one step may leave the line `= 1` out. A row that is set in stands
as it is; all are wrapped by hand, at most WIDTH columns wide.
"""
import glob
import os
import re

import columns
import holes
import outline
import steps

STAGES = 3
WIDTH = 76
LINES = 5       # of the reference, one after another, are the solution
BEGIN = re.compile(r"= ?(\d+)$")
BETWEEN = "%"
CHINESE = re.compile("[\u3400-\u9fff]")


class Part:
    """One stage of one step: the rows, and the line of the first."""

    def __init__(self, line):
        self.line, self.rows = line, []


class Block:
    """The hints for one step."""

    def __init__(self, line, step):
        self.line, self.step = line, step
        self.parts = [Part(line + 1)]


def path(lab, lang):
    chapter, _, name = lab.partition("/")
    return "chapters/%s/hints/%s.%s.txt" % (chapter, name, lang)


def references(lab):
    """Its files: one in C, or one for each processor."""
    return glob.glob("solutions/%s.c" % lab) + glob.glob(
        "solutions/%s.*.S" % lab)


def wanted(lab):
    """The numbers of the steps that the starter asks for."""
    known = outline.of(lab)
    found = set(known["wanted"] if known else ())
    for file in references(lab):
        for line in steps.read(file).splitlines():
            begins = holes.OPEN.match(line)
            found |= {int(begins[2])} if begins else set()
    return sorted(found)


def read(file):
    """The blocks of one file; blank rows round a part are dropped."""
    blocks = []
    for number, row in enumerate(steps.read(file).splitlines(), 1):
        row, begins = row.rstrip(), BEGIN.match(row.rstrip())
        if begins:
            blocks.append(Block(number, int(begins[1])))
            continue
        if not blocks and row:
            blocks.append(Block(number - 1, 1))
        if not blocks:
            continue
        parts = blocks[-1].parts
        if row == BETWEEN:
            parts.append(Part(number + 1))
        elif row or parts[-1].rows:
            parts[-1].rows.append(row)
        else:
            parts[-1].line += 1
    for part in [part for block in blocks for part in block.parts]:
        while part.rows and not part.rows[-1]:
            part.rows.pop()
    return blocks


def of_step(lab, step, lang):
    """[[row]] of the parts for one step; none where nothing is written."""
    return next(([part.rows for part in block.parts]
                 for block in read(path(lab, lang)) if block.step == step), [])


def bare(rows):
    """Rows of code without blanks and comments' frames, empty ones left out."""
    return [row for row in (re.sub(r"\s", "", row) for row in rows) if row]


def solution(lab):
    """Every LINES rows of the reference, one after another, without blanks."""
    found = set()
    for file in references(lab):
        rows = bare(steps.read(file).splitlines())
        found |= {"".join(rows[at:at + LINES])
                  for at in range(len(rows) - LINES + 1)}
    return found


def in_part(part, lang, known):
    """(line, key, fields) of what is wrong in one part."""
    text = "\n".join(part.rows)
    if not text:
        yield part.line, "hints.empty", {}
    elif bool(CHINESE.search(text)) != (lang == "zh"):
        yield part.line, "hints.language", {"language": lang}
    for number, row in enumerate(part.rows, part.line):
        if "\t" in row:
            yield number, "hints.tab", {}
        if columns.width(row) > WIDTH:
            yield number, "hints.wide", {"columns": columns.width(row),
                                         "most": WIDTH}
    together = "".join(bare(part.rows))
    if any(lines in together for lines in known):
        yield part.line, "hints.solution", {"most": LINES - 1}


def complaints(lab, lang):
    """(line, key, fields) of what is wrong in one file."""
    blocks, steps_of = read(path(lab, lang)), wanted(lab)
    known = solution(lab)
    for block in blocks:
        if block.step not in steps_of:
            yield block.line, "hints.no_step", {"step": block.step}
        if len(block.parts) != STAGES:
            yield block.line, "hints.parts", {
                "step": block.step, "count": len(block.parts)}
        for part in block.parts:
            yield from in_part(part, lang, known)
    has = [block.step for block in blocks]
    for step in steps_of:
        if has.count(step) != 1:
            yield 1, "hints.step", {"step": step, "count": has.count(step)}
    if has != sorted(has):
        yield 1, "hints.order", {}
