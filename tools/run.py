#!/usr/bin/env python3
"""make run: decide whose files a program is linked with, and say so.

Prints the labs that are linked from yours, for make; tells the reader on
stderr. Yours is linked where its tests pass.
"""
import os
import sys

import results
from paint import told
from say import say


def short(labs):
    return " ".join(lab.rpartition("/")[2] for lab in labs)


def tell(key, **names):
    print("\n".join(told(say(key, **names), 0)), file=sys.stderr)


def main():
    labs, begun = os.environ["LABS"].split(), os.environ["BEGUN"].split()
    if not os.environ["PROGRAM"]:
        names = short(os.environ["PROGRAMS"].split())
        key = "run.unknown" if os.environ["LAB"] else "run.empty"
        tell(key, lab=os.environ["LAB"], programs=names)
        return 2
    if os.environ.get("WHOSE") == "reference":
        return 0
    yours = [lab for lab in begun
             if results.of("yours", lab).state == results.PASSED]
    reference = [lab for lab in labs if lab not in yours]
    if yours:
        tell("run.yours", labs=short(yours))
    if reference:
        tell("run.reference", labs=short(reference))
    print(" ".join(yours))
    return 0


if __name__ == "__main__":
    sys.exit(main())
