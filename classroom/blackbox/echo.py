"""echo: many clients of ours at once, on the port that it printed."""
import asyncio
import random

from cases import Cases, bad_end, ending
from client import Client, Wrong
from door import GONE, stage, unprintable
from program import Over, Program

CLIENTS, ROUNDS = 12, 3
LENGTHS = (1, 100, 8192, 30000)     # about; as many of us send each
SLOW_ROOM = (8192, 536)             # bytes; of a segment, too
SLOW = 1 << 18                      # more than anybody keeps for it
LATE = 1 << 13                      # many times what narrow.c lets go
NAMES = ["many clients", "one breaks off", "slow reader", "half close",
         "the end"]


def some(n):
    return unprintable(n + random.randrange(n))


class Scene:
    def __init__(self, program, port):
        self.program, self.port = program, port
        self.clients = []

    async def one(self, waited):
        value = await waited
        self.program.moved()
        return value

    async def come(self, *room):
        client = await self.one(Client(
            self.program.moved).connect(self.port, *room))
        self.clients.append(client)
        return client

    async def round(self):
        """Each of them is heard before any of them goes on."""
        mixed = random.sample(self.clients[:CLIENTS], CLIENTS)
        await asyncio.gather(*(
            self.one(c.both(some(LENGTHS[i % len(LENGTHS)])))
            for i, c in enumerate(mixed)))

    async def many(self):
        await asyncio.gather(*(self.come() for _ in range(CLIENTS)))
        for _ in range(ROUNDS):
            await self.round()

    async def breaks_off(self):
        client = await self.come()
        await self.one(client.send(some(LENGTHS[-1])))
        client.close(reset=True)
        await self.round()

    async def slow(self):
        """It sends and does not listen, until all others have been heard."""
        client = await self.come(*SLOW_ROOM)
        await self.one(client.both(unprintable(SLOW), self.round))

    async def half_close(self):
        """Whoever says that it sends no more gets what is left all the same,
        also what was still in the server when it heard that."""
        await asyncio.gather(*(self.one(c.last(some(LATE)))
                               for c in self.clients[:CLIENTS]))


async def one_act(cases, program, name, act):
    try:
        await program.until(act())
        cases.passed(name)
    except GONE + (Wrong, Over):
        hung = program.how == "hung"
        program.close_input()       # why? It may be over, by itself
        await program.over
        verdict = ending(program)
        if verdict[0] == "exit" or verdict[0] == "timeout" and not hung:
            verdict = ("wrong", "echo.bytes")
        cases.failed(name, *verdict)
        cases.note(program)
        raise Over from None


async def play(command):
    cases = Cases(NAMES)
    program = Program(command([]), 0, keep_input=True)
    async with stage(cases, NAMES, program):
        await program.says(b"\n")
        scene = Scene(program, port_of(program.out))
        try:
            for name, act in zip(NAMES, (scene.many, scene.breaks_off,
                                         scene.slow, scene.half_close)):
                await one_act(cases, program, name, act)
        finally:
            for client in scene.clients:
                client.close()
        program.close_input()
        await program.over
        bad = bad_end(program, 0)
        if bad:
            cases.failed(NAMES[-1], *bad)
            cases.note(program)
        cases.check(NAMES[-1], program.out == b"%d\n" % scene.port,
                    "echo.said")
    return cases


def port_of(line):
    """What the program printed; 0, where nobody listens, if it is no port."""
    word = line.split(b"\n")[0]
    return int(word) if word.isdigit() and len(word) < 6 \
        and 0 < int(word) < 65536 else 0
