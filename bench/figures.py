#!/usr/bin/env python3
"""What was measured, a block for each metric and parameter.

    figures.py RESULTS METRIC...
"""
import pathlib
import sys

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "tools"))

import tables
from columns import width


def figure(number):
    """Three digits, no more: 5.31, 27,496, 0.04."""
    if number == 0 or number != number:
        return "0"
    if abs(number) >= 100:
        return format(round(number), ",")
    digits = 2 if abs(number) < 10 else 1
    if abs(number) < 0.1:
        return "%.2g" % number
    return "%.*f" % (digits, number)


def blocks(results):
    """[(metric, parameter, unit), [row]] in the order of the results."""
    found = {}
    for (metric, parameter, _), row in results.items():
        found.setdefault((metric, parameter, row["unit"]), []).append(row)
    return found.items()


def lines(results):
    for (metric, parameter, unit), rows in blocks(results):
        yield "%s %s, %s" % (metric, parameter, unit)
        for row in sorted(rows, key=lambda row: row["median"]):
            name = row["system"] + " " * (16 - width(row["system"]))
            yield "  %s %9s   (%s .. %s)" % (
                name, figure(row["median"]), figure(row["min"]),
                figure(row["max"]))
        yield ""


def show(results):
    print("\n".join(lines(results)))


def of(results, metrics):
    return {key: row for key, row in results.items() if key[0] in metrics}


if __name__ == "__main__":
    show(of(tables.results(sys.argv[1]), sys.argv[2:]))
