"""A client of ours, for the echo of a student's."""
import asyncio
import random
import socket
import struct

from door import GONE, pieces


class Wrong(Exception):
    """Other bytes than those that were sent, or fewer."""


def own_address():
    """Any of this machine's: a client can never be its own server then."""
    chance = random.SystemRandom()
    return "127.%d.%d.%d" % tuple(chance.randrange(1, 255) for _ in range(3))


class Client:
    async def connect(self, port, room=None):
        self.link = socket.socket()
        self.link.setblocking(False)
        if room:
            self.link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
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
            await asyncio.sleep(0)

    async def hear(self, data):
        try:
            if await self.reader.readexactly(len(data)) != data:
                raise Wrong
        except GONE:
            raise Wrong from None

    async def both(self, data, last=False, before=None):
        """Send it and hear it, after something else has happened meanwhile;
        the last time nothing may follow."""
        async def out():
            await self.send(data)
            if last:
                self.writer.write_eof()
        sending = asyncio.ensure_future(out())
        try:
            if before:
                await before
            await self.hear(data)
            await sending
            if last and await self.reader.read(1):
                raise Wrong
        except GONE:
            raise Wrong from None
        finally:
            sending.cancel()

    def close(self, reset=False):
        if reset:
            self.link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                                 struct.pack("ii", 1, 0))
        self.writer.transport.abort()
