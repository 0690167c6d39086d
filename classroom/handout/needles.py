"""What of the reference must not be found in a hand-out.

Every line of it that is distinctive, and every two that follow each other.
Distinctive is what has LEAST characters, blanks left out, and stands neither
in a starter nor in anything else that students get as source. And three that
follow each other, and are LONG: nobody writes those twice, so where they stand
in a test or a program they have slipped in.
"""
import functools
import glob
import pathlib
import re
import sys

sys.path.insert(0, "tools")
import holes            # noqa: E402
import starters         # noqa: E402

LEAST, LONG = 20, 60    # characters, without blanks
SHOWN = ("include/*.h", "tests/[0-9]*/*.[chS]", "tests/support/*.[chS]",
         "labs/*/programs/*", "tools/trace/*.[ch]")
BLANK = re.compile(r"\s+")


def tight(text):
    """Without blanks: no other indentation or line end hides a line."""
    return BLANK.sub("", text)


def read(path):
    return pathlib.Path(path).read_text("utf-8")


def asked(path):
    """What its steps ask for, as one line: a starter breaks it into rows."""
    return [text for part in holes.parts(path, read(path))
            if isinstance(part, holes.Hole) for text in part.texts.values()]


def starting():
    """What a learner starts from, without blanks."""
    texts = [data.decode() for data in starters.derived()[0].values()]
    for path in sorted(glob.glob("solutions/[0-9]*/*.[cS]")):
        texts += asked(path)
    return "\n".join(map(tight, texts))


def shown():
    """What else students get as source, without blanks."""
    return "\n".join(tight(read(path)) for pattern in SHOWN
                     for path in sorted(glob.glob(pattern)))


def written(path):
    """The rows of a reference file that a learner writes; None between."""
    for part in holes.parts(path, read(path)):
        if isinstance(part, holes.Hole):
            yield from enumerate(part.body, part.line + 1)
        yield 0, None


def added(path):
    """The rows that a wrong answer has instead of the reference's."""
    for number, row in enumerate(read(path).splitlines(), 1):
        new = row.startswith("+") and not row.startswith("+++ ")
        yield number, row[1:] if new else None


def whole(path):
    return enumerate(read(path).splitlines(), 1)


def sources():
    """(path, its rows) of all that holds a solution, or half of one."""
    for pattern, rows in (("solutions/[0-9]*/*.[cS]", written),
                          ("solutions/given/*.[chS]", whole),
                          ("tests/*/right/*/*.[cS]", whole),
                          ("tests/*/wrong/*/*.patch", added)):
        for path in sorted(glob.glob(pattern)):
            yield path, rows(path)


def pieces(rows):
    """(line, [text without blanks]) of each row, each two, each three."""
    last = []
    for number, row in rows:
        text = tight(row or "")
        if row is None:
            last = []
        elif text:
            last = last[-2:] + [text]
            for first in range(len(last)):
                yield number, last[first:]


def slipped(path, texts):
    """Are these in any case the reference's? Ours that nobody has to write
    may look like its tests."""
    return len(texts) == 3 and len("".join(texts)) >= LONG \
        and not path.startswith("solutions/given/") \
        and not any(text.startswith("#include") for text in texts)


@functools.lru_cache(maxsize=None)
def needles():
    """{text without blanks: "file:line" where it comes from}"""
    starts, others, found = starting(), shown(), {}
    for path, rows in sources():
        for number, texts in pieces(rows):
            text = "".join(texts)
            if len(text) >= LEAST and text not in found \
                    and text not in starts and (
                        slipped(path, texts) or text not in others):
                found[text] = "%s:%d" % (path, number)
    return found
