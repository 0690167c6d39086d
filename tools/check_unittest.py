#!/usr/bin/env python3
"""Run test files below tests/tools, a few at a time, and count.

    check_unittest.py [-x "PATTERN..."] "PATTERN..."    -x: but not these
"""
import concurrent.futures
import os
import pathlib
import re
import signal
import sys
import time

from gate import Gate, environment, run

BLOCK = re.compile(r'^(?:FAIL|ERROR): (\w+).*?\n-+\n(.*?)(?=^[=-]{20})',
                   re.M | re.S)
PLACE = re.compile(r'File "([^"]+)", line (\d+), in (?:test|setUp|<module>)')


SLOW = 10       # seconds: a file that takes more says so
MOST, MOST_LONG = 300, 7200     # seconds; *_long.py


def outcome(path):
    """What unittest says about one file."""
    env = dict(environment(), PYTHONPATH=str(path.parent))
    start = time.monotonic()
    most = MOST_LONG if path.stem.endswith('_long') else MOST
    code, said = run([sys.executable, '-m', 'unittest', path], most, env=env)
    seconds = time.monotonic() - start
    if seconds > SLOW:
        print(f'{path}: {seconds:.0f} s', flush=True)
    return code, said


def chosen(patterns, but):
    """The files that match one of these, and none of those."""
    return [path for path in sorted(pathlib.Path('tests/tools').rglob(
        'test_*.py')) if any(map(path.match, patterns.split()))
        and not any(map(path.match, but.split()))]


def faults(path, said):
    """path:line: test: why - for each failure that unittest told."""
    for name, block in BLOCK.findall(said):
        place = PLACE.search(block)
        where = f'{path}:{place[2]}' if place else f'{path}:1'
        yield f'{where}: {name}: {block.strip().splitlines()[-1][:300]}'


def count(gate, path, code, said):
    ran = re.search(r'^Ran (\d+) tests?', said, re.M)
    skipped = re.search(r'skipped=(\d+)', said)
    gate.skipped += int(skipped[1]) if skipped else 0
    told = list(faults(path, said))
    total = int(ran[1]) if ran else 0
    good = total - len(told) - (int(skipped[1]) if skipped else 0)
    gate.passed += max(good, 0)
    if code:
        print(said)
    for line in told or ([f'{path}:1: unittest: status {code}']
                         if code or not total else []):
        gate.item()
        gate.told(line)


def main(arguments):
    gate, skip = Gate(), ''
    # Whoever runs us in the background ignores Ctrl-C, and so would every
    # program that a test starts; a terminal does not.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if arguments[0] == '-x':
        skip, arguments = arguments[1], arguments[2:]
    paths = chosen(arguments[0], skip)
    with concurrent.futures.ThreadPoolExecutor(2 + os.cpu_count()) as workers:
        for path, (code, said) in zip(paths, workers.map(outcome, paths)):
            count(gate, path, code, said)
    gate.close()


if __name__ == '__main__':
    main(sys.argv[1:])
