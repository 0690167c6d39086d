#!/usr/bin/env python3
"""make hint: the next hint for the step the learner is at.

Three for each step, one with each call: the idea, the place, nearly the code.
Then the heading of the section to read. Once the lab is green: what others
got wrong in it, a few at a time.

    LAB=loop    this lab; else the first that is begun and not green
    STEP=3      this step; else the one that make test calls the next
    AGAIN=1     from the first
"""
import os
import sys

import at_step
import hints
import hints_seen
import next as after
import progress_state as state
import results
import wrongs
from paint import paint, told
from say import language, say

FEW = 3     # mistakes of others, at once
STAGES = "hint.idea", "hint.place", "hint.code"


def chosen():
    """The lab named; without a name, the one that make next names; or None."""
    if os.environ.get("LAB"):
        names = os.environ["CHOSEN"].split()
        return state.Lab(names[0], {}) if names else None
    labs = state.all_labs()
    run = {(chapter, "checkpoint") for chapter in state.chapters(labs)}
    what, which = after.choose(labs, run)
    return which if what == "lab" else labs[-1]


def shown_next(lab, what, count, most, round_and_round=False):
    """How many to have shown after this call; remembered if that can be."""
    before = min(hints_seen.seen(lab, what), most)
    if os.environ.get("AGAIN") or (round_and_round and before == most):
        before = 0
    after = before + count
    try:
        hints_seen.note(lab, what, min(after, most))
    except OSError as error:
        print("\n".join(told(say("hint.not_kept", path=hints_seen.PATH,
                                 why=error.strerror), 0)), file=sys.stderr)
    return after


def page(lab, step):
    """Where the section speaks of this step."""
    path = lab.page(step)
    made = os.path.exists(path.partition("#")[0])
    return say("hint.page" if made else "hint.page_not_made", page=path)


def of_step(lab, step):
    """The rows of the hint for this step."""
    parts = hints.of_step(lab.name, step, language())
    stage = shown_next(lab.name, str(step), 1, len(parts))
    title = state.headings(lab.name).get(step, "").replace("`", "")
    rows = [paint("bold", say("hint.head", lab=lab.short, number=step,
                              title=title))]
    if stage > len(parts):
        rows += told(say("hint.all_seen", count=len(parts)), 0)
    else:
        rows += [say(STAGES[stage - 1], count=len(parts)), ""]
        rows += [("  " + row).rstrip() for row in parts[stage - 1]]
    last = stage >= len(parts)
    if last:
        rows += ["", *told(page(lab, step), 0)]
    key = "hint.again" if last else "hint.more"
    return rows + ["", *told(say(key, lab=lab.short), 0),
                   paint("bold", say("hint.next", lab=lab.short))]


def not_judged(lab):
    """A file on which there is no verdict is told to be so first."""
    if lab.state() in ("nothing", "failed", results.PASSED):
        return []
    return [*told(say("hint.not_judged", path=lab.path, lab=lab.short), 0), ""]


def mistakes(lab):
    """[(step or 99, text)] of what others got wrong, each text once."""
    found = {}
    for path in wrongs.paths(lab):
        text = wrongs.header(path)[language()]
        if wrongs.ours(lab, path) and text:
            found.setdefault(text, wrongs.step(lab, path) or 99)
    return sorted([(step, text) for text, step in found.items()],
                  key=lambda row: row[0])


def of_others(lab):
    """The rows of a few mistakes; after the last comes the first."""
    found = mistakes(lab.name)
    to = shown_next(lab.name, "wrong", FEW, len(found), round_and_round=True)
    few = found[to - FEW:to]
    rows = list(told(say("hint.others", lab=lab.short, first=to - FEW + 1,
                         last=to - FEW + len(few), count=len(found)), 0))
    for step, text in few:
        if step != 99:
            text = say("hint.in_step", number=step, text=text)
        rows += ["", *told(text, 2)]
    key = "hint.others_end" if to >= len(found) else "hint.others_more"
    return rows + ["", *told(say(key, lab=lab.short), 0),
                   paint("bold", say("hint.next_lab"))]


def refused(lab, step):
    """(exit status, why there is no hint), or None."""
    if lab is None:
        short = [name.rpartition("/")[2] for name in state.words("LABS")]
        return 2, say("lab.unknown", lab=os.environ["LAB"],
                      labs=" ".join(short))
    known = [str(number) for number in lab.steps]
    if step and step not in known:
        return 2, say("hint.no_step", lab=lab.short, step=step,
                      steps=" ".join(known))
    if not lab.there:
        return 1, say("lab.no_file", path=lab.path, lab=lab.short)
    path = hints.path(lab.name, language())
    if not os.path.exists(path):
        return 1, say("hint.gone", path=path)
    return None


def main():
    lab, step = chosen(), os.environ.get("STEP")
    no = refused(lab, step)
    if no:
        print("\n".join(told(no[1], 0)), file=sys.stderr)
        return no[0]
    if lab.passed and not step:
        rows = of_others(lab)
    else:
        step = int(step or at_step.at(lab.name, lab.verdict))
        rows = not_judged(lab) + of_step(lab, step)
    print("\n".join(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
