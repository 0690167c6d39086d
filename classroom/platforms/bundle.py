"""What a container needs to grade: the files, and archives of them.

The archives hold the same bytes whenever and wherever they are made: names in
order, no owner, no clock, and of the modes only whether a file is a program.
"""
import fnmatch
import gzip
import io
import os
import re
import subprocess
import tarfile
import zipfile

TAKEN = ("Makefile", "LICENSE", "tools/*", "include/*", "solutions/*",
         "labs/*/programs/*", "labs/.starters", "tests/[0-9]*", "tests/*.t*",
         "tests/support/*", "chapters/toc.txt", "chapters/[0-9]*.md",
         "classroom/*")
LEFT = ("*/right/*", "*/mutants/*", "*/__pycache__/*", "*.kept-*", "*.orig",
        "*.rej", "*.pyc", "tools/trace/*", "classroom/platforms/git*",
        "classroom/platforms/docker/*", "classroom/platforms/classroom50/*",
        "classroom/platforms/gradescope/*", "*/.*.sw?")
CLOCK = (2000, 1, 1, 0, 0, 0)       # what a zip file can say, and no date
BEFORE = re.compile(r"(build|\.git)/")


def listed(root):
    """Every file of the project: git's list, or what lies here."""
    done = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others",
         "--exclude-standard"], cwd=root, capture_output=True) \
        if os.path.isdir(os.path.join(root, ".git")) else None
    if done and done.returncode == 0:
        return {os.fsdecode(name) for name in done.stdout.split(b"\0") if name}
    return {os.path.relpath(os.path.join(folder, name), root)
            for folder, _, names in os.walk(root) for name in names}


def matches(name, patterns):
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)


def files(root="."):
    """{name: (bytes, is it a program?)} of all that grading needs."""
    found = {}
    for name in sorted(listed(root)):
        path = os.path.join(root, name)
        if BEFORE.match(name) or matches(name, LEFT) or os.path.islink(path) \
                or not matches(name, TAKEN) or not os.path.isfile(path):
            continue
        with open(path, "rb") as file:
            found[name] = file.read(), os.access(path, os.X_OK)
    return found


def packed(found):
    """The bytes of a .tar.gz."""
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.GNU_FORMAT) as tar:
        for name, (data, program) in sorted(found.items()):
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(data), 0o755 if program else 0o644
            tar.addfile(entry, io.BytesIO(data))
    small = io.BytesIO()
    with gzip.GzipFile(fileobj=small, mode="wb", mtime=0) as file:
        file.write(raw.getvalue())
    return small.getvalue()


def zipped(found):
    """The bytes of a .zip; modes as Unix writes them there."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        for name, (data, program) in sorted(found.items()):
            entry = zipfile.ZipInfo(name, CLOCK)
            entry.create_system = 3
            entry.external_attr = (0o100755 if program else 0o100644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return raw.getvalue()
