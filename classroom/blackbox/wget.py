"""wget: several sites by name, each at an address of its own."""
import contextlib
import random

import sites
from cases import Cases, bad_end
from door import all_here, closed, derangement, stage
from program import Over, Program

SITES, SECONDS = 4, "60"
EARLY = b"the server closed before its header ended"
REFUSED = b"Connection refused"
NAMES = ["concurrent", "names", "request", "header", "one refuses",
         "early end", "no such name"]


def of(text, lines):
    """The lines that begin as those of this argument do."""
    heads = tuple(head % text.encode() for head in (
        b"wget %b...", b"%b header > ", b"Done %b.", b"%b: "))
    return [line for line in lines if line.startswith(heads)]


class Told:
    """What it printed, line by line; whether there was anything else."""

    def __init__(self, program):
        self.out = program.out.split(b"\n")[:-1]
        self.err = [line for line in program.err.split(b"\n")[:-1]
                    if b"ASan doesn't fully support" not in line]
        self.whole = program.out.endswith(b"\n")
        self.claimed = 0

    def is_said(self, text, out, err=()):
        found, told = of(text, self.out), of(text, self.err)
        self.claimed += len(found) + len(told)
        return found == out and (told == list(err) if err is not None
                                 else len(told) == 1 and len(told[0])
                                 > len(text) + 2)

    def nothing_else(self):
        return self.whole and self.claimed == len(self.out) + len(self.err)


def program_for(command, ours, texts):
    """-t is far more than they need: nobody's time is up."""
    fresh = texts + [word for site in ours for word in (
        site.host, site.path, str(site.port))]
    return Program(command(["-t", SECONDS] + texts),
                   sum(len(b"\n".join(site.said())) for site in ours), fresh)


async def answer(program, ours, early=None):
    """One after the other, whether or not somebody still listens."""
    with contextlib.suppress(Over):
        for site in ours:
            await program.until(site.here.wait())
            await program.until(site.answer(site is not early))
    await program.over


async def all_answer(cases, command, hosts):
    ours, _ = await sites.open_all(SITES, hosts)
    program = program_for(command, ours, [s.text() for s in ours])
    async with stage(cases, NAMES[:4], program, ours):
        await all_here(program, ours)
        cases.passed("names")
        await answer(program, [ours[i] for i in derangement(SITES)])
        cases.check("concurrent", not any(s.strangers for s in ours),
                    "twice")
        cases.check("request", all(s.request == s.wanted().encode()
                                   for s in ours), "wget.request")
        bad, told = bad_end(program, 0), Told(program)
        if any(s.strangers for s in ours):
            bad = ("wrong", "twice")
        if bad:
            cases.failed("header", *bad)
        right = [told.is_said(s.text(), s.said()) for s in ours]
        if not cases.check("header", all(right) and told.nothing_else(),
                           "wget.header"):
            cases.note(program)


async def some_fail(cases, command, hosts):
    ours, nowhere = await sites.open_all(SITES, hosts)
    early, good = ours[-1], ours[:-1]
    unknown = sites.word(5, 15) + ".invalid"
    with closed(nowhere) as port:
        refused = "%s:%d" % (nowhere, port)
        texts = [s.text() for s in ours] + [refused, unknown]
        random.SystemRandom().shuffle(texts)
        program = program_for(command, ours, texts)
        async with stage(cases, NAMES[4:], program, ours):
            with contextlib.suppress(Over):     # judged by what it said
                await all_here(program, ours)
            await answer(program, random.SystemRandom().sample(
                ours, len(ours)), early)
            judge_failures(cases, program, good, early, refused, unknown)


def judge_failures(cases, program, good, early, refused, unknown):
    told, bad = Told(program), bad_end(program, 1)
    if any(s.strangers for s in good + [early]):
        bad = ("wrong", "twice")
    if bad:
        cases.failed("one refuses", *bad)
    first, text = b"wget %b...", early.text().encode()
    right = all([told.is_said(s.text(), s.said()) for s in good])
    cases.check("one refuses", told.is_said(
        refused, [first % refused.encode()],
        [b"%b: %b" % (refused.encode(), REFUSED)]) and right, "wget.refused")
    if not all(s.here.is_set() and s.said()[-1] in told.out for s in good):
        cases.over(program, NAMES[4:])      # it gave up
    cases.check("early end", told.is_said(
        early.text(), early.said(False), [b"%b: %b" % (text, EARLY)]),
        "wget.early")
    cases.check("no such name", told.is_said(
        unknown, [first % unknown.encode()], None) and told.nothing_else(),
        "wget.unknown")
    if any(found[0] != "passed" for found in cases.found.values() if found):
        cases.note(program)


async def play(command, hosts=None):
    cases = Cases(NAMES)
    await all_answer(cases, command, hosts)
    if not cases.hung():
        await some_fail(cases, command, hosts)
    return cases
