#!/usr/bin/env python3
"""make compile_commands.json: how each file is compiled, for clangd.

COMPILE is the compiler's line as tools/build.mk has it. The file is written
whole, and only when it says something new: editors read it when it changes.
"""
import glob
import json
import os
import shlex

from say import say

FILE = "compile_commands.json"
SOURCES = ("labs/*/*.[cS]", "labs/*/programs/*.c", "solutions/*/*.[cS]",
           "tests/[0-9]*/*.[cS]", "tests/given/*.c", "tests/support/*.c")
# Side products of a build are no business of an editor.
LEFT_OUT = ("-MMD", "-MP")


def other_machine(path):
    """Assembly for another processor: our compiler cannot read it."""
    return path.endswith(".S") and not path.endswith(
        "." + os.environ["MACHINE"] + ".S")


def entry(path, command):
    """As tools/build.mk does it, and tools/mutants.mk for tests/given."""
    more = ["-iquote", "tests/support"] * path.startswith("tests/") \
        + ["-iquote", "solutions/given"] * path.startswith("tests/given/")
    return {"directory": os.getcwd(), "file": path,
            "arguments": [*command, *more, "-c", path]}


def main():
    command = [word for word in shlex.split(os.environ["COMPILE"])
               if word not in LEFT_OUT]
    paths = sorted(path for pattern in SOURCES for path in glob.glob(pattern)
                   if not other_machine(path))
    text = json.dumps([entry(path, command) for path in paths],
                      ensure_ascii=False, indent=1) + "\n"
    try:
        with open(FILE, encoding="utf-8") as file:
            same = file.read() == text
    except OSError:
        same = False
    if not same:
        fresh = "%s.%d" % (FILE, os.getpid())
        with open(fresh, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(fresh, FILE)
    print(say("editor.written", path=FILE, count=len(paths)))


if __name__ == "__main__":
    main()
