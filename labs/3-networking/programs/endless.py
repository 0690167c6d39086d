"""endless.py - the tutorial's loop, and a server that closes early.

The tutorial's ends when a header is over, and never here; so we count its
rounds and stop it. Beside it a clock ticks whenever it gets a turn.
"""
import asyncio
import itertools

ROUNDS = 100_000
ticks = 0


async def early(reader, writer):
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.0 200 OK\r\n")
    writer.close()


async def tutorial(reader):
    for round in itertools.count(1):  # the tutorial's: while True
        line = await reader.readline()
        if line == b"\r\n":
            return "the header is over"
        if round <= 4:
            print("header >", line.decode().rstrip())
        if round == ROUNDS:
            return f"stopped after {round:,} lines"


async def mended(reader):
    while True:
        line = await reader.readline()
        if not line:
            return "the server closed before its header ended"
        if line == b"\r\n":
            return "the header is over"
        print("header >", line.decode().rstrip())


async def clock():
    global ticks
    while True:
        await asyncio.sleep(0)
        ticks += 1


async def ask(read_header, host, port):
    global ticks
    reader, writer = await asyncio.open_connection(host, port)
    writer.write(b"GET / HTTP/1.0\r\n\r\n")
    await asyncio.sleep(0.1)  # all that will ever come is here
    ticks = 0
    how = await read_header(reader)
    counted = ticks
    print(f"{read_header.__name__}: {how}")
    writer.close()
    await writer.wait_closed()
    return counted


async def main():
    server = await asyncio.start_server(early, "127.0.0.1", 0)
    ticking = asyncio.create_task(clock())
    address = server.sockets[0].getsockname()
    counted = await ask(tutorial, *address)
    print("ticks of the clock meanwhile:", counted)
    await ask(mended, *address)
    ticking.cancel()
    server.close()


asyncio.run(main())
