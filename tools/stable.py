"""A recording without what differs from run to run: addresses, and moments.

Seconds are rounded to one digit. Handles are numbered.
"""
import re

import recording
from alike import alike

LATE = 0.5              # so many seconds an event may be late, or early


class Numbers:
    """The same number for the same handle, as long as it is set to the same.

    An address may be used again for another handle, on one machine and not
    on the next.
    """

    def __init__(self):
        self.given, self.last = {}, 0

    def of(self, handle, *callback):
        if not handle.startswith('0x'):
            return '0'
        if handle not in self.given or callback and self.given[
                handle][1] != callback:
            self.last += 1
            self.given[handle] = self.last, callback
        return f'0x{self.given[handle][0]:x}'


def rounded(seconds):
    """To one digit; but a little is not nothing."""
    value = float(seconds)
    return f'{round(value, 1) or (.1 if value > 0 else 0):g}'


def stable(line, numbers):
    """A line of a recording without what differs from run to run."""
    event = recording.parse(line)
    details = list(event.details)
    subject = event.subject
    if event.kind in ('ready', 'run'):
        subject = numbers.of(subject, *details)
    elif event.kind in ('unready', 'ran'):
        subject = numbers.of(subject)
    elif event.kind == 'call' and subject in recording.SETS:
        details[-3] = numbers.of(details[-3], *details[-2:])
        if subject == 'loop_call_later':
            details[0] = rounded(details[0])
    elif event.kind == 'call' and subject == 'loop_cancel_timer':
        details[0] = numbers.of(details[0])
    elif event.kind == 'call' and subject == 'selector_select':
        details[:2] = rounded(details[0]), numbers.of(details[1])
    return '\t'.join([f'{event.seconds:.1f}', str(event.turn), str(
        event.stack), event.lab, event.kind, subject, *details]) + '\n'


def same(kept, new):
    """But for the numbers of threads, and a little time."""
    def times(text):
        return [float(line.partition('\t')[0]) for line in text.splitlines()]

    def plain(text):
        text = re.sub(r'^[\d.]+\t', '', text, flags=re.M)
        return re.sub(r'(\tselector_select\t)(?!0\t)[\d.]+\t', r'\1some\t',
                      text)
    return alike(plain(kept), plain(new)) and all(
        abs(one - two) <= LATE for one, two in zip(times(kept), times(new)))
