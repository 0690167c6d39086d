"""serve in C, running, and its answers as bare sockets get them. For
test_serve*.py.

Nobody hurries here: a wait ends when what it waits for has happened, or
PATIENCE is over, and then the test has failed.
"""
import contextlib
import fcntl
import os
import pathlib
import resource
import select
import signal
import socket
import struct
import subprocess
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
NOISE = b"WARNING: ASan doesn't fully support makecontext"
PATIENCE = 60
FLAVOURS = ('plain', 'asan')
BIG = bytes(range(256)) * 80000         # 20 MB: more than any socket takes
BUILT = {}


def environment():
    return {name: value for name, value in os.environ.items()
            if not name.startswith(('MAKE', 'MFLAGS', 'FLAVOUR', 'LAB', 'PORT'))
            and not name.endswith('SAN_OPTIONS')}


@contextlib.contextmanager
def alone():
    """Two test files run at once; two makes would write the same objects."""
    (ROOT / 'build').mkdir(exist_ok=True)
    with open(ROOT / 'build/serve.lock', 'w') as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@alone()
def build():
    """The programs, by make, on the reference."""
    for flavour in FLAVOURS:
        target = f'build/{flavour}/programs/4-summary/serve'
        done = subprocess.run(
            ['make', '-s', f'FLAVOUR={flavour}', target], cwd=ROOT, text=True,
            env=environment(), stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT)
        if done.returncode:
            raise AssertionError(done.stdout)
        BUILT[flavour] = str(ROOT / target)


def until(happened):
    """Wait for something that nobody tells us."""
    end = time.monotonic() + PATIENCE
    while not happened():
        if time.monotonic() > end:
            raise AssertionError('it never happened')
        time.sleep(0.01)


class Serve:
    """A running program."""

    def __init__(self, flavour, folder, *options, descriptors=None):
        def limit():
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            if descriptors:
                resource.setrlimit(resource.RLIMIT_NOFILE, (descriptors,) * 2)
        self.process = subprocess.Popen(
            [BUILT[flavour], '-p', '0', *options, str(folder)],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, env=environment(), preexec_fn=limit)
        self.url = self.process.stdout.readline().decode().strip()
        self.host, _, port = self.url[7:-1].rpartition(':')
        self.port = int(port)

    def connect(self):
        client = socket.create_connection((self.host.strip('[]'), self.port),
                                          PATIENCE)
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return client

    def ask(self, *parts, half_close=False):
        """Say this; everything that comes until the connection ends."""
        with self.connect() as client:
            for part in parts:
                client.sendall(part)
            if half_close:
                client.shutdown(socket.SHUT_WR)
            return everything(client)

    def answers(self, *parts, head=False, half_close=False):
        return split(self.ask(*parts, half_close=half_close), head)

    def get(self, path, *fields, method=b'GET'):
        """The one answer to a last request for this path."""
        found = self.answers(b'\r\n'.join(
            (method + b' ' + path + b' HTTP/1.1', b'Host: x',
             b'Connection: close') + fields) + b'\r\n\r\n',
                             head=method == b'HEAD')
        assert len(found) == 1, found
        return found[0]

    def descriptors(self):
        return len(os.listdir(f'/proc/{self.process.pid}/fd'))

    def end(self):
        """Ctrl-C: (exit status, stderr without what ASan says of itself)."""
        self.process.send_signal(signal.SIGINT)
        try:
            _, errors = self.process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            _, errors = self.process.communicate()
        return self.process.returncode, b''.join(
            line for line in errors.splitlines(True) if NOISE not in line)


def everything(client):
    """Up to the end of the stream; a reset ends it, too."""
    came = b''
    with contextlib.suppress(ConnectionError):
        while True:
            more = client.recv(1 << 20)
            if not more:
                break
            came += more
    return came


def split(text, head=False):
    """[(status, {field: value}, body)] of some answers in a row."""
    found = []
    while text:
        top, _, text = text.partition(b'\r\n\r\n')
        lines = top.split(b'\r\n')
        fields = dict(line.split(b': ', 1) for line in lines[1:])
        status = int(lines[0].split(b' ')[1])
        size = 0 if head or status == 304 else int(fields[b'Content-Length'])
        found.append((status, fields, text[:size]))
        text = text[size:]
    return found


def reset(client):
    """Close, so that the other side gets ECONNRESET."""
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                      struct.pack('ii', 1, 0))
    client.close()


def readable(client):
    return bool(select.select([client], [], [], PATIENCE)[0])


class Folder(unittest.TestCase):
    """A folder to serve, and what must not be served beside it."""

    @classmethod
    def setUpClass(cls):
        build()
        top = tempfile.TemporaryDirectory()
        cls.addClassCleanup(top.cleanup)
        cls.top = pathlib.Path(top.name)
        cls.site = site = cls.top / 'site'
        for name in ('site/sub/deep', 'site/empty', 'site/.git', 'outside'):
            (cls.top / name).mkdir(parents=True)
        for name, text in {
                'index.html': '<p>Home</p>', 'sub/index.html': '<p>Sub</p>',
                'sub/deep/a.txt': 'deep', 'a b.txt': 'spaced', '表.txt': '中文',
                'a%20b.txt': 'percent', '.git/config': 'hidden',
                '.env': 'hidden', 'page.HTML': 'loud', 'q?x.txt': 'asked',
                'none': '', '../outside/secret': 'secret'}.items():
            (site / name).write_text(text, 'utf-8')
        (site / 'big.bin').write_bytes(BIG)
        (site / 'link').symlink_to('../outside/secret')
        (site / 'linked').symlink_to('../outside')
        (site / 'inner').symlink_to('index.html')
        os.mkfifo(site / 'fifo')

    @contextlib.contextmanager
    def each(self, flavour, *options, **more):
        """A server; it must end well."""
        with self.subTest(program=flavour):
            server = Serve(flavour, self.site, *options, **more)
            try:
                yield server
            finally:
                ended = server.end()
            self.assertEqual(ended, (130, b''))
