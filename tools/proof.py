"""What is proved of the book's console blocks and recordings: that they are
what the programs print.

    proof.py check      a part of make book: what has changed since, alone
    proof.py strict     a part of make check-book: again what make book takes
                        as it stands; then chapters/proof is renewed
    proof.py record     make transcripts

RECORDED, RECORDINGS and BASIS name files: console blocks, recordings, and
all that these rest on. OBJECTS is a folder for notes. What was proved on just
these files need not be proved by every reader: chapters/proof says on which.
"""
import hashlib
import os
import pathlib
import re
import subprocess
import sys

KEPT = pathlib.Path("chapters/proof")
NOTES, STRICTLY = (pathlib.Path(os.environ["OBJECTS"], name)
                   for name in ("proved.tsv", "proved.strictly"))
PROGRAM = re.compile(r"labs/([^/]+)/programs/([^/.]+)\.\w+")
NAMED = re.compile(r"(?:\bLAB=|/)(\w+)")
TRACE = re.compile(r"\bmake trace LAB=(\w+)")
FAST = re.compile(r"\bLAB=(\w+) FLOOR=fast|\bplain-fast/programs/[\w-]+/(\w+)")
FOREIGN = re.compile(r"^#: (?:needs|slow)", re.M)


def files(name):
    return os.environ.get(name, "").split()


def text_of(paths):
    return "\n".join(pathlib.Path(path).read_text("utf-8") for path in paths)


def digests():
    """{path: digest} of all that the proof rests on."""
    return {path: hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()
            for path in sorted({*files("BASIS"), *files("RECORDED"),
                                *files("RECORDINGS")})
            if os.path.isfile(path)}


def sum_of(now):
    rows = "".join("%s  %s\n" % (now[path], path) for path in now)
    return hashlib.sha256(rows.encode()).hexdigest() + "\n"


def proved(now):
    """What was proved when it was this: {path: digest}."""
    if is_in(KEPT, now):
        return now
    if NOTES.exists():
        return dict(line.split("\t") for line in
                    NOTES.read_text("utf-8").splitlines())
    return {}


def note(now):
    NOTES.parent.mkdir(parents=True, exist_ok=True)
    NOTES.write_text("".join("%s\t%s\n" % row for row in now.items()),
                     "utf-8")


def to_run(changed):
    """(console blocks, recordings). Where only blocks and programs have
    changed, it is these blocks, and those that name such a program."""
    blocks, recordings = files("RECORDED"), files("RECORDINGS")
    programs = {path: PROGRAM.fullmatch(path) for path in changed}
    if not all(programs[path] or path in blocks or path in recordings
               for path in changed):
        return blocks, recordings
    names = [found[2] for found in programs.values() if found]
    word = re.compile(r"\b(?:%s)\b" % "|".join(map(re.escape, names)))
    return [[path for path in some if path in changed or
             names and word.search(text_of([path]))]
            for some in (blocks, recordings)]


def targets(blocks, recordings):
    """Per flavour, what these may run: several are run at once, so nothing
    may be left for them to compile."""
    text = text_of(blocks)
    programs = {found[2]: found[1] + "/" + found[2] for found in map(
        PROGRAM.fullmatch, files("BASIS")) if found and found[0][-2:] == ".c"}
    traced = TRACE.findall(text) + [pathlib.Path(path).stem
                                    for path in recordings]
    fast = ["".join(found) for found in FAST.findall(text)]
    return {flavour: ["build/%s/%s/%s" % (flavour, kind, programs[name])
                      for kind, names in wanted
                      for name in sorted(set(names)) if name in programs]
            for flavour, wanted in (
                ("plain", [("programs", NAMED.findall(text)),
                           ("traced", traced)]),
                ("plain-fast", [("programs", fast)]))}


def command(*words):
    if subprocess.run(words, close_fds=False).returncode:    # make's own fds
        sys.exit(1)


def run(mode, blocks, recordings=()):
    for flavour, names in targets(blocks, recordings).items():
        if names and os.path.exists("Makefile"):
            command(os.environ.get("MAKE", "make"), "-s", "-f", "Makefile",
                    "FLAVOUR=" + flavour, "YOURS=", *names)
    for tool, chosen in ("transcripts", blocks), ("recordings", recordings):
        if chosen:
            command(sys.executable, "-B", "tools/%s.py" % tool, mode, *chosen)


def check(now):
    before = proved(now)
    changed = {path for path in {*now, *before}
               if now.get(path) != before.get(path)}
    if changed:
        run("check", *to_run(changed))
    note(now)


def is_in(path, now):
    return path.exists() and path.read_text() == sum_of(now)


def strict(now):
    if not is_in(STRICTLY, now):
        run("strict", [path for path in files("RECORDED")
                       if FOREIGN.search(text_of([path]))])
        STRICTLY.write_text(sum_of(now))
    if not is_in(KEPT, now):
        KEPT.write_text(sum_of(now))
        print("%s: renewed" % KEPT)


def main(mode):
    if mode == "record":
        run(mode, files("RECORDED"), files("RECORDINGS"))
    else:
        {"check": check, "strict": strict}[mode](digests())


if __name__ == "__main__":
    main(*sys.argv[1:])
