"""Which step of a lab something belongs to.

The markers in the reference know: which step each of its lines belongs to,
and which function asks for which step. With them we find in the learner's
file what is not written yet.
"""
import re

import holes
import outline
import source

STUB = re.compile(r"\s*(not_written|NOT_WRITTEN)\(")


def read(path):
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except FileNotFoundError:
        return ""


def of_lines(lab):
    """{line of the reference: the step that it belongs to}"""
    known = outline.of(lab)
    if known:       # not the lines, but each step that there is
        return {step: step for step in known["steps"]}
    steps, step = {}, None
    for number, line in enumerate(
            read(source.of("solutions", lab)).splitlines(), 1):
        begins = holes.OPEN.match(line)
        if begins:
            step = int(begins[2])
        if step:
            steps[number] = step
        if holes.END.match(line):
            step = None
    return steps


def outlined(part):
    """A row, or a hole of which the body is not known."""
    if isinstance(part, str):
        return part
    hole = holes.Hole(part["line"], part["indent"], part["step"])
    hole.texts, hole.names = part["texts"], part["functions"]
    return hole


def parts(lab):
    """The reference: lines and holes; a broken one has none."""
    known = outline.of(lab)
    if known:
        return [outlined(part) for part in known["parts"]]
    path = source.of("solutions", lab)
    try:
        return holes.parts(path, read(path))
    except holes.Broken:
        return []


def of_functions(lab):
    """{function that is a stub, or that a learner makes one: its step}"""
    steps, name = {}, None
    for part in parts(lab):
        if isinstance(part, holes.Hole):
            for each in [name] if part.indent else part.functions():
                steps.setdefault(each, part.step)
        elif holes.head(part):
            name = holes.head(part)
    return steps


def stubs(lab, mine):
    """(step, line) of each function in the learner's file that is a stub."""
    steps, name = of_functions(lab), None
    for number, line in enumerate(mine.splitlines(), 1):
        if holes.head(line):
            name = holes.head(line)
        if STUB.match(line) and name in steps:
            yield steps[name], number


def untouched(lab, mine):
    """(step, line) of each comment that asks for functions, and got none.

    The comment is followed by what follows it in the starter, and nothing
    in the file has the name that the reference uses.
    """
    shown = parts(lab)
    for i, hole in enumerate(shown):
        if not isinstance(hole, holes.Hole) or hole.indent:
            continue
        comment = "\n".join(hole.comment())
        at = mine.find(comment)
        after = next((part for part in shown[i + 1:] if part != ""), "")
        if isinstance(after, holes.Hole):
            after = "\n".join(after.comment())
        rest = mine[at + len(comment):].lstrip("\n")
        written = any(re.search(r"^\w.*\b%s\b" % name, mine, re.M)
                      for name in hole.functions())
        if at >= 0 and rest.startswith(after) and not written:
            yield hole.step, mine.count("\n", 0, at) + 2


def unwritten(lab):
    """[(step, line of the learner's file)] of what is to be written yet."""
    mine = read(source.of("labs", lab))
    return sorted([*stubs(lab, mine), *untouched(lab, mine)])
