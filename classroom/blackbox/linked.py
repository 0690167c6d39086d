"""From objects to programs, and from programs to what our side saw of them.

They run in rooms inside another one (scene.py). Nothing that a student's
program prints is read here: only what scene.py says of it.
"""
import json
import os
import shutil
import sys
import tempfile

import outer
import sandbox
import watchdog
from linker import INSIDE, MEMORY, SECONDS, Parts, link_all

HERE = os.path.dirname(os.path.abspath(__file__))
RUNNER = sandbox.Limits(cpu=60, nproc=512)
NOT_LINKED = {"said": "", "cases": None}
ENDED = {watchdog.MEMORY: {"said": "", "ended": "memory"},
         watchdog.TIME: {"said": "", "ended": "hung"}}
NAMES = "hosts: files\n"        # nsswitch.conf: a list, and no other
PYTHON = next((path for path in ("/usr/bin/python3", "/usr/local/bin/python3")
               if os.path.exists(path)), sys.executable)
ENVIRONMENT = {"ASAN_OPTIONS": outer.SANITIZER + ":detect_leaks=0",
               "UBSAN_OPTIONS": outer.SANITIZER}


def put(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def scene(room, binaries, folder, here=HERE):
    """What scene.py says of them. {}: it did not come to its end; all their
    programs together took too much memory, too much time: told of each."""
    walls, kept = room.kind == "bubblewrap", watchdog.Kept()
    tmp = tempfile.mkdtemp(prefix="tmp.", dir=folder)
    os.chmod(tmp, 0o777)
    job = {"kind": room.kind, "start": room.start, "tmp": tmp,
           "env": dict(ENVIRONMENT, TMPDIR="/tmp"), "binaries": {
               name: "%s/%s" % (INSIDE, name) if walls else path
               for name, path in binaries.items()},
           "names": INSIDE + "/names"}
    file = put(folder, "job.json", json.dumps(job))
    names = put(folder, "names", NAMES)
    words = [PYTHON, "-S", "-E", "-B"]
    if walls:
        command = room.command(
            words + [INSIDE + "/blackbox/scene.py", INSIDE + "/job.json"],
            read=[(here, INSIDE + "/blackbox"), (file, INSIDE + "/job.json"),
                  (sandbox.__file__, INSIDE + "/grade/sandbox.py"),
                  (names, job["names"])]
            + [(path, job["binaries"][name])
               for name, path in binaries.items()],
            limits=RUNNER, cwd="/", nest=True, parent=os.getpid())
    else:
        command = ["env", "-i", "PATH=" + sandbox.PATH, "TMPDIR=" + tmp] \
            + words + [os.path.join(here, "scene.py"), file]
    status = watchdog.run(room, command, SECONDS, MEMORY, kept,
                          "TMPDIR=" + tmp)
    if status in ENDED:
        return dict.fromkeys(binaries, ENDED[status])
    try:
        return json.loads(kept.text().splitlines()[-1]) if status == 0 else {}
    except (ValueError, IndexError):
        return {}


class Linked:
    """wanted: {program: {lab: object of theirs}}. Linked once; then played as
    often as one likes."""

    def __init__(self, room, kit, wanted):
        self.room, self.folder = room, tempfile.mkdtemp(prefix="programs.")
        os.chmod(self.folder, 0o755)
        self.binaries, cannot = link_all(
            room, Parts(kit), wanted, self.folder) if wanted else ({}, [])
        self.seen = {name: [NOT_LINKED] for name in cannot}

    def __enter__(self):
        return self

    def __exit__(self, *error):
        shutil.rmtree(self.folder, ignore_errors=True)

    def play(self, names, copies):
        """{program: what was seen of each copy}; they run all at once."""
        found = {name: self.seen[name] for name in names if name in self.seen}
        of = {"%s-%d" % (name, i): name for name in names
              if name in self.binaries for i in range(copies)}
        for copy, seen in (scene(self.room, {
                copy: self.binaries[name] for copy, name in of.items()
                }, self.folder) if of else {}).items():
            found.setdefault(of[copy], []).extend([seen] if seen else [])
        return found
