"""What a timeline says of one call: its arguments, and how it ended."""
import errno
import functools
import re

from recording import SETS
from say import say


def joined(words):
    return functools.reduce(
        lambda one, two: say('trace.both', one=one, two=two), words)


def descriptors(text):
    """[3 5 to read, 5 to write] of "3r 5rw", in words."""
    return [say(key, fds=' '.join(fds)) for key, fds in (
        ('trace.to_read', re.findall(r'(\d+)rw?', text)),
        ('trace.to_write', re.findall(r'(\d+)r?w', text))) if fds]


def asked(names, seconds, first, fds):
    words = descriptors(fds)
    if float(seconds) <= 0:
        words.append(say('trace.no_wait'))
    elif first.startswith('0x'):
        words.append(say('trace.until', timer=names.timer(first)))
    else:
        words.append(say('trace.no_limit'))
    return say('trace.asked', words=joined(words))


def called(event, names):
    """The call: its function, and what it was given."""
    details = list(event.details)
    if event.subject == 'selector_select':
        return asked(names, *details)
    if event.subject in SETS:
        details[-3:] = [names.callback(*details[-3:])]
    if event.subject == 'loop_cancel_timer':
        details = []            # an address
    if event.subject == 'coro_resume':
        details = [names.stacks[int(details[0])]]
    return f'{event.subject}({", ".join(details)})'


def again(event, names):
    """The same call, on its way back."""
    if event.subject == 'selector_select':
        return event.subject
    return called(event, names)


def result(event):
    """ = 0, or the name of an error, with its sign where it has one."""
    if not event.details:
        return ''
    text = event.details[0]
    if text.startswith('-'):
        name = errno.errorcode.get(-int(text), text)
        text = name if event.lab == 'kernel' else '-' + name
    elif event.subject == 'selector_select' and event.details[1]:
        return ' = ' + say('trace.answered', n=text,
                           words=joined(descriptors(event.details[1])))
    return ' = ' + text
