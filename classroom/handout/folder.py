"""The hand-out's folder: what a student needs, and nothing else."""
import glob
import os
import pathlib
import re
import shutil
import sys

sys.path.insert(0, "tools")
import suite            # noqa: E402
import words            # noqa: E402

ENTRIES = ("help lab table next progress checkpoint diff watch hint run traced "
           "live port say debug compile_commands starters verdict beside three "
           "tasks_gdb").split()
TOOLS = ("setup", "setup-needs.sh", "ready.sh", "run.sh", "build.mk",
         "desk.mk", "editor.mk", "trace.mk")
WHOLE = ("include/*.h", "labs/*/programs/*.c", "labs/*/programs/*.py",
         "tests/support/*.[chS]", "tests/allowed.txt", "tests/programs.txt",
         "tools/trace/*.[ch]", "tools/trace/*.css", "LICENSE",
         "LICENSE-TEXT", ".gitattributes", ".gitignore", ".editorconfig",
         ".clang-format", ".vscode/*.json", ".devcontainer/*")
IMPORT = re.compile(r"^\s*(?:import|from) (\w+)", re.M)
INCLUDE = re.compile(r"^-?include (\S+).*\n", re.M)
ABOUT = ("a file to write in labs/, a reference in solutions/ and\n"
         "# a suite in tests/", "a file to write in labs/ and a suite in\n"
         "# tests/")


def tools():
    """The desk's commands, and each module that one of them imports."""
    found, open_ = set(), list(ENTRIES)
    while open_:
        name = open_.pop()
        path = "tools/%s.py" % name
        if path not in found and os.path.exists(path):
            found.add(path)
            with open(path, encoding="utf-8") as file:
                open_ += IMPORT.findall(file.read())
    return sorted(found) + ["tools/" + name for name in TOOLS]


def suites(labs):
    """The suites of these labs, and those that they include."""
    found = set()
    for lab in labs:
        found.update(path for path, _ in suite.sources("tests/%s.c" % lab))
    return sorted(found)


def copy(path, folder, to=None):
    there = pathlib.Path(folder, to or path)
    there.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, there)
    there.chmod(0o755 if os.access(path, os.X_OK) else 0o644)


def makefile(folder):
    """The Makefile without what is not there."""
    with open("Makefile", encoding="utf-8") as file:
        text = file.read()
    if ABOUT[0] not in text:
        raise ValueError("Makefile: its first comment is another one now")
    text = INCLUDE.sub(lambda found: found[0] if os.path.exists(
        os.path.join(folder, found[1])) else "", text.replace(*ABOUT))
    pathlib.Path(folder, "Makefile").write_text(text, "utf-8")


def objects(place, folder, labs):
    """reference/KIND/, and what says for whom: machine, labs."""
    for path in sorted(glob.glob(place + "/*/*/**/*.o", recursive=True)):
        inside = re.sub(r"/reference/", "/", path[len(place):])
        copy(path, folder, "reference" + inside)
    about = {"machine": "%s %s" % (os.uname().sysname, os.uname().machine),
             "labs": " ".join(labs)}
    for name, text in about.items():
        pathlib.Path(folder, "reference", name).write_text(text + "\n")


def book(place, folder):
    for path in sorted(pathlib.Path(place).rglob("*")):
        if path.is_file() and path.name != "live.json":
            copy(path, folder, pathlib.Path("book", path.relative_to(place)))


def texts(source, folder, labs):
    """What the desk reads of chapters/: as the hand-out's book has it."""
    paths = ["chapters/toc.txt"]
    for lab in labs:
        paths += glob.glob("chapters/%s.*.txt" % lab.replace("/", "/hints/"))
    for path in sorted(paths):
        copy(os.path.join(source, path), folder, path)


def write(folder, labs, place):
    """All that is copied; place: where objects and book were made."""
    for pattern in WHOLE:
        for path in filter(os.path.isfile, glob.glob(pattern)):
            copy(path, folder)
    for path in tools() + suites(labs):
        copy(path, folder)
    objects(place + "/objects", folder, labs)
    book(place + "/source/build/book", folder)
    texts(place + "/source", folder, labs)
    words.write(folder)
    makefile(folder)
