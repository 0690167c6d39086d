#!/usr/bin/env python3
"""The wrong answers fail exactly the tests that they name; right ones none.

    check_wrong.py [--in "FLAVOUR..."] LAB...       else in asan

tests/CHAPTER/wrong/NAME/*.patch: `fails:`, `en:` and `zh:` lines (`step:` if
the diff is in more than one, `fails-fast:` if other tests fail in the flavours
of the fast floor), a blank line, a diff against the reference. Four or more
for each lab; three in chapter 1.
tests/CHAPTER/right/NAME/*.c (or *.x86_64.S): other correct answers. What is in
another machine's assembly is skipped.

Whoever fails as named in the first flavour is not judged in the others: what
costs nothing comes first, and the sanitizers see the rest.
"""
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


def judge(cases, flavour):
    """{name: Result}; who had too little time on a busy machine, again."""
    found, said = trials.judge(cases, flavour)
    late = [name for name, case in cases.items() if name in found
            and not as_named(case, found[name])
            and any(map(view.unrun, found[name].tests))]
    for name in late:
        pathlib.Path(trials.folder(flavour), f'{name}.tsv').unlink()
    kind = flavour.replace('-fast', '')
    more, also = trials.judge(late, flavour, '-j1', f'PATIENCE_{kind}=4') \
        if late else ({}, '')
    print(said + also, end='')
    return {**found, **more}


def judge_in_turn(cases, flavours):
    """{name: (Result, what the compiler said)}, of the first flavour in which
    exactly the named tests fail, or else of the last. What the compiler says
    differs from flavour to flavour; what counts is said in the last."""
    found, left = {}, cases
    for flavour in flavours:
        if not left:
            break
        for name, result in judge(left, flavour).items():
            lab, path, _ = cases[name]
            found[name] = result, trials.warnings(lab, path.stem, flavour) \
                if flavour == flavours[-1] else ''
        left = {name: case for name, case in left.items()
                if not as_named(case, found.get(name, (None,))[0])}
    return found


def main(*labs):
    gate, flavours = Gate(), 'asan'
    if labs[0] == '--in':
        flavours, labs = labs[1], labs[2:]
    cases = collect(gate, labs, '-fast' if '-fast' in flavours else '')
    found = judge_in_turn(cases, flavours.split())
    for name, (_, path, fails) in cases.items():
        gate.item()
        verdict(gate, path, fails, *found.get(name, (None, '')))
    gate.close()


if __name__ == '__main__':
    main(*sys.argv[1:])
