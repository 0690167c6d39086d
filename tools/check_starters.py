#!/usr/bin/env python3
"""The starters: derived from solutions/, clean, and failing as they should.

    check_starters.py LAB...

What is committed is the starter, not somebody's work. A starter compiles
without a warning with gcc and clang, and each of its tests fails because
something is not written yet, not for another reason.
"""
import pathlib
import subprocess
import sys

import check_style
import source
import starters
import trials
from gate import Gate


def committed(path):
    """What git is about to commit at that path; None: nothing."""
    done = subprocess.run(['git', 'cat-file', 'blob', f':{path}'],
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return done.stdout if done.returncode == 0 else None


def manifest(gate, texts):
    gate.item()
    for line in starters.check(texts):
        gate.told(line)
    for path, text in texts.items():
        kept = committed(path)
        gate.check(f'{path}:1', kept in (None, text), 'starter.committed')


def clean(gate, lab, text):
    """The text of a starter, as the style gate would judge a file."""
    trials.put(lab, 'starter', text)
    file = pathlib.Path(source.of('labs', lab))
    check_style.narrow(gate, file, text)
    check_style.c_code(gate, file, text, [])


def fails(gate, lab, result):
    """Each test of a starter fails, as not written."""
    for flavour in ('asan', 'clang-O2'):
        said = trials.warnings(lab, 'starter', flavour)
        judged = f'{trials.TRY}/{lab}/starter{source.suffix(lab)[-2:]}'
        said = said.replace(judged, source.of('labs', lab))
        for line in said.splitlines():
            gate.told(line)
    if not result or result.state != 'failed':
        gate.fault(f'{source.of("labs", lab)}:1', 'starter.unjudged',
                   why=result.message('en') if result else '-')
        return
    for test in result.tests:
        gate.check(trials.place(lab, test.name), test.step, 'starter.step',
                   test=test.name)
        gate.check(trials.place(lab, test.name),
                   test.verdict == 'unwritten', 'starter.fails',
                   test=test.name, lab=lab, verdict=test.verdict)


def main(*labs):
    gate = Gate()
    texts, broken = starters.derived()
    for line in broken:
        gate.item()
        gate.told(line)
    manifest(gate, texts)
    labs = [lab for lab in labs if source.of('labs', lab) in texts]
    for lab in labs:
        gate.item()
        clean(gate, lab, texts[source.of('labs', lab)].decode('utf-8'))
    names = [f'try/{lab}/starter' for lab in labs]
    trials.judge(names, 'clang-O2')
    found, said = trials.judge(names)
    print(said, end='')
    for lab in labs:
        gate.item()
        fails(gate, lab, found.get(f'try/{lab}/starter'))
    gate.close()


if __name__ == '__main__':
    main(*sys.argv[1:])
