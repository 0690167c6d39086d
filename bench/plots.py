#!/usr/bin/env python3
"""Every plot, in both languages: plots.py RESULTS FOLDER."""
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "tools"))

import tables
from figures import figure
from plot import Chart, Series
from say import LANGUAGES, say

LOOKS = {"epoll": "accent", "select": "accent dashed",
         "bare": "dashed", "bare-epoll": "dashed", "bare-select": "dashed"}
LEFT_OUT = ("epoll-sock", "select-sock")


def points(results, metric, start):
    """{system: [(parameter, median)]}; what is zero has no logarithm."""
    found = {}
    for (name, parameter, system), row in results.items():
        if (name == metric and system not in LEFT_OUT and row["median"] > 0
                and int(parameter) >= start):
            found.setdefault(system, []).append((int(parameter),
                                                 row["median"]))
    return found


def named(system, lang):
    if system == "epoll":
        return say("plot.epoll", lang)
    return say("plot.select", lang) if system == "select" else system


def description(series, lang):
    """What a reader who cannot see the lines is told: both ends of each."""
    told = [say("plot.ends", lang, system=s.name,
                first=figure(s.points[0][1]), least="%d" % s.points[0][0],
                last=figure(s.points[-1][1]), most="%d" % s.points[-1][0])
            for s in series if s.points]
    return " ".join(told) if lang == "en" else "".join(told)


def draw(row, results, lang):
    """The SVG of one plot, or None where nothing was measured."""
    series = [Series(named(system, lang), sorted(ends),
                     LOOKS.get(system, "quiet"))
              for system, ends in points(results, row["metric"],
                                         int(row["from"])).items()]
    if not series:
        return None
    title, x_title, y_title = say("plot.%s" % row["name"], lang).split(" | ")
    return Chart(series, x_title, y_title).svg(
        title, description(series, lang))


def main(source, folder):
    results = tables.results(source)
    pathlib.Path(folder).mkdir(parents=True, exist_ok=True)
    for row in tables.read(HERE / "plots.tsv"):
        for lang in LANGUAGES:
            svg = draw(row, results, lang)
            if svg:
                path = pathlib.Path(folder, "bench-%s.%s.svg"
                                    % (row["name"], lang))
                path.write_text(svg, "utf-8")
                print(path)


if __name__ == "__main__":
    main(*sys.argv[1:])
