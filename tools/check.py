#!/usr/bin/env python3
"""Run the gates, one `make check-NAME` after the other, and add them up.

    check.py NAME...

A line for each gate, its reasons below it when it failed, the whole log in
build/check/NAME.log. Every gate runs, whatever the others say. The closing
line sums what the gates counted.
"""
import pathlib
import re
import signal
import sys
import time

import gate
from say import pad, say

TOTALS = re.compile(r'^(\d+) passed, (\d+) failed, (\d+) skipped$')
SHOWN, WIDE = 8, 240      # lines of a failed gate, and their length


def run(name, log):
    """(exit status, lines) of one gate; its log is kept."""
    code, said = gate.make('-s', f'check-{name}', seconds=3600)
    log.write_text(said, 'utf-8')
    return code, said.splitlines()


def totals(code, lines):
    """What the gate counted; a gate that does not count has failed."""
    for line in reversed(lines):
        found = TOTALS.match(line)
        if found:
            passed, failed, skipped = map(int, found.groups())
            if (code or not passed) and not failed:
                failed = 1
            return passed, failed, skipped
    return 0, 1, 0


def reasons(lines):
    """The lines that say why, the ones with file and line first."""
    lines = [line for line in lines if line.strip()
             and not TOTALS.match(line) and not line.startswith('make')]
    placed = [line for line in lines if re.match(r'\S[^:]*:\d+:', line)]
    shown = dict.fromkeys(line[:WIDE] for line in placed or lines[-SHOWN:])
    return list(shown)[:SHOWN]


def main(names):
    # Whoever is started in the background ignores Ctrl-C: a gate must not.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    folder = pathlib.Path('build/check')
    folder.mkdir(parents=True, exist_ok=True)
    total = [0, 0, 0]
    for name in names:
        log = folder / f'{name}.log'
        start = time.monotonic()
        code, lines = run(name, log)
        counted = totals(code, lines)
        total = [old + new for old, new in zip(total, counted)]
        mark = '✗' if counted[1] else '✓'
        print(f'{mark} {pad(name, 11)}' + say(
            'check.gate', passed=counted[0], failed=counted[1],
            skipped=counted[2], seconds=f'{time.monotonic() - start:.1f}'),
            flush=True)
        if counted[1]:
            for line in reasons(lines):
                print(f'    {line}')
            print('    ' + say('check.log', path=log, gate=name), flush=True)
    print(f'{total[0]} passed, {total[1]} failed, {total[2]} skipped')
    return 1 if total[1] or not total[0] else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
