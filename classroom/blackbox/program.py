"""A student's program while it runs: what it says, and that it comes to an end.

It gets nothing but arguments, a closed input (or one that we close later) and
two pipes. What it says is kept up to a limit. Nobody waits for it for ever:
it is over when it ended, or is ended by us when it

- said far more than it should (flooded), took far too much memory (memory);
- stood still: none of its processes ran, and no byte moved, for STILL ticks
  of ours (hung). A busy machine makes ticks longer, and a program that waits
  for its turn to run does not stand still;
- was not done after MOST ticks (hung).
"""
import asyncio
import os

TICK = 0.05                     # seconds, at least
STILL, MOST = 80, 200           # ticks
SPARE = 1 << 16                 # bytes that it may say beyond what it should
MEMORY = 512 << 20              # bytes, all its processes together
PAGE = os.sysconf("SC_PAGE_SIZE")
TURNS = 20                      # of our loop: what has come is seen by then


class Over(Exception):
    """The program was over before what we waited for happened."""


def processes():
    """{pid: (parent, state, ticks of processor, bytes in memory)}"""
    found = {}
    for name in os.listdir("/proc") if os.path.isdir("/proc") else []:
        if not name.isdigit():
            continue
        try:
            with open("/proc/%s/stat" % name, "rb") as file:
                words = file.read().rpartition(b") ")[2].split()
        except OSError:
            continue
        found[int(name)] = (int(words[1]), words[0], int(words[11])
                            + int(words[12]), int(words[21]) * PAGE)
    return found


def family(pid):
    """(does somebody run, ticks, bytes) of a process and all below it."""
    everybody, ours, more = processes(), set(), {pid}
    while more:
        ours |= more
        more = {p for p, of in everybody.items() if of[0] in ours} - ours
    mine = [everybody[p] for p in ours if p in everybody]
    return (any(of[1] in (b"R", b"D") for of in mine),
            sum(of[2] for of in mine), sum(of[3] for of in mine))


class Program:
    def __init__(self, command, most, hide=(), keep_input=False):
        """hide: words that are fresh in this run."""
        self.command, self.most = command, most + SPARE
        self.hide = sorted(hide, key=len, reverse=True)
        self.keep_input = keep_input
        self.out, self.err, self.status = b"", b"", None
        self.how = ""           # "": it ended; flooded, memory, hung
        self.moves, self.news = 0, asyncio.Event()

    def moved(self):
        """A byte, a connection: something happens."""
        self.moves += 1

    async def begin(self):
        self.process = await asyncio.create_subprocess_exec(
            *self.command, stderr=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stdin=asyncio.subprocess.PIPE if self.keep_input
            else asyncio.subprocess.DEVNULL)
        self.over = asyncio.ensure_future(self.life())

    async def life(self):
        watch = asyncio.ensure_future(self.watch())
        await asyncio.gather(self.listen(self.process.stdout, "out"),
                             self.listen(self.process.stderr, "err"))
        self.status = await self.process.wait()
        watch.cancel()
        self.news.set()

    async def listen(self, pipe, name):
        while True:
            some = await pipe.read(1 << 16)
            if not some:
                return
            self.moved()
            said = getattr(self, name) + some
            setattr(self, name, said[:self.most])
            if len(said) > self.most:
                self.end("flooded")
            self.news.set()

    async def watch(self):
        before, still = None, 0
        for _ in range(MOST):
            await asyncio.sleep(TICK)
            runs, ticks, memory = family(self.process.pid)
            now = (ticks, self.moves)
            still = 0 if runs or now != before or not memory else still + 1
            before = now
            if memory > MEMORY:
                return self.end("memory")
            if still >= STILL:
                break
        return self.end("hung")

    def end(self, how):
        self.how = self.how or how
        if self.process.returncode is None:
            self.process.kill()

    async def until(self, waited):
        """Wait for it; Over when the program is over before."""
        task = asyncio.ensure_future(waited)
        await asyncio.wait({task, self.over},
                           return_when=asyncio.FIRST_COMPLETED)
        for _ in range(TURNS):
            if task.done():
                break
            await asyncio.sleep(0)
        if task.done():
            return task.result()
        task.cancel()
        raise Over

    def complaint(self):
        """What it said on stderr, fresh words taken out."""
        text = self.err[:8192].decode("latin-1")
        for word in self.hide:
            text = text.replace(word, "\x7f")
        return text

    async def says(self, text):
        """Until it has printed that."""
        while text not in self.out:
            self.news.clear()
            await self.until(self.news.wait())
            if self.over.done() and text not in self.out:
                raise Over

    def close_input(self):
        self.process.stdin.close()

    async def close(self):
        """It has nothing more to say to us."""
        self.end("")
        await self.over
