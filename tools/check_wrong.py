#!/usr/bin/env python3
"""The wrong answers fail exactly the tests that they name; right ones none.

    check_wrong.py [--few] [--in "FLAVOUR..."] LAB...       else in asan

Whoever fails as named in the first flavour is not judged in the others: what
costs nothing comes first, and the sanitizers see the rest. With --few, every
answer is read, but of the wrong ones only as many are judged as it takes to
fail each test that any of them fails.
"""
import os
import pathlib
import sys

import answers
import trials
import view
from gate import Gate


def verdict(gate, path, fails, result, said):
    gate.check(f'{path}:1', not said, 'wrong.warns', why=said.strip())
    if not result or result.state not in ('passed', 'failed'):
        gate.fault(f'{path}:1', 'wrong.unjudged',
                   why=result.message('en') if result else '-')
        return
    failing = set(result.failing())
    gate.check(f'{path}:1', failing == fails, 'wrong.other',
               named=', '.join(sorted(fails)) or '-',
               failing=', '.join(sorted(failing)) or '-')


def as_named(case, result):
    return result and result.state in ('passed', 'failed') \
        and set(result.failing()) == case[2]


def judge(cases, flavour, *options):
    """{name: Result}. Many at a time: whoever hangs leaves a processor idle."""
    found, said = trials.judge(cases, flavour, *(
        options or [f'-j{2 * os.cpu_count() + 1}']))
    print(said, end='')
    return found


def hurried(case, result):
    """May a busy machine be why it did not fail as named?"""
    return not as_named(case, result) and result and (
        case[2] or any(map(view.unrun, result.tests)))


def judge_again(cases, flavour, found):
    """Those that may have had too little time, one by one, and patiently."""
    late = {name: case for name, case in cases.items()
            if hurried(case, found.get(name))}
    for name in late:
        pathlib.Path(trials.folder(flavour), f'{name}.tsv').unlink(True)
    kind = flavour.replace('-fast', '')
    return {**found, **judge(late, flavour, '-j1', f'PATIENCE_{kind}=4')}


def judge_in_turn(cases, flavours):
    """{name: (Result, what the compiler said)}, of the first flavour in which
    exactly the named tests fail, or else of the last. What the compiler says
    differs from flavour to flavour; what counts is said in the last."""
    found, left = {}, cases
    for flavour in flavours:
        if not left:
            break
        judged, last = judge(left, flavour), flavour == flavours[-1]
        if last:
            judged = judge_again(left, flavour, judged)
        for name, result in judged.items():
            lab, path, _ = cases[name]
            found[name] = result, trials.warnings(lab, path.stem, flavour) \
                if last else ''
        left = {name: case for name, case in left.items()
                if not as_named(case, found.get(name, (None,))[0])}
    return found


def main(*labs):
    gate, flavours, sample = Gate(), 'asan', labs[0] == '--few'
    labs = labs[sample:]
    if labs[0] == '--in':
        flavours, labs = labs[1], labs[2:]
    cases = answers.collect(gate, labs, '-fast' if '-fast' in flavours else '')
    if sample:
        cases = answers.few(cases)
    found = judge_in_turn(cases, flavours.split())
    for name, (_, path, fails) in cases.items():
        gate.item()
        verdict(gate, path, fails, *found.get(name, (None, '')))
    gate.close()


if __name__ == '__main__':
    main(*sys.argv[1:])
