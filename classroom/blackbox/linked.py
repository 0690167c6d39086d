"""From objects to programs, and from programs to what our side saw of them.

Linked in a room, run in rooms inside another one (scene.py). Nothing that a
student's program prints is read here: only what scene.py says of it.
"""
import json
import os
import shlex
import shutil
import stat
import sys
import tempfile

import outer
import sandbox
import watchdog

HERE = os.path.dirname(os.path.abspath(__file__))
KIT = "build/%s/blackbox/kit.tsv"
LINKER = sandbox.Limits(cpu=30, fsize=64 << 20, nproc=64, tmp=96 << 20)
RUNNER = sandbox.Limits(cpu=60, nproc=512)
SECONDS, MEMORY = 60, 1500 << 20
INSIDE = "/grader"
NOT_LINKED = {"said": "", "cases": None}
ENDED = {watchdog.MEMORY: {"said": "", "ended": "memory"},
         watchdog.TIME: {"said": "", "ended": "hung"}}
NAMES = "hosts: files\n"        # nsswitch.conf: a list, and no other
PYTHON = next((path for path in ("/usr/bin/python3", "/usr/local/bin/python3")
               if os.path.exists(path)), sys.executable)
ENVIRONMENT = {"ASAN_OPTIONS": outer.SANITIZER + ":detect_leaks=0",
               "UBSAN_OPTIONS": outer.SANITIZER}


class Parts:
    """What programs are made of, as build/FLAVOUR/blackbox/kit.tsv says."""

    def __init__(self, kit=None, flavour="asan"):
        self.kit = kit
        self.main, self.lab, self.given = {}, {}, []
        with open(self.at(KIT % flavour), encoding="utf-8") as file:
            for row in file.read().splitlines():
                kind, *words = row.split("\t")
                if kind == "link":
                    self.link = shlex.split(words[0])
                elif kind == "given":
                    self.given.append(words[1])
                else:
                    getattr(self, kind)[words[0]] = words[1]

    def at(self, path):
        found = self.kit.at(path) if self.kit else path
        return os.path.abspath(found if os.path.exists(found) else path)

    def objects(self, program, theirs):
        """Paths; theirs stand for ours."""
        return [self.at(self.main[program.partition("-")[0]])] + [
            os.path.abspath(theirs[lab]) if lab in theirs else self.at(path)
            for lab, path in self.lab.items()] + [
            self.at(path) for path in self.given]


def paths(flavour="asan"):
    """The files that a kit has to keep for us."""
    parts = Parts(None, flavour)
    return [KIT % flavour] + sorted(parts.main.values()) \
        + sorted(parts.lab.values()) + parts.given


def is_made(path):
    try:
        found = os.lstat(path)
    except OSError:
        return False
    return stat.S_ISREG(found.st_mode) and found.st_size > 0


def link(room, parts, wanted, folder):
    """{program: path} of those that could be linked."""
    made, shown, lines = tempfile.mkdtemp(prefix="made.", dir=folder), {}, []
    os.chmod(made, 0o755)
    if os.geteuid() == 0:
        os.chown(made, sandbox.NOBODY, sandbox.NOBODY)
    walls = room.kind == "bubblewrap"
    for program, theirs in wanted.items():
        words = parts.objects(program, theirs)
        for path in words:
            shown.setdefault(path, "%s/%d.o" % (INSIDE, len(shown))
                             if walls else path)
        lines.append("%s -o %s %s -lm 2>&1" % (
            shlex.join(parts.link),
            shlex.quote((INSIDE + "/made/" if walls else made + "/")
                        + program),
            shlex.join(shown[path] for path in words)))
    watchdog.run(room, room.command(
        ["sh", "-c", "; ".join(lines)],
        read=list(shown.items()) if walls else [],
        write=[(made, INSIDE + "/made")], limits=LINKER, cwd="/",
        parent=os.getpid()), SECONDS, MEMORY,
        watchdog.Kept(), "TMPDIR=" + made)
    found = {program: os.path.join(made, program) for program in wanted}
    return {name: path for name, path in found.items() if is_made(path)}


def link_all(room, parts, wanted, folder):
    """({program: path}, [those that cannot be linked]). A machine may be
    full, or a file be made anew at this moment: so what fails is tried again,
    and so is ours; where ours fails, too, it is in neither."""
    found, cannot = link(room, parts, wanted, folder), []
    for name in [name for name in wanted if name not in found]:
        again = link(room, parts, {name: wanted[name], name + "-ours": {}},
                     folder)
        if name in again:
            found[name] = again[name]
        elif again:
            cannot.append(name)
    return found, cannot


def put(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def scene(room, binaries, folder, here=HERE):
    """What scene.py says of them. {}: it did not come to its end; all their
    programs together took too much memory, too much time: told of each."""
    walls, kept = room.kind == "bubblewrap", watchdog.Kept()
    tmp = os.path.join(folder, "tmp")
    os.mkdir(tmp)
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


def play(room, kit, wanted):
    """wanted: {program: {lab: object of theirs}}. {program: what was seen}"""
    if not wanted:
        return {}
    folder = tempfile.mkdtemp(prefix="programs.")
    try:
        os.chmod(folder, 0o755)
        binaries, cannot = link_all(room, Parts(kit), wanted, folder)
        found = scene(room, binaries, folder) if binaries else {}
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    found = {name: found[name] for name in binaries if found.get(name)}
    found.update(dict.fromkeys(cannot, NOT_LINKED))
    return found
