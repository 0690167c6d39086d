"""The closing lines of every run: `reference: N passed, N failed, N skipped`.

Counted are tests. The tests of a lab that is not begun are skipped, so that a
fresh copy never looks like work done. These two lines are for programs, too:
they read the same in every language.
"""
import sys

import results
import suite
from say import say


def count(lab):
    return len(suite.expected("tests/%s.c" % lab))


def closing(whose, labs, begun):
    """(the line, did anything fail?) of one author."""
    passed = failed = skipped = 0
    for lab in labs:
        verdict = results.of(whose, lab)
        if whose == "yours" and lab not in begun:
            skipped += count(lab)
        elif verdict is None:
            failed += max(1, count(lab))
        else:
            passed += verdict.passed()
            failed += max(len(verdict.failing()),
                          verdict.state != results.PASSED)
    return "%s: %d passed, %d failed, %d skipped" % (
        whose, passed, failed, skipped), failed > 0


def close(labs, begun):
    """Print both lines; the exit status of the run."""
    lines = [closing(whose, labs, begun) for whose in ("reference", "yours")]
    print("\n".join(line for line, _ in lines), flush=True)
    if not any(failed for _, failed in lines):
        return 0
    if sys.stderr.isatty():     # make now says Error 1 to a newcomer
        print(say("totals.error"), file=sys.stderr)
    return 1
