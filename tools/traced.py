#!/usr/bin/env python3
"""make trace: run a program that has witnesses, and say what they saw.

    traced.py PROGRAM

ARGS are the program's words. The timeline comes while the program runs, with
what it prints. TURNS=2-4,7- names the turns to show (0 is what comes before
them), FULL=1 shows every call. The status is the program's.

What is kept is build/trace/NAME: .tsv, the recording; .svg, a timeline; .json,
Chrome's trace events. All of it is the latest run's.
"""
import fcntl
import os
import pathlib
import shlex
import signal
import subprocess
import sys

import chrome
import recording
from lanes import Lanes
from picture import Picture
from say import say
from timeline import Timeline

END = 10 ** 9           # behind the last turn
OUT_OF_THE_WAY = 300    # the program's descriptors stay as they were
MOST = 200000           # events of which there are pictures
KEPT = pathlib.Path('build/trace')


def chosen(turns):
    """A function: is that turn wanted? '' wants all."""
    ranges = []
    for part in turns.replace(' ', '').split(',') if turns else []:
        first, to, last = part.partition('-')
        ranges.append((int(first), int(last or (END if to else first))))
    return lambda turn: not ranges or any(a <= turn <= b for a, b in ranges)


def start(command):
    """The running program, and the other end of its recording."""
    ours, low = os.pipe()
    theirs = fcntl.fcntl(low, fcntl.F_DUPFD_CLOEXEC, OUT_OF_THE_WAY)
    os.close(low)
    process = subprocess.Popen(
        command, pass_fds=[theirs],
        env=dict(os.environ, ASYNC_TRACE=f'/dev/fd/{theirs}'))
    os.close(theirs)
    return process, open(ours, encoding='utf-8', errors='replace')


def new_file(path):
    """Beside it, to be put in its place when it is whole: another run may
    keep its own at the same time."""
    return path.with_name(f'.{path.name}.{os.getpid()}')


def keep(path, seen, turns):
    """The pictures of a recording, beside it; says where all of it is."""
    made = {'tsv': None, 'json': lambda: chrome.text(seen),
            'svg': Picture(seen, path.stem, chosen(turns)).svg}
    kept = {kind: path.with_suffix('.' + kind) for kind in made}
    for kind, text in made.items():
        if text:
            new_file(kept[kind]).write_text(text(), encoding='utf-8')
        new_file(kept[kind]).replace(kept[kind])
    print('\n' + say('trace.kept_turns' if turns else 'trace.kept', **kept))
    if len(seen.events) == MOST:
        print(say('trace.most', most=MOST))
    if not turns:
        print(say('trace.next', **kept))
    sys.stdout.flush()


def follow(lines, functions, timeline, copy):
    """Tell what is recorded; returns what the pictures need of it."""
    seen = Lanes()
    for line in lines:
        line = recording.resolve(line, functions)
        copy.write(line)
        event = recording.parse(line)
        timeline.names.learn(event)
        timeline.tell(event)
        if len(seen.events) < MOST:
            seen.see(event)
    return seen.close()


def main(program):
    if signal.getsignal(signal.SIGINT) != signal.SIG_IGN:
        signal.signal(signal.SIGINT, lambda *_: None)   # the program's
    try:
        wanted = chosen(os.environ.get('TURNS', ''))
    except ValueError:
        sys.exit(say('trace.turns', turns=os.environ['TURNS']))

    told = []

    def write(line):
        turn = timeline.turn or (END if timeline.over else 0)
        if wanted(turn) and (line or told):
            print(line, flush=True)
            told.append(line)

    timeline = Timeline(recording.Names(), write, bool(os.environ.get('FULL')))
    process, lines = start([program,
                            *shlex.split(os.environ.get('ARGS', ''))])
    KEPT.mkdir(parents=True, exist_ok=True)
    path = KEPT / (os.path.basename(program) + '.tsv')
    with lines, open(new_file(path), 'w', encoding='utf-8') as copy:
        seen = follow(lines, recording.symbols(program), timeline, copy)
    keep(path, seen, os.environ.get('TURNS', ''))
    return process.wait() % 256


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
