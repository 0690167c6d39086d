"""Servers that behave badly, each on a port of this machine that the system
chooses. For test_wget.py.

A server is a function serve(client, said): client is the accepted socket,
said(text) waits until the program under test has printed that text, so what
a program has seen before the next thing happens is known, not hoped for.
"""
import contextlib
import socket
import struct
import threading
import time

LINE_END = b'\r\n'
PATIENCE = 60       # nobody waits longer than that


class Server:
    """Listens; each client gets a thread of its own."""

    def __init__(self, serve, said, host='127.0.0.1'):
        family = socket.AF_INET6 if ':' in host else socket.AF_INET
        self.serve, self.said = serve, said
        self.requests, self.clients, self.threads = [], [], []
        self.listener = socket.create_server((host, 0), family=family,
                                             backlog=128)
        port = self.listener.getsockname()[1]
        self.name = f'[{host}]:{port}' if ':' in host else f'{host}:{port}'
        self.begin(self.accept)

    def begin(self, function, *arguments):
        thread = threading.Thread(target=function, args=arguments)
        self.threads.append(thread)
        thread.start()

    def accept(self):
        with contextlib.suppress(OSError):      # until close
            while True:
                client, _ = self.listener.accept()
                client.settimeout(PATIENCE)
                client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self.clients.append(client)
                self.begin(self.attend, client)

    def attend(self, client):
        with client, contextlib.suppress(OSError):  # it may be gone
            if not getattr(self.serve, 'hasty', False):
                self.requests.append(request(client))
            self.serve(client, self.said)

    def close(self):
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.threads[0].join()
        for client in self.clients:
            with contextlib.suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)
        for thread in self.threads[1:]:
            thread.join()


def request(client):
    """What the program asks, up to the blank line."""
    said = b''
    while not said.endswith(b'\r\n\r\n'):
        more = client.recv(1)
        if not more:
            break
        said += more
    return said


def lines(*texts):
    return b''.join(text + LINE_END for text in texts)


def gone(client):
    """Wait until the other side has closed."""
    with contextlib.suppress(OSError):
        while client.recv(4096):
            pass


def chunks(*parts, end=gone):
    """These bytes, each in a packet of its own; then wait for the close."""
    def serve(client, said):
        for number, part in enumerate(parts):
            if number:
                time.sleep(0.002)       # so that it is a packet
            client.sendall(part)
        end(client)
    return serve


def close(client):
    """The end of the stream."""


def half_close(client):
    client.shutdown(socket.SHUT_WR)
    gone(client)


def reset(client):
    """Close, so that the other side gets ECONNRESET."""
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                      struct.pack('ii', 1, 0))
    client.close()


def reset_at_once(client, said):
    reset(client)


reset_at_once.hasty = True      # before it has read anything


def reset_after(text, *parts):
    """Reset once the program has printed that."""
    def serve(client, said):
        client.sendall(b''.join(parts))
        said(text)
        reset(client)
    return serve


def silence(client, said):
    gone(client)


def body(client, said):
    """A header, and far more than anybody asked for."""
    client.sendall(lines(b'HTTP/1.0 200 OK', b''))
    while True:
        client.sendall(bytes(1 << 16))


def rendezvous(number):
    """Nobody is answered until so many are connected."""
    barrier = threading.Barrier(number)

    def serve(client, said):
        barrier.wait(PATIENCE)
        client.sendall(lines(b'HTTP/1.0 200 OK', b'Here: %d' % number, b''))
        gone(client)
    return serve


@contextlib.contextmanager
def nobody():
    """HOST:PORT where no one listens, and nobody else will."""
    with socket.socket() as closed:
        closed.bind(('127.0.0.1', 0))
        yield '127.0.0.1:%d' % closed.getsockname()[1]
