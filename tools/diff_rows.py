"""Two texts side by side: the learner's left, the reference right.

Shown is what differs, with a few rows round it. Where eighty columns must do
for both, a tab takes two of them; what is still too long goes on below.
"""
import difflib
import re

import columns
import holes
import source
import steps
from paint import COLOURS
from say import pad, say

ROUND = 2           # rows that do not differ, above and below
SAME, MINE, OURS, BOTH = " ", "<", ">", "|"
STUB = re.compile(r"\s*(not_written|NOT_WRITTEN)\(.*\);?")


def unmarked(parts):
    """[(row, its step or None)]: marks are shown as the starter has them."""
    found = []
    for part in parts:
        if isinstance(part, holes.Hole):
            rows = [row for row in part.comment() if not STUB.fullmatch(row)]
            found += [(row, part.step) for row in
                      rows + [""] * (not part.indent) + part.body]
        else:
            found.append((part, None))
    return found


def mine(path):
    """(the rows of the learner's file, [what was left out of account])"""
    with open(path, "rb") as file:
        data = file.read()
    odd = []
    if data.startswith(b"\xef\xbb\xbf"):
        odd, data = ["diff.bom"], data[3:]
    if b"\r\n" in data:
        odd, data = odd + ["diff.crlf"], data.replace(b"\r\n", b"\n")
    text = "".join(c if c.isprintable() or c in "\t\n" else "?"
                   for c in data.decode("utf-8", "replace"))
    try:        # a file made from the reference has its marks
        return [row for row, _ in unmarked(holes.parts(path, text))], odd
    except holes.Broken:
        rows = [row.rstrip() for row in text.split("\n")]
        return rows[:-1] if not rows[-1] else rows, odd


def blocks(left, right):
    """[(kind, left rows, right rows, where each begins)]"""
    matcher = difflib.SequenceMatcher(None, left, right, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        yield tag != "equal", (a, b), (c, d)


def spread(differs, left, right):
    """One row beside the other: [(mark, left number, right number)]"""
    (a, b), (c, d) = left, right
    for i in range(max(b - a, d - c)):
        one, other = a + i if a + i < b else None, c + i if c + i < d else None
        mark = (SAME if not differs else BOTH if None not in (one, other)
                else MINE if other is None else OURS)
        yield mark, one, other


def touched(rows, ours, step):
    """The rows that are shown: what differs, in that step, and round it."""
    inside = [i for i, (_, _, right) in enumerate(rows)
              if right is not None and ours[right][1] == step]
    low, high = (inside[0], inside[-1]) if step and inside else (0, len(rows))
    wanted = set()
    for i, (mark, _, _) in enumerate(rows):
        if mark != SAME and low <= i <= high:
            wanted |= set(range(max(0, i - ROUND), i + ROUND + 1))
    return sorted(i for i in wanted if i < len(rows)
                  and low - ROUND <= i <= high + ROUND)


def fold(text, limit):
    """A row as rows that fit; a Chinese character takes two columns."""
    rows = [""]
    for char in text:
        if columns.width(rows[-1] + char) > limit:
            begin, _, word = rows[-1].rpartition(" ")
            if len(begin.strip()) < limit // 2 or char == " ":
                begin, word = rows[-1], ""
            rows[-1:] = [begin, "    " + word]
        if char != " " or len(rows) == 1 or rows[-1].strip():
            rows[-1] += char
    return rows


def colour(text, name, wanted):
    return "\033[%sm%s\033[0m" % (COLOURS[name], text) \
        if wanted and text.strip() else text


def beside(mark, left, right, half, wanted):
    """The rows on the screen for one row of each text."""
    tab = 8 if half >= 80 else 2
    one = fold((left or "").expandtabs(tab), half)
    other = fold((right or "").expandtabs(tab), half)
    for i in range(max(len(one), len(other))):
        a = pad(one[i] if i < len(one) else "", half)
        b = other[i] if i < len(other) else ""
        if mark != SAME:
            a, b = colour(a, "red", wanted), colour(b, "green", wanted)
        yield ("%s %s %s" % (a, mark, b)).rstrip()


def of(lab, step, wide, wanted):
    """([rows to show; none: nothing differs], [what was left out])"""
    (left, odd), ours = mine(lab.path), unmarked(steps.parts(lab.name))
    rows = [row for block in blocks(left, [text for text, _ in ours])
            for row in spread(*block)]
    shown, half = touched(rows, ours, step), (wide - 3) // 2
    found, last = [], None
    for i in shown:
        mark, one, other = rows[i]
        if last is not None and i != last + 1:
            found.append(colour("…", "grey", wanted))
        found += beside(mark, left[one] if one is not None else None,
                        ours[other][0] if other is not None else None,
                        half, wanted)
        last = i
    head = pad(lab.path, half + 3) + source.of("solutions", lab.name)
    legend = say("diff.legend")
    return ([colour(head, "bold", wanted), legend] + found
            if found else []), odd
