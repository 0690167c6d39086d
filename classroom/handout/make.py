#!/usr/bin/env python3
"""make handout: put the folder together, look for solutions in it, pack it.

    make.py check [LAB...]          are these labs? One wrong: status 2
    make.py FOLDER PLACE [LAB...]   PLACE: where objects and book were made

Without labs: all. LABS in the environment names them, in order.
"""
import hashlib
import os
import shutil
import sys

sys.path.insert(0, "tools")
import archive          # noqa: E402
import folder           # noqa: E402
import leak             # noqa: E402
import needles          # noqa: E402
import outlines         # noqa: E402
import readme           # noqa: E402
from paint import told  # noqa: E402
from say import say     # noqa: E402


def chosen(names):
    """The labs in the book's order; a wrong name ends us."""
    labs = os.environ["LABS"].split()
    for name in names:
        if not any(name in (lab, lab.partition("/")[2]) for lab in labs):
            print("\n".join(told(say("handout.no_lab", lab=name, labs=" ".join(
                lab.partition("/")[2] for lab in labs)), 0)), file=sys.stderr)
            sys.exit(2)
    return [lab for lab in labs if not names or lab in names
            or lab.partition("/")[2] in names]


def make(place, made, labs):
    """The folder, anew; what an older one held does not stay in it."""
    shutil.rmtree(place, ignore_errors=True)
    if os.path.exists(place + ".tar.gz"):
        os.unlink(place + ".tar.gz")
    outlines.write(place, labs, leak.begins(needles.needles()))
    folder.write(place, labs, made)
    readme.write(place, labs)


def main(args):
    if args[0] == "check":
        chosen(args[1:])
        return 0
    place, made, *names = args
    try:
        make(place, made, chosen(names))
    except readme.Stale as stale:
        print("classroom/handout:1: %s" % stale, file=sys.stderr)
        return 1
    if leak.main([place]):
        return 1
    path = place + ".tar.gz"
    data = archive.write(place, path)
    print(say("handout.made", folder=place, archive=path,
              size=len(data) // 1024,
              sum=hashlib.sha256(data).hexdigest()))
    print(say("handout.next"))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
