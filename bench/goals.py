#!/usr/bin/env python3
"""The goals, and what was measured: goals.py RESULTS."""
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "tools"))

import tables
from paint import paint
from say import pad, say


def against(goal, results):
    """The number that a goal is held against; None: not measured."""
    system, _, parameter = goal["against"].partition("@")
    if system.startswith("="):
        return float(system[1:])
    row = results.get((goal["metric"], parameter or goal["parameter"],
                       system))
    return row and row["median"]


def judge(goal, results):
    """(ratio or None, met: True, False, or None when it is not known)."""
    ours = results.get((goal["metric"], goal["parameter"], goal["ours"]))
    other = against(goal, results)
    if ours is None or other is None:
        return None, None
    if goal["relation"] == "runs":
        return None, True
    met = ours["median"] <= float(goal["factor"]) * other
    return (ours["median"] / other if other else None), met


def measured(goal, ratio, met):
    if met is None:
        return say("bench.unknown"), "grey"
    word = say("bench.met" if met else "bench.missed")
    if not met and goal["cause"] != "-":
        word = say("bench.missed_why", cause=goal["cause"])
    text = word if ratio is None else "%.3g  %s" % (ratio, word)
    return text, "green" if met else "red"


def wanted(goal):
    if goal["relation"] == "runs":
        return say("bench.runs")
    return say("bench.at_most", factor=goal["factor"],
               against=goal["against"].lstrip("="))


def lines(results, goals):
    yield "%s %s %s %s" % (pad(say("bench.metric"), 24),
                           pad(say("bench.ours"), 8),
                           pad(say("bench.goal"), 26), say("bench.measured"))
    for goal in goals:
        text, colour = measured(goal, *judge(goal, results))
        yield "%s %s %s %s" % (
            pad("%s %s" % (goal["metric"], goal["parameter"]), 24),
            pad(goal["ours"], 8), pad(wanted(goal), 26),
            paint(colour, text))


def show(results, metrics=None):
    """The goals of these metrics, or all."""
    goals = [goal for goal in tables.read(HERE / "goals.tsv")
             if metrics is None or goal["metric"] in metrics]
    print("\n".join(lines(results, goals)))
    verdicts = [judge(goal, results)[1] for goal in goals]
    print(say("bench.total", met=verdicts.count(True),
              missed=verdicts.count(False), unknown=verdicts.count(None)))


if __name__ == "__main__":
    show(tables.results(sys.argv[1]))
