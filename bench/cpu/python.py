"""asyncio, on its own selector, on select(2), or on uvloop's loop.

python.py METRIC PARAMETER SYSTEM prints one number.
"""
import asyncio
import os
import random
import selectors
import sys
import time

YIELDS, WARM = 50000, 1000


def cpu():
    return time.process_time_ns()


def watch_pipes(n):
    """Nobody ever writes into them."""
    loop = asyncio.get_running_loop()
    for _ in range(n):
        loop.add_reader(os.pipe()[0], lambda: None)


async def yields(n):
    watch_pipes(n)
    for _ in range(WARM):
        await asyncio.sleep(0)
    start = cpu()
    for _ in range(YIELDS):
        await asyncio.sleep(0)
    return (cpu() - start) / YIELDS


async def echo(number):
    return number


async def await_many(n):
    total = 0
    for number in range(n):
        total += await asyncio.create_task(echo(number))
    return total


async def spawn(n):
    await await_many(WARM)
    start = cpu()
    assert await await_many(n) == n * (n - 1) // 2
    return (cpu() - start) / n


async def sleepers(n):
    return len(await asyncio.gather(*(asyncio.sleep(1) for _ in range(n))))


async def startup(n):
    print("hello")
    return 1


class Timers:
    """n random deadlines in several rounds, as in rounds.h."""

    def __init__(self, n):
        self.n = n
        self.rounds = 50 if n < 200 else 10 if n < 10000 else 1
        self.range = 1000 // self.rounds
        self.called = self.spent = 0

    def count(self):
        self.called += 1

    def put_in(self, delays):
        loop = asyncio.get_running_loop()
        now = loop.time()
        return [loop.call_at(now + d / 1e6, self.count) for d in delays]

    async def round(self, what):
        delays = random.choices(range(1, 1000 * self.range + 1), k=self.n)
        start = cpu()
        handles = self.put_in(delays)
        if what == "insert":
            self.spent += cpu() - start
        if what == "pop":
            time.sleep((self.range + 10) / 1000)
        start = cpu()
        if what != "pop":
            for handle in handles:
                handle.cancel()
        for _ in range(3):  # a turn to take them off, a turn to call them
            await asyncio.sleep(0)
        if what != "insert":
            self.spent += cpu() - start

    async def each(self, what):
        for _ in range(self.rounds):
            await self.round(what)
        assert what != "pop" or self.called == self.n * self.rounds
        return self.spent / (self.n * self.rounds)


def timers(what):
    return lambda n: Timers(n).each(what)


METRICS = {"yield": yields, "spawn": spawn, "sleepers": sleepers,
           "startup": startup, "timer_insert": timers("insert"),
           "timer_pop": timers("pop"), "timer_cancel": timers("cancel")}


def runner(system):
    if system == "uvloop":
        import uvloop
        return uvloop.new_event_loop
    if system == "asyncio-select":
        return lambda: asyncio.SelectorEventLoop(selectors.SelectSelector())
    return None


def main(metric, parameter, system="asyncio"):
    if metric not in METRICS:
        sys.exit(3)
    with asyncio.Runner(loop_factory=runner(system)) as run:
        print(run.run(METRICS[metric](int(parameter))))


main(*sys.argv[1:])
