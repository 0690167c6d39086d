"""What a test did when its time was nearly up: tests/support/late.c says it."""
import re

import shorten
from say import LANGUAGES, say

ROWS = 3        # tasks, at most
AND = {"en": "; ", "zh": "；"}
TASKS = re.compile(r"^late with: (\d+) tasks?\n((?:  .*\n)*)", re.M)
TASK = re.compile(r"  (.+?) (?:(waits for )(.*)|"
                  r"(runs|is ready|has not begun))$")
FRAME = re.compile(r"^ +#\d+ 0x\w+ in (\w+)", re.M)
KEYS = {"runs": "late.runs", "is ready": "late.ready",
        "has not begun": "late.not_begun"}
WAITS = re.compile(r"_*(?:GI_+|libc_|interceptor_)*(p?select|epoll_p?wait|poll|"
                   r"read|recv|recvmsg|accept|connect|write|send|sleep|usleep|"
                   r"clock_nanosleep|nanosleep|pause|wait4|waitpid|futex|"
                   r"pthread_\w*(?:wait|join|lock))(?:64|_nocancel|_time64)*$")


def stood(printed):
    """(the call in which it waited or None, the stack below the handler)."""
    report = printed.rpartition("late at:\n")[2]
    handler, found, stack = report.partition(" in on_late ")
    if not found:
        return None, ""
    innermost = FRAME.search(stack)
    call = WAITS.match(innermost[1]) if innermost else None
    return call and call[1], stack


def where(printed, lang):
    """Where it was, in a sentence or two."""
    call, stack = stood(printed)
    mine, above = (shorten.learners_places(stack) + [None, None])[:2]
    by = "\n" + say("late.called", lang, where=above) if above else ""
    if mine:
        return say("late.call" if call else "late.loop", lang, call=call,
                   where=mine) + by
    return say("late.wait" if call else "verdict.timeout", lang)


def told(row, lang):
    name, waits, what, else_ = TASK.match(row).groups()
    return say("late.waits" if waits else KEYS[else_], lang, name=name,
               what=what or "?")


def tasks(printed, lang):
    """What the tasks wait for, in one line; nothing where there are none."""
    found = TASKS.search(printed)
    rows = [row for row in found[2].splitlines() if TASK.match(row)] \
        if found else []
    if not rows:
        return ""
    texts = [told(row, lang) for row in rows[:ROWS]]
    if len(rows) > ROWS:
        texts.append(say("late.more", lang, count=int(found[1]) - ROWS))
    return "\n" + say("late.tasks", lang,
                      tasks=AND[lang].join(texts))


def texts(printed, reached):
    """The verdict on a test that was not done in time."""
    return [where(printed, lang) + tasks(printed, lang) + "\n"
            + say("verdict.reached", lang, where=reached)
            for lang in LANGUAGES]
