"""gather: many ports at once, printed in the order of its arguments."""
import contextlib
import random

from cases import Cases, bad_end
from door import Door, all_here, closed, derangement, stage, unprintable
from program import Over, Program

LENGTHS = (1, 40, 1500, 20000, 100000)      # about
RESET, REFUSED = b"Connection reset by peer", b"Connection refused"


def block(port, data):
    return b"%d: %d bytes\n%b\n" % (port, len(data), data)


def failure(port, why):
    return b"%d: %b\n" % (port, why)


def bodies():
    chance = random.SystemRandom()
    lengths = [n + chance.randrange(n) for n in LENGTHS]
    return [unprintable(n) for n in chance.sample(lengths, len(lengths))]


async def opened():
    return [await Door().open() for _ in LENGTHS]


async def answer(program, doors, data):
    """In an order of their own; the next one only when the one before has
    been seen to its end. Then what was printed says all, also of a program
    that did not wait for it."""
    with contextlib.suppress(Over):
        for i in derangement(len(doors)):
            await program.until(doors[i].send(data[i]))
            await program.until(doors[i].finish())
    await program.over


def what_is_wrong(out, blocks):
    """Why this is not what stands in the blocks, one after the other."""
    if not out:
        return "nothing"
    if len(out) == sum(map(len, blocks)) and all(b in out for b in blocks):
        return "mixed"
    return "lost" if b"".join(blocks).startswith(out) else "other"


def judge(cases, name, program, doors, blocks, said=b""):
    """The end of a run: its status, who else came, what was printed."""
    bad = bad_end(program, 0)
    if bad:
        cases.failed(name, *bad)
    if any(door.strangers for door in doors):
        cases.failed(name, "wrong", "twice")
    out = program.out
    if not out.startswith(said):
        cases.failed(name, "wrong", "gather.first")
    if not cases.check(name, out == said + b"".join(blocks), "gather."
                       + what_is_wrong(out[len(said):], blocks)):
        cases.note(program)


def program_for(command, words, data):
    words = [str(word) for word in words]
    return Program(command(words), sum(map(len, data)), words)


async def everybody(cases, command):
    doors, data = await opened(), bodies()
    program = program_for(command, [door.port for door in doors], data)
    async with stage(cases, ["concurrent", "order"], program, doors):
        await all_here(program, doors)
        await answer(program, doors, data)
        cases.check("concurrent", not any(d.strangers for d in doors),
                    "twice")
        judge(cases, "order", program, doors,
              [block(d.port, some) for d, some in zip(doors, data)])


async def one_fails(cases, command):
    """One resets its connection, one is not there: the others count."""
    doors, data = await opened(), bodies()
    broken = doors.pop()
    with closed() as nobody:
        blocks = {d.port: block(d.port, some) for d, some in zip(doors, data)}
        blocks[broken.port] = failure(broken.port, RESET)
        blocks[nobody] = failure(nobody, REFUSED)
        ports = random.SystemRandom().sample(sorted(blocks), len(blocks))
        program = program_for(command, ports, data)
        async with stage(cases, ["one fails"], program, doors + [broken]):
            await all_here(program, doors + [broken])
            broken.reset()
            await answer(program, doors, data)
            judge(cases, "one fails", program, doors + [broken],
                  [blocks[port] for port in ports])


async def first_failure(cases, command):
    """One fails, and this is told while all others are still silent."""
    doors, data = await opened(), bodies()
    ports = [door.port for door in doors]
    # Who awaits one after the other, from whichever end, waits for others.
    at = random.SystemRandom().randrange(1, len(doors) - 1)
    blocks = [block(*pair) for pair in zip(ports, data)]
    blocks[at] = failure(ports[at], RESET)
    said = b"first: %b\n" % RESET
    program = program_for(command, ["-1"] + ports, data)
    async with stage(cases, ["first failure"], program, doors):
        await all_here(program, doors)
        doors[at].reset()
        await program.says(b"\n")
        rest = [i for i in range(len(doors)) if i != at]
        await answer(program, [doors[i] for i in rest],
                     [data[i] for i in rest])
        judge(cases, "first failure", program, doors, blocks, said)


async def play(command):
    cases = Cases(["concurrent", "order", "one fails", "first failure"])
    for act in (everybody, one_fails, first_failure):
        await act(cases, command)
        if cases.hung():
            break       # the others would hang as long
    return cases
