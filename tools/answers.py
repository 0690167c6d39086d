"""The answers that the project keeps beside its own: wrong ones, right ones.

tests/CHAPTER/wrong/NAME/*.patch: `fails:`, `en:` and `zh:` lines (`step:` if
the diff is in more than one, `fails-fast:` if other tests fail in the flavours
of the fast floor), a blank line, a diff against the reference. Four or more
for each lab; three in chapter 1.
tests/CHAPTER/right/NAME/*.c (or *.x86_64.S): other correct answers. What is in
another machine's assembly is skipped.
"""
import pathlib
import re

import columns
import source
import trials
from gate import run

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
