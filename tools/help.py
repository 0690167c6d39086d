#!/usr/bin/env python3
"""make help: what can be typed."""
import os

from paint import paint, told
from say import pad, say

COMMANDS = ("setup", "next", "progress", "checkpoint", "test", "test_lab",
            "watch", "hint", "run", "trace", "diff", "reset", "book", "serve",
            "bench", "check")


# A hand-out has not everything.
NEEDS = {"diff": "solutions", "book": "book/book.mk",
         "bench": "bench/bench.mk", "check": "tools/check.mk"}


def main():
    print(say("help.title"))
    print()
    for name in COMMANDS:
        if not os.path.exists(NEEDS.get(name, ".")):
            continue
        command, text = say("help.%s" % name, gap=" " * 28).split("|", 1)
        print("  " + paint("bold", pad(command.strip(), 26)) + text.strip())
    print()
    print("\n".join(told(say("help.labs", labs=" ".join(
        lab.rpartition("/")[2] for lab in os.environ["LABS"].split())), 0)))
    print(say("help.language"))


if __name__ == "__main__":
    main()
