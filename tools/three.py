#!/usr/bin/env python3
"""wget and its Python twin, each against three servers on this machine.

    three.py PROGRAM TWIN.py

The servers are threads of this process, on ports that the system chooses. They
wait for each other: none answers until all three have been asked. So whoever
asks one after the other gets no answer. The exit status is 1 when one of the
two programs failed.
"""
import contextlib
import socket
import sys
import threading

from beside import Program, table

NUMBER = 3
PATIENCE = 3        # seconds that a server waits for the others
ANSWER = f'HTTP/1.0 200 \r\nHere: {NUMBER} of {NUMBER}\r\n\r\n'.encode()


def ask(client):
    """Read what the client asks, up to the blank line."""
    asked = b''
    while not asked.endswith(b'\r\n\r\n'):
        more = client.recv(4096)
        if not more:
            raise ConnectionError
        asked += more


def serve(listener, all_asked):
    """One client after the other."""
    while True:
        client, _ = listener.accept()
        with client, contextlib.suppress(OSError,
                                         threading.BrokenBarrierError):
            ask(client)
            all_asked.wait(PATIENCE)
            client.sendall(ANSWER)
            client.recv(1)      # it closes


def begin():
    """The names of three servers, which run from now on."""
    all_asked, names = threading.Barrier(NUMBER), []
    for _ in range(NUMBER):
        listener = socket.create_server(('127.0.0.1', 0))
        names.append('127.0.0.1:%d' % listener.getsockname()[1])
        threading.Thread(target=serve, args=(listener, all_asked),
                         daemon=True).start()
    return names


def said(*command):
    """(lines, did it work?)"""
    with Program(*command) as program:
        return list(program.lines()), program.worked()


def main(program, twin):
    names = begin()
    left, left_worked = said(program, *names)
    right, right_worked = said(sys.executable, twin, *names) \
        if left_worked else ([], False)
    table(left, right)
    return 0 if right_worked else 1


if __name__ == '__main__':
    try:
        sys.exit(main(*sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
