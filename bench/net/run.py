#!/usr/bin/env python3
"""run.py METRIC PARAMETER SYSTEM: one number, of a program of bench/net.

echo 64x50: bytes, connections. connections 1000: so many are idle, ten more
are active. fetches 900: so many at once. watch 900: so many descriptors.
Every process that is started here ends here, by its id.
"""
import contextlib
import os
import pathlib
import shutil
import signal
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import tables

LOAD = "build/bench/net/load"
ANSWER = "build/bench/net/answer"
REQUESTS = 30000
ACTIVE = 10  # beside the idle connections


def words(system, *rest):
    """The command line of a system's program, or a sentence."""
    command = tables.systems()[system]["command"].format(part="net").split()
    missing = [word for word in command if word.startswith(("build/", "bench/"))
               and not pathlib.Path(word).exists()]
    if missing or not shutil.which(command[0]):
        sys.exit("not built, or not installed: %s" % (missing or command)[0])
    return command + [str(word) for word in rest]


@contextlib.contextmanager
def started(command):
    """It ends with us, even when we are killed."""
    if shutil.which("setpriv"):
        command = ["setpriv", "--pdeathsig", "KILL"] + command
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe,
                          text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def first_line(process, what):
    line = process.stdout.readline().strip()
    if not line:
        code = process.wait()
        sys.exit(code if code == 3 else "%s ended: status %d" % (what, code))
    return line


def on_one_processor():
    """Client and server in turn. On two processors whoever is slower decides
    how often the other sleeps and has to be woken: that would be measured."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def served(system, idle, active, size):
    """Server CPU µs a request. The server ends first: what the load keeps
    open is then closed by the kernel, in nobody's time."""
    on_one_processor()
    with started(words(system, "echo", 0, system)) as server:
        port = first_line(server, system)
        with started([LOAD, port] + [str(word) for word in (
                server.pid, idle, active, size, REQUESTS)]) as load:
            number = first_line(load, "load")
            server.kill()
            server.wait()
            return number


def echo(parameter, system):
    size, active = parameter.split("x")
    return served(system, 0, active, size)


def connections(parameter, system):
    return served(system, parameter, ACTIVE, 64)


def fetches(parameter, system):
    with started([ANSWER]) as server:
        port = first_line(server, "answer")
        with started(words(system, "fetches", parameter, system,
                           port)) as client:
            return first_line(client, system)


def watch(parameter, system):
    with started(words(system, "watch", parameter, system)) as program:
        return first_line(program, system)


METRICS = {function.__name__: function
           for function in (echo, connections, fetches, watch)}


def main(metric, parameter, system):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if metric not in METRICS or system not in tables.systems():
        sys.exit(3)
    print(METRICS[metric](parameter, system))


if __name__ == "__main__":
    main(*sys.argv[1:])
