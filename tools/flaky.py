#!/usr/bin/env python3
"""Every suite on the reference, again and again, while all processors are
busy: a test that passes must pass every time.

    flaky.py RUNS REFERENCE_FOLDER LAB...

RUNNER and PATIENCE are the flavour's, as in tools/build.mk.
"""
import collections
import concurrent.futures
import os
import subprocess
import sys

import trials
import verdict
from gate import Gate
from say import language, pad, say

# It ends with us, however we end.
BUSY = "import os\nwhile os.getppid() == %d:\n    for _ in range(10 ** 6): pass"


def again(lab, command, patience):
    """{test: why} of one run: what failed."""
    result = verdict.run_suite(lab, command, patience)
    return {test.name: test.message(language()) or test.verdict
            for test in result.tests if test.verdict != 'passed'}


def failures(lab, runs, folder, workers):
    """{test: [why, once for each run in which it failed]}"""
    command = os.environ.get('RUNNER', '').split() + [f'{folder}/{lab}.test']
    patience = int(os.environ.get('PATIENCE', 1))
    told = collections.defaultdict(list)
    for found in workers.map(again, [lab] * runs, [command] * runs,
                             [patience] * runs):
        for test, why in found.items():
            told[test].append(why)
    return told


def main(runs, folder, *labs):
    gate, processors = Gate(), os.cpu_count() or 1
    busy = [subprocess.Popen([sys.executable, '-c', BUSY % os.getpid()])
            for _ in range(processors)]
    try:
        with concurrent.futures.ProcessPoolExecutor(processors) as workers:
            for lab in labs:
                told = failures(lab, int(runs), folder, workers)
                gate.item()
                for test, why in told.items():
                    gate.fault(trials.place(lab, test), 'flaky.fails',
                               test=test, failed=len(why), runs=runs,
                               why=why[0])
                print('  ' + pad(lab, 24) + say('flaky.lab', runs=runs,
                                                failed=len(told)), flush=True)
    finally:
        for process in busy:
            process.kill()
            process.wait()
    gate.close()


if __name__ == '__main__':
    main(*sys.argv[1:])
