#!/usr/bin/env python3
"""make serve: where you are in each lab, for the pages that it shows.

    live.py FOLDER COMMAND...

While COMMAND runs, FOLDER/live.json says for each lab whether it is begun, at
which step it stands, or that it is green, in both languages. The pages ask
for that file now and then (book/script/9-live.js). It is always whole, changes
only when a verdict does, and goes when the command ends.
"""
import hashlib
import json
import os
import signal
import subprocess
import sys

import progress_state
import results
import source
import starters
from say import LANGUAGES, say

FILE = "live.json"
LOOK = 0.5      # seconds


def begun(lab):
    """Is the lab's file there, and no longer the starter that we made?"""
    path = source.of("labs", lab)
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError:
        return False
    known = starters.read_manifest().get(path, ("",))[0]
    return hashlib.sha256(data).hexdigest() != known


def green(lab):
    verdict = results.of("yours", lab)
    return bool(verdict) and verdict.state == results.PASSED and begun(lab)


def state(lab):
    """("none", 0, 0), ("step", n, m) or ("green", m, m)"""
    if not begun(lab):
        return "none", 0, 0
    os.environ["BEGUN"] = lab       # as it is now, not when make began
    found = progress_state.Lab(lab, {}).steps
    todo = [number for number, now in found.items()
            if now != progress_state.GREEN]
    if green(lab):
        return "green", max(found), max(found)
    return "step", min(todo or found), max(found)


def said(lab):
    """One lab, as the pages read it."""
    kind, number, count = state(lab)
    row = {lang: say("live.%s" % kind, lang, number=number, all=count)
           for lang in LANGUAGES}
    return dict(row, state=kind, step=number, of=count)


def looked_at(labs):
    """What changes when a verdict does, or a file is begun."""
    times = []
    for lab in labs:
        for path in (source.of("labs", lab),
                     os.path.join(results.FOLDER, "yours", lab + ".tsv")):
            try:
                found = os.stat(path)
                times.append((found.st_mtime_ns, found.st_size, found.st_ino))
            except OSError:
                times.append(None)
    return times


def write(folder, labs):
    """Whole or not at all; where there is no room, the pages go without."""
    path = os.path.join(folder, FILE)
    fresh = "%s.%d" % (path, os.getpid())
    text = json.dumps({lab: said(lab) for lab in labs}, ensure_ascii=False,
                      indent=1)
    try:
        with open(fresh, "w", encoding="utf-8") as file:
            file.write(text + "\n")
        os.replace(fresh, path)
    except OSError:
        remove(fresh)


def remove(path):
    try:
        os.unlink(path)
    except OSError:
        pass


def beside(child, folder, labs):
    """Keep the file true until the command ends."""
    before = None
    while True:
        now = looked_at(labs)
        if now != before:
            write(folder, labs)
            before = now
        try:
            return child.wait(LOOK)
        except subprocess.TimeoutExpired:
            continue


def main(folder, *command):
    labs = os.environ["LABS"].split()
    # Ctrl-C is for the command; when that has ended, so do we.
    signal.signal(signal.SIGINT, lambda *_: None)
    with subprocess.Popen(command, close_fds=False) as child:
        signal.signal(signal.SIGTERM, lambda *_: child.terminate())
        try:
            status = beside(child, folder, labs)
        finally:
            remove(os.path.join(folder, FILE))
    return status if status >= 0 else 128 - status


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
