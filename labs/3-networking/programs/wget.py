"""wget.py - the tutorial's third program, mended. Its twin is wget.c.

    wget.py [-t SECONDS] [HOST[:PORT][/PATH]...]
"""
import asyncio
import contextlib
import errno
import getopt
import os
import re
import socket
import sys

SITES = ["www.sina.com.cn", "www.sohu.com", "www.163.com"]
USAGE = "usage: wget [-t SECONDS] [HOST[:PORT][/PATH]...]"
ARGUMENT = re.compile(rb"((?:\[([^]]+)\]|([^[:/][^:/]*))(?::(\d+))?)(/.*)?")
CONTROL = re.compile(rb"[\0-\x20\x7f]")  # would become part of the request
LONGEST = 8192  # bytes of a header line, its end not counted
TOO_LONG = "a header line is longer than %d bytes" % LONGEST


class Failure(Exception):
    """What goes wrong with one host, in words."""


def say(text, stream=sys.stdout):
    """Bytes as they came, and at once, also on a pipe."""
    stream.buffer.write(text + b"\n")
    stream.buffer.flush()


def parse(argument):
    """(host, port, "HOST:PORT" as typed, path)"""
    found = ARGUMENT.fullmatch(argument)
    port = int(found[4] or 80) if found else 0
    if not 1 <= port <= 65535 or CONTROL.search(argument):
        raise Failure("not HOST[:PORT][/PATH]")
    return found[2] or found[3], port, found[1], found[5] or b"/"


async def connect(host, port):
    """asyncio.open_connection: the error is that of the last address."""
    loop = asyncio.get_running_loop()
    error = None
    for family, kind, protocol, _, address in await loop.getaddrinfo(
            host, port, type=socket.SOCK_STREAM):
        sock = socket.socket(family, kind, protocol)
        sock.setblocking(False)
        try:
            await loop.sock_connect(sock, address)
            return await asyncio.open_connection(sock=sock, limit=LONGEST + 1)
        except OSError as why:
            sock.close()
            error = why
        except asyncio.CancelledError:
            sock.close()
            raise
    raise error


async def print_header(argument, reader):
    while True:
        try:
            line = await reader.readline()
        except ValueError:  # longer than the reader's limit
            raise Failure(TOO_LONG) from None
        text = line.removesuffix(b"\n").removesuffix(b"\r")
        if len(text) > LONGEST:
            raise Failure(TOO_LONG)
        if text:
            say(b"%b header > %b" % (argument, text))
        if not line.endswith(b"\n"):
            raise Failure("the server closed before its header ended")
        if not text:
            return


async def wget(argument):
    say(b"wget %b..." % argument)
    host, port, typed, path = parse(argument)
    reader, writer = await connect(host, port)
    try:
        writer.write(b"GET %b HTTP/1.0\r\nHost: %b\r\n\r\n" % (path, typed))
        await writer.drain()
        await print_header(argument, reader)
    finally:
        # Ignore the body, close the socket.
        writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()
    say(b"Done %b." % argument)


async def one(argument, seconds):
    """Did it work? If not, a line has said why."""
    try:
        await asyncio.wait_for(wget(argument), seconds)
        return True
    except socket.gaierror as error:
        why = error.strerror
    except asyncio.TimeoutError:
        why = os.strerror(errno.ETIMEDOUT)
    except OSError as error:  # asyncio's own "Connection lost" has no number
        why = os.strerror(error.errno or errno.ECONNRESET)
    except Failure as failure:
        why = str(failure)
    say(b"%b: %b" % (argument, os.fsencode(why)), sys.stderr)
    return False


async def main(arguments, seconds):
    worked = await asyncio.gather(*[one(os.fsencode(argument), seconds)
                                    for argument in arguments])
    return 0 if all(worked) else 1


def options(words):
    """(hosts, seconds)"""
    seconds = 10.0
    try:
        options, hosts = getopt.getopt(words, "t:")
        for _, value in options:
            seconds = float(value)
    except (getopt.GetoptError, ValueError):
        seconds = 0
    if not seconds > 0:
        print(USAGE, file=sys.stderr)
        sys.exit(2)
    return hosts or SITES, seconds


if __name__ == "__main__":
    try:
        sys.exit(asyncio.run(main(*options(sys.argv[1:]))))
    except KeyboardInterrupt:
        sys.exit(130)
