"""The recording of a traced program, read line by line.

Its format is told in tools/trace/trace.h.
"""
import collections
import os
import re
import subprocess

Event = collections.namedtuple(
    'Event', 'seconds turn stack lab kind subject details')

# Their last three arguments are a callback.
SETS = {'loop_call_soon', 'loop_call_later', 'loop_call_at',
        'loop_add_reader', 'loop_add_writer', 'future_add_done_callback'}
ESCAPED = {'\\\\': '\\', '\\n': '\n', '\\r': '\r', '\\t': '\t'}


def symbols(program):
    """{distance from trace(): name} of the program's functions."""
    said = subprocess.run(['nm', program], stdout=subprocess.PIPE, check=True,
                          encoding='utf-8', env={**os.environ, 'LC_ALL': 'C'})
    found = [(int(where, 16), name.partition('.')[0])
             for where, name in re.findall(r'^([0-9a-f]+) [tTwW] (\S+)$',
                                           said.stdout, re.M)]
    start = next(where for where, name in found if name == 'trace')
    return {where - start: name for where, name in found}


def parse(line):
    seconds, turn, stack, lab, kind, subject, *details = \
        line.rstrip('\n').split('\t')
    return Event(float(seconds), int(turn), int(stack), lab, kind, subject,
                 details)


def read(path):
    """The events of a recording that is kept; a line of "#" is a remark."""
    with open(path, encoding='utf-8', errors='replace') as lines:
        for line in lines:
            if not line.startswith('#'):
                yield parse(line)


def unescape(text):
    return re.sub(r'\\[\\nrt]', lambda m: ESCAPED[m[0]], text)


def places(event):
    """Where in the details HANDLE, FN and ARG stand; None: nowhere."""
    if event.kind in ('ready', 'run'):
        return event.subject, *event.details
    if event.kind == 'call' and event.subject in SETS:
        return tuple(event.details[-3:])
    return None


def resolve(line, functions):
    """The same line, with the name of the function in the place of FN."""
    event = parse(line)
    if not places(event):
        return line
    fields = line.rstrip('\n').split('\t')
    fields[-2] = functions.get(int(fields[-2]), '?')
    return '\t'.join(fields) + '\n'


class Names:
    """What things are called, as far as the recording has been read."""

    def __init__(self):
        self.stacks, self.used = {}, collections.Counter()
        self.owners = {}        # of a handle: the stack that set it
        self.functions = {}     # and the function that it calls

    def learn(self, event):
        if event.kind == 'task':
            name = event.details[0]
            self.used[name] += 1
            again = f' {self.used[name]}' if self.used[name] > 1 else ''
            self.stacks[int(event.subject)] = name + again
        if event.kind == 'call' and event.subject in SETS:
            handle, function, _ = places(event)
            self.owners[handle] = event.stack
            self.functions[handle] = function

    def callback(self, handle, function, argument):
        """What to call a callback: a task's step by the task's name."""
        if function == 'step' and int(argument):
            return self.stacks[int(argument)]
        owner = self.owners.get(handle)
        return f'{function} ({self.stacks[owner]})' if owner else function

    def timer(self, handle):
        return self.callback(handle, self.functions.get(handle, '?'), 0)
