"""A recording as lanes: who was doing what, from when to when.

The loop has a lane, with its waits in select and the callbacks that it calls
itself; each coroutine has one, of which each moment is of one state. Times
are places in the recording (`first`, `last`), because most of what happens
happens in no time at all, and seconds beside them.
"""
import collections

import recording
from tracewords import asked, called

LOOP = 0
Span = collections.namedtuple('Span', 'lane state first last text within')


class Lanes:
    """Events go in by `see`, and come out as `spans` after `close`."""

    def __init__(self):
        self.names = recording.Names()
        self.spans, self.events = [], []
        self.open = {}          # of each lane: the state it is in, since when
        self.calls = collections.defaultdict(list)      # open, of each stack
        self.resumed = []       # the coroutines that resume one another
        self.callback = False   # the loop is in one that is nobody's step

    def see(self, event):
        self.names.learn(event)
        self.events.append(event)
        act = getattr(self, event.kind, None)
        if act:
            act(event)

    def close(self):
        for lane in list(self.open):
            self.enter(lane, None)
        return self

    def enter(self, lane, state, text='', within=''):
        """From this event on, the lane is in that state; None: in none.

        What it waits for is the text; within, the call that it made.
        """
        here = len(self.events) - 1
        if lane in self.open:
            was, since, *words = self.open.pop(lane)
            if since < here:
                self.spans.append(Span(lane, was, since, here, *words))
        if state:
            self.open[lane] = state, here, text, within

    def lanes(self):
        """[(number, name)], the loop's (its name is '') first."""
        used = {span.lane for span in self.spans}
        return [(lane, name) for lane, name in (
            (LOOP, ''), *sorted(self.names.stacks.items())) if lane in used]

    # ---- events ----

    def call(self, event):
        self.calls[event.stack].append(event)
        if event.subject == 'selector_select':
            self.enter(LOOP, 'select', asked(self.names, *event.details))
        if event.subject == 'coro_resume':
            self.resumed.append(int(event.details[0]))
            self.enter(self.resumed[-1], 'running')

    def back(self, event):
        calls = self.calls[event.stack]
        if calls and calls[-1].subject == event.subject:
            calls.pop()
        if event.subject == 'selector_select':
            self.enter(LOOP, None)
        if event.subject == 'coro_resume' and self.resumed:
            self.pause(self.resumed.pop())

    def pause(self, stack):
        """Back from a coroutine: it waits in a call, or it is over."""
        calls = [one for one in self.calls[stack]
                 if one.subject != 'context_switch']
        if not calls:
            self.enter(stack, None)
            return
        awaits = [one for one in calls if one.subject == 'future_await']
        self.enter(stack, 'waiting',
                   awaits[-1].details[0] if awaits else calls[0].subject,
                   called(calls[0], self.names))

    def ready(self, event):
        stack = self.stepped(event)
        if stack:
            self.enter(stack, 'ready')

    def run(self, event):
        self.callback = not self.stepped(event)
        if self.callback:
            self.enter(LOOP, 'running', self.names.callback(
                event.subject, *event.details))

    def ran(self, _event):
        if self.callback:
            self.enter(LOOP, None)

    def stepped(self, event):
        """The coroutine whose step this callback is; 0: nobody's."""
        function, argument = event.details
        return int(argument) if function == 'step' else 0

    # ---- what the pictures ask ----

    def seconds(self, place):
        return self.events[place].seconds


def read(path):
    lanes = Lanes()
    for event in recording.read(path):
        lanes.see(event)
    return lanes.close()
