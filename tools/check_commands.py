#!/usr/bin/env python3
"""Run make targets one after the other; each is one item.

    check_commands.py TARGET...
"""
import re
import sys

from gate import Gate, make


def main(targets):
    gate = Gate()
    for target in targets:
        gate.item()
        code, said = make(target)
        print(said, end='', flush=True)
        placed = re.search(r'^\S+?:\d+(?=:)', said, re.M)
        gate.check(placed[0] if placed else 'Makefile:1', code == 0,
                   'check.command', target=target)
    gate.close()


if __name__ == '__main__':
    main(sys.argv[1:])
