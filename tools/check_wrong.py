#!/usr/bin/env python3
"""The wrong answers fail exactly the tests that they name; right ones none.

    check_wrong.py [--few] [--in "FLAVOUR..."] LAB...       else in asan

tests/CHAPTER/wrong/NAME/*.patch: `fails:`, `en:` and `zh:` lines (`step:` if
the diff is in more than one, `fails-fast:` if other tests fail in the flavours
of the fast floor), a blank line, a diff against the reference. Four or more
for each lab; three in chapter 1.
tests/CHAPTER/right/NAME/*.c (or *.x86_64.S): other correct answers. What is in
another machine's assembly is skipped.

Whoever fails as named in the first flavour is not judged in the others: what
costs nothing comes first, and the sanitizers see the rest. With --few, every
answer is read, but of the wrong ones only as many are judged as it takes to
fail each test that any of them fails.
"""
import os
import pathlib
import re
import sys

import columns
import source
import trials
import view
from gate import Gate, run

FEWER = {'1-basics': 3}
LEAST = 4       # in every other chapter


def header(gate, path):
    """What tests a wrong answer shall fail, on which floor; its texts are
    looked at."""
    found = {}
    for number, line in enumerate(path.read_text('utf-8').splitlines(), 1):
        match = re.match(r'(fails|fails-fast|en|zh|step): (.*\S)', line)
        if match:
            found[match[1]] = match[2]
        elif not line:
            break
        else:
            gate.fault(f'{path}:{number}', 'wrong.header', text=line)
    for label in ('fails', 'en', 'zh'):
        gate.check(f'{path}:1', label in found, 'wrong.missing', label=label)
    gate.check(f'{path}:1', columns.has_wide(found.get('zh', '中')),
               'wrong.chinese')
    basic = found.get('fails', '')
    return {floor: set(re.split(r',\s*', fails)) for floor, fails in
            (('', basic), ('-fast', found.get('fails-fast', basic)))}


def patched(gate, lab, path):
    """The reference with the mistake in it; None: the diff does not fit."""
    answer = trials.TRY / lab / f'{path.stem}.patched'
    answer.parent.mkdir(parents=True, exist_ok=True)
    code, said = run(['patch', '-s', '-F0', '-r-', '-o', answer,
                      source.of('solutions', lab), path])
    gate.check(f'{path}:1', code == 0, 'wrong.apply', lab=lab,
               why=said.strip().splitlines()[-1] if said else code)
    return answer.read_text('utf-8') if code == 0 else None


def collect(gate, labs, floor=''):
    """{name below build/verdict: (lab, path, tests that shall fail)}"""
    found = {}
    for lab in labs:
        chapter, name = lab.split('/')
        tests = pathlib.Path('tests', chapter)
        wrong = sorted((tests / 'wrong' / name).glob('*.patch'))
        gate.item()
        least = FEWER.get(chapter, LEAST)
        gate.check(f'{tests}/wrong/{name}:1', len(wrong) >= least,
                   'wrong.few', count=len(wrong), least=least)
        for path in wrong + sorted((tests / 'right' / name).glob('*.[cS]')):
            if not source.ours(lab, path):
                gate.skip(f'{path}:1', 'wrong.machine')
                continue
            gate.item()
            fails = header(gate, path)[floor] if path in wrong else set()
            text = patched(gate, lab, path) if path in wrong \
                else path.read_text('utf-8')
            if text is not None:
                trials.put(lab, path.stem, text)
                found[f'try/{lab}/{path.stem}'] = lab, path, fails
    return found


def few(cases):
    """Those that it takes, chosen lab by lab: who fails most that is left."""
    wrong = {name: case for name, case in cases.items() if case[2]}
    left = {(case[0], test) for case in wrong.values() for test in case[2]}
    kept = {}
    while left:
        name, gains = max(((name, left & {(case[0], test) for test in case[2]})
                           for name, case in wrong.items()),
                          key=lambda pair: len(pair[1]))
        kept[name] = cases[name]
        left -= gains
    return {**kept, **{name: case for name, case in cases.items()
                       if not case[2]}}


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
        pathlib.Path(trials.folder(flavour), f'{name}.tsv').unlink()
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
    cases = collect(gate, labs, '-fast' if '-fast' in flavours else '')
    if sample:
        cases = few(cases)
    found = judge_in_turn(cases, flavours.split())
    for name, (_, path, fails) in cases.items():
        gate.item()
        verdict(gate, path, fails, *found.get(name, (None, '')))
    gate.close()


if __name__ == '__main__':
    main(*sys.argv[1:])
