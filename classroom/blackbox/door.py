"""A port of ours that gives its bytes to the first who comes, and to no other.

Whoever else comes is a stranger: the student's program has connected twice,
or went where nobody sent it. It gets nothing, and is remembered.
"""
import asyncio
import contextlib
import os
import random
import socket
import struct

from program import Over

GONE = (OSError, asyncio.IncompleteReadError)
CONTROL = list(range(32)) + list(range(127, 256))
UNPRINTABLE = bytes(CONTROL[byte % len(CONTROL)] for byte in range(256))


def unprintable(n):
    """Fresh bytes, none of which can be read: '\\0', '\\n' and '\\r' too."""
    return os.urandom(n).translate(UNPRINTABLE)


def pieces(data):
    """The same bytes, cut at a few places."""
    cuts = sorted(random.SystemRandom().randrange(len(data) + 1)
                  for _ in range(3))
    return [data[a:b] for a, b in zip([0] + cuts, cuts + [len(data)])]


class Door:
    def __init__(self):
        self.here, self.strangers = asyncio.Event(), 0
        self.reader = self.writer = None
        self.moved = lambda: None

    async def open(self, host="127.0.0.1", port=0):
        self.server = await asyncio.start_server(self.meet, host, port,
                                                 limit=1 << 16)
        self.port = self.server.sockets[0].getsockname()[1]
        return self

    async def meet(self, reader, writer):
        self.moved()
        if self.writer:
            self.strangers += 1
            writer.transport.abort()
            return
        self.reader, self.writer = reader, writer
        self.here.set()

    async def send(self, data):
        with contextlib.suppress(*GONE):    # nobody wants it any more
            for piece in pieces(data):
                self.writer.write(piece)
                await self.writer.drain()
                await asyncio.sleep(0)
                self.moved()

    async def finish(self):
        """No more from us; wait until they have closed, too."""
        with contextlib.suppress(*GONE):
            self.writer.write_eof()
        await self.gone()

    async def gone(self):
        with contextlib.suppress(*GONE):
            while await self.reader.read(1 << 16):
                pass
        self.moved()

    def reset(self):
        """The other side gets ECONNRESET."""
        link = self.writer.get_extra_info("socket")
        link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                        struct.pack("ii", 1, 0))
        self.writer.transport.abort()

    def close(self):
        self.server.close()
        if self.writer:
            self.writer.transport.abort()


@contextlib.contextmanager
def closed(host="127.0.0.1", port=0):
    """A port where nobody listens, and nobody else will."""
    with socket.socket() as nobody:
        nobody.bind((host, port))
        yield nobody.getsockname()[1]


def derangement(n):
    """An order in which nothing stands where it stood."""
    while True:
        order = random.SystemRandom().sample(range(n), n)
        if all(i != of for i, of in enumerate(order)):
            return order


async def all_here(program, doors):
    """Until each of them has its guest, at once."""
    for door in doors:
        door.moved = program.moved
    await program.until(asyncio.gather(*(d.here.wait() for d in doors)))


@contextlib.asynccontextmanager
async def stage(cases, names, program, doors=()):
    """A program that runs meanwhile; it may be over before we are."""
    await program.begin()
    try:
        yield
    except Over:
        cases.over(program, names)
    finally:
        await program.close()
        for door in doors:
            door.close()
