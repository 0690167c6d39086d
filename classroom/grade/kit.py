"""What is ours, kept apart: nothing of a student's is touched before it stands.

`make grade-ready` has built it. A copy goes into a folder of its own, which
rooms show read-only: so it stays the same whoever edits or compiles meanwhile,
and holds no source of the reference and nobody else's work.
"""
import glob
import hashlib
import json
import os
import re
import shlex
import shutil
import subprocess

import linker
import odd
import source
import toc

BUILT = "build/asan"
IMPORT = re.compile(r"^(?:import|from) (\w+)", re.M)
HOSTS = "127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n"


def clean_environment():
    """As a shell would call make: not as one that another make began."""
    return {name: value for name, value in os.environ.items()
            if name not in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "LABS", "ONLY",
                            "MAKEOVERRIDES", "FLAVOUR", "FLOOR")}


def build():
    """What make said if it could not be built; None: it stands."""
    done = subprocess.run(["make", "-s", "FLAVOUR=asan", "grade-ready"],
                          stdin=subprocess.DEVNULL, capture_output=True,
                          text=True, errors="replace",
                          env=clean_environment())
    return (done.stderr or done.stdout)[-2000:] if done.returncode else None


def needed(name, found=None):
    """The paths of a tool and of all tools that it imports."""
    found = set() if found is None else found
    path = "tools/%s.py" % name
    if path not in found and os.path.exists(path):
        found.add(path)
        with open(path, encoding="utf-8") as file:
            for other in IMPORT.findall(file.read()):
                needed(other, found)
    return found


def functions(lab):
    """As tools/outline.py reads it: so that a file can be told from an
    answer to another lab, where the other answers are not at hand."""
    return json.dumps({"functions": sorted(odd.of_reference(lab)),
                       "wrong": {}})


class How:
    """How one lab is compiled, linked and run; all paths as in the workbook."""

    def __init__(self, lab):
        with open("%s/grade/%s.how" % (BUILT, lab), encoding="utf-8") as file:
            rows = file.read().splitlines()
        self.lab = lab
        self.compile, self.link, self.rest = map(shlex.split, rows[:3])
        self.model = rows[3]
        self.object = self.model.replace("/reference/", "/yours/")
        self.folder = self.object[:-len(lab + ".o") - 1]
        self.source = source.of("labs", lab)

    def objects(self):
        return [word for word in self.rest if word.endswith(".o")] \
            + [self.model]


def copy(path, folder):
    to = os.path.join(folder, path)
    os.makedirs(os.path.dirname(to), exist_ok=True)
    shutil.copy(path, to)
    os.chmod(to, 0o755 if os.access(path, os.X_OK) else 0o644)


class Kit:
    def __init__(self, folder, labs):
        self.folder = folder
        self.hows = {lab: How(lab) for lab in labs}
        paths = {path for how in self.hows.values() for path in how.objects()}
        paths.update(glob.glob("include/*.h"), ["tests/allowed.txt"])
        paths.update(needed("verdict"))
        paths.update(glob.glob("tools/words/*.txt"))
        paths.update(linker.paths(), glob.glob("classroom/blackbox/*.py"),
                     ["classroom/grade/inspected.py",
                      "classroom/grade/sandbox.py"])
        for path in sorted(paths):
            copy(path, folder)
        for how in self.hows.values():      # where a room shows theirs
            os.makedirs(os.path.join(folder, how.folder), exist_ok=True)
        for lab in labs:    # that there is a file in assembly, not what
            self.put("solutions/%s" % (lab + source.suffix(lab)), "")
        for lab in toc.labs():      # and which functions it defines
            self.put("outline/%s.json" % lab, functions(lab))
        copy(BUILT + "/grade/start", folder)
        self.start = os.path.join(folder, BUILT, "grade/start")
        self.hosts = self.put("hosts", HOSTS)
        self.paths = sorted(paths)

    def put(self, path, text):
        to = os.path.join(self.folder, path)
        os.makedirs(os.path.dirname(to), exist_ok=True)
        with open(to, "w", encoding="utf-8") as file:
            file.write(text)
        return to

    def at(self, path):
        return os.path.join(self.folder, path)

    def built(self):
        """The folders of objects, each as deep as `build/asan/yours` is."""
        found = []
        for name in sorted(os.listdir(self.at(BUILT))):
            path = "%s/%s" % (BUILT, name)
            found += ["%s/%s" % (path, inner) for inner in sorted(
                os.listdir(self.at(path)))] if name == "scripted" else [path]
        return found

    def digest(self):
        """The same for the same workbook, tools and flags."""
        total = hashlib.sha256()
        ours = glob.glob(os.path.join(os.path.dirname(__file__), "*.py"))
        for path in [self.at(path) for path in self.paths] + sorted(ours) \
                + [self.start]:
            with open(path, "rb") as file:
                data = file.read()
            total.update(b"%d " % len(data) + data)
        for lab, how in sorted(self.hows.items()):
            total.update(repr((lab, how.compile, how.link, how.rest)).encode())
            with open("tests/%s.c" % lab, "rb") as file:
                total.update(file.read())
        return total.hexdigest()
