"""servers.py - small servers to try wget on, without the Internet.

    servers.py               say where they listen, and serve until Ctrl-C
    servers.py COMMAND...    run a command in which good.test, early.test, ...
                             stand for their addresses

    good.test   answers         slow.test   answers, one byte at a time
    early.test  hangs up before its header ends
    reset.test  breaks the connection in its header
    mute.test   never says a word
    long.test   sends a line that has no end
    one.test, two.test, three.test answer as good.test does

Those that a command names wait for each other: none answers until somebody is
waiting at each of them. Then they answer in turn, so that every run reads the
same.
"""
import contextlib
import functools
import re
import select
import socket
import struct
import subprocess
import sys
import threading
import time

NAME = re.compile(
    r"\b(good|slow|early|reset|mute|long|one|two|three)\.test\b")
PATIENCE = 5
QUIET = 0.02  # before each answer: whoever waits for it is asleep by then
STATUS = b"HTTP/1.0 200 OK\r\n"
HEADER = STATUS + b"Server: %b\r\n\r\n"


def gone(client):
    """Wait until the other side has closed."""
    with contextlib.suppress(OSError):
        while client.recv(4096):
            pass


def good(client, name=b"good.test"):
    client.sendall(HEADER % name + b"<p>Hello.</p>\n")
    gone(client)


def slow(client):
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for byte in HEADER % b"slow.test":
        client.sendall(bytes([byte]))
        time.sleep(0.005)
    gone(client)


def early(client):
    client.sendall(STATUS)


def reset(client):
    client.sendall(STATUS + b"Server: res")
    time.sleep(0.1)  # let it be read
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                      struct.pack("ii", 1, 0))
    client.close()
    time.sleep(0.1)  # let that be told, before it is somebody's turn


def mute(client):
    gone(client)


def long(client):
    client.sendall(STATUS)
    with contextlib.suppress(OSError):
        while True:
            client.sendall(b"x" * 4096)


KINDS = {kind.__name__: kind for kind in (good, slow, early, reset, mute, long)}
KINDS.update({name: functools.partial(good, name=name.encode() + b".test")
              for name in ("one", "two", "three")})


class Turns:
    """Whose turn it is, among those who wait for each other."""

    def __init__(self, names):
        self.names = [name for name in names if name != "mute"]
        self.missing = set(names)
        self.all_here = threading.Event()
        self.over = {name: threading.Event() for name in names}

    def meet(self, name, client):
        """Wait until all are here at once. False: this one has left."""
        self.missing.discard(name)
        end = time.monotonic() + PATIENCE
        while self.missing and not self.all_here.is_set():
            if select.select([client], [], [], 0.01)[0]:
                self.missing.add(name)
                return False
            if time.monotonic() > end:
                return True
        self.all_here.set()
        return True

    @contextlib.contextmanager
    def turn(self, name, client):
        if name not in self.over or not self.meet(name, client):
            yield
            return
        before = self.names[:self.names.index(name)] if name != "mute" else []
        for other in before:
            self.over[other].wait(PATIENCE)
        time.sleep(QUIET)
        try:
            yield
        finally:
            self.over[name].set()


def attend(client, name, turns):
    with contextlib.suppress(OSError):
        asked = b""
        while not asked.endswith(b"\r\n\r\n"):
            asked += client.recv(1) or b"\r\n\r\n"
        with turns.turn(name, client), client:
            KINDS[name](client)
            client.shutdown(socket.SHUT_WR)
            gone(client)


def serve(listener, name, turns):
    while True:
        client, _ = listener.accept()
        threading.Thread(target=attend, args=(client, name, turns),
                         daemon=True).start()


def begin(named):
    """{"good.test": "127.0.0.1:PORT", ...}"""
    turns, addresses = Turns(named), {}
    for name in KINDS:
        listener = socket.create_server(("127.0.0.1", 0))
        addresses[name + ".test"] = "%s:%d" % listener.getsockname()
        threading.Thread(target=serve, args=(listener, name, turns),
                         daemon=True).start()
    return addresses


def run(command):
    """Run it; in what it says, the addresses are names again."""
    named = list(dict.fromkeys(NAME.findall(" ".join(command))))
    addresses = begin(named)
    names = {address: name for name, address in addresses.items()}
    back = re.compile("|".join(map(re.escape, names)))
    with subprocess.Popen(
            [NAME.sub(lambda m: addresses[m[0]], word) for word in command],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
            stderr=subprocess.STDOUT, errors="replace") as process:
        for line in process.stdout:
            print(back.sub(lambda m: names[m[0]], line), end="", flush=True)
    return process.returncode


def main(command):
    if command:
        return run(command)
    for name, address in begin([]).items():
        print(f"{name:12}{address}", flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
