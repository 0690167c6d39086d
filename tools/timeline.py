"""A recording as text: turn by turn, who ran, what it called and waits for.

Each line begins with the lab whose function it is. A call is written when
something happens inside it, and again when it returns, unless nobody was
called meanwhile; a call in which nothing happens is one line, with its result.
"""
from recording import unescape
from say import say
from tracewords import again, called, result

# What only `full` shows: the steps between two layers that always come alike.
DETAILS = {
    'loop_call_soon', 'loop_process_events', 'loop_run_forever',
    'loop_run_once', 'timers_add', 'timers_cancel', 'timers_pop',
    'selector_register', 'selector_modify', 'selector_unregister',
    'context_switch', 'coro_resume', 'coro_yield', 'task_detach',
    'future_add_done_callback', 'epoll_ctl', 'event_set'}
UNSEEN = {'task', 'gone'}
COLUMN = 10


class Timeline:
    """Lines come out through `write`, a function of one line."""

    def __init__(self, names, write, full=False):
        self.names, self.write, self.full = names, write, full
        self.turn, self.stack = 0, None
        self.over = False       # the last turn has been
        self.open = {}          # of each stack: the calls that are open
        self.below = 0          # so many of main's belong to no turn
        self.waiting = None     # a call of which there is no line yet
        self.deep = set()       # the calls in which somebody was called
        self.queue = {}         # who is ready: {handle: name}
        self.text = {'stdout': '', 'stderr': ''}

    def tell(self, event):
        if not self.seen(event):
            return
        if self.waiting and not self.finishes(event):
            self.put_waiting('')
        if event.turn != self.turn:
            self.begin_turn(event.turn)
        if self.full and not self.waiting and event.stack != self.stack:
            self.stack = event.stack
            self.write(' ' * COLUMN + (say(
                'trace.stack', name=self.names.stacks[event.stack])
                if event.stack else say('trace.main_stack')))
        getattr(self, event.kind)(event)

    def seen(self, event):
        if event.kind == 'unready':
            return event.subject in self.queue
        if event.kind == 'call' and self.yields(event):
            return True
        return event.kind not in UNSEEN and (
            self.full or event.subject not in DETAILS)

    def yields(self, event):
        """Does a call that has no line yet pause? Then its line says so."""
        return (self.waiting and event.stack == self.waiting.stack
                and event.subject == 'coro_yield' and not self.full)

    def finishes(self, event):
        """Does this event finish the line of the call that waits?"""
        return self.yields(event) or event.kind == 'back' and (
            event.stack, event.subject) == (
                self.waiting.stack, self.waiting.subject)

    # ---- lines ----

    def begin_turn(self, turn):
        self.turn, self.over = turn, not turn
        self.below = len(self.calls(0)) if turn else 0
        self.write('')
        if turn:
            self.write(say('trace.turn', turn=turn))

    def calls(self, stack):
        return self.open.setdefault(stack, [])

    def put(self, event, text, depth=None):
        if depth is None:
            depth = len(self.calls(event.stack))
        depth += 1 if event.stack else -self.below
        self.write(f'{event.lab:{COLUMN}}{"  " * depth}{text}'.rstrip())

    def put_waiting(self, tail):
        event, self.waiting = self.waiting, None
        depth = len(self.calls(event.stack)) - 1
        self.put(event, called(event, self.names) + tail, depth)
        self.deep.update(map(id, self.calls(event.stack)[:-1]))

    # ---- calls ----

    def call(self, event):
        if self.waiting:        # only a yield comes here
            self.put_waiting(say('trace.waits'))
        else:
            self.calls(event.stack).append(event)
            self.waiting = event

    def back(self, event):
        answer = result(event)
        if self.waiting:
            self.put_waiting(answer)
            self.calls(event.stack).pop()
        elif self.calls(event.stack):
            call = self.calls(event.stack).pop()
            paused = call.turn != self.turn
            if answer and (paused or id(call) in self.deep):
                self.put(event, again(call, self.names) + answer)
            self.deep.discard(id(call))

    # ---- the rest ----

    def ready(self, event):
        who = self.names.callback(event.subject, *event.details)
        self.queue[event.subject] = who
        self.put(event, say('trace.ready', who=who))

    def unready(self, event):
        who = self.queue.pop(event.subject)
        self.put(event, say('trace.unready', who=who))

    def run(self, event):
        self.queue.pop(event.subject, None)
        who = self.names.callback(event.subject, *event.details)
        self.put(event, say('trace.run', who=who))
        self.calls(0).append(event)

    def ran(self, event):
        self.calls(0).pop()

    def print(self, event):
        *lines, self.text[event.subject] = (
            self.text[event.subject] + unescape(event.details[0])).split('\n')
        for line in lines:
            self.put(event, '| ' + line)
