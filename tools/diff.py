#!/usr/bin/env python3
"""make diff: the learner's file beside the reference, where they differ.

    LAB=loop            the lab          STEP=3    one step of it alone
    SURE=1              do not ask whether the answer may be shown

Whoever has not solved it yet is asked first, on a terminal; elsewhere nothing
is shown without SURE=1. What is solved, a lab or that one step, is shown.
"""
import os
import shutil
import subprocess
import sys

import diff_rows
import outline
import progress_state as state
import progress_kept
from paint import COLUMNS, coloured, paint, told
from say import say


def tell(key, colour=None, stream=None, **fields):
    for row in told(say(key, **fields), 0):
        print(paint(colour, row, stream) if colour else row,
              file=stream or sys.stdout, flush=True)


def next_line(command):
    tell("next.type", "bold", command=command)


def solved(lab, step):
    """Has the learner done what would be shown?"""
    return lab.passed or step is not None \
        and lab.steps.get(step) == state.GREEN


def may_show(lab, step):
    """(may it be shown?, exit status if not)"""
    if solved(lab, step) or os.environ.get("SURE") == "1":
        return True, 0
    what = say("diff.one_step", number=step) if step else lab.short
    words = "LAB=%s%s" % (lab.short, " STEP=%d" % step if step else "")
    if not sys.stdin.isatty() or not sys.stdout.isatty():
        tell("diff.refused", what=what, words=words)
        next_line("make hint LAB=" + lab.short)
        return False, 1
    print("\n".join(told(say("diff.ask", what=what), 0)), end=" ", flush=True)
    answer = sys.stdin.readline().strip().lower()
    if answer in ("y", "yes", "是", "好"):
        return True, 0
    tell("diff.kept_back")
    next_line("make hint LAB=" + lab.short)
    return False, 0


def width():
    """The columns of the terminal; eighty where there is none."""
    return max(COLUMNS, shutil.get_terminal_size((COLUMNS, 24)).columns
               if sys.stdout.isatty() else COLUMNS)


def page(rows):
    """Show them: by the page, where they are too many for a terminal."""
    less, size = shutil.which("less"), shutil.get_terminal_size((80, 24))
    text = "\n".join(rows) + "\n"
    if not sys.stdout.isatty() or len(rows) < size.lines or not less \
            or os.environ.get("TERM", "dumb") == "dumb":
        sys.stdout.write(text)
        return
    subprocess.run([less, "-R", "-F", "-X"], input=text, encoding="utf-8",
                   env=dict(os.environ, LESSCHARSET="utf-8"))


def of_step():
    """STEP=3 as a number; None: all; False: no number."""
    text = os.environ.get("STEP", "")
    return None if not text else int(text) if text.isdigit() else False


def show(lab, step):
    rows, odd = diff_rows.of(lab, step, width(), coloured())
    for key in odd:
        tell(key, path=lab.path)
    if rows:
        page(rows)
    else:
        tell("diff.same", "green", path=lab.path)
    print()
    next_line("make next" if lab.passed else "make test LAB=" + lab.short)
    return 0


def main():
    if os.path.isdir(outline.ROOT):
        tell("diff.handout")
        next_line("make next")
        return 1
    kept = progress_kept.read()
    labs = [state.Lab(name, kept) for name in state.words("CHOSEN")]
    if not labs:
        asked = os.environ.get("LAB", "")
        tell("lab.unknown" if asked else "diff.which", stream=sys.stderr,
             lab=asked, labs=" ".join(
                 name.rpartition("/")[2] for name in state.words("LABS")))
        return 2
    lab, step = labs[0], of_step()
    if not lab.there:
        tell("lab.no_file", path=lab.path, lab=lab.short)
        next_line("make reset LAB=" + lab.short)
        return 1
    if step is False or step is not None and step not in lab.steps:
        tell("diff.no_step", stream=sys.stderr, step=os.environ["STEP"],
             lab=lab.short, last=max(lab.steps))
        return 2
    sure, status = may_show(lab, step)
    return show(lab, step) if sure else status


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print()
        sys.exit(130)
    except BrokenPipeError:     # somebody reads no more: head, a pager
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
