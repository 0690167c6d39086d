"""Web sites of ours, each with a name, a path and a header of its own."""
import contextlib
import os
import random
import string

from door import Door

CHANCE = random.SystemRandom()


def word(least, most):
    return "".join(CHANCE.choice(string.ascii_lowercase)
                   for _ in range(CHANCE.randint(least, most)))


def addresses(n):
    """So many different ones of this machine's."""
    found = set()
    while len(found) < n:
        found.add("127.%d.%d.%d" % tuple(CHANCE.randrange(1, 255)
                                         for _ in range(3)))
    return CHANCE.sample(sorted(found), n)


def readable(n):
    """A header's value: fresh, of any length, and no line end in it."""
    return bytes(128 + byte % 128 for byte in os.urandom(n))


class Site(Door):
    def __init__(self, host):
        super().__init__()
        self.host, self.path = host, "/" + word(1, 30)
        self.lines = [b"HTTP/1.0 200 OK"] + [
            b"X-%d: %b" % (i, readable(CHANCE.choice((1, 30, 900, 8000))))
            for i in range(CHANCE.randint(2, 6))]
        self.request = b""

    def text(self):
        return "%s:%d%s" % (self.host, self.port, self.path)

    def wanted(self):
        """The request that it must get."""
        return "GET %s HTTP/1.0\r\nHost: %s:%d\r\n\r\n" % (
            self.path, self.host, self.port)

    async def asked(self):
        with contextlib.suppress(Exception):
            self.request = await self.reader.readuntil(b"\r\n\r\n")

    async def answer(self, whole=True):
        """Only a whole one has a body, which nobody wants."""
        await self.asked()
        header = b"".join(line + b"\r\n" for line in self.lines)
        await self.send(header + (b"\r\n" + os.urandom(5000) if whole
                                  else b""))
        await self.finish()

    def said(self, whole=True):
        text = self.text().encode()
        return [b"wget %b..." % text] + [
            b"%b header > %b" % (text, line) for line in self.lines] + [
            b"Done %b." % text] * whole


async def open_all(n, hosts):
    """Sites of the same port, so that only the address tells them apart;
    and an address where nobody is. hosts: the list of names to write."""
    places = addresses(n + 1)
    if not hosts:
        sites = [Site(place) for place in places[:n]]
    else:
        sites = [Site("%s.%s.test" % (word(3, 12), word(3, 8)))
                 for _ in range(n)]
        with open(hosts, "w", encoding="ascii") as file:
            for site, place in zip(sites, places):
                file.write("%s %s\n" % (place, site.host))
    port = 0
    for site, place in zip(sites, places):
        await site.open(place, port)
        port = site.port
    return sites, places[n]
