#!/usr/bin/env python3
"""Make the wrong answers fit again after an edit of the reference.

    refit.py LAB...

A diff in tests/CHAPTER/wrong/NAME that no longer fits is applied to the last
committed reference that it does fit; what has changed since is merged in, and
the diff is written anew. What cannot be merged is named, for a person.
"""
import pathlib
import subprocess
import sys
import tempfile

import source
from gate import run
from say import say


def committed(reference):
    """The reference as it was, the newest first."""
    _, said = run(['git', 'log', '--format=%H', '--', reference])
    for commit in said.split():
        done = subprocess.run(['git', 'show', f'{commit}:{reference}'],
                              stdout=subprocess.PIPE)
        if done.returncode == 0:
            yield done.stdout


def applied(patch, base, answer):
    """Is the patch applied to the file base, without fuzz, to answer?"""
    return run(['patch', '-s', '-F0', '-r-', '-o', answer, base,
                patch])[0] == 0


def merged(patch, reference, folder):
    """The wrong answer on today's reference; None: nobody can tell."""
    base, answer = folder / 'base.c', folder / 'answer.c'
    for text in committed(reference):
        base.write_bytes(text)
        if applied(patch, base, answer):
            code, _ = run(['git', 'merge-file', answer, base, reference])
            return answer if code == 0 else None
    return None


def rewrite(patch, reference, answer):
    """The same header, and the diff from the reference to the answer."""
    text = patch.read_text('utf-8')
    head = text[:text.index('\n\n') + 2]
    names = ['-L', f'a/{reference}', '-L', f'b/{reference}']
    patch.write_text(head + run(['diff', '-u', *names, reference, answer])[1],
                     'utf-8')


def main(*labs):
    failed = 0
    for lab in labs:
        chapter, name = lab.split('/')
        wrong = pathlib.Path('tests', chapter, 'wrong', name)
        for patch in sorted(wrong.glob('*.patch')):
            reference = pathlib.Path(source.patched(patch)
                                     or source.of('solutions', lab))
            with tempfile.TemporaryDirectory() as name:
                folder = pathlib.Path(name)
                if applied(patch, reference, folder / 'answer.c'):
                    continue
                answer = merged(patch, reference, folder)
                failed += answer is None
                if answer:
                    rewrite(patch, reference, answer)
                print(say('refit.done' if answer else 'refit.by_hand',
                          path=f'{patch}:1'))
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
