#!/usr/bin/env python3
"""The starters: labs/ derived from solutions/, and their manifest.

    starters.py make         write every starter that the learner has not begun
    starters.py check        nothing to derive anew? (writes nothing)
    starters.py reset LAB    bring one starter back, keep the learner's file
    starters.py derive DIR   write every starter below DIR, for the checks

labs/.starters lists the sha256 of each starter as it was derived. A file
below labs/ with another sha256 is the learner's: make never touches it.
"""
import hashlib
import os
import pathlib
import sys

import holes
import outline
import source
from paint import told
from say import say

MANIFEST = pathlib.Path('labs/.starters')
CHAPTERS = '[0-9]-*'


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def read_manifest():
    """{path of a starter: (sha256, line in the manifest)}"""
    if not MANIFEST.exists():
        return {}
    rows = MANIFEST.read_text().splitlines()
    return {row.split(None, 1)[1]: (row.split()[0], number)
            for number, row in enumerate(rows, 1)}


def still(path):
    """Is there a reference file for this starter?"""
    return pathlib.Path('solutions', *pathlib.Path(path).parts[1:]).exists()


def derived():
    """({path below labs/: bytes of its starter}, [what is broken])"""
    starters, broken, root = {}, [], outline.root()
    for file in sorted(pathlib.Path(root).glob(f'{CHAPTERS}/*.[cS]')):
        path = str(pathlib.Path('labs', *file.parts[1:]))
        if root == outline.ROOT:
            starters[path] = file.read_bytes()
            continue
        try:
            text = holes.starter(str(file), file.read_text('utf-8'))
            starters[path] = text.encode('utf-8')
        except holes.Broken as error:
            broken.append(f'{error.path}:{error.line}: '
                          + say(error.key, **error.fields))
    return starters, broken


def make(starters):
    """Write what is not the learner's; say what was done."""
    known = read_manifest()
    rows = {path: row[0] for path, row in known.items() if still(path)}
    for path, data in starters.items():
        file = pathlib.Path(path)
        rows[path] = sha256(data)
        old = file.read_bytes() if file.exists() else None
        if old == data:
            continue
        if old is None or sha256(old) == known.get(path, ('', 0))[0]:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
            print(say('starter.written', path=path))
        else:
            print(say('starter.kept', path=path))
    MANIFEST.parent.mkdir(exist_ok=True)
    MANIFEST.write_text(''.join(f'{digest}  {path}\n'
                                for path, digest in sorted(rows.items())))
    print(say('starter.total', count=len(starters)))
    return []


def check(starters):
    """What `make labs` would change, as lines for the reader."""
    known, wrong = read_manifest(), []
    for path, data in starters.items():
        if path not in known:
            wrong.append(f'{MANIFEST}:1: ' + say('starter.new', path=path))
        elif known[path][0] != sha256(data):
            wrong.append(f'{MANIFEST}:{known[path][1]}: '
                         + say('starter.stale', path=path))
        elif not pathlib.Path(path).exists():
            wrong.append(f'{path}:1: ' + say('starter.missing'))
    for path in [path for path in known if not still(path)]:
        wrong.append(f'{MANIFEST}:{known[path][1]}: '
                     + say('starter.orphan', path=path))
    return wrong


def keep(file):
    """Move a learner's file beside itself, to a name not yet taken."""
    number = 1
    while True:
        kept = file.with_name(f'{file.name}.kept-{number}')
        try:
            kept.open('xb').close()
        except FileExistsError:
            number += 1
            continue
        file.replace(kept)
        return kept


def reset(starters, lab):
    found = [path for path in starters if path == source.of(
        'labs', f'{pathlib.Path(path).parent.name}/{lab}')]
    if not found:
        labs = os.environ.get('LABS', '').split() or list(starters)
        return told(say('reset.unknown', lab=lab, labs=' '.join(
            pathlib.Path(path).name.partition('.')[0] for path in labs)), 0)
    file = pathlib.Path(found[0])
    if file.exists() and file.read_bytes() == starters[found[0]]:
        print(say('reset.nothing', path=file))
        return []
    if file.exists():
        print(say('reset.kept', path=file, kept=keep(file)))
    file.write_bytes(starters[found[0]])
    print(say('reset.done', path=file, lab=lab))
    return []


def derive(starters, folder):
    for path, data in starters.items():
        file = pathlib.Path(folder, *pathlib.Path(path).parts[1:])
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists() or file.read_bytes() != data:
            file.write_bytes(data)
    return []


def main(arguments):
    commands = {'make': make, 'check': check, 'reset': reset, 'derive': derive}
    if not arguments or arguments[0] not in commands:
        sys.exit(__doc__)
    starters, wrong = derived()
    wrong += list(commands[arguments[0]](starters, *arguments[1:]))
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
