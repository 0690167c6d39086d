#!/usr/bin/env python3
"""make trace: run a program that has witnesses, and say what they saw.

    traced.py PROGRAM

ARGS are the program's words. The timeline comes while the program runs, with
what it prints. TURNS=2-4,7- names the turns to show (0 is what comes before
them), FULL=1 shows every call. The recording stays beside the program, in
PROGRAM.tsv. The status is the program's.
"""
import fcntl
import os
import shlex
import signal
import subprocess
import sys

import recording
from say import say
from timeline import Timeline

END = 10 ** 9           # behind the last turn
OUT_OF_THE_WAY = 300    # the program's descriptors stay as they were


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


def follow(lines, functions, timeline, copy):
    for line in lines:
        line = recording.resolve(line, functions)
        copy.write(line)
        event = recording.parse(line)
        timeline.names.learn(event)
        timeline.tell(event)


def main(program):
    if signal.getsignal(signal.SIGINT) != signal.SIG_IGN:
        signal.signal(signal.SIGINT, lambda *_: None)   # the program's
    try:
        wanted = chosen(os.environ.get('TURNS', ''))
    except ValueError:
        sys.exit(say('trace.turns', turns=os.environ['TURNS']))

    written = []

    def write(line):
        turn = timeline.turn or (END if timeline.over else 0)
        if wanted(turn) and (line or written):
            print(line, flush=True)
            written.append(line)

    timeline = Timeline(recording.Names(), write, bool(os.environ.get('FULL')))
    process, lines = start([program,
                            *shlex.split(os.environ.get('ARGS', ''))])
    with lines, open(program + '.tsv', 'w', encoding='utf-8') as copy:
        follow(lines, recording.symbols(program), timeline, copy)
    return process.wait() % 256


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
