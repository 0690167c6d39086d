"""The tables of the bench: tab separated, # is a comment, names on top."""
import collections
import os
import pathlib
import statistics

HERE = pathlib.Path(__file__).resolve().parent
RESULT = ("metric", "parameter", "system", "median", "min", "max", "unit",
          "runs")


def read(path):
    """The rows of a table, each a dict."""
    lines = [line for line in pathlib.Path(path).read_text("utf-8").split("\n")
             if line and not line.startswith("#")]
    names = lines[0].split("\t")
    rows = []
    for line in lines[1:]:
        cells = line.split("\t")
        if len(cells) != len(names):
            raise ValueError("%s: not %d cells: %s" % (path, len(names), line))
        rows.append(dict(zip(names, cells)))
    return rows


def metrics():
    return read(HERE / "metrics.tsv")


def systems():
    """Who is measured. BENCH_BUILD: where the programs of this run are."""
    rows = {row["system"]: row for row in read(HERE / "systems.tsv")}
    for row in rows.values():
        if row["command"].startswith("build/"):
            row["command"] = os.environ.get("BENCH_BUILD", "build") + \
                row["command"][len("build"):]
    return rows


def results(path):
    """{(metric, parameter, system): row}, numbers as numbers."""
    found = {}
    if not pathlib.Path(path).exists():
        return found
    for row in read(path):
        for name in ("median", "min", "max"):
            row[name] = float(row[name])
        row["runs"] = int(row["runs"])
        found[row["metric"], row["parameter"], row["system"]] = row
    return found


def summary(samples, units):
    """Rows of results from {(metric, parameter, system): [number]}."""
    rows = collections.OrderedDict()
    for key, numbers in samples.items():
        rows[key] = dict(zip(RESULT, key + (
            statistics.median(numbers), min(numbers), max(numbers),
            units[key[0]], len(numbers))))
    return rows


def write(path, rows):
    text = "\t".join(RESULT) + "\n"
    for row in rows.values():
        text += "\t".join("%.6g" % row[name] if isinstance(row[name], float)
                          else str(row[name]) for name in RESULT) + "\n"
    path = pathlib.Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
