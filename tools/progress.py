#!/usr/bin/env python3
"""make progress: how far the learner is, lab by lab and step by step.

With LAB=, each step of one lab in a line.
"""
import os
import sys

import next as goal
import progress_kept
import progress_state as state
from paint import COLUMNS, paint, told
from say import pad, say, width

CELL = COLUMNS // 2


def marks(lab):
    return "".join(paint(state.COLOUR[now], state.SHOWN[now])
                   for now in lab.steps.values())


def cell(lab):
    """One lab: its name, a mark for each step, a word."""
    name = lab.short + (" ★" if lab.elective else "")
    text = "  " + pad(name, 12) + marks(lab) + " " * (9 - len(lab.steps))
    word = lab.word()
    colour = "green" if lab.passed else "yellow"
    return text + (paint(colour, word) if word else ""), \
        2 + 12 + 9 + width(word)


def in_columns(labs):
    """The labs of a chapter: down the left half, then down the right."""
    half = (len(labs) + 1) // 2
    for at in range(half):
        left, wide = cell(labs[at])
        right = cell(labs[half + at])[0] if half + at < len(labs) else ""
        yield (left + " " * (CELL - wide) + right).rstrip()


def checkpoint(labs, chapter, kept):
    """What is known of a chapter's checkpoint, in words."""
    day = kept.get((chapter, "checkpoint"))
    if day is not None:
        return say("progress.checked", day=day)
    ready = goal.at_its_end(labs, chapter)
    return say("progress.check_ready" if ready else "progress.check_later")


def overview(labs, kept):
    yield say("progress.legend", **{
        name: paint(state.COLOUR[name], state.SHOWN[name])
        for name in state.SHOWN})
    for chapter, of_chapter in state.chapters(labs).items():
        text = say("progress.chapter", title=state.title(chapter),
                   done=sum(lab.passed for lab in of_chapter),
                   all=len(of_chapter))
        yield paint("bold", pad(text, CELL)) + checkpoint(labs, chapter, kept)
        yield from in_columns(of_chapter)
    steps = [now for lab in labs for now in lab.steps.values()]
    yield say("progress.total", done=sum(lab.passed for lab in labs),
              all=len(labs), green=steps.count(state.GREEN), steps=len(steps))


def one(lab, kept):
    """Each step of a lab."""
    titles = state.headings(lab.name)
    yield paint("bold", "%s  %s" % (lab.short, titles.get(0, ""))) + (
        "  " + lab.word() if lab.word() else "")
    for step, now in lab.steps.items():
        day = kept.get((lab.name, str(step)), "")
        yield "  %s %s  %s" % (
            paint(state.COLOUR[now], state.SHOWN[now]),
            pad(say("view.step_short", number=step)
                + "  " + titles.get(step, ""), 50),
            say("progress.since", day=day) if day else "")


def main():
    labs = state.all_labs()
    kept = progress_kept.read()
    chosen = [lab for lab in labs if lab.name in state.words("CHOSEN")]
    if os.environ.get("LAB") and not chosen:
        print("\n".join(told(say("lab.unknown", lab=os.environ["LAB"],
              labs=" ".join(lab.short for lab in labs)), 0)),
              file=sys.stderr)
        return 2
    for lab in chosen:
        print("\n".join(row.rstrip() for row in one(lab, kept)))
    if not chosen:
        print("\n".join(overview(labs, kept)))
    print("\n" + "\n".join(paint("bold", row) for row in told(
        goal.command(labs, kept), 0)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
