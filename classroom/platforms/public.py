#!/usr/bin/env python3
"""A kit that everybody may read: objects and outlines for the solutions.

    public.py FOLDER      FOLDER holds the kit without them; 1: it would leak

Made with the pieces of `make handout`, and looked through as that is.
"""
import os
import shutil
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[1:1] = [os.path.join(os.path.dirname(HERE), "handout"), "tools"]

import folder           # noqa: E402
import leak             # noqa: E402
import needles          # noqa: E402
import outlines         # noqa: E402
from say import say     # noqa: E402

# Programs of ours on the student's runtime. They use it as an answer to lab
# wget does, and some lines cannot but be alike.
PROGRAMS = "classroom/blackbox/"

# The grader asks the reference which functions a lab has. The copy of it in
# this kit asks the outline, which says the same.
ASKS = "classroom/grade/kit.py"
INSTEAD = (('source.of("solutions", lab)', '"outline/%s.json" % lab'),
           ("odd.functions(file.read())", 'json.load(file)["functions"]'))
OTHERS = ("gcc-O0", "gcc-O2", "clang-O0", "clang-O2", "clang-asan")


def ask_outlines(place):
    """True: nothing in the copy asks for a solution any more."""
    path = os.path.join(place, ASKS)
    with open(path, encoding="utf-8") as file:
        text = file.read()
    for old, new in INSTEAD:
        text = text.replace(old, new)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return 'of("solutions"' not in text


def main(place):
    labs = os.environ["LABS"].split()
    outlines.write(place, labs, leak.begins(needles.needles()))
    folder.objects("build/handout/objects", place, labs)
    for kind in os.listdir(os.path.join(place, "reference")):
        if kind in OTHERS:      # left there by a hand-out
            shutil.rmtree(os.path.join(place, "reference", kind))
    if not ask_outlines(place):
        sys.exit("%s:1: %s" % (ASKS, say("platform.asks")))
    return leak.main([
        os.path.join(top, name) for top, _, names in os.walk(place)
        for name in names if not os.path.join(top, name).startswith(
            os.path.join(place, PROGRAMS))])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
