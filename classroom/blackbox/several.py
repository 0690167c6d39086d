"""Where bytes went wrong, the program is run some more times.

Chance decides which client is first and what memory held before, so a wrong
program goes wrong otherwise each time. Of each case the worst is believed;
and where a fault in memory shows in one, none has proved anything.
"""
RUNS = 3
WORST = {"memory": 0, "crash": 1, "wrong": 2, "nothing": 8, "passed": 9}


def badness(case):
    return WORST.get(case[1], 5)


def odd(cases):
    """Did bytes go wrong, and nothing says yet why?"""
    verdicts = [case[1] for case in cases or []]
    return "wrong" in verdicts and "memory" not in verdicts


def joined(one, other):
    """Two runs as one."""
    return {"cases": [min(pair, key=badness)
                      for pair in zip(one["cases"], other["cases"])],
            "said": one["said"] + "\n" + other["said"]}


def runs(play, believed, played, wanted):
    """played, made worse by what play([program...]) shows."""
    for _ in range(RUNS):
        names = [name for name in wanted if odd(believed(name, played))]
        for name, more in (play(names) if names else {}).items():
            if believed(name, {name: more}):
                played[name] = joined(played[name], more)


def alike(cases):
    """Without what chance decides. A program that breaks off has proved
    nothing since its bytes went wrong."""
    verdicts = [case[1] for case in cases]
    if "memory" in verdicts:
        fault = cases[verdicts.index("memory")]
        return [[case[0]] + fault[1:] for case in cases]
    if "wrong" in verdicts and "nothing" in verdicts:
        first, end = verdicts.index("wrong"), cases[verdicts.index("nothing")]
        return [case if i <= first else [case[0]] + end[1:]
                for i, case in enumerate(cases)]
    return cases
