"""A recording as Chrome's trace events, which https://ui.perfetto.dev opens.

Each coroutine is two threads: what it is doing (running, ready, waiting for
what), and the calls that it has open. They are two, because a call goes on
while its coroutine pauses, and slices of one thread must lie in one another.
"""
import json

from recording import Names, unescape
from say import say
from tracewords import called, result

PID = 1
STATES = {'running': 'lanes.running', 'ready': 'lanes.ready'}


def thread(lane, calls=False):
    return 2 * lane + (2 if calls else 1)


def micro(seconds):
    return round(seconds * 1e6, 1)


def meta(kind, tid, **args):
    return {'name': kind, 'ph': 'M', 'pid': PID, 'tid': tid, 'ts': 0,
            'args': args}


def threads(lanes):
    yield meta('process_name', 0, name=say('lanes.program'))
    for lane in sorted({0, *lanes.names.stacks}):
        name = lanes.names.stacks.get(lane, say('lanes.loop'))
        yield meta('thread_name', thread(lane), name=name)
        yield meta('thread_sort_index', thread(lane), sort_index=2 * lane)
        yield meta('thread_name', thread(lane, True),
                   name=say('lanes.calls', name=name))
        yield meta('thread_sort_index', thread(lane, True),
                   sort_index=2 * lane + 1)


def state(span):
    """What a span is called."""
    if span.state in STATES:
        return span.text or say(STATES[span.state])
    if span.state == 'waiting':
        return say('lanes.waits', what=span.text)
    return span.text


def slices(lanes):
    for span in lanes.spans:
        start = micro(lanes.seconds(span.first))
        yield {'name': state(span), 'cat': span.state, 'ph': 'X',
               'pid': PID, 'tid': thread(span.lane), 'ts': start,
               'dur': round(micro(lanes.seconds(span.last)) - start, 1),
               'args': {'in': span.within} if span.within else {}}


def point(event, name, text):
    return {'name': name, 'cat': event.kind, 'ph': 'i', 's': 't', 'pid': PID,
            'tid': thread(event.stack, True), 'ts': micro(event.seconds),
            'args': {'text': text, 'turn': event.turn}}


def calls(lanes):
    """B and E of each call. Each B gets its E, at the latest at the end."""
    opened, names = {}, Names()
    for event in lanes.events:
        names.learn(event)
        stack = opened.setdefault(event.stack, [])
        common = {'cat': event.lab, 'pid': PID, 'ts': micro(event.seconds),
                  'tid': thread(event.stack, True)}
        if event.kind == 'call':
            stack.append(event.subject)
            yield {'name': event.subject, 'ph': 'B', **common, 'args': {
                'call': called(event, names), 'turn': event.turn}}
        elif event.kind == 'back' and stack and stack[-1] == event.subject:
            yield {'name': stack.pop(), 'ph': 'E', **common,
                   'args': {'result': result(event)}}
        elif event.kind == 'print':
            yield point(event, event.subject, unescape(event.details[0]))
    for number, stack in opened.items():
        for name in reversed(stack):
            yield {'name': name, 'ph': 'E', 'pid': PID, 'args': {},
                   'cat': 'end', 'ts': micro(lanes.seconds(-1)),
                   'tid': thread(number, True)}


def events(lanes):
    """All of them, in the order of time."""
    return [*threads(lanes), *sorted(
        [*slices(lanes), *calls(lanes)], key=lambda event: event['ts'])]


def text(lanes):
    return json.dumps({'displayTimeUnit': 'ms',
                       'traceEvents': events(lanes)},
                      ensure_ascii=False, indent=0) + '\n'
