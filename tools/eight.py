"""What is wrong and what to look at, in eight lines at most."""
from paint import COLUMNS, cut, paint, told
from say import language, say

LINES = 8       # below the steps, with what lab.py says there
FIRST = 3       # failures, at most


def fitted(lines, margin, room):
    """Lines in so many rows: each has one; the first have more, if need be."""
    wrapped = [list(told(line, margin)) for line in lines]
    most = [1] * len(wrapped)
    for i, rows in enumerate(wrapped):
        most[i] += max(0, min(len(rows) - 1, room - sum(most)))
    for rows, n in zip(wrapped, most):
        if len(rows) > n:
            rows[n - 1] = cut(rows[n - 1], COLUMNS - 2) + "…"
        yield from rows[:n]


def in_full(test, room, called):
    """One failure in so many rows."""
    yield paint("red", "✗ ") + say("view.failure",
                                   name=paint("bold", test.name),
                                   step=called(test.step, "short"))
    yield from fitted(test.message(language()).splitlines(), 4, room - 1)


def shown(same, room, called):
    """(rows, how many were left out): the first failures, as far as they fit.

    The first always stands there. called() says how a learner hears of a step.
    """
    rest, rows = sum(1 + more for _, more in same), []
    for i, (test, more) in enumerate(same[:FIRST]):
        last = rest - 1 == 0
        block = list(in_full(test, room - len(rows) - (not last), called))
        if i and len(rows) + len(block) + (not last) > room:
            break
        rows += block
        rest -= 1
        if more and len(rows) + 1 + (rest > more) <= room:
            rows.append("    " + say("view.alike", count=more))
            rest -= more
    return rows, rest
