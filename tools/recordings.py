"""Recordings of real runs, which the book's players show.

    recordings.py record FILE...     make transcripts
    recordings.py check FILE...      a part of make book
    recordings.py raw PROGRAM...     (only for itself)

FILE, chapters/CHAPTER/recordings/NAME.tsv, begins with "#: program
1-basics/hello" and, where there are any, "#: args one.test". If a word ends
in ".test", servers.py is there for it. Then follows what the traced program
says (tools/trace/trace.h), made stable: handles are numbered, seconds rounded
to one digit. Beside it stand its timelines, NAME.en.svg and NAME.zh.svg.
"""
import os
import pathlib
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import lanes
import recording
import traced
from picture import BOOK, Picture
from stable import Numbers, same, stable

# Two timers that are due nearly at once make one turn or two, as the clock
# will have it: a run that is kept must be one that happens.
TRIES = 5
SERVERS = 'labs/3-networking/programs/servers.py'


class Wrong(Exception):
    """What is wrong with a recording, or its program; then what to do."""


def raw(program, *args):
    """Run it, print its recording: the names of servers come back in it."""
    process, lines = traced.start([program, *args])
    functions = recording.symbols(program)
    for line in lines:
        sys.stdout.write(recording.resolve(line, functions))
    return process.wait()


def head(path):
    """The lines "#: …", and what they say."""
    kept = [line for line in path.read_text('utf-8').splitlines(True)
            if line.startswith('#')]
    found = dict(re.findall(r'^#: (program|args) (.+)$', ''.join(kept), re.M))
    if 'program' not in found:
        raise Wrong('does not say of which program it is',
                    'begin it with a line "#: program 1-basics/hello"')
    return ''.join(kept), found


def made(found):
    """What the program's recording is now."""
    program = 'build/plain/traced/' + found['program']
    args = found.get('args', '').split()
    command = [sys.executable, *(
        [SERVERS, sys.executable] if '.test' in found.get('args', '') else []),
        'tools/recordings.py', 'raw', program, *args]
    done = subprocess.run(command, stdout=subprocess.PIPE, encoding='utf-8',
                          stdin=subprocess.DEVNULL, timeout=30)
    if done.returncode:
        raise Wrong(f'"{" ".join(command[1:])}" ended with status '
                    f'{done.returncode}', 'run it, and see what it says')
    numbers = Numbers()
    return ''.join(stable(line, numbers)
                   for line in done.stdout.splitlines(True))


def pictures(path):
    """{path: text} of its timelines."""
    seen, drawn = lanes.read(path), {}
    for language in 'en', 'zh':
        os.environ['BOOK_LANG'] = language
        drawn[path.with_suffix(f'.{language}.svg')] = Picture(
            seen, path.stem, width=BOOK).svg(style=False)
    return drawn


def differs(old, new):
    """The number of the first line that is another."""
    pairs = zip(old.splitlines(), new.splitlines())
    return next((number for number, pair in enumerate(pairs, 1)
                 if not same(*pair)), min(map(len, (
                     old.splitlines(), new.splitlines()))) + 1)


def handle(mode, path):
    """One file; returns a complaint, or None."""
    path = pathlib.Path(path)
    try:
        kept, found = head(path)
        old = path.read_text('utf-8')[len(kept):]
        for _ in range(TRIES):
            new = made(found)
            if same(old, new):
                return None
        if mode == 'check':
            first = differs(old, new) + kept.count('\n')
            raise Wrong(f'from line {first} on, the run is another now',
                        'run make transcripts to accept; read what changed')
        path.write_text(kept + new, 'utf-8')
        print(f'{path}: recorded anew')
        return None
    except Wrong as wrong:
        return f'{path}:1: error: {wrong.args[0]}\n    {wrong.args[1]}'


def draw(mode, path):
    for picture, text in pictures(pathlib.Path(path)).items():
        if picture.exists() and picture.read_text('utf-8') == text:
            continue
        if mode == 'check':
            yield (f'{picture}:1: error: it is not the picture of {path}\n'
                   '    run make transcripts')
        else:
            picture.write_text(text, 'utf-8')


def main(mode, *paths):
    with ThreadPoolExecutor() as threads:
        wrong = [w for w in threads.map(lambda p: handle(mode, p), paths) if w]
    if not wrong:
        wrong = [w for path in paths for w in draw(mode, path)]
    print(*wrong, sep='\n', end='\n' if wrong else '', file=sys.stderr)
    return bool(wrong)


if __name__ == '__main__':
    sys.exit((raw if sys.argv[1] == 'raw' else main)(*(
        sys.argv[2:] if sys.argv[1] == 'raw' else sys.argv[1:])))
