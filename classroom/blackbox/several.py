"""A program is played several times, for chance decides which client is first
and what memory held before: a wrong one goes wrong otherwise each time, or not
at all. So that two gradings of the same say the same,

- a program has passed that passed each time;
- of one that failed is told what a quarter of those runs show that failed: of
  several such things the worst;
- a run that breaks (a hang, a fault in memory, a crash, a step not written)
  has proved nothing: all its cases count as failed.
"""
import collections

RUNS, AT_ONCE = 16, 15      # of a program; of all programs together
SHARE = 4                   # one in so many is no accident
WORST = ["timeout", "memory", "crash", "unwritten", "wrong", "exit",
         "nothing", "passed"]
BREAKS = WORST[:4]
DEAR = ("memory", "flooded")    # it took so much that once is enough


def rank(case):
    return WORST.index(case[1]) if case[1] in WORST else 5


def failed(cases):
    return any(case[1] != "passed" for case in cases)


def proved(cases):
    """Of one run."""
    worst = min(cases, key=rank)
    return [case[:1] + worst[1:] for case in cases] \
        if worst[1] in BREAKS else cases


def shown(runs):
    """Which of these runs stand for all."""
    wrong = [i for i, run in enumerate(runs) if failed(run)]
    alike = collections.defaultdict(list)
    for i in wrong or range(len(runs)):
        alike[repr(proved(runs[i]))].append(i)
    often = [some for some in alike.values()
             if len(some) * SHARE >= len(wrong)] or list(alike.values())
    return min(often, key=lambda some: (
        min(map(rank, runs[some[0]])), repr(proved(runs[some[0]]))))


def decided(runs):
    """Will more runs say nothing else?"""
    hung = [run for run in runs if any(case[1] == "timeout" for case in run)]
    return any(case[2] in DEAR for run in runs for case in run) \
        or len(hung) * SHARE >= RUNS


def runs(play, believed, names):
    """{program: {"cases", "said": [of each run that shows it]}}, or what
    stands for a program that was never played.

    play(names, copies) -> {program: [what was seen, of each]}
    """
    seen, left = {name: [] for name in names}, RUNS
    copies = 1
    while names and left > 0:
        copies = min(copies, left)
        for name, some in play(names, copies).items():
            seen[name] += some
        played = {name: [believed(name, one) for one in seen[name]]
                  for name in names}
        names = [name for name in names
                 if all(played[name]) and not decided(played[name])]
        left, copies = left - copies, AT_ONCE // max(1, len(names))
    return {name: told(believed, name, some)
            for name, some in seen.items() if some}


def told(believed, name, seen):
    for one in seen:
        if not believed(name, one):
            return one      # not linked, or its room had to be ended
    some = shown([one["cases"] for one in seen])
    return {"cases": proved(seen[some[0]]["cases"]),
            "said": [seen[i]["said"] for i in some]}
