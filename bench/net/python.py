"""The streams of asyncio, on its own loop or on uvloop: see net.h."""

import asyncio
import resource
import sys
import time

HERE = "127.0.0.1"
CHUNK = 16384


async def answer(reader, writer):
    while data := await reader.read(CHUNK):
        writer.write(data)
        await writer.drain()
    writer.close()


async def serve():
    server = await asyncio.start_server(answer, HERE, 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


async def fetch(port):
    reader, writer = await asyncio.open_connection(HERE, port)
    writer.write(b"GET / HTTP/1.0\r\n\r\n")
    got = await reader.read()
    writer.close()
    await writer.wait_closed()
    if len(got) <= 1000:
        sys.exit("an answer was cut")


async def fetches(n, port):
    start = time.monotonic()
    await asyncio.gather(*[fetch(port) for _ in range(n)])
    print((time.monotonic() - start) * 1e3)


def main(metric, n, system, *port):
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    if system == "uvloop":
        import uvloop
        uvloop.install()
    if metric == "echo":
        asyncio.run(serve())
    elif metric == "fetches":
        asyncio.run(fetches(int(n), int(*port)))
    else:
        sys.exit(3)


if __name__ == "__main__":
    main(*sys.argv[1:])
