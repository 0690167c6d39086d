#!/usr/bin/env python3
"""Judge every mutant of the reference: does a test notice it?

    mutants.py LAB...        ONLY=TEXT: those with this text in their key;
                             ONLY=survived: those that survived last time
A line for each mutant that nothing notices and no row of tests/CHAPTER/mutants/
NAME.tsv explains (`key <TAB> reason`); a table. What became of each is in
build/mutants/LAB.tsv: key, state, flavour, line, failing tests.
"""
import concurrent.futures
import os
import pathlib
import signal
import sys
import tempfile

import gate
import mutants_how
import mutants_rows
import mutants_run
import mutate
import source
from say import pad, say, width

HEADS = {'made': 'mutants.made', 'killed': 'mutants.were_killed',
         'equal': 'mutants.equal', 'explained': 'mutants.explained',
         'survived': 'mutants.survivors'}
INVALID = 0.8       # of all mutants, more must compile


def build(labs):
    """Make what the mutants of these labs are linked with."""
    for flavour in mutants_run.FLAVOURS:
        code, said = gate.make('-s', f'FLAVOUR={flavour}', *(
            f'build/{flavour}/mutants/{suite}.how' for suite in {
                suite for lab in labs for suite in mutants_how.suites(lab)}))
        if code:
            sys.exit(said)


def judge(lab, workers, wanted=None):
    """(what fails on the reference, [Row]) of one lab; of all its mutants, or
    of the wanted ones."""
    path = source.of('solutions', lab)
    reference = pathlib.Path(path).read_bytes()
    made = mutate.mutants(path)
    if wanted is not None:
        made = [each for each in made if each.key in wanted]
    before = mutants_rows.last(lab)
    with tempfile.TemporaryDirectory(prefix='mutants.') as kept:
        hows, failed = mutants_run.prepared(lab, reference, kept)
        waiting = [workers.submit(mutants_run.judged, hows, reference,
                                  each.text)
                   if mutants_rows.chosen(each, before) else None
                   for each in made if not failed]
        concurrent.futures.wait(filter(None, waiting))
    return failed, list(rows_of(made, waiting, before))


def rows_of(made, waiting, before):
    """A row for each mutant, judged now or before."""
    for each, answer in zip(made, waiting):
        if answer:
            state, flavour, tests = answer.result()
            yield mutants_rows.Row(each.key, state, flavour, each.line, tests)
        elif each.key in before:
            row = before[each.key]
            row.state = {'explained': 'survived'}.get(row.state, row.state)
            row.line = each.line
            yield row


def explained(lab, rows, told):
    """Rows that a reason explains; what is wrong with reasons is told."""
    path, known = mutants_rows.reasons(lab)
    of = {row.key: row for row in rows}
    for key, (reason, line) in known.items():
        if key not in of:
            told(f'{path}:{line}: ' + say('mutants.gone', mutant=key))
        elif of[key].state != 'survived':
            told(f'{path}:{line}: ' + say(
                'mutants.killed', mutant=key, state=of[key].state,
                tests=' '.join(of[key].failed) or '-'))
        elif not reason:
            told(f'{path}:{line}: ' + say('mutants.reason', mutant=key))
        else:
            of[key].state = 'explained'


def report(lab, failed, rows, told):
    """Say what is wrong; the numbers of one lab."""
    path = source.of('solutions', lab)
    if failed:
        told(f'tests/{mutants_how.suites(lab)[0]}.c:1: ' + say(
            'mutants.reference', lab=lab, tests=' '.join(failed)))
    explained(lab, rows, told)
    count, rows = len(rows), [row for row in rows if row.state != 'invalid']
    if len(rows) <= INVALID * count and not failed:
        told(f'{path}:1: ' + say('mutants.invalid', count=count,
                                 good=len(rows)))
    for row in rows:
        if row.state == 'survived':
            told(f'{path}:{row.line}: ' + say(
                'mutants.survived', mutant=row.key,
                reasons=mutants_rows.reasons(lab)[0]))
    numbers = {name: sum(row.state == name for row in rows)
               for name in list(HEADS)[1:]}
    return dict(numbers, made=len(rows))


def table(counted, heads=HEADS):
    """labs x numbers, and their sum; each number below its head."""
    wide = max(map(len, counted), default=0) + 2
    total = {name: sum(one[name] for one in counted.values())
             for name in heads}
    heads = {name: say(key) for name, key in heads.items()}
    lines = [pad('', wide) + '  '.join(heads.values())]
    for lab, numbers in [*counted.items(), (say('mutants.sum'), total)]:
        lines.append(pad(lab, wide) + '  '.join(
            str(numbers[name]).rjust(width(head))
            for name, head in heads.items()))
    return '\n'.join(lines)


def all_of(labs, told, also=(), jobs=os.cpu_count()):
    """{lab: its numbers}, {lab: its rows}; faults are told as they come.
    also: {lab: keys} of others that are only judged."""
    # Also when somebody ends us, the copies go.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    build([*labs, *also])
    counted, found = {}, {}
    with concurrent.futures.ProcessPoolExecutor(jobs) as workers:
        for lab in labs:
            failed, rows = judge(lab, workers)
            counted[lab], found[lab] = report(lab, failed, rows, told), rows
            mutants_rows.keep(lab, rows)
        for lab in also:
            found[lab] = judge(lab, workers, also[lab])[1]
    return counted, found


def main(*labs):
    faults = []

    def told(line):
        faults.append(line)
        print(line, flush=True)

    counted, _ = all_of(labs, told)
    print(table(counted))
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
