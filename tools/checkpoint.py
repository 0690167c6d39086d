#!/usr/bin/env python3
"""make checkpoint: a chapter's program, on the learner's files alone.

Linked are the labs of the chapters so far, as they stand in labs/, and what is
given; nothing of later chapters. Where an elective is not done, the reference
stands in for it, but only if something calls it: then that is said. What the
program prints is compared with what its twin prints on asyncio.
"""
import os
import sys

import checkpoint_run as running
import next as goal
import progress_kept
import progress_state as state
from alike import alike
from paint import paint, told
from say import say

# Each chapter's program: the tutorial's first, second, third; and once more
# the third, on the floor that chapter 4 lays.
PROGRAMS = {"1-basics": "1-basics/hello",
            "2-concurrency": "2-concurrency/gather",
            "3-networking": "3-networking/wget",
            "4-summary": "3-networking/wget"}
INSTEAD_OF = dict(zip(goal.FLOOR_LABS, ("1-basics/context",
                                        "1-basics/selector")))


def tell(key, colour=None, **fields):
    for row in told(say(key, **fields), 0):
        print(paint(colour, row) if colour else row, flush=True)


def stop(key, command, **fields):
    """Say why there is nothing to be seen, and what to type."""
    tell(key, **fields)
    tell("next.type", "bold", command=command)
    return 1


def wanted(labs):
    """The chapter asked for: CHAPTER=2; or of those at their end the first
    whose checkpoint was not run, or the last.
    """
    found = list(state.chapters(labs))
    asked = os.environ.get("CHAPTER", "")
    if asked:
        found = [chapter for chapter in found
                 if asked in (chapter, chapter.partition("-")[0])]
        return found[0] if found else None
    ready = [chapter for chapter in found if goal.at_its_end(labs, chapter)]
    kept = progress_kept.read()
    fresh = [name for name in ready if (name, "checkpoint") not in kept]
    return (fresh[:1] or ready[-1:] or found)[0]


def missing(labs, chapter):
    """What is still to be done before this chapter is at its end."""
    found = state.behind(labs, chapter)
    if chapter == goal.FLOOR:
        found += [lab for lab in labs
                  if lab.name in goal.FLOOR_LABS and not lab.passed]
    return " ".join(lab.short for lab in found)


def linked(labs, chapter):
    """(the learner's labs, those that the reference may stand in for)

    A hand-out may hold labs back; for those it stands in, too.
    """
    floor, back = chapter == goal.FLOOR, state.words("HELD_BACK")
    there = state.words("LABS") + back
    out = {old if floor else new for new, old in INSTEAD_OF.items()
           if new in there}
    labs = [lab for lab in labs
            if lab.chapter <= chapter and lab.name not in out]
    return ([lab.name for lab in labs if lab.passed],
            [lab.name for lab in labs if not lab.passed]
            + [name for name in back if name not in out
               and name.partition("/")[0] <= chapter])


def whose(mine, theirs):
    """Say whose files it is made of."""
    def short(names):
        return " ".join(name.rpartition("/")[2] for name in names)
    tell("run.yours", labs=short(mine))
    tell("checkpoint.alone" if not theirs else "checkpoint.held_back"
         if set(theirs) & set(state.words("HELD_BACK"))
         else "checkpoint.stand_in", labs=short(theirs))


def compare(program, said):
    """Does its twin say the same on asyncio? None: the twin did not run."""
    twin = "labs/%s.py" % program.replace("/", "/programs/")
    status, wanted_lines = running.run(
        running.command(program, sys.executable, twin), show=False)
    if status != 0:
        tell("checkpoint.no_twin", twin=twin,
             version=".".join(map(str, sys.version_info[:2])))
        return None
    if alike(said, wanted_lines):
        tell("checkpoint.same" if said == wanted_lines
             else "checkpoint.alike", "green", twin=twin)
        return True
    tell("checkpoint.other", "red", twin=twin)
    for line in wanted_lines.splitlines():
        print("  " + line)
    return False


def shown(program, chapter, path):
    """Run it; the exit status of the whole."""
    print()
    status, said = running.run(running.command(program, path), show=True)
    print()
    if status is None:
        return stop("checkpoint.late", "make trace LAB=%s"
                    % program.rpartition("/")[2], seconds=running.SECONDS)
    if status:
        return stop("checkpoint.status", "make test", status=status)
    if compare(program, said) is False:
        return stop("checkpoint.look", "make test")
    progress_kept.add([(chapter, "checkpoint")])
    tell("next.type", "bold", command="make next")
    return 0


def main():
    labs = state.all_labs()
    chapter = wanted(labs)
    if not chapter:
        return stop("checkpoint.unknown", "make checkpoint CHAPTER=1",
                    chapter=os.environ["CHAPTER"], all=" ".join(
                        name.partition("-")[0]
                        for name in state.chapters(labs)))
    program, title = PROGRAMS[chapter], state.title(chapter)
    if not goal.at_its_end(labs, chapter):
        return stop("checkpoint.early", "make next", chapter=title,
                    program=program.rpartition("/")[2],
                    labs=missing(labs, chapter) or "switch poller")
    mine, theirs = linked(labs, chapter)
    path, said = running.build(program, chapter, chapter == goal.FLOOR,
                               mine, theirs)
    if not path:
        print("\n".join(said.splitlines()[-8:]))
        return stop("checkpoint.no_build", "make test")
    tell("checkpoint.head", "bold", chapter=title,
         program=program.rpartition("/")[2])
    whose(mine, running.needed(path, theirs))
    return shown(program, chapter, path)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
