"""A client of ours, for the echo of a student's."""
import asyncio
import random
import socket
import struct

from door import GONE, pieces

STEP = 4096         # bytes


class Wrong(Exception):
    """Other bytes than those that were sent, or fewer."""


def own_address():
    """Any of this machine's: a client can never be its own server then."""
    chance = random.SystemRandom()
    return "127.%d.%d.%d" % tuple(chance.randrange(1, 255) for _ in range(3))


class Client:
    def __init__(self, moved):
        self.moved = moved

    async def connect(self, port, room=None, segment=None):
        """room: the kernels shall hold little more than so many bytes for us,
        ours and the server's. Small segments make its buffer small, too."""
        self.link = socket.socket()
        self.link.setblocking(False)
        if room:
            self.link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
            self.link.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, segment)
        self.link.bind((own_address(), 0))
        try:
            await asyncio.get_running_loop().sock_connect(
                self.link, ("127.0.0.1", port))
            self.reader, self.writer = await asyncio.open_connection(
                sock=self.link, limit=1 << 14)
        except OSError:
            self.link.close()
            raise Wrong from None
        return self

    async def send(self, data):
        for piece in pieces(data):
            self.writer.write(piece)
            await self.writer.drain()
            self.moved()
            await asyncio.sleep(0)

    async def hear(self, data):
        try:
            for at in range(0, len(data), STEP):
                part = data[at:at + STEP]
                if await self.reader.readexactly(len(part)) != part:
                    raise Wrong
                self.moved()
        except GONE:
            raise Wrong from None

    async def both(self, data, before=None):
        """Send it and hear it, after something else has happened (a function)
        meanwhile."""
        sending = asyncio.ensure_future(self.send(data))
        try:
            if before:
                self.writer.transport.pause_reading()
                await before()
                self.writer.transport.resume_reading()
            await self.hear(data)
            await sending
        except GONE:
            raise Wrong from None
        finally:
            sending.cancel()

    async def last(self, data):
        """Data and our end travel as one segment: its program reads both
        before it can have sent all back. Nothing may follow."""
        self.link.setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, 1)
        self.writer.write(data)
        try:
            self.writer.write_eof()
            await self.hear(data)
            if await self.reader.read(1):
                raise Wrong
        except GONE:
            raise Wrong from None

    def close(self, reset=False):
        if reset:
            self.link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                                 struct.pack("ii", 1, 0))
        self.writer.transport.abort()
