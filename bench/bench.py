#!/usr/bin/env python3
"""make bench: every program, in random order, several times; medians."""
import argparse
import collections
import contextlib
import os
import pathlib
import shutil
import sys
import tempfile

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "tools"))

import cells
import figures
import goals
import machine
import plan
import tables
from say import say

RESULTS = "build/bench/results.tsv"
SOME = "build/bench/some.tsv"  # only the systems that were named


def progress(done, of, cell):
    if sys.stderr.isatty():
        end = "\r" if done < of else "\033[K\r"
        text = "%d/%d %s %s %s" % (done, of, cell.metric, cell.parameter,
                                   cell.system)
        print(text[:78] + "\033[K", end=end, file=sys.stderr, flush=True)


def run(order, measure=cells.measure):
    """({(metric, parameter, system): [number]}, {cell: why it is left out})."""
    samples, left_out = collections.OrderedDict(), collections.OrderedDict()
    for done, cell in enumerate(order, 1):
        progress(done, len(order), cell)
        if cell in left_out:
            continue
        try:
            numbers = measure(cell)
        except cells.LeftOut as reason:
            left_out[cell] = str(reason)
            continue
        except KeyboardInterrupt:
            break  # what there is, is told
        for metric, value in numbers.items():
            key = metric, cell.parameter, cell.system
            samples.setdefault(key, []).append(value)
    return samples, left_out


@contextlib.contextmanager
def programs_kept(build="build"):
    """The programs as they are now: somebody may compile while we measure."""
    with tempfile.TemporaryDirectory(dir=build, prefix="run-") as kept:
        for path in pathlib.Path(build).glob("bench*/**/*"):
            if path.is_file() and os.access(path, os.X_OK):
                to = pathlib.Path(kept, path.relative_to(build))
                to.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(path, to)
        os.environ["BENCH_BUILD"] = kept
        yield kept


def kept(args, samples):
    """What stays of the run before: only metrics not measured now, since
    figures of two runs cannot be compared. Of a run of everything: nothing."""
    if not args.metrics or args.systems:
        return {}
    measured = {metric for metric, _, _ in samples}
    return {key: row for key, row in tables.results(args.to).items()
            if key[0] not in measured}


def tell(left_out):
    """One line for all that a system lacks for the same reason."""
    lacking = collections.OrderedDict()
    for cell, reason in left_out.items():
        lacking.setdefault((cell.system, reason), []).append(
            "%s %s" % (cell.metric, cell.parameter))
    for (system, reason), what in sorted(lacking.items()):
        print(say("bench.left_out", system=system, reason=reason,
                  what=", ".join(sorted(what))))


def arguments(words):
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--runs", type=int)
    parser.add_argument("--metrics", type=str.split, default=[])
    parser.add_argument("--systems", type=str.split, default=[])
    parser.add_argument("--to")
    args = parser.parse_args(words)
    args.to = args.to or (SOME if args.systems else RESULTS)
    return args


def main(words):
    args, rows = arguments(words), tables.metrics()
    order = plan.shuffled(list(plan.chosen(rows, args)))
    if not order:
        sys.exit(say("bench.nothing", metrics=" ".join(
            dict.fromkeys(row["metric"] for row in rows))))
    with programs_kept():
        samples, left_out = run(order)
    if not samples:
        tell(left_out)
        sys.exit(1)
    found = kept(args, samples)
    found.update(tables.summary(samples, plan.units(rows)))
    found = {key: found[key] for key in sorted(found, key=plan.sort_key(rows))}
    tables.write(args.to, found)
    machine.write(pathlib.Path(args.to).with_name("machine.txt"))
    figures.show({key: found[key] for key in found if key in samples})
    goals.show(found, {key[0] for key in samples} if args.metrics else None)
    tell(left_out)
    print(say("bench.where", path=args.to))


if __name__ == "__main__":
    main(sys.argv[1:])
