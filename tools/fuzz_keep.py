"""Keep the inputs that reach most: few, small, under names that last.

libFuzzer looks at every input there is and notes what each reaches (the
control file of a merge). From that the best is taken, then the best of what
is left, until nothing new is reached or there are MOST of them. A file is
named after its content. Those with another name were put there by a person,
for a finding, say, and stay.
"""
import hashlib
import re
import os
import tempfile

import gate
from say import say

MOST = 100
OURS = re.compile(r'[0-9a-f]{16}\.bin$')


def reached(control):
    """[(file, what it reaches)] from the control file of a merge."""
    with open(control, encoding='utf-8') as lines:
        number, first = int(next(lines)), int(next(lines))
        files = [next(lines).rstrip('\n') for _ in range(number)]
        found = {}
        for line in lines:
            kind, *numbers = line.split()
            if kind in ('FT', 'COV'):
                found.setdefault(int(numbers[0]), set()).update(
                    (kind, int(what)) for what in numbers[1:])
    assert first == 0
    return [(files[at], what) for at, what in sorted(found.items())]


def contents(path):
    with open(path, 'rb') as file:
        return file.read()


def choose(inputs):
    """The best of [(content, what it reaches)]; a place in the code counts
    more than how often it is passed."""
    seen, chosen = set(), []
    while inputs and len(chosen) < MOST:
        def worth(one):
            new = one[1] - seen
            places = sum(kind == 'COV' for kind, _ in new)
            return (places, len(new), -len(one[0]), one[0])
        best = max(inputs, key=worth)
        if not best[1] - seen:
            break
        seen |= best[1]
        chosen.append(best[0])
        inputs = [one for one in inputs if one[1] - seen]
    return chosen


def keep(name, program, places, corpus, env):
    """Merge what lies in all places into the corpus; a sentence about it."""
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(f'{folder}/out')
        code, said = gate.run([program, '-merge=1', f'{folder}/out',
                               f'-merge_control_file={folder}/control',
                               *places], 3600, env=env)
        if code:
            return said
        chosen = choose([(contents(path), what) for path, what
                         in reached(f'{folder}/control')])
    corpus.mkdir(parents=True, exist_ok=True)
    for old in corpus.iterdir():
        if OURS.match(old.name):
            old.unlink()
    for content in chosen:
        name_of = hashlib.sha1(content).hexdigest()[:16] + '.bin'
        (corpus / name_of).write_bytes(content)
    return say('fuzz.kept', name=name, files=len(chosen),
               bytes=sum(map(len, chosen)), folder=corpus)
