#!/usr/bin/env python3
"""make hint: the next hint for the step the learner is at.

Three for each step, one with each call: the idea, the place, nearly the code.
Then the heading of the section to read. Once the lab is green: what others
got wrong in it, a few at a time.

    LAB=loop    this lab; else the first that is begun and not green
    STEP=3      this step; else the one that make test calls the next
    AGAIN=1     from the first
"""
import glob
import os
import re
import sys

import at_step
import hints
import hints_seen
import results
import source
import steps
import wrongs
from paint import paint, told
from say import language, say

LABS = os.environ["LABS"].split()
BEGUN = os.environ["BEGUN"].split()
FEW = 3     # mistakes of others, at once
STAGES = "hint.idea", "hint.place", "hint.code"


def short(lab):
    return lab.rpartition("/")[2]


def verdict_of(lab):
    return results.of("yours", lab) if lab in BEGUN else None


def green(lab):
    verdict = verdict_of(lab)
    return bool(verdict) and verdict.state == results.PASSED


def chosen():
    """The lab named; without a name, the one to go on with; or None."""
    if os.environ.get("LAB"):
        return next(iter(os.environ["CHOSEN"].split()), None)
    undone = [lab for lab in LABS if not green(lab)]
    begun = [lab for lab in undone if lab in BEGUN]
    return next(iter(begun + undone + LABS[-1:]))


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
    path = "build/book/%s/%s.html" % (language(), lab)
    key = "hint.page" if os.path.exists(path) else "hint.page_not_made"
    return say(key, page="%s#%s-step-%d" % (path, short(lab), step))


def heading(lab, step):
    """What the section calls the step."""
    text = steps.read("chapters/%s.%s.md" % (lab, language()))
    found = re.search(r"^#+ (.*\S) *\{#%s-step-%d\}" % (short(lab), step),
                      text, re.M)
    return found[1].replace("`", "") if found else say("view.step_short",
                                                       number=step)


def of_step(lab, step):
    """The rows of the hint for this step."""
    parts = hints.of_step(lab, step, language())
    stage = shown_next(lab, str(step), 1, len(parts))
    name, last = short(lab), stage >= len(parts)
    rows = [paint("bold", "%s · %s" % (name, heading(lab, step)))]
    if stage > len(parts):
        rows += told(say("hint.all_seen", count=len(parts)), 0)
    else:
        rows += [say(STAGES[stage - 1], count=len(parts)), ""]
        rows += [("  " + row).rstrip() for row in parts[stage - 1]]
    if last:
        rows += ["", *told(page(lab, step), 0)]
    key = "hint.again" if last else "hint.more"
    return rows + ["", *told(say(key, lab=name), 0),
                   paint("bold", say("hint.next", lab=name))]


def not_judged(lab):
    """A file on which there is no verdict is told to be so first."""
    verdict = verdict_of(lab)
    if verdict is None or verdict.state in ("failed", results.PASSED):
        return []
    return [*told(say("hint.not_judged", path=source.of("labs", lab),
                      lab=short(lab)), 0), ""]


def mistakes(lab):
    """[(step or 99, text)] of what others got wrong, each text once."""
    found = {}
    for path in sorted(glob.glob(wrongs.folder(lab) + "/*.patch")):
        text = wrongs.header(path)[language()]
        if source.ours(lab, path) and text:
            found.setdefault(text, wrongs.step(lab, path) or 99)
    return sorted([(step, text) for text, step in found.items()],
                  key=lambda row: row[0])


def of_others(lab):
    """The rows of a few mistakes; after the last comes the first."""
    name, found = short(lab), mistakes(lab)
    to = shown_next(lab, "wrong", FEW, len(found), round_and_round=True)
    few = found[to - FEW:to]
    rows = list(told(say("hint.others", lab=name, first=to - FEW + 1,
                         last=to - FEW + len(few), count=len(found)), 0))
    for step, text in few:
        if step != 99:
            text = say("hint.in_step", number=step, text=text)
        rows += ["", *told(text, 2)]
    key = "hint.others_end" if to >= len(found) else "hint.others_more"
    return rows + ["", *told(say(key, lab=name), 0)]


def main():
    lab, step = chosen(), os.environ.get("STEP")
    if lab is None:
        print("\n".join(told(say("lab.unknown", lab=os.environ["LAB"],
              labs=" ".join(map(short, LABS))), 0)), file=sys.stderr)
        return 2
    known = hints.wanted(lab)
    if step and step not in map(str, known):
        print(say("hint.no_step", lab=short(lab), step=step,
                  steps=" ".join(map(str, known))), file=sys.stderr)
        return 2
    if not os.path.exists(source.of("labs", lab)):
        print(say("lab.no_file", path=source.of("labs", lab),
                  lab=short(lab)), file=sys.stderr)
        return 1
    rows = of_others(lab) if green(lab) and not step else not_judged(
        lab) + of_step(lab, int(step or at_step.at(lab, verdict_of(lab))))
    print("\n".join(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
