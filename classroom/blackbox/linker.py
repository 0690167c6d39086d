"""From a student's objects, and ours, to programs: linked in a room."""
import os
import shlex
import stat
import tempfile

import sandbox
import watchdog

KIT = "build/%s/blackbox/kit.tsv"
LINKER = sandbox.Limits(cpu=30, fsize=64 << 20, nproc=64, tmp=96 << 20)
SECONDS, MEMORY = 60, 1500 << 20
INSIDE = "/grader"


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
