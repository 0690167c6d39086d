"""One cell of the table: a metric, a parameter, a system; run once."""
import collections
import functools
import pathlib
import subprocess
import sys

import tables

Cell = collections.namedtuple("Cell", "metric parameter system how")

CHILD = "build/bench/cpu/child"
STARTS = 10  # hellos in a row
PATIENCE = 180


class LeftOut(Exception):
    """Why there is no number."""


def command(cell):
    if cell.how == "net":
        return [sys.executable, "bench/net/run.py"]
    row = tables.systems()[cell.system]
    return row["command"].format(part="cpu").split()


def lines(words):
    """What a program printed, or LeftOut with its last complaint."""
    try:
        done = subprocess.run(words, stdout=subprocess.PIPE, text=True,
                              stderr=subprocess.PIPE, timeout=PATIENCE)
    except FileNotFoundError:
        log = pathlib.Path(words[0] + ".log")
        raise LeftOut("not built: %s" % log if log.exists()
                      else "not installed: %s" % words[0])
    except OSError as error:
        raise LeftOut(str(error))
    except subprocess.TimeoutExpired:
        raise LeftOut("took more than %d s" % PATIENCE)
    if done.returncode or not done.stdout.strip():
        said = done.stderr.strip().split("\n")[-1]
        raise LeftOut(said or "exit status %d" % done.returncode)
    return done.stdout.strip().split("\n")


def number(text):
    try:
        value = float(text)
    except ValueError:
        raise LeftOut("printed no number: %s" % text)
    if value < 0:
        raise LeftOut("did not do its work")
    return value


def started(cell):
    """(wall s, CPU s, peak kB) of a process that does nothing else."""
    words = command(cell)
    path = subprocess.run(["sh", "-c", 'command -v "$0"', words[0]], text=True,
                          stdout=subprocess.PIPE).stdout.strip()
    if not path:
        lines(words)  # says what is missing
    times = STARTS if cell.metric == "startup" else 1
    said = lines([CHILD, str(times), path] + words[1:] +
                 [cell.metric, cell.parameter, cell.system])
    return tuple(number(word) for word in said[-1].split())


@functools.lru_cache(None)
def alone(cell):
    """The peak, in kB, of a process in which one sleeps."""
    return started(cell._replace(parameter="1"))[2]


def sleepers(cell):
    """N that sleep; less what a process has anyway."""
    wall, cpu, peak = started(cell)
    own = peak - alone(cell._replace(parameter="1"))
    bytes_each = own * 1024 / int(cell.parameter)
    return {"sleepers_wall": wall, "sleepers_cpu": cpu,
            "sleepers_bytes": max(0, bytes_each)}


def measure(cell):
    """{metric: number} of one run."""
    if cell.how == "start":
        if cell.metric == "sleepers":
            return sleepers(cell)
        return {cell.metric: started(cell)[0] * 1000}
    said = lines(command(cell) + [cell.metric, cell.parameter, cell.system])
    return {cell.metric: number(said[-1])}
