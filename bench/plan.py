"""What a run measures, in which order, and in which order it is told."""
import random

import cells

# One run of a metric that gives several.
PARTS = {"sleepers": {"sleepers_cpu": "s", "sleepers_wall": "s",
                      "sleepers_bytes": "B"}}


def chosen(rows, args):
    """(cell, how often) of everything that is wanted."""
    for row in rows:
        if args.metrics and row["metric"] not in args.metrics:
            continue
        column = "quick" if args.quick else "parameters"
        runs = min(int(row["runs"]), args.runs or (3 if args.quick else 7))
        for parameter in row[column].split():
            for system in row["systems"].split():
                if parameter != "-" and system in (args.systems or [system]):
                    yield cells.Cell(row["metric"], parameter, system,
                                     row["how"]), runs


def shuffled(plan):
    """Each cell as often as wanted, all of them in one random order."""
    order = [cell for cell, runs in plan for _ in range(runs)]
    random.shuffle(order)
    return order


def units(rows):
    found = {row["metric"]: row["unit"] for row in rows}
    for parts in PARTS.values():
        found.update(parts)
    return found


def sort_key(rows):
    """In the order of metrics.tsv, whatever the order of the runs was."""
    place = {}
    for row in rows:
        for metric in PARTS.get(row["metric"], [row["metric"]]):
            for system in row["systems"].split():
                place.setdefault((metric, system), len(place))

    def key(item):
        metric, parameter, system = item
        first = min(n for (m, _), n in place.items() if m == metric)
        return first, len(parameter), parameter, place[metric, system]
    return key
