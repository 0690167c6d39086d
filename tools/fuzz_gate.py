#!/usr/bin/env python3
"""The gate: each corpus once through its fuzzer, without libFuzzer.

    fuzz_gate.py [SECONDS]      with SECONDS, so much of `make fuzz` as well
"""
import subprocess
import sys

from fuzz import CORPUS, built, environment, fuzz, lacks_libfuzzer, names, what
from gate import Gate


def replay(name, files):
    """[(file, what went wrong)] of a corpus, once through its fuzzer."""
    program, found = built('asan', f'{name}.replay'), []
    while files and len(found) < 5:
        done = subprocess.run([program, *map(str, files)], check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              env=environment(), timeout=300)
        if not done.returncode:
            break
        tried = len(done.stdout.splitlines())
        culprit = files[max(tried - 1, 0)]
        found.append((culprit, what(done.stderr.decode('utf-8', 'replace')),
                      f'{program} {culprit}'))
        files = files[max(tried, 1):]
    return found


def judge(seconds):
    """The gate: each file of each corpus is an item, and each while."""
    told, lacking = Gate(), seconds and lacks_libfuzzer()
    for name in names():
        files = sorted((CORPUS / name).glob('*'))
        found = {file: why for file, *why in replay(name, files)}
        told.item()
        told.check(f'tests/fuzz/{name}.c:1', files, 'fuzz.empty', name=name)
        for file in files:
            told.item()
            if file in found:
                told.fault(f'{file}:1', 'fuzz.replay', what=found[file][0],
                           command=found[file][1])
        if lacking:
            told.skip(f'tests/fuzz/{name}.c:1', 'fuzz.skipped', why=lacking)
        elif seconds:
            told.item()
            finding = fuzz(name, seconds)
            if finding:
                told.told(f'tests/fuzz/{name}.c:1: {finding}')
    told.close()


if __name__ == '__main__':
    judge(int(sys.argv[1]) if sys.argv[1:] else 0)
