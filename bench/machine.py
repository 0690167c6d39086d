"""On what it was measured: processor, kernel, versions. No names of hosts."""
import os
import pathlib
import platform
import re
import subprocess

import tables

TOOLS = (("gcc", "gcc -dumpfullversion"), ("python3", "/usr/bin/python3 -V"),
         ("go", "go version"), ("node", "node --version"))


def said(line):
    try:
        done = subprocess.run(line.split(), stdout=subprocess.PIPE, text=True,
                              stderr=subprocess.DEVNULL, timeout=10)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip().split("\n")[0]


def processor(text):
    found = re.search(r"model name\s*:\s*(.*)", text)
    return found[1] if found else platform.machine()


def version(package):
    return said("dpkg-query -W -f ${Version} " + package)


def lines():
    info = pathlib.Path("/proc/cpuinfo")
    text = info.read_text() if info.exists() else ""
    yield "processor", "%s, %d cores" % (processor(text), os.cpu_count())
    yield "kernel", "%s %s" % (platform.system(), platform.release())
    for name, line in TOOLS:
        yield name, said(line) or "-"
    for row in tables.systems().values():
        if row["package"] not in ("-", "python3", "golang-go", "nodejs"):
            yield row["package"], version(row["package"]) or "-"


def write(path):
    pathlib.Path(path).write_text("".join(
        "%-22s %s\n" % line for line in lines()), "utf-8")
