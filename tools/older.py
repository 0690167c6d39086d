"""Is a learner's file begun from another version of its starter?

The starter's instructions stand in it as comments, in both languages. Where
one of them is whole and says something else than ours, it was made by another
version of the workbook. The file is the learner's: we say so, and lay the
starter of this version beside it, below build/.
"""
import os
import re

import source
import starters
import steps
from say import say

PLACE = "build/starters"
COMMENT = re.compile(r"/\*\n[ \t]*\* Step (\d+)\. (.*?)\*/", re.S)


def instructions(text):
    """[(step, words, line)] of each comment that asks for something.

    Whoever has deleted one of its two languages has worked in it.
    """
    for found in COMMENT.finditer(text):
        words = "".join(re.sub(r"\n[ \t]*\*?", " ", found[2]).split())
        if "第%s步：" % found[1] in words:
            yield int(found[1]), words, text.count("\n", 0, found.start()) + 2


def changed(lab, starter):
    """[(step, line)] of what this version's starter asks for otherwise."""
    ours = {(step, words) for step, words, _ in instructions(starter)}
    mine = steps.read(source.of("labs", lab))
    return [(step, line) for step, words, line in instructions(mine)
            if (step, words) not in ours]


def told(lab):
    """What to say about it; "" where there is nothing to say."""
    path = source.of("labs", lab)
    starter = starters.derived()[0].get(path, b"").decode("utf-8")
    found = changed(lab, starter)
    if not found:
        return ""
    fresh = PLACE + path[len("labs"):]
    os.makedirs(os.path.dirname(fresh), exist_ok=True)
    with open(fresh, "w", encoding="utf-8") as file:
        file.write(starter)
    return say("lab.older", place="%s:%d" % (path, found[0][1]), path=path,
               number=found[0][0], fresh=fresh)
